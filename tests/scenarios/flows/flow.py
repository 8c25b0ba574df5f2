"""Who sends what to whom, and when.

A case is a function of a Flow. It makes calls and says what happens in them, each line with its time in seconds:

    call = flow.call(ALICE, BOB)
    invite = call.invite(0)
    call.answer(.3, invite, 180)
    call.ack(4.02, call.answer(4, invite, 200))

Tags, branches, CSeq, routes and bodies follow from that, and are the same each time.
"""

import hashlib
import struct
from dataclasses import dataclass, replace

import packets
from packets import Capture, Tcp, ethernet, ip, udp
from sip import SDP, compose, header, headers

T1, T2 = 0.5, 4
HOP = 0.004         # seconds from one node to the next

CASES = {}


def case(function):
    """Registers a case under the name of its capture."""
    CASES[function.__name__.replace("_", "-")] = function
    return function


@dataclass(frozen=True)
class Party:
    """A user agent, or a server if it has no user."""
    user: str
    host: str
    domain: str = "example.com"
    port: int = 5060
    source_port: int = 0        # where it sends from, if not from its own port

    @property
    def uri(self):
        return f"sip:{self.user}@{self.domain}" if self.user else f"sip:{self.domain}"

    @property
    def address(self):
        return f"{self.host}:{self.port}"

    @property
    def contact(self):
        return f"sip:{self.user}@{self.address}" if self.user else f"sip:{self.address}"


ALICE = Party("alice", "192.0.2.1")
BOB = Party("bob", "198.51.100.2")
MOBILE = Party("bob", "198.51.100.3")
CAROL = Party("carol", "203.0.113.3")
DAVE = Party("dave", "203.0.113.4")
PROXY = Party("", "192.0.2.10")
PROXY2 = Party("", "198.51.100.10", "example.net")
REGISTRAR = Party("", "192.0.2.20")

PHRASES = {
    100: "Trying", 180: "Ringing", 183: "Session Progress", 199: "Early Dialog Terminated", 200: "OK", 202: "Accepted",
    302: "Moved Temporarily", 305: "Use Proxy", 380: "Alternative Service", 401: "Unauthorized", 403: "Forbidden",
    407: "Proxy Authentication Required", 415: "Unsupported Media Type", 420: "Bad Extension",
    421: "Extension Required", 422: "Session Interval Too Small", 423: "Interval Too Brief",
    481: "Call/Transaction Does Not Exist", 486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here",
    491: "Request Pending", 494: "Security Agreement Required", 503: "Service Unavailable", 504: "Server Time-out",
    580: "Precondition Failure",
}
ALLOW = "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY"
DIALOG_FORMING = ("INVITE", "SUBSCRIBE")
TARGET_REFRESH = ("INVITE", "UPDATE", "SUBSCRIBE", "REFER", "NOTIFY")       # these carry a Contact, and so do their 2xx
AUTO = object()


def media(party, version=1, *attributes, port=49170):
    lines = ["v=0", f"o=- {sum(party.host.encode())} {version} IN IP4 {party.host}", "s=-", f"c=IN IP4 {party.host}",
             "t=0 0", f"m=audio {port} RTP/AVP 0", "a=rtpmap:0 PCMU/8000", *attributes]
    return SDP, "\r\n".join([*lines, ""])


def backoff(first, last, cap=T2):
    """The moments of retransmission after `first`, until `last`: RFC 3261 §17.1.2.2. Without a cap: Timer A."""
    moments, step, now = [], T1, first + T1
    while now < last:
        moments.append(now)
        step = min(2 * step, cap)
        now += step
    return moments


