"""Transactions: what RFC 3261 §17 and RFC 3262 say of time, and what happens when something is lost."""

import packets
from packets import ip, udp

from .flow import ALICE, BOB, MOBILE, PROXY, PROXY2, T1, backoff, case, media


@case
def prack_udp(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0, "Supported: 100rel")
    call.answer(.015, invite, 100)
    progress = call.answer(.21, invite, 183, reliable=True, body=media(BOB))
    call.answer(.26, call.prack(.235, progress), 200)
    ringing = call.answer(.9, invite, 180, reliable=True)
    call.answer(.95, call.prack(.925, ringing), 200)
    call.ack(4.22, call.answer(4.2, invite, 200))
    call.bye(12)


@case
def prack_tcp(flow):
    flow.transport = "TCP"
    prack_udp(flow)


@case
def interleaved(flow):
    packages = "Recv-Info: infoDtmf"

    def info(time, by):
        return call.request(time, "INFO", "Info-Package: infoDtmf", "Content-Disposition: Info-Package", by=by,
                            body=("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"))

    call = flow.call(ALICE, BOB)
    invite = call.invite(0, "Supported: 100rel", packages)
    call.answer(.015, invite, 100)
    progress = call.answer(.2, invite, 183, packages, reliable=True, body=media(BOB))
    # Three requests are outstanding besides the INVITE. Both sides use CSeq 3, and both 1: a number is its sender's own
    prack = call.prack(.22, progress)
    update = call.request(.222, "UPDATE", body=media(ALICE, 2))
    from_bob = info(.23, BOB)
    call.answer(.24, prack, 200)
    call.answer(.27, from_bob, 200)
    call.answer(.29, update, 200)
    call.answer(.6, invite, 180)
    call.ack(2.02, call.answer(2, invite, 200, packages))
    # Bob's re-INVITE is answered last
    again = call.invite(5, packages, by=BOB, body=media(BOB, 4))
    options = call.request(5.005, "OPTIONS", "Accept: application/sdp")
    from_bob = info(5.01, BOB)
    call.answer(5.015, again, 100)
    from_alice = info(5.02, ALICE)
    call.answer(5.03, from_bob, 200)
    call.answer(5.04, from_alice, 200)
    call.answer(5.055, options, 200, "Accept: application/sdp, application/dtmf-relay")
    call.ack(5.22, call.answer(5.2, again, 200, packages, body=media(ALICE, 3)))
    call.bye(10, by=BOB)


@case
def hops(flow):
    call = flow.call(ALICE, BOB, proxies=(PROXY, PROXY2), seen=(0, 1, 2))
    invite = call.invite(0)
    for hop in call.seen:       # each node answers for itself
        call.answer(.001 + .004 * hop, invite, 100, seen=(hop,))
    call.answer(.3, invite, 180)
    call.ack(3.03, call.answer(3, invite, 200))
    call.bye(9, by=BOB)


@case
def copies(flow):
    """The caller's hop on S1-U, on SGi, and on an interface whose mirror port is slow."""
    enb, gateway = "203.0.113.101", "203.0.113.102"

    def tunnelled(source, destination, datagram):
        outer, tunnel = ((enb, gateway), 0x1001) if source is ALICE else ((gateway, enb), 0x2002)
        packet = packets.gtpu(tunnel, ip(source.host, destination.host, packets.UDP, datagram))
        # Up through the tunnel first, down through it last
        return 0 if source is ALICE else .00004, 0, ip(*outer, packets.UDP, udp(*outer, 2152, 2152, packet))

    def plain(delay, interface):
        return lambda source, destination, datagram: (
            delay, interface, ip(source.host, destination.host, packets.UDP, datagram))

    flow.taps = [tunnelled, plain(.000012, 0), plain(.0029, 1)]
    call = flow.call(ALICE, BOB)
    call.set_up(0)
    call.bye(8)


@case
def retransmitted(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0, "Supported: 100rel")
    flow.again(invite, T1, 3 * T1)
    call.answer(1.52, invite, 100)
    progress = call.answer(1.7, invite, 183, reliable=True, body=media(BOB))
    flow.again(progress, 1.7 + T1, 1.7 + 3 * T1)
    call.answer(3.25, call.prack(3.22, progress), 200)
    call.answer(3.5, invite, 180)
    ok = call.answer(6, invite, 200)
    flow.again(ok, 6 + T1, 6 + 3 * T1)
    call.ack(7.52, ok)
    bye = call.request(15, "BYE")
    flow.again(bye, 15 + T1, 15 + 3 * T1, 15 + 7 * T1)
    flow.again(call.answer(15 + 3 * T1 + .02, bye, 200), 15 + 7 * T1 + .02)


