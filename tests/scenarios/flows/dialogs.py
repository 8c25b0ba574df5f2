"""What goes on between two users: sessions refreshed, held, redirected, retried and handed over; subscriptions."""

from urllib.parse import quote

from .flow import ALICE, BOB, CAROL, MOBILE, PROXY, PROXY2, REGISTRAR, Party, case, media
from .registrations import Registration

T64 = 32            # 64*T1
SIPFRAG = "message/sipfrag;version=2.0"


@case
def session_timer(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0, "Supported: timer", "Session-Expires: 60")
    call.ack(.04, call.answer(.02, invite, 422, "Min-SE: 90"))
    invite = call.invite(.06, "Supported: timer", "Session-Expires: 90", "Min-SE: 90")
    call.answer(.08, invite, 100)
    call.answer(.26, invite, 180)
    call.ack(2.08, call.answer(2.06, invite, 200, "Require: timer", "Session-Expires: 90;refresher=uac"))
    refresh = call.request(47.06, "UPDATE", "Supported: timer", "Session-Expires: 90;refresher=uac", "Min-SE: 90")
    call.answer(47.08, refresh, 200, "Require: timer", "Session-Expires: 90;refresher=uac")
    call.bye(60)


@case
def session_timer_no_retry(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0, "Supported: timer", "Session-Expires: 60")
    call.ack(.04, call.answer(.02, invite, 422, "Min-SE: 90"))
    flow.meanwhile(10, 60)


@case
def interval(flow):
    alice = Registration(flow)
    alice.answer(.02, alice.register(0, expires=60), 423, "Min-Expires: 3600")
    alice.accept(.08, alice.register(.05, expires=3600), expires=3600)


def both_hold(flow, alice_retries, bob_retries):
    """Two re-INVITEs meet; each side tries again so long after its 491 (RFC 3261 §14.1). Alice made the Call-ID."""
    call = flow.call(ALICE, BOB)
    call.set_up(0)

    def hold(time, by):
        return call.invite(time, by=by, body=media(by, 2, "a=sendonly"))

    alice, bob = hold(10, ALICE), hold(10.005, BOB)
    call.ack(10.04, call.answer(10.02, alice, 491))
    call.ack(10.045, call.answer(10.025, bob, 491))
    for by, peer, time in sorted([(ALICE, BOB, 10.02 + alice_retries), (BOB, ALICE, 10.025 + bob_retries)],
                                 key=lambda entry: entry[2]):
        again = hold(time, by)
        call.ack(time + .04, call.answer(time + .02, again, 200, body=media(peer, 3, "a=recvonly")))
    call.bye(30)


@case
def glare(flow):
    both_hold(flow, 3, 1.2)


@case
def glare_early(flow):
    both_hold(flow, .5, 1.2)


@case
def redirect_302(flow):
    call = flow.call(ALICE, BOB)
    call.nodes = [ALICE, PROXY]
    call.ack(.04, call.answer(.02, call.invite(0), 302, f"Contact: <{MOBILE.contact}>"))
    call.nodes, call.target = [ALICE, MOBILE], MOBILE.contact
    call.set_up(.06)
    call.bye(10)


@case
def redirect_loop(flow):
    call, desk = flow.call(ALICE, BOB), BOB
    for number in range(5):
        time, other = .1 * number, MOBILE if desk is BOB else BOB
        call.nodes = [ALICE, desk if number else PROXY]
        redirect = call.answer(time + .02, call.invite(time), 302, f"Contact: <{other.contact}>")
        call.ack(time + .04, redirect)
        desk, call.target = other, other.contact
    flow.meanwhile(10)


@case
def redirect_register(flow):
    alice, other = Registration(flow), Party("", "203.0.113.20")
    alice.answer(.02, alice.register(0), 302, f"Contact: <{other.contact}>")
    alice.nodes, alice.target = [ALICE, other], other.contact
    alice.accept(.08, alice.register(.05))


@case
def use_proxy_305(flow):
    call = flow.call(ALICE, BOB)
    call.ack(.04, call.answer(.02, call.invite(0), 305, f"Contact: <{PROXY.contact};lr>"))
    call.nodes = [ALICE, PROXY, BOB]
    call.set_up(.06, f"Route: <{PROXY.contact};lr>")
    call.bye(10)


