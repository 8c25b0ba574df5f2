"""Every registered response code once, each with a request that earns it, in the order of the codes."""

import base64

from sip import SDP, UAC, UAS, Dialog, Link, sdp

LINK = Link()
TEXT = "text/plain"
PIDF = "application/pidf+xml"
CONTACT = LINK.contact(UAC)
INSTANCE = '+sip.instance="<urn:uuid:00000000-0000-1000-8000-000a95a0e128>"'
NONCE = 'realm="example.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c0", algorithm=MD5, qop="auth"'
JWT = ("eyJhbGciOiJFUzI1NiIsInR5cCI6InBhc3Nwb3J0IiwieDV1IjoiaHR0cHM6Ly9jZXJ0LmV4YW1wbGUub3JnL3AuY2VyIn0."
       "eyJpYXQiOjE3NjcyMjU2MDB9.c2lnbmF0dXJl")
IDENTITY = ["Date: Thu, 01 Jan 2026 00:00:00 GMT",
            f"Identity: {JWT};info=<https://cert.example.org/p.cer>;alg=ES256"]

PRESENCE = """<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:{0}@example.com">
  <tuple id="t1"><status><basic>open</basic></status></tuple>
</presence>
"""
EMERGENCY = """<?xml version="1.0" encoding="UTF-8"?>
<ims-3gpp version="1">
  <alternative-service>
    <type>emergency</type>
    <reason>Emergency number</reason>
    <action>emergency-registration</action>
  </alternative-service>
</ims-3gpp>
"""
ALERT = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>S-1</identifier></alert>
"""
# A CMS message for a key that the callee does not have: openssl cms -encrypt -secretkey …
ENVELOPED = base64.b64decode(
    "MIGpBgkqhkiG9w0BBwOggZswgZgCAQIxNaIzAgEEMAcEBWFsaWNlMAsGCWCGSAFlAwQBBQQYscJ06gqrC+7zkG/xfw7wSbihxUgbBTw0MFwGCSqG"
    "SIb3DQEHATAdBglghkgBZQMEAQIEEP8aa9L4lTh/0LtWUyJWGzaAMGY75BpBzl0aKXDJ74maH3UhxTJ6/Z4mP6E03Y/cGrnd5+rnGjTFSq9KPjMY"
    "ZnqHNQ==")

# What a caller's preconditions and the answer that they cannot be met look like: RFC 3312 §8
QOS = ["a=curr:qos local none", "a=curr:qos remote none", "a=des:qos mandatory local sendrecv"]
QOS_FAILED = [*QOS[:2], "a=des:qos failure local sendrecv"]


def row(status, method="INVITE", ask=(), answer=(), uri=None, body=None, answer_body=(None, "")):
    """`ask`, `answer`: headers of the request and of the response."""
    return status, method, ask, answer, uri, body, answer_body


REGISTER_EXPIRES = [CONTACT, "Expires: 3600"]

# Codes below 300, 469, 481, 487 and 491 need more than one request and one answer: see messages()
TABLE = [
    row("300 Multiple Choices", answer=["Contact: <sip:bob@desk.example.com>;q=0.8, <sip:bob@mobile.example.com>;q=0.3"]),
    row("301 Moved Permanently", answer=["Contact: <sip:bob@example.net>"]),
    row("302 Moved Temporarily", answer=["Contact: <sip:bob@mobile.example.com>;expires=600"]),
    row("305 Use Proxy", answer=["Contact: <sip:proxy.example.net;lr>"]),
    row("380 Alternative Service", uri="sip:112@example.com;user=phone",
        ask=["Accept: application/sdp, application/3gpp-ims+xml"], answer_body=("application/3gpp-ims+xml", EMERGENCY)),
    row("400 Bad Request"),
    row("401 Unauthorized", "REGISTER", REGISTER_EXPIRES, [f"WWW-Authenticate: Digest {NONCE}"]),
    row("402 Payment Required"),
    row("403 Forbidden"),
    row("404 Not Found", uri="sip:nobody@example.com"),
    row("405 Method Not Allowed", "REFER", [CONTACT, "Refer-To: <sip:carol@example.com>"],
        ["Allow: INVITE, ACK, CANCEL, BYE, OPTIONS"]),
    row("406 Not Acceptable", "OPTIONS", [CONTACT, "Accept: text/html"]),
    row("407 Proxy Authentication Required", answer=[f"Proxy-Authenticate: Digest {NONCE}"]),
    row("408 Request Timeout"),
    row("410 Gone"),
    row("412 Conditional Request Failed", "PUBLISH", ["Event: presence", "Expires: 3600", "SIP-If-Match: dx200xyz"]),
    row("413 Request Entity Too Large", "PUBLISH", ["Event: presence", "Expires: 3600"], ["Retry-After: 600"],
        body=(PIDF, PRESENCE.format("alice"))),
    row("414 Request-URI Too Long", uri="sip:bob@example.com;x=" + "y" * 300),
    row("415 Unsupported Media Type", "MESSAGE", answer=["Accept: text/plain"], body=("text/html", "<p>Hello</p>")),
    row("416 Unsupported URI Scheme", uri="tel:+15550100"),
    row("417 Unknown Resource-Priority", ask=["Require: resource-priority", "Resource-Priority: wps.3"],
        answer=["Accept-Resource-Priority: dsn.flash, dsn.priority, dsn.routine"]),
    row("420 Bad Extension", ask=["Require: precondition, 100rel"], answer=["Unsupported: precondition"]),
    row("421 Extension Required", answer=["Require: timer"]),
    row("422 Session Interval Too Small", ask=["Supported: timer", "Session-Expires: 120"], answer=["Min-SE: 1800"]),
    row("423 Interval Too Brief", "REGISTER", [CONTACT, "Expires: 30"], ["Min-Expires: 300"]),
    row("424 Bad Location Information",
        ask=["Supported: geolocation", "Geolocation: <https://lis.example.com/alice/1>", "Geolocation-Routing: no"],
        answer=['Geolocation-Error: 300 ; code="Dereference failure"']),
    row("425 Bad Alert Message", "MESSAGE",
        ["Content-ID: <alert1@example.com>", "Call-Info: <cid:alert1@example.com>;purpose=EmergencyCallData.cap"],
        ['AlertMsg-Error: 103 ; message="Alert payload was corrupted"'],
        body=("application/EmergencyCallData.cap+xml", ALERT)),
    row("428 Use Identity Header"),
    row("429 Provide Referrer Identity", "REFER", [CONTACT, "Refer-To: <sip:carol@example.com>"]),
    row("430 Flow Failed"),
    row("433 Anonymity Disallowed", ask=["Privacy: id"]),
    row("436 Bad Identity Info", ask=IDENTITY),
    row("437 Unsupported Credential", ask=IDENTITY),
    row("438 Invalid Identity Header", ask=IDENTITY),
    row("439 First Hop Lacks Outbound Support", "REGISTER",
        [f"{CONTACT};reg-id=1;{INSTANCE}", "Expires: 3600", "Supported: path, outbound"]),
    row("440 Max-Breadth Exceeded", ask=["Max-Breadth: 1"]),
    row("469 Bad Info Package"),
    row("470 Consent Needed", "MESSAGE", answer=["Permission-Missing: sip:carol@example.com"], body=(TEXT, "Hello\r\n"),
        uri="sip:friends@example.com"),
    row("480 Temporarily Unavailable", answer=["Retry-After: 120"]),
    row("481 Call/Transaction Does Not Exist"),
    row("482 Loop Detected"),
    row("483 Too Many Hops", "OPTIONS", [CONTACT, "Max-Forwards: 0", "Accept: application/sdp"]),
    row("484 Address Incomplete", uri="sip:+1555@example.com;user=phone"),
    row("485 Ambiguous", uri="sip:smith@example.com",
        answer=["Contact: <sip:bob.smith@example.com>, <sip:carol.smith@example.com>"]),
    row("486 Busy Here"),
    row("487 Request Terminated"),
    row("488 Not Acceptable Here", answer=['Warning: 304 example.com "Media type not available"']),
    row("489 Bad Event", "SUBSCRIBE", [CONTACT, "Event: weather", "Expires: 3600"], ["Allow-Events: presence, dialog"]),
    row("491 Request Pending"),
    row("493 Undecipherable", "MESSAGE",
        ['Content-Disposition: attachment;filename="smime.p7m";handling=required'],
        body=("application/pkcs7-mime;smime-type=enveloped-data;name=smime.p7m", ENVELOPED)),
    row("494 Security Agreement Required", "REGISTER",
        [*REGISTER_EXPIRES, "Security-Client: tls", "Require: sec-agree", "Proxy-Require: sec-agree"],
        ["Security-Server: ipsec-ike;q=0.1", "Security-Server: tls;q=0.2", "Require: sec-agree"]),
    row("500 Server Internal Error", answer=["Retry-After: 10"]),
    row("501 Not Implemented", "PUBLISH", ["Event: presence", "Expires: 3600"], body=(PIDF, PRESENCE.format("alice"))),
    row("502 Bad Gateway"),
    row("503 Service Unavailable", answer=["Retry-After: 120"]),
    row("504 Server Time-out"),
    row("505 Version Not Supported"),
    row("513 Message Too Large", "MESSAGE", body=(TEXT, "All work and no play makes Jack a dull boy.\r\n" * 20)),
    row("555 Push Notification Service Not Supported", "REGISTER",
        ["Contact: <sip:alice@127.0.1.1:5060;pn-provider=acme;pn-param=acme-param;pn-prid=ZTY4ZDJlMzODE1NmUg>",
         "Expires: 3600"]),
    row("580 Precondition Failure", ask=["Require: precondition", "Supported: 100rel"],
        body=(SDP, sdp("alice", LINK.uac, extra=QOS)), answer_body=(SDP, sdp("bob", LINK.uas, 0, QOS_FAILED))),
    row("600 Busy Everywhere"),
    row("603 Decline"),
    row("604 Does Not Exist Anywhere", uri="sip:nobody@example.com"),
    row("606 Not Acceptable", answer=['Warning: 370 example.com "Insufficient bandwidth"']),
    row("607 Unwanted"),
    row("608 Rejected", ask=["Feature-Caps: *;+sip.608"],
        answer=["Call-Info: <https://block.example.net/complaint-jws>;purpose=jwscard"]),
]


def single(status, method, ask, answer, uri, body, answer_body):
    """A transaction of its own."""
    people = {}
    if method in ("REGISTER", "PUBLISH"):
        people = {"callee": '"Alice" <sip:alice@example.com>', "target": "sip:alice@example.com"}
    if method == "REGISTER":
        people["target"] = "sip:example.com"
    if uri:
        people = {"callee": f"<{uri}>", "target": uri}
    if "Privacy: id" in ask:
        people["caller"] = '"Anonymous" <sip:anonymous@anonymous.invalid>'
    dialog = Dialog(LINK, f"{status[:3]}@127.0.1.1", **people)
    if method == "INVITE":
        ask = [CONTACT, "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS", *ask]
        body = body or (SDP, sdp("alice", LINK.uac))
    request = dialog.request(method, *ask, content=body or (None, ""))
    response = dialog.answer(request, status, *answer, content=answer_body)
    yield UAC, request
    yield UAS, response
    if method == "INVITE":
        yield UAC, dialog.ack(request, response)


def messages():
    # An INVITE that forks: the desk phone rings, the call is forwarded, queued, heard at the mobile, and
    # given up at the desk. It stays pending until the turn of the 487.
    fork = Dialog(LINK, "fork@127.0.1.1")
    desk, queue, mobile = (fork.token(name) for name in ("desk", "queue", "mobile"))
    forked = fork.invite("Supported: 199")
    yield UAC, forked
    yield UAS, fork.answer(forked, "100 Trying")
    yield UAS, fork.answer(forked, "180 Ringing", LINK.contact(UAS), tag=desk)
    yield UAS, fork.answer(forked, "181 Call Is Being Forwarded", LINK.contact(UAS), tag=desk)
    yield UAS, fork.answer(forked, "182 Queued", LINK.contact(UAS, "queue"), tag=queue)
    yield UAS, fork.answer(forked, "183 Session Progress", LINK.contact(UAS, "bob-mobile"), tag=mobile,
                           content=(SDP, sdp("bob", LINK.uas, 3456)))
    yield UAS, fork.answer(forked, "199 Early Dialog Terminated", 'Reason: SIP;cause=486;text="Busy Here"', tag=desk)

    # A call that is up for the codes that are given inside a dialog
    call = Dialog(LINK, "call@127.0.1.1")
    invite = call.invite("Recv-Info: infoDtmf")
    yield UAC, invite
    yield UAS, call.answer(invite, "200 OK", LINK.contact(UAS), "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO",
                           "Recv-Info: infoDtmf", content=(SDP, sdp("bob", LINK.uas, 3456)))
    yield UAC, call.request("ACK", inside=True)

    watch = Dialog(LINK, "subscription@127.0.1.1")
    subscribe = watch.request("SUBSCRIBE", CONTACT, "Event: presence", "Expires: 3600")
    yield UAC, subscribe
    yield UAS, watch.answer(subscribe, "202 Accepted", LINK.contact(UAS), "Expires: 3600")
    notify = watch.request("NOTIFY", LINK.contact(UAS), "Event: presence", "Subscription-State: active;expires=3600",
                           "SIP-ETag: ca89a", sender=UAS, inside=True, content=(PIDF, PRESENCE.format("bob")))
    yield UAS, notify
    yield UAC, watch.answer(notify, "200 OK")
    refresh = watch.request("SUBSCRIBE", CONTACT, "Event: presence", "Expires: 3600", "Suppress-If-Match: ca89a",
                            inside=True)
    yield UAC, refresh
    yield UAS, watch.answer(refresh, "204 No Notification", LINK.contact(UAS), "Expires: 3600")

    for entry in TABLE:
        code = int(entry[0][:3])
        if code == 469:
            info = call.request("INFO", "Info-Package: trickle-ice", inside=True)
            yield UAC, info
            yield UAS, call.answer(info, entry[0], "Recv-Info: infoDtmf")
        elif code == 481:
            # Neither end knows of this dialog any more
            lost = Dialog(LINK, "lost@127.0.1.1")
            bye = lost.request("BYE", inside=True)
            yield UAC, bye
            yield UAS, lost.answer(bye, entry[0])
        elif code == 487:
            cancel = fork.cancel(forked)
            terminated = fork.answer(forked, entry[0])
            yield UAC, cancel
            yield UAS, fork.answer(cancel, "200 OK")
            yield UAS, terminated
            yield UAC, fork.ack(forked, terminated)
        elif code == 491:
            again = call.invite(inside=True)
            pending = call.answer(again, entry[0])
            yield UAC, again
            yield UAS, pending
            yield UAC, call.ack(again, pending)
        else:
            yield from single(*entry)

    bye = call.request("BYE", inside=True)
    yield UAC, bye
    yield UAS, call.answer(bye, "200 OK")