@case
def lost_ack(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0)
    call.answer(.015, invite, 100)
    call.answer(.2, invite, 180)
    ok = call.answer(2, invite, 200)
    flow.again(ok, *backoff(2, 2 + 64 * T1))
    call.bye(2 + 64 * T1, by=BOB)


@case
def lost_ack_failure(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0)
    call.answer(.015, invite, 100)
    busy = call.answer(.3, invite, 486)
    flow.again(busy, *backoff(.3, .3 + 64 * T1))
    flow.meanwhile(20, 40)


@case
def lost_prack(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0, "Supported: 100rel")
    call.answer(.015, invite, 100)
    progress = call.answer(.2, invite, 183, reliable=True, body=media(BOB))
    flow.again(progress, *backoff(.2, .2 + 64 * T1, cap=64 * T1))   # RFC 3262 §3 knows no T2
    call.ack(.22 + 64 * T1, call.answer(.2 + 64 * T1, invite, 504))


@case
def no_response(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0)
    flow.again(invite, *backoff(0, 64 * T1, cap=64 * T1))
    flow.meanwhile(10, 40)


@case
def no_final(flow):
    call = flow.call(ALICE, BOB, proxies=[PROXY])
    invite = call.invite(0)
    call.answer(.015, invite, 100)
    call.answer(.5, invite, 180)
    flow.meanwhile(60, 120, 200)


@case
def ends_early_200(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0)
    call.answer(.015, invite, 100)
    call.answer(.2, invite, 180)
    call.answer(2, invite, 200)
    flow.rtp(2.02, BOB, ALICE, 5)


@case
def ends_early_100(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0)
    call.answer(.015, invite, 100)
    flow.meanwhile(.99)


@case
def forks(flow):
    call = flow.call(ALICE, BOB, proxies=[PROXY])
    invite = call.invite(0, "Supported: 199")
    call.answer(.015, invite, 100)
    call.answer(.2, invite, 180, by=BOB)
    call.answer(.25, invite, 180, by=MOBILE)
    call.answer(5, invite, 199, 'Reason: SIP;cause=486;text="Busy Here"', by=BOB)
    call.ack(7.02, call.answer(7, invite, 200, by=MOBILE))
    call.bye(20)


@case
def forks_both_answer(flow):
    call = flow.call(ALICE, BOB, proxies=[PROXY])
    invite = call.invite(0)
    call.answer(.015, invite, 100)
    call.answer(.2, invite, 180, by=BOB)
    call.answer(.25, invite, 180, by=MOBILE)
    kept = call.answer(4, invite, 200, by=BOB)
    call.ack(4.02, kept)
    second = call.answer(4.03, invite, 200, by=MOBILE, body=media(MOBILE))
    call.ack(4.05, second)
    call.bye(4.06, to=second)
    call.bye(20, to=kept)


@case
def cancel(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0)
    call.answer(.015, invite, 100)
    call.answer(.2, invite, 180)
    call.answer(5.02, call.cancel(5, invite), 200)
    call.ack(5.04, call.answer(5.025, invite, 487))


@case
def cancel_crossed(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0)
    call.answer(.015, invite, 100)
    call.answer(.2, invite, 180)
    withdrawn = call.cancel(5, invite)
    ok = call.answer(5.005, invite, 200)
    call.answer(5.02, withdrawn, 200)
    call.ack(5.025, ok)
    call.bye(5.03)


@case
def cancel_crossed_481(flow):
    """The 2xx has ended the INVITE's server transaction: there is nothing left to cancel."""
    call = flow.call(ALICE, BOB)
    invite = call.invite(0)
    call.answer(.015, invite, 100)
    call.answer(.2, invite, 180)
    ok = call.answer(4.995, invite, 200)
    call.answer(5.02, call.cancel(5, invite), 481)
    call.ack(5.025, ok)
    call.bye(5.03)


@case
def cancel_late(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0)
    call.answer(.015, invite, 100)
    call.answer(.2, invite, 180)
    call.ack(5.02, call.answer(5, invite, 487))


@case
def bye_early(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0)
    call.answer(.015, invite, 100)
    call.answer(.2, invite, 180)
    call.bye(5)
    call.ack(5.04, call.answer(5.025, invite, 487))
