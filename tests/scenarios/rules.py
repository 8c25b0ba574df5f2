"""For each row of tables/rules.ini, in its order, an exchange that keeps the rule and one that breaks it alone.

The Call-ID says which it is: RULE.good@... and RULE.broken@... Each row can be broken alone. What follows from a broken
response is not shown, but for the ACK that every final response to INVITE gets.
"""

from dataclasses import dataclass

from all_codes import ALERT, NONCE, PIDF, PRESENCE, QOS, QOS_FAILED, TEXT
from bad_input import without
from sip import SDP, UAC, UAS, Dialog, Link, header, headers, sdp

LINK = Link("UDP", "192.0.2.1", "192.0.2.2")
NOTHING = (None, "")

CONTACT, CONTACT_BOB = LINK.contact(UAC), LINK.contact(UAS)
BOUND = CONTACT + ";expires=3600"
ALLOW = "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE"
SUPPORTED = "Supported: 100rel, timer"
DATE = "Date: Thu, 01 Jan 2026 00:00:00 GMT"
ROUTE = "Record-Route: <sip:192.0.2.1:5060;lr>"
EVENT, EXPIRES = "Event: presence", "Expires: 3600"
ETAG = "SIP-ETag: dx200xyz"
REASON = 'Reason: SIP;cause=486;text="Busy Here"'
TIMER, TIMED = "Supported: timer", "Session-Expires: 1800"
RELIABLE = ["Require: 100rel", "RSeq: 1"]
REFRESHER_UAC, REFRESHER_UAS = TIMED + ";refresher=uac", TIMED + ";refresher=uas"
CHALLENGE = f"Digest {NONCE}"
SECURITY = "Security-Server: tls;q=0.2"
WARNING = 'Warning: 304 example.com "Media type not available"'
OPTIONS = ["Accept: application/sdp", "Accept-Encoding: gzip", "Accept-Language: en", SUPPORTED]
OK_INVITE = [CONTACT_BOB, ALLOW, SUPPORTED]
# The INVITE as it leaves the proxy, which is then the sender here
PROXIED = ["Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK74bf9a1e", ROUTE, "Contact: <sip:alice@192.0.2.7:5060>",
           "Max-Forwards: 69"]

OFFER, ANSWER = (SDP, sdp("alice", LINK.uac)), (SDP, sdp("bob", LINK.uas, 3456))
QOS_OFFER = (SDP, sdp("alice", LINK.uac, extra=QOS))
QOS_ANSWER = (SDP, sdp("bob", LINK.uas, 0, QOS_FAILED))

# What a request has if the row does not say otherwise: headers, body
USUAL = {
    "INVITE": ([CONTACT, ALLOW], OFFER),
    "REGISTER": ([CONTACT, EXPIRES], NOTHING),
    "SUBSCRIBE": ([CONTACT, EVENT, EXPIRES], NOTHING),
    "PUBLISH": ([EVENT, EXPIRES], (PIDF, PRESENCE.format("alice"))),
    "MESSAGE": ([], (TEXT, "Hello\r\n")),
    "REFER": ([CONTACT, "Refer-To: <sip:carol@example.com>"], NOTHING),
    "UPDATE": ([CONTACT], NOTHING),
    "OPTIONS": ([CONTACT, "Accept: application/sdp"], NOTHING),
    "INFO": (["Info-Package: trickle-ice"], NOTHING),
}
WITHIN = ("UPDATE", "INFO")     # always in a dialog


@dataclass(frozen=True)
class Row:
    """Headers of the request (`ask`), and of its response: in `both`, the `good` one, the `broken` one."""
    rule: str
    method: str
    status: str
    ask: tuple = ()
    both: tuple = ()
    good: tuple = ()
    broken: tuple = ()
    body: tuple = None                  # of the request, if not the usual one
    good_body: tuple = NOTHING
    broken_body: tuple = NOTHING
    inside: bool = False                # in a dialog
    spoil: callable = lambda message: message       # what is done to the broken response
    again: bool = False                 # the broken one: the same request comes again
    good_method: str = None             # if the good one has another

    def request_headers(self, method):
        """The usual ones, but for those that the row has."""
        given = {line.partition(":")[0] for line in self.ask}
        return [*(line for line in USUAL[method][0] if line.partition(":")[0] not in given), *self.ask]


