"""What a capture shows in part, in the old way, slowly or wrongly."""

from .flow import ALICE, BOB, CAROL, DAVE, T1, T2, backoff, case


@case
def stray(flow):
    answered, busy = flow.call(ALICE, BOB), flow.call(CAROL, BOB)
    answered.ack(.02, answered.answer(0, answered.invite(-2, seen=()), 200))
    busy.ack(1.02, busy.answer(1, busy.invite(-1, seen=()), 486))
    answered.bye(10)


@case
def same_call_id(flow):
    first, second = flow.call(ALICE, BOB, call_id="1"), flow.call(CAROL, DAVE, call_id="1")
    first.set_up(0)
    invite = second.invite(.1)
    second.answer(.12, invite, 100)
    second.answer(.25, invite, 180)
    second.ack(2.03, second.answer(2.01, invite, 486))
    first.bye(10)


@case
def rfc2543(flow):
    """RFC 3261 §17.2.3 tells by what these match."""
    busy, cancelled, answered = flow.call(ALICE, BOB), flow.call(CAROL, DAVE), flow.call(BOB, CAROL)
    busy.branch, cancelled.branch, answered.branch = "", ";branch=1", ""
    invite = busy.invite(0)
    busy.answer(.02, invite, 100)
    busy.ack(.22, busy.answer(.2, invite, 486))
    invite = cancelled.invite(1)
    cancelled.answer(1.02, invite, 180)
    cancelled.answer(5.02, cancelled.cancel(5, invite), 200)
    cancelled.ack(5.04, cancelled.answer(5.025, invite, 487))
    answered.set_up(10)
    # The same branch again, from another call of the same caller
    again = flow.call(CAROL, DAVE)
    again.branch = ";branch=1"
    again.set_up(11)
    answered.bye(20)
    again.bye(21)


@case
def slow(flow):
    call = flow.call(ALICE, BOB)
    invite = call.invite(0)
    call.answer(.45, invite, 100)
    call.answer(.6, invite, 180)
    call.ack(3.02, call.answer(3, invite, 200))
    call.bye(10)


@case
def non_invite_retransmission(flow):
    call = flow.call(ALICE, BOB)
    options = call.request(0, "OPTIONS", "Accept: application/sdp")
    flow.again(options, *backoff(0, 9, T2))
    call.answer(9.3, options, 200, "Accept: application/sdp")


def swap(*pairs):
    def change(data):
        for old, new in pairs:
            data = data.replace(old, new, 1)
        return data
    return change


def drop(name):
    return lambda data: b"".join(line for line in data.splitlines(True) if not line.startswith(name))


def before(name, line):
    """One more header, before the one of that name."""
    return swap((b"\r\n" + name, b"\r\n" + line + b"\r\n" + name))


def same(data):
    return data


# What it is, and how the INVITE and its 200 differ from correct ones
CHANGED = [
    ("no Call-ID in either", drop(b"Call-ID"), drop(b"Call-ID")),
    ("no Call-ID in either, again: another call", drop(b"Call-ID"), drop(b"Call-ID")),
    ("the response has another Call-ID", same, swap((b"Call-ID: ", b"Call-ID: not-"))),
    ("two Call-IDs", *2 * [before(b"Call-ID", b"Call-ID: first@192.0.2.1")]),
    ("an empty Call-ID", *2 * [lambda data: before(b"CSeq", b"Call-ID: ")(drop(b"Call-ID")(data))]),
    ("no CSeq in either", drop(b"CSeq"), drop(b"CSeq")),
    ("two CSeqs, of two methods", *2 * [before(b"CSeq", b"CSeq: 7 BYE")]),
    ("CSeq 4294967295, the largest", *2 * [swap((b"CSeq: 1 ", b"CSeq: 4294967295 "))]),
    ("CSeq 4294967296", *2 * [swap((b"CSeq: 1 ", b"CSeq: 4294967296 "))]),
    ("CSeq 4294967297 in the response, which is 1 in 32 bits", same, swap((b"CSeq: 1 ", b"CSeq: 4294967297 "))),
    ("CSeq -1", *2 * [swap((b"CSeq: 1 ", b"CSeq: -1 "))]),
    ("the CSeq of an INVITE names BYE", *2 * [swap((b"1 INVITE", b"1 BYE"))]),
    ("a CSeq method of 1,000 bytes", *2 * [swap((b"1 INVITE", b"1 " + b"M" * 1000))]),
    ("no Via in either", drop(b"Via"), drop(b"Via")),
    ("an empty branch", *2 * [swap((b"branch=z9hG4bK", b"branch=;old=z9hG4bK"))]),
    ("the magic cookie only", *2 * [swap((b"branch=z9hG4bK", b"branch=z9hG4bK;old="))]),
    ("two branches", *2 * [swap((b";branch=", b";branch=z9hG4bKfirst;branch="))]),
    ("a branch of 10,000 bytes", *2 * [swap((b"branch=z9hG4bK", b"branch=z9hG4bK" + b"b" * 10000))]),
    ("300 Vias", *2 * [swap((b"\r\nMax-Forwards", b"\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx" * 299
                             + b"\r\nMax-Forwards"),
                            (b"\r\nFrom", b"\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx" * 299 + b"\r\nFrom"))]),
    ("no From tag", *2 * [swap((b";tag=", b";none="))]),
    ("an empty From tag", *2 * [swap((b";tag=", b";tag=;none="))]),
    ("two From tags", *2 * [swap((b";tag=", b";tag=first;tag="))]),
    ("no To tag in the 200", same, lambda data: b";none=".join(data.rsplit(b";tag=", 1))),
    ("two Tos and two Froms",
     *2 * [before(b"From", b"From: <sip:eve@example.com>;tag=eve\r\nTo: <sip:eve@example.com>")]),
]


