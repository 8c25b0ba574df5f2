"""Responses that are broken, odd or large: each after the request it answers, with a comment that says what it is."""

from sip import SDP, UAC, UAS, Dialog, Link, compose, headers, sdp

LINK = Link("UDP", "192.0.2.1", "192.0.2.2")
LARGEST = 65507     # payload of a UDP datagram over IPv4


def swap(old, new):
    return lambda message: message.replace(old, new, 1)


def status(line):
    """Another start line; the rest stays."""
    return lambda message: line + message[message.index(b"\r\n"):]


def insert(lines):
    """More header lines, after the start line."""
    return lambda message: message.replace(b"\r\n", b"\r\n" + lines + b"\r\n", 1)


def without(name):
    def change(message):
        return b"".join(line for line in message.splitlines(True) if not line.startswith(name + b":"))
    return change


def fill(head, byte, tail=b""):
    """One header line so long that the datagram is as large as can be."""
    def change(message):
        room = LARGEST - len(message) - len(head) - len(tail) - 2
        return insert(head + byte * room + tail)(message)
    return change


def body(text, length):
    """A body with a Content-Length of our choice."""
    def change(message):
        return message.replace(b"Content-Length: 0\r\n", b"Content-Type: text/plain\r\n" + length, 1) + text
    return change


def compact(message):
    for long, short in ((b"Via", b"v"), (b"From", b"f"), (b"To", b"t"), (b"Call-ID", b"i"), (b"Contact", b"m"),
                        (b"Content-Length", b"l")):
        message = message.replace(b"\r\n" + long + b":", b"\r\n" + short + b":")
    return message


def line_ends(end):
    return lambda message: message.replace(b"\r\n", end)


INNER = (b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKinner\r\nFrom: <sip:a@example.com>;tag=1\r\n"
         b"To: <sip:b@example.com>;tag=2\r\nCall-ID: inner@192.0.2.1\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n")

# What it is, and how it differs from a correct "486 Busy Here" to an INVITE
CHANGED = [
    ("correct: the response all others are made from", lambda message: message),

    ("empty phrase", status(b"SIP/2.0 486 ")),
    ("no blank after the code", status(b"SIP/2.0 486")),
    ("another phrase: User Busy", status(b"SIP/2.0 486 User Busy")),
    ("a phrase in UTF-8", status("SIP/2.0 486 用户忙".encode())),
    ("two blanks before the code", status(b"SIP/2.0  486 Busy Here")),
    ("code 000", status(b"SIP/2.0 000 Zero")),
    ("code 099", status(b"SIP/2.0 099 Below All Classes")),
    ("code 700", status(b"SIP/2.0 700 Above All Classes")),
    ("code 999", status(b"SIP/2.0 999 Largest")),
    ("code of four digits", status(b"SIP/2.0 4860 Busy Here")),
    ("code of two digits", status(b"SIP/2.0 48 Busy Here")),
    ("code that is not a number", status(b"SIP/2.0 4x6 Busy Here")),
    ("unregistered code 409", status(b"SIP/2.0 409 Conflict")),
    ("unregistered code 411", status(b"SIP/2.0 411 Length Required")),
    ("unregistered code 477", status(b"SIP/2.0 477 Send failed (477/TM)")),
    ("unregistered code 499", status(b"SIP/2.0 499 Unregistered")),
    ("unregistered code 699", status(b"SIP/2.0 699 Unregistered")),
    ("version in small letters", status(b"sip/2.0 486 Busy Here")),
    ("version 3.0", status(b"SIP/3.0 486 Busy Here")),

    ("start line only, without CRLF", lambda message: b"SIP/2.0 486 Busy Here"),
    ("start line only, cut within the code", lambda message: b"SIP/2.0 48"),
    ("no headers at all", lambda message: b"SIP/2.0 486 Busy Here\r\n\r\n"),
    ("no blank line at the end of the headers", lambda message: message[:-2]),
    ("cut within a header name", lambda message: message[:message.index(b"Call-ID") + 4]),
    ("lines end in LF", line_ends(b"\n")),
    ("lines end in CR", line_ends(b"\r")),
    ("CRLF before the start line", lambda message: b"\r\n\r\n" + message),

    ("NUL in the phrase", status(b"SIP/2.0 486 Busy\0Here")),
    ("NUL in a header value", insert(b"Server: one\0two")),
    ("NUL in a header name", insert(b"Ser\0ver: one")),
    ("invalid UTF-8 in the phrase", status(b"SIP/2.0 486 Busy \xff\xfe\xc3 Here")),
    ("invalid UTF-8 in To", swap(b'To: "Bob"', b'To: "B\xf6b \xed\xa0\x80"')),
    ("invalid UTF-8 in Reason", insert(b'Reason: Q.850;cause=17;text="besch\xe4ftigt"')),
    ("control characters and markup in the phrase", status(b"SIP/2.0 486 \x1b[31m<b>%s%n</b>\t\x7f")),

    ("Content-Length too large", body(b"short", b"Content-Length: 500\r\n")),
    ("Content-Length 0, the body is a whole response", body(INNER, b"Content-Length: 0\r\n")),
    ("Content-Length too small, the body holds a response", body(b"0123456789\r\n" + INNER, b"Content-Length: 5\r\n")),
    ("Content-Length right, the body is a whole response", body(INNER, b"Content-Length: %d\r\n" % len(INNER))),
    ("Content-Length negative", body(b"short", b"Content-Length: -5\r\n")),
    ("Content-Length huge", body(b"short", b"Content-Length: 99999999999\r\n")),
    ("Content-Length not a number", body(b"short", b"Content-Length: five\r\n")),
    ("Content-Length repeated, with two values", body(b"short", b"Content-Length: 5\r\nContent-Length: 500\r\n")),
    ("no Content-Length", without(b"Content-Length")),

    ("10,000 headers", insert(b"\r\n".join([b"x:y"] * 10000))),
    ("a header value that fills the datagram", fill(b"Server: ", b"s")),
    ("a header name that fills the datagram", fill(b"", b"n", b": v")),
    ("a Reason text that fills the datagram", fill(b'Reason: SIP;cause=486;text="', b"t", b'"')),
    ("a header name of 1,000 bytes", insert(b"N" * 1000 + b": value")),
    ("a header line without a colon", insert(b"this is not a header")),
    ("a header line with an empty name", insert(b": value")),
    ("compact header names", compact),
    ("header names in capitals, blanks before the colon",
     lambda message: message.replace(b"CSeq:", b"CSEQ \t:").replace(b"Via:", b"VIA   :")),

    ("no Via", without(b"Via")),
    ("no Call-ID", without(b"Call-ID")),
    ("no CSeq", without(b"CSeq")),
    ("CSeq without a method", swap(b"CSeq: 1 INVITE", b"CSeq: 1")),
    ("CSeq folded over three lines", swap(b"CSeq: 1 INVITE", b"CSeq:\r\n 1\r\n\tINVITE")),
    ("CSeq number beyond 32 bits", swap(b"CSeq: 1 INVITE", b"CSeq: 99999999999 INVITE")),
    ("CSeq repeated, with two methods", swap(b"CSeq: 1 INVITE", b"CSeq: 1 INVITE\r\nCSeq: 1 BYE")),
    ("Via without a branch", lambda message: message.replace(
        message[message.index(b";branch="):message.index(b"\r\nFrom")], b"")),
    ("no To tag", lambda message: message.replace(
        message[message.rindex(b";tag="):message.index(b"\r\nCall-ID")], b"")),

    ("Reason that is not one", insert(b"Reason: ;;;cause=;text=\"open")),
    ("Reason with a cause out of range", insert(b"Reason: Q.850;cause=99999999999")),
    ("Warning that is not one", insert(b"Warning: 3 x")),
    ("Retry-After out of range", insert(b"Retry-After: 99999999999999999999 (never)")),
]


