"""What a message says beside its code: Reason, Warning, Response-Source, IMS bodies, reports of a transfer; and
refusals that can be compared with what was asked. The Call-ID says what is to be seen."""

from all_codes import EMERGENCY
from sip import ALLOW, SDP, UAC, UAS, Dialog, Link, sdp

LINK = Link("UDP", "192.0.2.1", "192.0.2.2")
CONTACT, CONTACT_BOB = LINK.contact(UAC), LINK.contact(UAS)
IMS = "application/3gpp-ims+xml"
SIPFRAG = "message/sipfrag;version=2.0"
BUSY = "SIP/2.0 486 Busy Here\r\n"
BOUNDARY = "unique-boundary-1"

# Name, header lines
ENDS = [        # of a BYE
    ("q850", ['Reason: Q.850 ;cause=16 ;text="Normal"']),
    ("two-headers", ['Reason: SIP ;cause=580 ;text="Precondition Failure"', "Reason: Q.850;cause=47"]),
    ("release-cause", ["Reason: RELEASE_CAUSE ;cause=1"]),
    ("emm", ["Reason: EMM;cause=10"]),
    ("location", ["Reason: Q.850;cause=47;location=RLN"]),
    ("location-small", ["Reason: Q.850;cause=47;location=rln"]),
    ("location-unknown", ["Reason: Q.850;cause=47;location=moon"]),
    ("quoted-number", ['Reason: q.850;cause="16"']),
    ("preemption", ["Reason: preemption ;cause=1"]),
    ("unregistered", [r'Reason: X-VENDOR;cause=7;text="a \"quoted\" text"']),
    ("delimiters-in-text", ['Reason: Q.850;cause=16;text="a, b; cause=17"']),
    ("text-first", ['Reason: Q.850;text="all; done";cause=16']),
    ("folded", ["Reason: Q.850\r\n ;cause=16\r\n\t;text=\"over three lines\""]),
    ("number-too-large", ["Reason: Q.850;cause=999999"]),
    ("number-unknown", ["Reason: Q.850;cause=126"]),
    ("no-number", ["Reason: Q.850"]),
    ("no-protocol", ["Reason: ;cause=16"]),
    ("empty", ["Reason:"]),
    ("twenty-values", ["Reason: " + ", ".join(f"X-{n};cause={n}" for n in range(1, 21))]),
    ("utf-8", ['Reason: Q.850;cause=16;text="正常清除"']),
    ("invalid-utf-8", [b'Reason: Q.850;cause=16;text="besch\xe4ftigt"']),
    ("control-characters", [b'Reason: Q.850;cause=16;text="\x1b[31mred\x07"']),
    ("long-text", [f'Reason: Q.850;cause=16;text="{"long " * 60}"']),
]
CANCELS = [     # of a CANCEL
    ("two-values", ["Reason: SIP;cause=200,Q.850;cause=31"]),
    ("answered-elsewhere", ['Reason: SIP ;cause=200 ;text="Call completed elsewhere"']),
]

# Name, status, header lines
REFUSED = [     # an INVITE
    ("esm", "503 Service Unavailable", ["Reason: ESM ;cause=26"]),
    ("failure-cause", "500 Server Internal Error", ["Reason: FAILURE_CAUSE ;cause=1"]),
    ("stir", "403 Stale Date", ["Reason: STIR ;cause=403"]),
    ("stir-438", "486 Busy Here", ['Reason: STIR ;cause=438 ;text="Invalid Identity Header"']),

    # A Q.850 cause and the code: the tables of RFC 3398 put them together, do not, or say nothing
    ("agrees-17", "486 Busy Here", ["Reason: Q.850;cause=17"]),
    ("mismatch-21", "486 Busy Here", ["Reason: Q.850;cause=21"]),
    ("agrees-18", "480 Temporarily Unavailable", ["Reason: Q.850;cause=18"]),
    ("agrees-19", "480 Temporarily Unavailable", ["Reason: Q.850;cause=19"]),
    ("agrees-34", "503 Service Unavailable", ["Reason: Q.850;cause=34"]),
    ("mismatch-17", "503 Service Unavailable", ["Reason: Q.850;cause=17"]),
    ("unsaid-17", "487 Request Terminated", ["Reason: Q.850;cause=17"]),
    ("agrees-111", "500 Server Internal Error", ["Reason: Q.850;cause=111"]),
    ("agrees-21", "403 Forbidden", ["Reason: Q.850;cause=21"]),
    ("agrees-21", "603 Decline", ["Reason: Q.850;cause=21"]),
    ("unsaid-16", "404 Not Found", ["Reason: Q.850;cause=16"]),
    ("mismatch-second", "480 Temporarily Unavailable", ["Reason: SIP;cause=480, Q.850;cause=1"]),

    ("warnings", "606 Not Acceptable",
     ['Warning: 370 devnull "Insufficient bandwidth, or none", 301 isi.edu "Incompatible \\"network\\" protocol"',
      'Warning: 399 192.0.2.2:5060 "Miscellaneous; 304 not meant"']),
    ("warning-bare", "488 Not Acceptable Here", ["Warning: 304"]),
    ("warning-no-text", "488 Not Acceptable Here", ["Warning: 304 example.com"]),
    ("warning-unknown", "488 Not Acceptable Here", ['Warning: 398 example.com "Not registered"']),
    ("warning-and-reason", "488 Not Acceptable Here",
     ['Warning: 305 [2001:db8::2]:5060 "Incompatible media format: G729"', "Reason: Q.850;cause=65"]),
    ("source", "500 Server Internal Error", ["Response-Source: <urn:3gpp:fe:p-cscf.orig>"]),
    ("source-fe", "500 Server Internal Error",
     ['Response-Source: <sip:scscf.example.com>;fe="<urn:3gpp:fe:s-cscf.term>"']),
    ("source-unknown", "500 Server Internal Error", ["Response-Source: <urn:3gpp:fe:as.mmtel>"]),
    ("source-other", "500 Server Internal Error", ["Response-Source: <sip:scscf.example.com>"]),
]