class Flow:
    """The messages of a capture. They are put in the order of their times when it is written."""

    def __init__(self, name, transport="UDP"):
        self.name, self.transport, self.in_order = name, transport, True
        self.sent, self.calls = [], 0
        # Where and how a datagram is captured: (delay, interface, its layers below UDP)
        self.taps = [lambda source, destination, datagram:
                     (0, 0, ip(source.host, destination.host, packets.UDP, datagram))]

    def call(self, caller, callee, **options):
        return Call(self, caller, callee, **options)

    def send(self, time, source, destination, data, comment=None):
        self.sent.append((time, source, destination, data, comment))

    def again(self, message, *times):
        """The same bytes, from the same nodes to the same nodes."""
        first = message.sent[0][0]
        for time in times:
            for moment, source, destination, data in message.sent:
                self.send(time + moment - first, source, destination, data)

    def meanwhile(self, *times):
        """Others exchange an OPTIONS: time goes on in the capture."""
        for time in times:
            call = self.call(CAROL, DAVE)
            call.answer(time + .01, call.request(time, "OPTIONS", "Accept: application/sdp"), 200)

    def rtp(self, time, sender, receiver, count):
        """Voice that goes on: the capture does not end with SIP."""
        for number in range(count):
            packet = struct.pack(">BBHII", 0x80, 0, number, 160 * number, 0x51900001) + b"\xff" * 160
            self.send(time + .02 * number, replace(sender, port=49170), replace(receiver, port=49170), packet)

    def frames(self):
        """(time, interface, IP packet, comment)"""
        for time, source, destination, data, comment in self.sent:
            datagram = udp(source.host, destination.host, source.source_port or source.port, destination.port, data)
            for tap in self.taps:
                delay, interface, packet = tap(source, destination, datagram)
                yield time + delay, interface, packet, comment

    def segments(self):
        """The same over TCP, one connection for each pair of nodes, opened by who speaks first."""
        connections = {}
        for time, source, destination, data, comment in sorted(self.sent, key=lambda entry: entry[0]):
            pair = frozenset((source.host, destination.host))
            if pair not in connections:
                connections[pair] = Tcp(source.host, destination.host, 49152 + len(connections), destination.port)
                for number, packet in enumerate(connections[pair].open()):
                    yield time + .0001 * (number - 4), 0, packet, None
            segment, acknowledgement = connections[pair].data(source.host, data)
            yield time, 0, segment, comment
            yield time + .0002, 0, acknowledgement, None
        for connection in connections.values():
            for number, packet in enumerate(connection.close()):
                yield time + .1 + .0001 * number, 0, packet, None

    def write(self, path):
        frames = [*(self.segments() if self.transport == "TCP" else self.frames())]
        if self.in_order:
            frames.sort(key=lambda frame: frame[0])
        with Capture(path, interfaces=1 + max(interface for _, interface, *_ in frames)) as capture:
            for time, interface, packet, comment in frames:
                capture.at(.001 + time)     # a TCP connection is opened before its first message
                capture.add(ethernet(packet), comment, interface=interface)