def untagged(message):
    to = header(message, "To")
    return message.replace(f"To: {to}".encode(), f"To: {to.partition(';tag=')[0]}".encode())


GENERAL = [
    Row("any-to-tag", "INVITE", "486 Busy Here", spoil=untagged),
    Row("any-content-type", "INVITE", "486 Busy Here", good_body=(TEXT, "In a meeting\r\n"),
        broken_body=(None, "In a meeting\r\n")),
    Row("any-content-length", "INVITE", "486 Busy Here", spoil=without(b"Content-Length")),
    # Within a dialog, since what comes later to the same callee would come too early
    Row("any-retry-after", "UPDATE", "500 Server Internal Error", good=["Retry-After: 5"],
        broken=["Retry-After: Thu, 01 Jan 2026 00:00:05 GMT"], body=OFFER),
    Row("any-register-record-route", "REGISTER", "200 OK", both=[BOUND, DATE], broken=[ROUTE]),
    Row("any-publish-record-route", "PUBLISH", "200 OK", both=[EXPIRES, ETAG], broken=[ROUTE]),
    Row("any-min-se", "INVITE", "200 OK", [TIMER, TIMED], [*OK_INVITE, "Require: timer", REFRESHER_UAC],
        broken=["Min-SE: 90"], good_body=ANSWER, broken_body=ANSWER),
]

PROVISIONAL = [
    Row("100-rseq", "INVITE", "100 Trying", ["Supported: 100rel"], broken=["RSeq: 1"]),
    Row("100-100rel", "INVITE", "100 Trying", ["Supported: 100rel"], broken=["Require: 100rel"]),
    Row("18x-rseq", "INVITE", "180 Ringing", ["Supported: 100rel"], [CONTACT_BOB], RELIABLE, RELIABLE[:1]),
    Row("18x-100rel", "INVITE", "180 Ringing", ["Supported: 100rel"], [CONTACT_BOB], RELIABLE, RELIABLE[1:]),
    Row("18x-rseq-number", "INVITE", "180 Ringing", ["Supported: 100rel"], [CONTACT_BOB], RELIABLE,
        ["Require: 100rel", "RSeq: 0"]),
    # To any other request than INVITE a 180 is wrong anyway (RFC 4320 §4.1), so the good one is to an INVITE
    Row("18x-rseq-method", "REFER", "180 Ringing", ["Supported: 100rel"], [CONTACT_BOB], RELIABLE, RELIABLE,
        good_method="INVITE"),
    Row("18x-100rel-required", "INVITE", "180 Ringing", ["Require: 100rel"], [CONTACT_BOB], RELIABLE),
    Row("18x-100rel-offered", "INVITE", "180 Ringing", [], [CONTACT_BOB], broken=RELIABLE),
    Row("18x-contact", "INVITE", "180 Ringing", ["Supported: 100rel"], RELIABLE, [CONTACT_BOB]),
    Row("18x-record-route", "INVITE", "180 Ringing", ["Supported: 100rel", *PROXIED], [CONTACT_BOB, *RELIABLE],
        [ROUTE]),
    Row("199-to-tag", "INVITE", "199 Early Dialog Terminated", ["Supported: 199"], [REASON], spoil=untagged),
    Row("199-reason", "INVITE", "199 Early Dialog Terminated", ["Supported: 199"], good=[REASON]),
    Row("199-option-tag", "INVITE", "199 Early Dialog Terminated", ["Supported: 199"], [REASON],
        broken=["Supported: 199"]),
    Row("199-reliable", "INVITE", "199 Early Dialog Terminated", ["Supported: 100rel, 199"], [REASON], broken=RELIABLE),
    Row("199-sdp", "INVITE", "199 Early Dialog Terminated", ["Supported: 199"], [REASON], broken_body=ANSWER),
]


