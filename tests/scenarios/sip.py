"""SIP messages, and calls as lists of (sender, message)."""

import hashlib

UAC, UAS = "uac", "uas"

ALLOW = "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS"
SDP = "application/sdp"


def compose(start_line, headers, content_type=None, body=""):
    """One message; the body and its two headers come last."""
    body = body.encode() if isinstance(body, str) else body
    lines = [start_line, *headers]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def headers(message, *names):
    """The header lines of these names, in the order of the names."""
    lines = message.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return [line for name in names for line in lines if line.startswith(name + ":")]


def header(message, name):
    return headers(message, name)[0].partition(": ")[2]


def sdp(user, address, port=49170, extra=()):
    lines = ["v=0", f"o={user} 2890844526 2890844526 IN IP4 {address}", "s=-", f"c=IN IP4 {address}", "t=0 0",
             f"m=audio {port} RTP/AVP 0 8", "a=rtpmap:0 PCMU/8000", "a=rtpmap:8 PCMA/8000", *extra]
    return "\r\n".join([*lines, ""])


class Link:
    """The two ends of a hop as SIP names them. `transport` is that of the Via header."""

    def __init__(self, transport="UDP", uac="127.0.1.1", uas="127.0.1.2", port=5060):
        self.transport, self.uac, self.uas, self.port = transport, uac, uas, port

    def hostport(self, side):
        host = self.uac if side == UAC else self.uas
        if ":" in host:
            host = f"[{host}]"
        # A WebSocket client has no address to be called at: RFC 7118, appendix B
        return host if host.endswith(".invalid") else f"{host}:{self.port}"

    def contact(self, side, user=None, parameters=""):
        user = user or ("alice" if side == UAC else "bob")
        transport = "" if self.transport == "UDP" else f";transport={self.transport.lower()}"
        return f"Contact: <sip:{user}@{self.hostport(side)}{transport}>{parameters}"


class Dialog:
    """One Call-ID: its requests, and the answers to them.

    Tags and branches are derived from the Call-ID, so that a message is the same each time it is made.
    """

    def __init__(self, link, call_id, caller='"Alice" <sip:alice@example.com>', callee='"Bob" <sip:bob@example.com>',
                 target="sip:bob@example.com"):
        self.link, self.call_id, self.target = link, call_id, target
        self.name = {UAC: caller, UAS: callee}
        self.tag = {UAC: self.token("tag", UAC), UAS: self.token("tag", UAS)}
        self.cseq = {UAC: 0, UAS: 0}

    def token(self, *parts):
        return hashlib.sha256(" ".join([self.call_id, *map(str, parts)]).encode()).hexdigest()[:12]

    def request(self, method, *extra, sender=UAC, inside=False, content=(None, "")):
        """`inside`: within the dialog, so with a To tag and, if the sender is the caller, to the callee's contact."""
        peer = UAS if sender == UAC else UAC
        if method != "ACK":
            self.cseq[sender] += 1
        number = self.cseq[sender]
        uri = self.target
        if inside:
            uri = self.link.contact(peer).partition("<")[2].rstrip(">")
        if not any(line.startswith("Max-Forwards:") for line in extra):
            extra = ("Max-Forwards: 70", *extra)
        return compose(f"{method} {uri} SIP/2.0", [
            f"Via: SIP/2.0/{self.link.transport} {self.link.hostport(sender)}"
            f";branch=z9hG4bK{self.token(sender, number, method)}",
            f"From: {self.name[sender]};tag={self.tag[sender]}",
            f"To: {self.name[peer]}" + (f";tag={self.tag[peer]}" if inside else ""),
            f"Call-ID: {self.call_id}",
            f"CSeq: {number} {method}",
            *extra], *content)

    def invite(self, *extra, inside=False):
        return self.request("INVITE", self.link.contact(UAC), ALLOW, *extra, inside=inside,
                            content=(SDP, sdp("alice", self.link.uac)))

    def cancel(self, invite):
        return self.same_branch(invite, "CANCEL", header(invite, "To"))

    def ack(self, invite, response):
        """The ACK to a non-2xx: part of the INVITE's transaction (RFC 3261 §17.1.1.3)."""
        return self.same_branch(invite, "ACK", header(response, "To"))

    @staticmethod
    def same_branch(invite, method, to):
        uri = invite.split(b" ")[1].decode()
        number = header(invite, "CSeq").split()[0]
        return compose(f"{method} {uri} SIP/2.0", [
            *headers(invite, "Via", "From"), f"To: {to}", *headers(invite, "Call-ID"), f"CSeq: {number} {method}",
            "Max-Forwards: 70"])

    def answer(self, request, status, *extra, tag=None, content=(None, "")):
        """`tag`: another To tag than the dialog's own."""
        to = header(request, "To")
        if ";tag=" not in to and not status.startswith("100"):
            to += f";tag={tag or self.tag[UAS]}"
        return compose(f"SIP/2.0 {status}", [
            *headers(request, "Via", "From"), f"To: {to}", *headers(request, "Call-ID", "CSeq"), *extra], *content)


def basic_call(link, call_id="basic-call@127.0.1.1", extra=(), answer_extra=()):
    """An answered call, ended by the caller. `extra` headers make the INVITE larger, `answer_extra` its 200."""
    call = Dialog(link, call_id)
    contact = link.contact(UAS)
    invite = call.invite(*extra)
    messages = [
        (UAC, invite),
        (UAS, call.answer(invite, "100 Trying")),
        (UAS, call.answer(invite, "180 Ringing", contact)),
        (UAS, call.answer(invite, "200 OK", contact, ALLOW, *answer_extra, content=(SDP, sdp("bob", link.uas, 3456)))),
        (UAC, call.request("ACK", inside=True)),
    ]
    bye = call.request("BYE", inside=True)
    return [*messages, (UAC, bye), (UAS, call.answer(bye, "200 OK"))]