class Call:
    """One Call-ID between two users, with the proxies between them.

    `seen`: the hops that are captured, 0 is the caller's. With none a message is made, but not sent.
    """

    def __init__(self, flow, caller, callee, proxies=(), seen=(0,), call_id=None, target=None, to=None):
        flow.calls += 1
        self.flow, self.caller, self.callee = flow, caller, callee
        self.nodes, self.seen = [caller, *proxies, callee], seen
        self.call_id = call_id or f"{flow.name}-{flow.calls}@{caller.host}"
        self.target, self.to = target or callee.uri, to or callee.uri
        self.tag = self.token("tag", caller.host)
        self.peer, self.peer_tag = callee, None     # the other end of the dialog, once there is one
        self.cseq, self.rseq = {}, 0
        self.always = []        # headers of all the caller's requests but ACK and CANCEL
        self.branch = None      # what the Vias end in, if not in a branch of their own

    def token(self, *parts):
        return hashlib.sha256(" ".join([self.call_id, *map(str, parts)]).encode()).hexdigest()[:12]

    def request(self, time, method, *extra, by=None, to=None, number=None, body=(None, ""), seen=None, inside=None):
        """`by`: its sender, else the caller. `to`: a response that set up its dialog, else the last one did."""
        by = by or self.caller
        if to:
            self.peer, self.peer_tag = to.by, to.tag
        if number is None:
            number = self.cseq[by.host] = self.cseq.get(by.host, 0) + 1
        inside = self.peer_tag is not None if inside is None else inside
        return Request(self, by, method, number, extra, body, inside).send(time, seen)

    def invite(self, time, *extra, by=None, body=AUTO, **options):
        body = media(by or self.caller) if body is AUTO else body
        return self.request(time, "INVITE", *extra, by=by, body=body, **options)

    def answer(self, time, request, code, *extra, by=None, reliable=False, body=AUTO, seen=None, tag=None):
        """`by`: another callee, as a fork has them."""
        if reliable:
            self.rseq += 1
            extra = ("Require: 100rel", f"RSeq: {self.rseq}", *extra)
        by = by or request.receiver
        if body is AUTO:
            owed = code // 100 == 2 and request.method in ("INVITE", "UPDATE") and request.body[0] == SDP
            body = media(by, request.number) if owed and not request.answered else (None, "")
        response = Response(request, by, code, extra, body, tag)
        request.answered |= body[0] == SDP and (reliable or code >= 200)
        if request.method in DIALOG_FORMING and not request.inside:
            if 100 < code < 199 or code // 100 == 2:
                self.peer, self.peer_tag = by, response.tag
            elif code >= 300:
                self.peer_tag = None
        return response.send(time, seen)

    def prack(self, time, response, *extra, **options):
        rack = f"RAck: {header(response.render(0), 'RSeq')} {response.request.number} INVITE"
        return self.request(time, "PRACK", rack, *extra, to=response, **options)

    def ack(self, time, response, *extra, seen=None, **options):
        invite = response.request
        if response.code >= 300:
            return Follower(invite, "ACK", response.to).send(time, self.first_hop(invite) if seen is None else seen)
        to = None if invite.by is not self.caller else response
        extra = [*invite.credentials(), *extra]     # RFC 3261 §13.2.2.4
        return self.request(time, "ACK", *extra, by=invite.by, to=to, number=invite.number, seen=seen, **options)

    def cancel(self, time, invite, *extra, seen=None):
        return Follower(invite, "CANCEL", None, extra).send(time, self.first_hop(invite) if seen is None else seen)

    def bye(self, time, *extra, **options):
        """With its 200."""
        self.answer(time + .02, self.request(time, "BYE", *extra, **options), 200)

    def first_hop(self, request):
        """Of those captured."""
        return [max(self.seen) if request.upward else min(self.seen)]

    def set_up(self, time, *extra, ring=.2, answer=2, **options):
        """An answered call: 0 is the INVITE, `ring` the 180, `answer` the 200."""
        invite = self.invite(time, *extra, **options)
        self.answer(time + .015, invite, 100)
        self.answer(time + ring, invite, 180)
        ok = self.answer(time + answer, invite, 200)
        self.ack(time + answer + .02, ok)
        return ok


class Message:
    """One message on all hops that are captured."""

    def send(self, time, seen=None):
        hops = sorted(self.call.seen if seen is None else seen, reverse=self.upward)
        self.sent = []
        for number, hop in enumerate(hops):
            ends = self.nodes[hop], self.nodes[hop + 1]
            moment, (source, destination) = time + number * HOP, reversed(ends) if self.upward else ends
            self.sent.append((moment, source, destination, self.render(hop)))
            self.call.flow.send(*self.sent[-1])
        return self