RESTORATION = """<?xml version="1.0" encoding="UTF-8"?>
<ns:ims-3gpp xmlns:ns="urn:3gpp:ns:ims" version="1">
  <ns:alternative-service>
    <ns:type>restoration</ns:type>
    <ns:reason>A &amp; B</ns:reason>
    <ns:action>initial-registration</ns:action>
  </ns:alternative-service>
</ns:ims-3gpp>
"""
BROKEN = EMERGENCY.replace("</type>", "</typ>")
CUT = EMERGENCY[:EMERGENCY.index("</ims-3gpp>")]
BOMB = ('<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY a "ha">\n'
        + "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">\n' for inner, name in zip("abcdefgh", "bcdefghi"))
        + "]>\n<ims-3gpp version=\"1\"><alternative-service><type>&i;</type></alternative-service></ims-3gpp>\n")
DEEP = EMERGENCY.replace("<ims-3gpp version=\"1\">", "<ims-3gpp version=\"1\">" + "<a>" * 100 + "</a>" * 100)


def parts(*bodies, boundary=BOUNDARY):
    """(content type, body) of several in one."""
    text = "".join(f"--{boundary}\r\nContent-Type: {kind}\r\n\r\n{body}\r\n" for kind, body in bodies)
    return f'multipart/mixed;boundary="{boundary}"', f"{text}--{boundary}--\r\n"


ANSWER = (SDP, sdp("bob", LINK.uas, 3456))
# Name, status, content
BODIES = [      # of a refused INVITE
    ("emergency", "380 Alternative Service", (IMS, EMERGENCY)),
    ("emergency-multipart", "380 Alternative Service", parts(ANSWER, (IMS, EMERGENCY))),
    ("emergency-nested", "380 Alternative Service", parts(ANSWER, parts((IMS, EMERGENCY), boundary="inner"))),
    ("restoration", "504 Server Time-out", (f"{IMS};sv=1", RESTORATION)),
    ("broken-xml", "380 Alternative Service", (IMS, BROKEN)),
    ("cut-xml", "380 Alternative Service", (IMS, CUT)),
    ("no-xml", "380 Alternative Service", (IMS, "emergency\r\n")),
    ("entity-bomb", "380 Alternative Service", (IMS, BOMB)),
    ("deep-xml", "380 Alternative Service", (IMS, DEEP)),
]
REPORTS = [     # of a NOTIFY
    ("busy", (SIPFRAG, BUSY)),
    ("no-parameter", ("message/sipfrag", BUSY)),
    ("trying", (SIPFRAG, "SIP/2.0 100 Trying\r\n")),
    ("no-line-end", (SIPFRAG, BUSY.strip())),
    ("with-headers", (SIPFRAG, BUSY + "Server: example\r\nReason: Q.850;cause=17\r\n")),
    ("multipart", parts(("text/plain", "Bob is busy"), (SIPFRAG, BUSY))),
    ("request", (SIPFRAG, "INVITE sip:carol@example.com SIP/2.0\r\n")),
    ("unregistered", (SIPFRAG, "SIP/2.0 499 Nobody Knows\r\n")),
    ("no-code", (SIPFRAG, "SIP/2.0 786 Beyond\r\n")),
    ("empty", (SIPFRAG, "")),
]

HTML = ("text/html", "<p>Hello</p>")
# From Alice by way of two proxies, here those of the hop that is captured, and of a third back to the first
ALICE = "Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK7a"
LOOP = ["Via: SIP/2.0/UDP 192.0.2.3:5060;branch=z9hG4bK3a", "Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK2a",
        "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1a", ALICE]