def ok(rule, *, ask=(), both=(), **more):
    """A 200 to INVITE with its answer; all that it should have is in `both` or in what differs."""
    return Row(rule, "INVITE", "200 OK", ask, both, good_body=ANSWER, broken_body=ANSWER, **more)


SUCCESS = [
    ok("2xx-invite-contact", both=[ALLOW, SUPPORTED], good=[CONTACT_BOB]),
    ok("2xx-reinvite-contact", both=[ALLOW, SUPPORTED], good=[CONTACT_BOB], inside=True),
    ok("2xx-invite-record-route", ask=PROXIED, both=OK_INVITE, good=[ROUTE]),
    ok("2xx-invite-allow", both=[CONTACT_BOB, SUPPORTED], good=[ALLOW]),
    ok("2xx-invite-supported", both=[CONTACT_BOB, ALLOW], good=[SUPPORTED]),
    Row("2xx-update-contact", "UPDATE", "200 OK", good=[CONTACT_BOB]),
    ok("2xx-session-expires", ask=[TIMER, TIMED], both=[*OK_INVITE, "Require: timer"], good=[REFRESHER_UAC],
       broken=["Session-Expires: never;refresher=uac"]),
    ok("2xx-session-refresher", ask=[TIMER, TIMED], both=[*OK_INVITE, "Require: timer"], good=[REFRESHER_UAC],
       broken=[TIMED]),
    ok("2xx-session-timer", ask=[TIMER, TIMED], both=[*OK_INVITE, REFRESHER_UAC], good=["Require: timer"]),
    ok("2xx-session-timer-uas", ask=[TIMER, TIMED], both=[*OK_INVITE, REFRESHER_UAS], good=["Require: timer"]),
    Row("2xx-register-contact", "REGISTER", "200 OK", both=[DATE], good=[BOUND]),
    Row("2xx-register-expires", "REGISTER", "200 OK", both=[DATE], good=[BOUND], broken=[CONTACT, EXPIRES]),
    Row("2xx-register-date", "REGISTER", "200 OK", both=[BOUND], good=[DATE]),
    Row("2xx-subscribe-contact", "SUBSCRIBE", "200 OK", both=[EXPIRES], good=[CONTACT_BOB]),
    Row("2xx-subscribe-expires", "SUBSCRIBE", "200 OK", both=[CONTACT_BOB], good=[EXPIRES]),
    Row("2xx-refer-contact", "REFER", "202 Accepted", good=[CONTACT_BOB]),
    Row("2xx-publish-expires", "PUBLISH", "200 OK", both=[ETAG], good=[EXPIRES]),
    Row("2xx-publish-etag", "PUBLISH", "200 OK", both=[EXPIRES], good=[ETAG]),
    Row("2xx-expires-number", "SUBSCRIBE", "200 OK", both=[CONTACT_BOB], good=[EXPIRES],
        broken=["Expires: Thu, 01 Jan 2026 01:00:00 GMT"]),
    Row("2xx-message-contact", "MESSAGE", "200 OK", broken=[CONTACT_BOB]),
    Row("2xx-message-body", "MESSAGE", "200 OK", broken_body=(TEXT, "Hello yourself\r\n")),
    *(Row(rule, "OPTIONS", "200 OK", both=[CONTACT_BOB, ALLOW, *(line for line in OPTIONS if line != missing)],
          good=[missing])
      for rule, missing in zip(("2xx-options-accept", "2xx-options-accept-encoding", "2xx-options-accept-language",
                                "2xx-options-supported"), OPTIONS)),
]

REDIRECTION = [
    Row("300-contact", "INVITE", "300 Multiple Choices",
        good=["Contact: <sip:bob@desk.example.com>;q=0.8, <sip:bob@mobile.example.com>;q=0.3"]),
    Row("302-contact", "INVITE", "302 Moved Temporarily", good=["Contact: <sip:bob@mobile.example.com>"]),
    Row("302-contact-other", "MESSAGE", "302 Moved Temporarily", good=["Contact: <sip:bob@mobile.example.com>"]),
    Row("305-contact", "INVITE", "305 Use Proxy", good=["Contact: <sip:proxy.example.net;lr>"]),
]