def overload(flow, pause):
    call = flow.call(ALICE, BOB, proxies=[PROXY])
    call.ack(.04, call.answer(.02, call.invite(0), 503, "Retry-After: 10"))
    again = flow.call(ALICE, BOB, proxies=[PROXY])
    again.set_up(.02 + pause)
    again.bye(30)


@case
def retry_after_kept(flow):
    overload(flow, 12)


@case
def retry_after_broken(flow):
    overload(flow, 2)


@case
def hold_resume(flow):
    call = flow.call(ALICE, BOB)
    call.set_up(0)
    for time, version, wish, answer in ((10, 2, "sendonly", "recvonly"), (25, 3, "sendrecv", "sendrecv")):
        again = call.invite(time, body=media(ALICE, version, f"a={wish}"))
        call.ack(time + .04, call.answer(time + .02, again, 200, body=media(BOB, version, f"a={answer}")))
    call.bye(40)


def refer(call, time, target):
    """Bob asks Alice to call the target; she says that she tries."""
    asked = call.request(time, "REFER", f"Refer-To: <{target}>", f"Referred-By: <{BOB.uri}>", by=BOB)
    call.answer(time + .02, asked, 202)
    progress(call, time + .03, "100 Trying", "active;expires=60")


def progress(call, time, status, state):
    notify = call.request(time, "NOTIFY", "Event: refer", f"Subscription-State: {state}",
                          body=(SIPFRAG, f"SIP/2.0 {status}\r\n"))
    call.answer(time + .02, notify, 200)


DONE = "terminated;reason=noresource"


@case
def blind_transfer(flow):
    call = flow.call(ALICE, BOB)
    call.set_up(0)
    refer(call, 10, CAROL.uri)
    new = flow.call(ALICE, CAROL)
    new.set_up(10.06, f"Referred-By: <{BOB.uri}>")
    progress(call, 12.1, "200 OK", DONE)
    call.bye(12.2, by=BOB)
    new.bye(40)


@case
def attended_transfer(flow):
    call = flow.call(ALICE, BOB)
    call.set_up(0)
    hold = call.invite(10, by=BOB, body=media(BOB, 2, "a=sendonly"))
    call.ack(10.04, call.answer(10.02, hold, 200, body=media(ALICE, 2, "a=recvonly")))
    asked = flow.call(BOB, CAROL)
    consulted = asked.set_up(12, "Supported: replaces")
    # The tags as Carol has them: hers is the to-tag. RFC 3891 §3
    replaces = f"{asked.call_id};to-tag={consulted.tag};from-tag={asked.tag}"
    refer(call, 20, f"{CAROL.contact}?Replaces={quote(replaces)}")
    new = flow.call(ALICE, CAROL, target=CAROL.contact)
    invite = new.invite(20.06, f"Replaces: {replaces}", "Require: replaces", f"Referred-By: <{BOB.uri}>")
    new.ack(20.12, new.answer(20.1, invite, 200))
    asked.bye(20.15, by=CAROL)
    progress(call, 20.2, "200 OK", DONE)
    call.bye(20.3, by=BOB)
    new.bye(60)


@case
def refer_fails(flow):
    call = flow.call(ALICE, BOB)
    call.set_up(0)
    refer(call, 10, CAROL.uri)
    new = flow.call(ALICE, CAROL)
    invite = new.invite(10.06, f"Referred-By: <{BOB.uri}>")
    new.answer(10.08, invite, 100)
    new.ack(10.28, new.answer(10.26, invite, 486))
    progress(call, 10.3, "486 Busy Here", DONE)
    call.bye(40)


def pidf(state):
    return ("application/pidf+xml", f"""<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="{BOB.uri}">
  <tuple id="t1"><status><basic>{state}</basic></status></tuple>
</presence>
""")