# Name, method, status, headers of the request, headers of the response, request URI, body
COMPARED = [
    ("405", "REFER", "405 Method Not Allowed", [CONTACT, "Refer-To: <sip:carol@example.com>"],
     ["Allow: INVITE, ACK", "Allow: CANCEL, BYE"]),
    ("415", "MESSAGE", "415 Unsupported Media Type", [], ["Accept: text/plain, application/sdp"], None, HTML),
    ("416", "INVITE", "416 Unsupported URI Scheme", [], [], "tel:+15550100"),
    ("420", "INVITE", "420 Bad Extension", ["Require: precondition, 100rel", "Proxy-Require: sec-agree"],
     ["Unsupported: precondition"]),
    ("421", "INVITE", "421 Extension Required", ["Supported: 100rel", "Supported: replaces"], ["Require: timer"]),
    ("421-nothing", "INVITE", "421 Extension Required", [], ["Require: timer"]),
    ("422", "INVITE", "422 Session Interval Too Small", ["Supported: timer", "Session-Expires: 120"], ["Min-SE: 1800"]),
    ("422-unasked", "INVITE", "422 Session Interval Too Small", ["Supported: timer"], ["Min-SE: 1800"]),
    ("423", "REGISTER", "423 Interval Too Brief", [CONTACT, "Expires: 30"], ["Min-Expires: 300"]),
    ("423-contact", "REGISTER", "423 Interval Too Brief", [CONTACT + ";expires=60", "Expires: 3600"],
     ["Min-Expires: 300"]),
    ("482", "INVITE", "482 Loop Detected", ["Max-Forwards: 66", *LOOP], []),
    ("482-merged", "INVITE", "482 Loop Detected", ["Max-Forwards: 69", ALICE], []),
    ("483", "OPTIONS", "483 Too Many Hops", ["Max-Forwards: 0", "Accept: application/sdp", ALICE], []),
]


def with_lines(message, lines):
    """More header lines, before the last one; bytes as they are."""
    added = b"".join((line if isinstance(line, bytes) else line.encode()) + b"\r\n" for line in lines)
    return message.replace(b"Content-Length:", added + b"Content-Length:", 1)


def start(name, **people):
    return Dialog(LINK, f"{name}@{LINK.uac}", **people)


def ended(name, lines):
    call = start(f"bye-{name}")
    bye = call.request("BYE", inside=True)
    yield UAC, with_lines(bye, lines)
    yield UAS, call.answer(bye, "200 OK")


def cancelled(name, lines):
    call = start(f"cancel-{name}")
    invite = call.invite()
    cancel = call.cancel(invite)
    terminated = call.answer(invite, "487 Request Terminated")
    yield UAC, invite
    yield UAS, call.answer(invite, "180 Ringing", CONTACT_BOB)
    yield UAC, with_lines(cancel, lines)
    yield UAS, call.answer(cancel, "200 OK")
    yield UAS, terminated
    yield UAC, call.ack(invite, terminated)


def refused(name, status, lines=(), content=(None, "")):
    call = start(f"{status[:3]}-{name}")
    invite = call.invite()
    response = call.answer(invite, status, content=content)
    yield UAC, invite
    yield UAS, with_lines(response, lines)
    yield UAC, call.ack(invite, response)


def reported(name, content):
    """The NOTIFY of a REFER within a call."""
    call = start(f"notify-{name}")
    notify = call.request("NOTIFY", CONTACT_BOB, "Event: refer", "Subscription-State: terminated;reason=noresource",
                          sender=UAS, inside=True, content=content)
    yield UAS, notify
    yield UAC, call.answer(notify, "200 OK", CONTACT)


def compared(name, method, status, ask, lines, uri=None, content=(None, "")):
    people = {"callee": f"<{uri}>", "target": uri} if uri else {}
    if method == "REGISTER":
        people = {"callee": '"Alice" <sip:alice@example.com>', "target": "sip:example.com"}
    call = start(f"compared-{name}", **people)
    if method == "INVITE":
        ask, content = [CONTACT, ALLOW, *ask], (SDP, sdp("alice", LINK.uac))
    request = call.request(method, *ask, content=content)
    response = call.answer(request, status, *lines)
    yield UAC, request
    yield UAS, response
    if method == "INVITE":
        yield UAC, call.ack(request, response)


def messages():
    for case in ENDS:
        yield from ended(*case)
    for case in CANCELS:
        yield from cancelled(*case)
    for case in REFUSED:
        yield from refused(*case)
    for name, status, content in BODIES:
        yield from refused(name, status, content=content)
    for case in REPORTS:
        yield from reported(*case)
    for case in COMPARED:
        yield from compared(*case)