REQUEST_FAILURE = [
    Row("401-www-authenticate", "REGISTER", "401 Unauthorized", good=[f"WWW-Authenticate: {CHALLENGE}"]),
    Row("403-retried", "INVITE", "403 Forbidden", again=True),
    Row("405-allow", "REFER", "405 Method Not Allowed", good=[ALLOW]),
    Row("405-allow-method", "REFER", "405 Method Not Allowed", good=[ALLOW], broken=[ALLOW + ", REFER"]),
    Row("407-proxy-authenticate", "INVITE", "407 Proxy Authentication Required",
        good=[f"Proxy-Authenticate: {CHALLENGE}"]),
    Row("415-accept", "MESSAGE", "415 Unsupported Media Type", good=["Accept: text/plain"],
        body=("text/html", "<p>Hello</p>")),
    Row("415-accept-type", "MESSAGE", "415 Unsupported Media Type", good=["Accept: text/plain"],
        broken=["Accept: text/plain, text/html"], body=("text/html", "<p>Hello</p>")),
    Row("420-unsupported", "INVITE", "420 Bad Extension", ["Require: precondition, 100rel"],
        good=["Unsupported: precondition"]),
    Row("420-unsupported-asked", "INVITE", "420 Bad Extension", ["Require: precondition, 100rel"],
        good=["Unsupported: precondition"], broken=["Unsupported: timer"]),
    Row("421-require", "INVITE", "421 Extension Required", good=["Require: timer"]),
    Row("421-require-unsupported", "INVITE", "421 Extension Required", ["Supported: 100rel"], good=["Require: timer"],
        broken=["Require: 100rel"]),
    Row("421-security-server", "REGISTER", "421 Extension Required", both=["Require: sec-agree"], good=[SECURITY]),
    Row("422-min-se", "INVITE", "422 Session Interval Too Small", [TIMER, "Session-Expires: 120"],
        good=["Min-SE: 1800"]),
    Row("422-min-se-number", "INVITE", "422 Session Interval Too Small", [TIMER, "Session-Expires: 120"],
        good=["Min-SE: 1800"], broken=["Min-SE: half an hour"]),
    Row("422-min-se-above", "INVITE", "422 Session Interval Too Small", [TIMER, "Session-Expires: 120"],
        good=["Min-SE: 1800"], broken=["Min-SE: 120"]),
    Row("423-min-expires", "REGISTER", "423 Interval Too Brief", ["Expires: 30"], good=["Min-Expires: 300"]),
    Row("423-min-expires-subscribe", "SUBSCRIBE", "423 Interval Too Brief", ["Expires: 30"], good=["Min-Expires: 300"]),
    Row("423-min-expires-publish", "PUBLISH", "423 Interval Too Brief", ["Expires: 30"], good=["Min-Expires: 300"]),
    Row("423-min-expires-number", "REGISTER", "423 Interval Too Brief", ["Expires: 30"], good=["Min-Expires: 300"],
        broken=["Min-Expires: five minutes"]),
    Row("423-min-expires-above", "REGISTER", "423 Interval Too Brief", ["Expires: 300"], good=["Min-Expires: 600"],
        broken=["Min-Expires: 300"]),
    Row("424-geolocation-error", "INVITE", "424 Bad Location Information",
        ["Supported: geolocation", "Geolocation: <https://lis.example.com/alice/1>", "Geolocation-Routing: no"],
        good=['Geolocation-Error: 300 ; code="Dereference failure"']),
    Row("425-alertmsg-error", "MESSAGE", "425 Bad Alert Message",
        ["Content-ID: <alert1@example.com>", "Call-Info: <cid:alert1@example.com>;purpose=EmergencyCallData.cap"],
        good=['AlertMsg-Error: 103 ; message="Alert payload was corrupted"'],
        body=("application/EmergencyCallData.cap+xml", ALERT)),
    Row("469-recv-info", "INFO", "469 Bad Info Package", good=["Recv-Info: infoDtmf"]),
    Row("470-permission-missing", "MESSAGE", "470 Consent Needed", good=["Permission-Missing: sip:carol@example.com"]),
    Row("488-warning", "INVITE", "488 Not Acceptable Here", good=[WARNING], body=OFFER),
    Row("488-warning-update", "UPDATE", "488 Not Acceptable Here", good=[WARNING], body=OFFER),
    Row("489-allow-events", "PUBLISH", "489 Bad Event", ["Event: weather"], good=["Allow-Events: presence, dialog"]),
    Row("489-allow-events-subscribe", "SUBSCRIBE", "489 Bad Event", ["Event: weather"],
        good=["Allow-Events: presence, dialog"]),
    Row("494-security-server", "REGISTER", "494 Security Agreement Required",
        ["Security-Client: tls", "Require: sec-agree", "Proxy-Require: sec-agree"], ["Require: sec-agree"], [SECURITY]),
    Row("494-sec-agree", "REGISTER", "494 Security Agreement Required", ["Supported: sec-agree"], [SECURITY],
        ["Require: sec-agree"]),
]