@case
def subscribe(flow):
    watch = flow.call(ALICE, BOB)
    for time, expires, state in ((0, 600, "active;expires=600"), (300, 600, "active;expires=600"),
                                 (400, 0, "terminated;reason=timeout")):
        asked = watch.request(time, "SUBSCRIBE", "Event: presence", f"Expires: {expires}",
                              "Accept: application/pidf+xml")
        watch.answer(time + .02, asked, 200, f"Expires: {expires}")
        notify = watch.request(time + .03, "NOTIFY", "Event: presence", f"Subscription-State: {state}", by=BOB,
                               body=pidf("open"))
        watch.answer(time + .05, notify, 200)


@case
def subscribe_no_notify(flow):
    watch = flow.call(ALICE, BOB)
    asked = watch.request(0, "SUBSCRIBE", "Event: presence", "Expires: 600", "Accept: application/pidf+xml")
    watch.answer(.02, asked, 200, "Expires: 600")
    flow.meanwhile(10, T64 + 8)


def two_legs(flow, linked):
    """RFC 7989: a Session-ID goes through a B2BUA, a Call-ID does not."""
    inside = Party("", "192.0.2.30")
    left, right = flow.call(ALICE, BOB), flow.call(ALICE, BOB)
    left.nodes = [ALICE, inside]
    right.caller, right.nodes = Party("alice", inside.host), [Party("alice", inside.host), BOB]
    right.call_id = f"{flow.name}-b@{inside.host}"
    right.tag = right.token("tag", inside.host)
    ids = {ALICE: left.token("session") + "0" * 20, BOB: right.token("session") + "0" * 20}

    def session(by, peer=None):
        return [f"Session-ID: {ids[by]};remote={ids[peer] if peer else '0' * 32}"] if linked else []

    first, second = left.invite(0, *session(ALICE)), right.invite(.01, *session(ALICE))
    left.answer(.005, first, 100)
    right.answer(.02, second, 100)
    right.answer(.3, second, 180, *session(BOB, ALICE))
    left.answer(.305, first, 180, *session(BOB, ALICE), by=inside)
    answered = right.answer(3, second, 200, *session(BOB, ALICE))
    right.ack(3.01, answered, *session(ALICE, BOB))
    left.ack(3.03, left.answer(3.005, first, 200, *session(BOB, ALICE), by=inside, body=media(inside)),
             *session(ALICE, BOB))
    left.bye(20, *session(ALICE, BOB))
    right.bye(20.01, *session(ALICE, BOB))


@case
def b2bua(flow):
    two_legs(flow, linked=False)


@case
def b2bua_session_id(flow):
    two_legs(flow, linked=True)


def refused(flow, code, before, *answer, after=()):
    """The same INVITE, but for what it was refused for."""
    call = flow.call(ALICE, BOB)
    call.ack(.04, call.answer(.02, call.invite(0, *before), code, *answer))
    call.set_up(.06, *after)
    call.bye(10)


@case
def extension_420(flow):
    refused(flow, 420, ["Require: precondition"], "Unsupported: precondition")


@case
def extension_421(flow):
    refused(flow, 421, [], "Require: 100rel", after=["Supported: 100rel"])


@case
def not_acceptable_488(flow):
    call = flow.call(ALICE, BOB)
    warning = f'Warning: 305 {BOB.host} "Incompatible media format"'
    wanted = (media(BOB)[0], media(BOB)[1].replace("AVP 0", "AVP 9").replace("rtpmap:0 PCMU", "rtpmap:9 G722"))
    call.ack(.04, call.answer(.02, call.invite(0), 488, warning, body=wanted))
    offer = (wanted[0], media(ALICE, 2)[1].replace("AVP 0", "AVP 9").replace("rtpmap:0 PCMU", "rtpmap:9 G722"))
    invite = call.invite(.06, body=offer)
    call.answer(.08, invite, 100)
    call.answer(.26, invite, 180)
    call.ack(2.08, call.answer(2.06, invite, 200, body=wanted))
    call.bye(10)


@case
def media_415(flow):
    call = flow.call(ALICE, BOB)
    page = call.request(0, "MESSAGE", body=("text/html", "<p>Hello</p>"))
    call.answer(.02, page, 415, "Accept: text/plain")
    call.answer(.07, call.request(.05, "MESSAGE", body=("text/plain", "Hello")), 200)