@case
def hostile(flow):
    """Each exchange begins with a packet comment that says what is wrong. Frames stay in this order."""
    flow.in_order = False
    now = 0

    def say(comment, *lines, step=.02):
        """Lines: (sender, receiver, bytes)."""
        nonlocal now
        for sender, receiver, data in lines:
            flow.send(now, sender, receiver, data, comment)
            now, comment = now + step, None

    def exchange(code=200):
        call = flow.call(ALICE, BOB)
        invite = call.invite(0, seen=())
        return call, invite.render(0), call.answer(0, invite, code, seen=()).render(0), invite

    for comment, ask, reply in CHANGED:
        _, invite, ok, _ = exchange()
        say(comment, (ALICE, BOB, ask(invite)), (BOB, ALICE, reply(ok)))

    _, invite, ok, _ = exchange()
    say("the response comes before its request", (BOB, ALICE, ok), (ALICE, BOB, invite))

    call, invite, ok, request = exchange()
    ringing = call.answer(0, request, 180, seen=()).render(0)
    say("180 after the 200", (ALICE, BOB, invite), (BOB, ALICE, ok), (BOB, ALICE, ringing))

    call, invite, ok, request = exchange()
    busy = call.answer(0, request, 486, seen=()).render(0)
    say("two final responses: 200 and 486", (ALICE, BOB, invite), (BOB, ALICE, ok), (BOB, ALICE, busy))

    shared = swap((b"branch=z9hG4bK", b"branch=z9hG4bKshared;old="))
    _, invite, ok, _ = exchange()
    _, other, busy, _ = exchange(486)
    say("two calls of one caller share a branch", (ALICE, BOB, shared(invite)), (ALICE, BOB, shared(other)),
        (BOB, ALICE, shared(busy)), (BOB, ALICE, shared(ok)))
    stranger = flow.call(CAROL, DAVE)
    invite = stranger.invite(0, seen=())
    say("a stranger has the same branch, too", (CAROL, DAVE, shared(invite.render(0))),
        (DAVE, CAROL, shared(stranger.answer(0, invite, 200, seen=()).render(0))))

    call, invite, ok, request = exchange()
    answered = call.answer(0, request, 200, seen=())
    again = call.invite(0, seen=())
    reused = again.render(0).replace(*(message[message.index(b"z9hG4bK"):].split(b"\r\n")[0]
                                       for message in (again.render(0), invite)))
    say("a re-INVITE with the branch of the first INVITE", (ALICE, BOB, invite), (BOB, ALICE, ok),
        (ALICE, BOB, call.ack(0, answered, seen=()).render(0)), (ALICE, BOB, reused))

    call, invite, _, request = exchange()
    forks = [call.answer(0, request, 180, seen=(), tag=f"fork{number}").render(0) for number in range(100)]
    say("100 early dialogs", (ALICE, BOB, invite), *((BOB, ALICE, fork) for fork in forks), step=.0001)

    call, invite, ok, request = exchange()
    say("ACK, PRACK, CANCEL and BYE that belong to nothing",
        (ALICE, BOB, call.ack(0, call.answer(0, request, 486, seen=()), seen=()).render(0)),
        (ALICE, BOB, call.request(0, "PRACK", "RAck: 4294967295 4294967295 INVITE", inside=True, seen=()).render(0)),
        (ALICE, BOB, call.cancel(0, request, seen=()).render(0)),
        (ALICE, BOB, call.request(0, "BYE", inside=True, seen=()).render(0)))

    call, invite, _, request = exchange()
    reliable = [call.answer(0, request, 183, "Require: 100rel", f"RSeq: {number}", seen=()).render(0)
                for number in (0, 4294967296, 2, 1)]
    say("RSeq 0, 4294967296, 2, 1 to a caller that does not know 100rel",
        (ALICE, BOB, invite), *((BOB, ALICE, response) for response in reliable))

    _, invite, ok, _ = exchange()
    say("a message from an address to itself", (ALICE, ALICE, invite), (ALICE, ALICE, ok))

    _, invite, ok, _ = exchange()
    say("time runs backwards: the response is ten seconds older than its request",
        (ALICE, BOB, invite), (BOB, ALICE, ok), step=-10)
    now += 20
    _, invite, _, _ = exchange()
    say("time runs backwards: retransmissions", *[(ALICE, BOB, invite)] * 3, step=-T1)