OTHER_FAILURE = [
    Row("580-sdp", "INVITE", "580 Precondition Failure", ["Require: precondition", "Supported: 100rel"],
        body=QOS_OFFER, good_body=QOS_ANSWER),
    Row("608-call-info", "INVITE", "608 Rejected", ["Feature-Caps: *;+sip.608"],
        good=["Call-Info: <https://block.example.net/complaint-jws>;purpose=jwscard"]),
]

TABLE = [*GENERAL, *PROVISIONAL, *SUCCESS, *REDIRECTION, *REQUEST_FAILURE, *OTHER_FAILURE]


def make_dialog(row, kind, method):
    people = {}
    if method in ("REGISTER", "PUBLISH"):
        people = {"callee": '"Alice" <sip:alice@example.com>', "target": "sip:alice@example.com"}
    if method == "REGISTER":
        people["target"] = "sip:example.com"
    return Dialog(LINK, f"{row.rule}.{kind}@{LINK.uac}", **people)


def asked(row, dialog, method):
    body = row.body or USUAL[method][1]
    return dialog.request(method, *row.request_headers(method), inside=row.inside or method in WITHIN, content=body)


def acknowledged(row, dialog, method, request, response):
    """What the caller sends because of the response."""
    if method != "INVITE":
        return
    if row.status[0] == "2":
        yield UAC, dialog.request("ACK", inside=True)
    elif row.status[0] != "1":
        yield UAC, dialog.ack(request, response)
    elif headers(response, "RSeq"):
        prack = dialog.request("PRACK", f"RAck: {header(response, 'RSeq')} {header(request, 'CSeq')}", inside=True)
        yield UAC, prack
        yield UAS, dialog.answer(prack, "200 OK")


def good(row):
    method = row.good_method or row.method
    dialog = make_dialog(row, "good", method)
    request = asked(row, dialog, method)
    response = dialog.answer(request, row.status, *row.both, *row.good, content=row.good_body)
    yield UAC, request
    yield from early(row, dialog, request)
    yield UAS, response
    yield from acknowledged(row, dialog, method, request, response)


def broken(row):
    dialog = make_dialog(row, "broken", row.method)
    for _ in range(2 if row.again else 1):
        request = asked(row, dialog, row.method)
        response = row.spoil(dialog.answer(request, row.status, *row.both, *row.broken, content=row.broken_body))
        yield UAC, request
        yield from early(row, dialog, request)
        yield UAS, response
        if row.status[0] != "1":
            yield from acknowledged(row, dialog, row.method, request, response)


def early(row, dialog, request):
    """The early dialog that a 199 ends."""
    if row.status.startswith("199"):
        yield UAS, dialog.answer(request, "180 Ringing", CONTACT_BOB)


def messages():
    for row in TABLE:
        yield from good(row)
        yield from broken(row)