class Request(Message):
    def __init__(self, call, by, method, number, extra, body, inside):
        self.call, self.by, self.method, self.number, self.body, self.inside = call, by, method, number, body, inside
        self.upward, self.answered = by is not call.caller, False
        far = (by if self.upward else call.peer) if inside else call.nodes[-1]
        self.nodes = [*call.nodes[:-1], far]
        self.receiver = call.caller if self.upward else far
        caller = f"<{call.caller.uri}>;tag={call.tag}"
        callee = f"<{call.to}>" + (f";tag={call.peer_tag}" if inside else "")
        self.source, self.to = (callee, caller) if self.upward else (caller, callee)
        self.uri = self.parameters(self.receiver.contact) if inside else call.target
        # An ACK to a 2xx is a transaction of its own in each dialog
        self.key = number, method, call.peer_tag if method == "ACK" else ""
        self.extra = list(extra)
        if method in TARGET_REFRESH and not any(line.startswith("Contact:") for line in extra):
            self.extra.insert(0, f"Contact: <{self.parameters(by.contact)}>")
        if method == "INVITE":
            self.extra.insert(1, ALLOW)
        if method != "ACK" and not self.upward:
            self.extra += call.always

    def credentials(self):
        return [line for line in self.extra if line.startswith(("Authorization:", "Proxy-Authorization:"))]

    def parameters(self, uri):
        transport = self.call.flow.transport
        return uri if transport == "UDP" else f"{uri};transport={transport.lower()}"

    def path(self, hop):
        """The nodes the request has passed up to this hop, and those ahead."""
        nodes = self.nodes[::-1] if self.upward else self.nodes
        passed = len(nodes) - 1 - hop if self.upward else hop + 1
        return nodes[:passed], nodes[passed:]

    def via(self, node):
        branch = self.call.branch
        if branch is None:
            branch = f";branch=z9hG4bK{self.call.token(node.host, self.by.host, *self.key)}"
        return f"Via: SIP/2.0/{self.call.flow.transport} {node.address}{branch}"

    def render(self, hop):
        passed, ahead = self.path(hop)
        lines = [self.via(node) for node in reversed(passed)]
        if self.inside:
            lines += [f"Route: <{self.parameters(node.contact)};lr>" for node in ahead[:-1]]
        elif self.method in DIALOG_FORMING:
            lines += [f"Record-Route: <{self.parameters(node.contact)};lr>" for node in reversed(passed[1:])]
        if not any(line.startswith("Max-Forwards:") for line in self.extra):
            lines.append(f"Max-Forwards: {71 - len(passed)}")
        lines += [f"From: {self.source}", f"To: {self.to}", f"Call-ID: {self.call.call_id}",
                  f"CSeq: {self.number} {self.method}", *self.extra]
        return compose(f"{self.method} {self.uri} SIP/2.0", lines, *self.body)


class Follower(Request):
    """A CANCEL, or the ACK to a non-2xx: from the hop the INVITE was sent on, with its branch and one Via."""

    def __init__(self, invite, method, to, extra=()):
        vars(self).update(vars(invite))
        self.method, self.to, self.body = method, to or invite.to, (None, "")
        self.extra = [*(line for line in invite.extra if line.startswith("Route:")), *invite.credentials(), *extra]

    def render(self, hop):
        passed, ahead = self.path(hop)
        routes = [f"Route: <{self.parameters(node.contact)};lr>" for node in ahead[:-1]] if self.inside else []
        return compose(f"{self.method} {self.uri} SIP/2.0", [
            self.via(passed[-1]), *routes, "Max-Forwards: 70", f"From: {self.source}", f"To: {self.to}",
            f"Call-ID: {self.call.call_id}", f"CSeq: {self.number} {self.method}", *self.extra])


class Response(Message):
    def __init__(self, request, by, code, extra, body, tag):
        self.request, self.by, self.code, self.body = request, by, code, body
        self.call, self.nodes, self.upward = request.call, request.nodes, not request.upward
        self.to = request.to
        if ";tag=" not in self.to and code > 100:
            # The same for the CANCEL as for its INVITE: RFC 3261 §9.2
            self.to += f";tag={tag or self.call.token('tag', by.host, request.number)}"
        self.tag = self.to.partition(";tag=")[2]
        contact = request.method in TARGET_REFRESH and 100 < code < 300 and request.method != "NOTIFY"
        self.extra = list(extra)
        if contact and not any(line.startswith("Contact:") for line in extra):
            self.extra.insert(0, f"Contact: <{request.parameters(by.contact)}>")
        if request.method == "INVITE" and code // 100 == 2:
            self.extra.insert(1, ALLOW)

    def render(self, hop):
        request = self.request.render(hop)
        lines = headers(request, "Via")
        if self.request.method in DIALOG_FORMING and not self.request.inside and 100 < self.code < 300:
            proxies = self.nodes[1:-1] if self.request.upward else self.nodes[-2:0:-1]
            lines += [f"Record-Route: <{self.request.parameters(node.contact)};lr>" for node in proxies]
        lines += [*headers(request, "From"), f"To: {self.to}", *headers(request, "Call-ID", "CSeq"), *self.extra]
        return compose(f"SIP/2.0 {self.code} {PHRASES[self.code]}", lines, *self.body)