def cases():
    """Yields (comment, sender, payload, captured)."""
    for number, (comment, change) in enumerate(CHANGED, 1):
        call = Dialog(LINK, f"bad-{number}@192.0.2.1")
        invite = call.invite()
        yield None, UAC, invite, None
        yield comment, UAS, change(call.answer(invite, "486 Busy Here")), None

    # 14 (Ethernet) + 20 (IP) + 8 (UDP) bytes come before the SIP message
    for comment, captured in (("cut by the snap length within the headers", 42 + 120),
                              ("cut by the snap length within the start line", 42 + 10),
                              ("cut by the snap length within the body", 42 + 400)):
        call = Dialog(LINK, f"cut-{captured}@192.0.2.1")
        invite = call.invite()
        yield None, UAC, invite, None
        yield comment, UAS, call.answer(invite, "200 OK", LINK.contact(UAS), content=(SDP, sdp("bob", LINK.uas))), captured

    call = Dialog(LINK, "ack-answered@192.0.2.1")
    invite = call.invite()
    busy = call.answer(invite, "486 Busy Here")
    ack = call.ack(invite, busy)
    yield None, UAC, invite, None
    yield None, UAS, busy, None
    yield None, UAC, ack, None
    yield "a response to an ACK", UAS, call.answer(ack, "200 OK"), None

    for comment, method, line in (("183 to a BYE", "BYE", "183 Session Progress"),
                                  ("100 to a MESSAGE", "MESSAGE", "100 Trying"),
                                  ("408 to an OPTIONS", "OPTIONS", "408 Request Timeout")):
        call = Dialog(LINK, f"method-{method.lower()}@192.0.2.1")
        request = call.request(method, inside=method == "BYE")
        yield None, UAC, request, None
        yield comment, UAS, call.answer(request, line), None

    # The response that a NOTIFY reports is no response here
    refer = Dialog(LINK, "sipfrag@192.0.2.1")
    ask = refer.request("REFER", LINK.contact(UAC), "Refer-To: <sip:carol@example.com>")
    yield None, UAC, ask, None
    yield None, UAS, refer.answer(ask, "202 Accepted", LINK.contact(UAS)), None
    notify = refer.request("NOTIFY", LINK.contact(UAS), "Event: refer", "Subscription-State: terminated;reason=noresource",
                           sender=UAS, inside=True, content=("message/sipfrag;version=2.0", "SIP/2.0 486 Busy Here\r\n"))
    yield "a NOTIFY whose body is a message/sipfrag", UAS, notify, None
    yield None, UAC, refer.answer(notify, "200 OK"), None

    call = Dialog(LINK, "two-in-one@192.0.2.1")
    invite = call.invite()
    yield None, UAC, invite, None
    yield ("two responses in one datagram", UAS,
           call.answer(invite, "100 Trying") + call.answer(invite, "486 Busy Here"), None)

    yield "an empty datagram", UAS, b"", None
    yield "a keep-alive", UAC, b"\r\n\r\n", None
    stray = compose("SIP/2.0 486 Busy Here", headers(busy, "Via", "From", "To", "CSeq") + ["Call-ID: stray@192.0.2.1"])
    yield "a response whose request is not in the capture", UAS, stray, None
