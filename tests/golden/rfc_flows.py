#!/usr/bin/env python3
"""The call flows that RFCs print, and what the plugin says of them: outcomes and warnings, one pass and -2.

The texts are those of a folder; no word of them is kept here. A message that a heading only names, as
RFC 5407 does, is composed from the messages around it.

usage: rfc_flows.py --plugin FILE [--audit] [FOLDER [FLOW...]]
--audit prints all that is said of each message; a FLOW is a name such as 3665-3.2.
SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import dataclasses
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "support"), str(TESTS / "scenarios")]
from packets import UDP, Capture, ethernet, ip, udp  # noqa: E402
from tshark import SKIPPED, Sandbox  # noqa: E402

FOLDER = TESTS.parents[1] / "shared" / "rfc"
T1 = 0.5

# Flows of other RFCs, whose messages no heading names: sender and receiver of each, by a letter; "": headings do.
ENDS = {
    "3261-24.1": "",
    "3261-24.2": "AP PA PQ QP QB BQ QP PA BQ QP PA AB BA AB",
    "3428-10": "AP PB BP PA",
    "3515-4.1": "AB BA BA AB BA AB",
    "3515-4.2": "AB BA BA AB BA AB",
    "3680-6": "AR RA RA UR RA AU",
    "3903-15": "WP PW PW WP UP PU PW WP UP PU UP PU PW WP",
    "4028-13": "AP PA AP AP PA AP PA",
    "4412-7.1": "",
    "4412-7.2": "",
    "5626-9.2": "BE PE BF FB",
    "6086-12.1.1": "AB BA AB",
    "7118-8.2": "",
    "7989-10.1": "",
}
# What is printed wrong there, by the messages around it: (flow, number): (header, as printed, as meant).
PRINTED_WRONG = {
    ("3665-3.3", 8): [("Via", "client.atlanta.example.com:5060;branch=z9hG4bK74b21",
                       "ss1.atlanta.example.com:5060;branch=z9hG4bK230f2.1")],
    ("3665-3.8", 18): [("Via", "ss2.biloxi.example.com:5060;branch=z9hG4bK721e4.1",
                        "ss1.atlanta.example.com:5060;branch=z9hG4bK2d4790.1")],
    ("5359-2.1", 11): [("Via", "branch=z9hG4bK83749.1", "branch=z9hG4bK83749.11")],
    ("5359-2.1", 12): [("Via", "branch=z9hG4bK83749.1", "branch=z9hG4bK83749.11")],
    ("5359-2.2", 19): [("Call-ID", "atlanta", "biloxi")],
    ("5359-2.4", 16): [("Via", "nashds6 ", "nashds67 ")],
    ("5359-2.5", 25): [("Via", "74bf9 ", "74bf2N ")],
    ("5359-2.10", 6): [("Via", "nashds7 ", "nashds ")],
    ("5359-2.10", 9): [("start line", "200 OK", "180 Ringing")],
    ("5359-2.13", 10): [("receiver", "Proxy 1", "Announcement Server")],
    ("5359-2.13", 11): [("receiver", "Proxy 1", "Alice")],
    ("5359-2.15", 1): [("Via", "client.alice", "client.atlanta")],
    ("5359-2.16", 12): [("Via", "83749.1", "74bf9")],
    ("5359-2.18", 2): [("Via", "client.biloxi", "pc.biloxi")],
    ("4412-7.2", 3): [("Via", "74bd5", "74bf9")],
    ("7118-8.2", 6): [("Route", "transport=udp;lr>,", "transport=udp;lr>")],
    ("5407-3.2.3", 7): [("Via", "client.atlanta", "client.biloxi")],
    ("5407-3.2.4", 5): [("sender", "Alice", "Bob"), ("receiver", "Bob", "Alice")],
    ("5407-3.2.4", 6): [("sender", "Bob", "Alice"), ("receiver", "Alice", "Bob")],
    ("5407-3.3.2", 9): [("sender", "Alice", "Bob"), ("receiver", "Bob", "Alice")],
    ("5407-3.2.3", 9): [("CSeq", "2 ACK", "1 ACK")],
    ("3903-15", 13): [("CSeq", "2", "3")],
    ("3903-15", 14): [("CSeq", "2", "3")],
    ("3680-6", 2): [("CSeq", "9987", "9887")],
}
HEADED = (3665, 5359, 5407)
RFCS = (*HEADED, *sorted({int(name.partition("-")[0]) for name in ENDS}))

# Reading an RFC

PAGE_BREAK = re.compile(r"\n+[^\n]*\[Page \d+\]\n+\f?\n*RFC \d+ [^\n]*\n+")
BREAK = "<page break>"
SAME = re.compile(r" +(?:/\* )?(?:Same as|Resend of) Message F(\d+).*", re.IGNORECASE)
SECTION = re.compile(r"(\d+(?:\.\d+)*)\.? +(\S.*)")
HEADING = re.compile(r" +F(\d+)(?:\(=F(\d+)\))? +(\S.*?)(?: -> *(\S.*))?")
START = re.compile(r"( *)([A-Z]+ \S+ SIP/2\.0|SIP/2\.0 \d{3}(?: .*)?)")
HEADER = re.compile(r"([A-Za-z][A-Za-z-]*(?: Length)?) *: *(.*)")
ASIDE = re.compile(r" *\((.*?)\)")


@dataclasses.dataclass
class Message:
    """One message of a flow. `same` is the number of the message that it repeats."""
    number: int = 0
    label: str = ""
    sender: str = ""
    receiver: str = ""
    same: int = 0
    start: str = ""
    headers: list = dataclasses.field(default_factory=list)     # [name, value]
    body: bytes = b""

    def values(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def value(self, name):
        return next(iter(self.values(name)), "")

    @property
    def code(self):
        return int(self.start.split()[1]) if self.start.startswith("SIP/") else 0

    @property
    def method(self):
        return self.value("CSeq").split(" ")[-1]

    @property
    def cseq(self):
        return int(self.value("CSeq").split()[0])

    def correct(self, header, wrong, right):
        if header == "start line":
            self.start = self.start.replace(wrong, right)
        elif header == "sender":
            self.sender = self.sender.replace(wrong, right)
        elif header == "receiver":
            self.receiver = self.receiver.replace(wrong, right)
        for item in self.headers:
            if item[0] == header:
                item[1] = item[1].replace(wrong, right)

    def bytes(self):
        lines = [self.start, *(f"{name}: {value}" for name, value in self.headers
                               if name.lower() not in ("content-length", "content length")),
                 f"Content-Length: {len(self.body)}", "", ""]
        return "\r\n".join(lines).encode() + self.body


class Reader:
    """The flows of one RFC: {section: [Message, ...]}."""

    def __init__(self, text):
        self.lines = PAGE_BREAK.sub(f"\n{BREAK}\n", text).split("\n")
        headings = [match for line in self.lines if (match := HEADING.fullmatch(line)) and match[4]]
        self.names = {ASIDE.sub("", match[4]).strip() for match in headings}
        self.at, self.flows = 0, {}
        messages, pending = [], Message()
        while self.at < len(self.lines):
            line = self.lines[self.at].rstrip()
            self.at += 1
            if (match := SECTION.fullmatch(line)) and not re.search(r"\. ?\.|\d$", line):
                messages, pending = self.flows.setdefault(match[1], []), Message()
            elif (match := HEADING.fullmatch(line)) and (match[4] or self.message_follows()):
                pending = self.heading(match)
                messages.append(pending)
            elif (match := SAME.fullmatch(line)) and not pending.start:
                pending.same = int(match[1])
            elif match := START.fullmatch(line):
                if pending.start or not pending.number:
                    pending = Message(len(messages) + 1)
                    messages.append(pending)
                pending.start = match[2]
                self.read_headers(pending, len(match[1]))
        self.flows = {section: flow for section, flow in self.flows.items() if flow}

    def message_follows(self):
        return any(START.fullmatch(line.rstrip()) for line in self.lines[self.at:self.at + 2])

    def heading(self, match):
        text, receiver = match[3], ASIDE.sub("", match[4] or "").strip()
        sender = max((name for name in self.names if text.endswith(" " + name)), key=len, default="")
        return Message(int(match[1]), text.removesuffix(sender).strip() if match[4] else text, sender, receiver,
                       int(match[2] or 0))

    def peek(self):
        return self.lines[self.at].rstrip() if self.at < len(self.lines) else ""

    def read_headers(self, message, indent):
        """The headers, and the body when there is one. A page break may stand for the empty line."""
        while self.at < len(self.lines):
            line = self.peek()
            if line in ("", BREAK):
                behind = next(text.rstrip() for text in self.lines[self.at:] if text.strip() not in ("", BREAK))
                continued = line == BREAK and behind[:indent + 1].isspace()
                # An empty line amidst the headers is a printing error.
                if not continued and (line != BREAK and message.value("Content-Length")
                                      or not self.is_header(behind, indent)):
                    break
                self.at += 1
            elif message.headers and (line[indent:indent + 1] in (" ", ";") or message.headers[-1][1].endswith(",")
                                      and not self.is_header(line, indent)):
                message.headers[-1][1] += " " + line.strip()
                self.at += 1
            elif self.is_header(line, indent):
                name, value = HEADER.fullmatch(line[indent:]).groups()
                message.headers.append([name, value])
                self.at += 1
            else:
                break
        while self.peek() in ("", BREAK) and self.at < len(self.lines) - 1:
            self.at += 1
        message.body = self.read_body(message.value("Content-Type").partition(";")[0], indent)

    @staticmethod
    def is_header(line, indent):
        return not line[:indent].strip() and HEADER.fullmatch(line[indent:])

    def read_body(self, kind, indent):
        first = self.peek()[indent:]
        if kind in ("", "application/sdp"):
            lines = self.take(indent, r"[a-z]=.*") if first.startswith("v=0") else []
        elif kind == "message/sipfrag":
            lines = self.take(indent, r"SIP/2\.0 .*|[A-Z][A-Za-z-]*: .*| .*")
        elif kind.endswith("xml") or kind == "text/html":
            until = r"</(dialog-info|reginfo|html|HTML)>"
            lines = self.take(indent, r".*", until) if first.startswith("<") else []
        elif kind == "text/plain":
            lines = self.take(indent, r"\S.*")
        else:
            lines = []
        return "".join(line + "\r\n" for line in lines).encode()

    def take(self, indent, pattern, until=None):
        lines = []
        while self.at < len(self.lines):
            line = self.peek()
            if line == "" and not until:
                break
            if line not in ("", BREAK):
                if line[:indent].strip() or not re.fullmatch(pattern, line[indent:]):
                    break
                lines.append(line[indent:])
            self.at += 1
            if until and re.fullmatch(until, line.strip()):
                break
        return lines


# Messages that are only named

class Composer:
    """Fills in the messages of FLOW that have no text, from those that have."""

    def __init__(self, flow):
        self.sent, self.count = [], 0
        self.call_id = next((message.value("Call-ID") for message in flow if message.start), "flow@example.com")
        self.party, self.host, self.first = {}, {}, {}
        for message in flow:
            if message.start and not message.code:
                self.host.setdefault(message.sender, re.search(r" (\S+?);", message.value("Via") + ";")[1])
            for name in ("From", "To"):
                for end in (message.sender, message.receiver):
                    value = message.value(name)
                    if f"sip:{end.lower()}@" in value and "tag=" in value:
                        self.party.setdefault(end, value)
            if message.start and not message.code and message.method != "ACK":
                self.first.setdefault(message.sender, message.cseq)

    def of(self, end):
        return self.party.setdefault(end, f"{end} <sip:{end.lower()}@{end.lower()}.example.com>;tag={end.lower()}")

    def fill(self, message):
        if not message.start:
            label, asides = ASIDE.sub("", message.label), ASIDE.findall(message.label)
            method = label.removeprefix("re-").removeprefix("ini-")
            if message.same or "retransmission" in asides:
                self.repeat(message)
            elif label[0].isdigit():
                self.respond(message, label, asides)
            elif method == "ACK":
                self.acknowledge(message)
            else:
                self.request(message, method)
        self.sent.append(message)

    def find(self, **wanted):
        return [message for message in self.sent
                if all(getattr(message, name) == value for name, value in wanted.items())]

    def repeat(self, message):
        old = self.find(number=message.same)[0] if message.same else [
            before for before in self.find(sender=message.sender) if ASIDE.sub("", message.label) in before.label][-1]
        message.start, message.headers, message.body = old.start, old.headers, old.body

    def via(self, end):
        self.count += 1
        host = self.host.setdefault(end, f"{end.lower()}.example.com:5060")
        return f"SIP/2.0/UDP {host};branch=z9hG4bKflow{self.count}"

    def request(self, message, method):
        before = [old.cseq for old in self.find(sender=message.sender, code=0) if old.method != "ACK"]
        number = max(before) + 1 if before else max(self.first.get(message.sender, 2) - 1, 1)
        to, via = self.of(message.receiver), self.via(message.sender)
        if not self.sent:
            to = to.partition(";tag=")[0]
        if method == "CANCEL":
            invite = self.find(sender=message.sender, method="INVITE", code=0)[-1]
            to, via, number = invite.value("To"), invite.value("Via"), invite.cseq
        self.set(message, f"{method} sip:{message.receiver.lower()}@example.com SIP/2.0", via,
                 self.of(message.sender), to, f"{number} {method}")
        message.headers.append(["Max-Forwards", "70"])
        if method in ("INVITE", "REFER"):
            message.headers.append(["Contact", f"<sip:{message.sender.lower()}@{message.sender.lower()}.example.com>"])
        if method == "REFER":
            message.headers.append(["Refer-To", "<sip:carol@example.com>"])
        if method == "INVITE":
            self.offer(message)

    def respond(self, message, label, asides):
        code = int(label.split()[0])
        done = {(old.value("Via"), old.method) for old in self.find(sender=message.sender) if old.code >= 200}
        methods = [aside.removeprefix("re-").removeprefix("ini-") for aside in asides]
        request = [old for old in self.find(sender=message.receiver, code=0)
                   if old.method != "ACK" and (old.value("Via"), old.method) not in done
                   and (not methods or old.method in methods)][-1]
        to = request.value("To")
        if "tag=" not in to:
            to += ";tag=" + self.of(message.sender).partition(";tag=")[2]
        phrase = label if " " in label else f"{code} Request Pending"
        self.set(message, f"SIP/2.0 {phrase}", request.value("Via"), request.value("From"), to, request.value("CSeq"))
        if request.method in ("INVITE", "UPDATE") and code < 300:
            message.headers.append(["Contact", f"<sip:{message.sender.lower()}@{message.sender.lower()}.example.com>"])
            if code >= 200 and request.method == "INVITE":
                message.headers += [["Allow", "INVITE, ACK, CANCEL, BYE, REFER, UPDATE"], ["Supported", "replaces"]]
                self.offer(message)

    def acknowledge(self, message):
        finals = [old for old in self.find(sender=message.receiver, method="INVITE") if old.code >= 200]
        done = {(old.value("From"), old.cseq) for old in self.find(method="ACK")}
        final = ([old for old in finals if (old.value("From"), old.cseq) not in done] or finals)[0]
        via = final.value("Via") if final.code >= 300 else self.via(message.sender)
        self.set(message, f"ACK sip:{message.receiver.lower()}@example.com SIP/2.0", via, final.value("From"),
                 final.value("To"), f"{final.cseq} ACK")
        message.headers.append(["Max-Forwards", "70"])

    def set(self, message, start, via, caller, callee, cseq):
        message.start = start
        message.headers = [["Via", via], ["From", caller], ["To", callee], ["Call-ID", self.call_id], ["CSeq", cseq]]

    @staticmethod
    def offer(message):
        message.headers.append(["Content-Type", "application/sdp"])
        end = message.sender.lower()
        message.body = (f"v=0\r\no={end} 1 1 IN IP4 {end}.example.com\r\ns=-\r\nc=IN IP4 {end}.example.com\r\n"
                        "t=0 0\r\nm=audio 49172 RTP/AVP 0\r\n").encode()


def read_flows(folder):
    """{name: [Message, ...]} of all RFCs."""
    flows = {}
    for number in RFCS:
        text = (folder / f"rfc{number}.txt").read_text(encoding="utf-8", errors="replace")
        for section, flow in Reader(text).flows.items():
            name = f"{number}-{section}"
            if number not in HEADED and name not in ENDS:
                continue
            for message, ends in zip(flow, ENDS.get(name, "").split()):
                message.sender, message.receiver = ends
            for message in flow:
                for header, wrong, right in PRINTED_WRONG.get((name, message.number), ()):
                    message.correct(header, wrong, right)
            composer = Composer(flow)
            for message in flow:
                composer.fill(message)
            for message in flow:
                if not (message.sender and message.receiver):
                    message.sender, message.receiver = guess_ends(flow, message)
            flows[name] = flow
    return flows


def guess_ends(flow, message):
    """A response goes back where its request came from."""
    branch = re.search(r"branch=([^ ;]*)", message.value("Via"))[1]
    for other in flow:
        if other.sender and other.receiver and branch in other.value("Via") and bool(other.code) != bool(message.code):
            return other.receiver, other.sender
    return "?", "??"


# What is said of them

def write(path, flow, pauses):
    """PAUSES: {number: seconds before that message}."""
    ends = list(dict.fromkeys(end for message in flow for end in (message.sender, message.receiver)))
    address = {end: f"192.0.2.{number}" for number, end in enumerate(ends, 1)}
    sendings, now = {}, 0
    with Capture(path) as capture:
        for message in flow:
            now += pauses.get(message.number, 0.02)
            data = message.bytes()
            ways = (address[message.sender], address[message.receiver])
            times = sendings.setdefault((data, ways), [])
            if times:   # T1, 2 * T1, 4 * T1 ... apart
                now = max(now, times[-1] + T1 * 2 ** (len(times) - 1))
            times.append(now)
            capture.at(now)
            capture.add(ethernet(ip(*ways, UDP, udp(*ways, 5060, 5060, data))))
    path.chmod(0o644)


# Seconds before a message, where the RFC tells of a time.
PAUSES = {
    "3665-3.4": {8: 1},             # timer B, 32 s from F1
    "3665-3.10": {12: 1},           # the same, from F4
    "5407-3.3.1": {11: 1, 14: 2},   # RFC 3261 §14.1
    "5407-3.3.2": {10: 1, 13: 2},
}


@dataclasses.dataclass
class Said:
    """What the plugin says of a frame."""
    fields: dict        # {name: values}
    expert: list        # (id, severity, text)


SEVERITY = {"1048576": "comment", "2097152": "chat", "4194304": "note", "6291456": "warn", "8388608": "error"}


def ask(sandbox, path, passes):
    """[Said, ...], one a frame."""
    text = sandbox.run([*passes, "-n", "-r", str(path), "-o", "sipcode.language:en", "-T", "pdml", "-J", "sipcode"])
    result = []
    for packet in ElementTree.fromstring(text).iter("packet"):
        said = Said({}, [])
        for field in packet.iterfind("proto[@name='sipcode']//field"):
            name = field.get("name")
            if name == "_ws.expert":
                of = {child.get("name"): child.get("show") for child in field}
                own = next((key for key in of if key.startswith("sipcode.")), "?")
                said.expert.append((own.removeprefix("sipcode."), SEVERITY.get(of["_ws.expert.severity"], "?"),
                                    of["_ws.expert.message"]))
            elif name.startswith("sipcode."):
                said.fields.setdefault(name.removeprefix("sipcode."), []).append(field.get("show"))
        result.append(said)
    return result


VERDICTS = ("progress success redirect challenge renegotiate user cancelled client-failure server-failure "
            "global-failure stray").split()
OUTCOMES = "open answered busy declined cancelled no-answer redirected failed unfinished".split()
NEXT = ("none", "seen", "missing", "capture-ends", "unknown")


def audit(name, flow, twice, once):
    print(f"\n== {name}: {len(flow)} messages")
    for frame, (message, said, early) in enumerate(zip(flow, twice, once), 1):
        get = {key: values[0] for key, values in said.fields.items()}
        facts = []
        if "verdict" in get:
            facts.append(VERDICTS[int(get["verdict"])])
        if "next.status" in get:
            facts.append(" ".join(("next", get.get("next.method", ""), NEXT[int(get["next.status"])],
                                   get.get("next.frame", ""))))
        if "call.outcome" in get:
            facts.append(f"call {get['call.number']} {OUTCOMES[int(get['call.outcome'])]}")
        for key in ("request_frame", "response_frame", "outcome_code", "copy_of", "retransmission_of", "origin_frame",
                    "hop", "flow.name", "flow.step", "flow.phase", "rule"):
            if key in said.fields:
                facts.append(f"{key}={','.join(said.fields[key])}")
        print(f"{frame:3} F{message.number} {message.label} | {message.sender}->{message.receiver} | "
              f"{message.start[:30]} | {message.value('CSeq')} | {len(message.body)}\n      {'; '.join(facts)}")
        for own, severity, text in said.expert:
            print(f"      {'*' if severity in ('warn', 'error') else '-'} {severity} {own}: {text}")
        for item in early.expert:
            if item not in said.expert:
                print(f"      ! one pass only: {item}")


# What must come out

# The calls of each flow, outcome and who ended them; "" for a flow without a call.
CALLS = {
    "3261-24.1": "", "3261-24.2": "answered/callee",
    "3428-10": "",
    "3515-4.1": "", "3515-4.2": "",
    "3665-2.1": "", "3665-2.2": "", "3665-2.3": "", "3665-2.4": "", "3665-2.5": "",
    "3665-3.1": "answered/callee",
    "3665-3.2": "answered/callee",
    "3665-3.2-without-F12": "answered/callee",
    "3665-3.3": "answered",
    "3665-3.4": "failed answered/callee",
    "3665-3.5": "answered/caller",
    "3665-3.6": "answered/callee",
    "3665-3.7": "answered/caller",
    "3665-3.8": "cancelled/caller",
    "3665-3.9": "busy/callee",
    "3665-3.10": "failed",
    "3665-3.11": "no_answer",
    "3680-6": "",
    "3903-15": "",
    "4028-13": "answered",
    "4412-7.1": "answered",
    "4412-7.2": "unfinished",
    "5359-2.1": "answered/caller",
    "5359-2.2": "answered/caller answered/caller",
    "5359-2.3": "answered/caller answered/callee answered",
    "5359-2.4": "answered/callee answered",
    "5359-2.5": "answered/callee answered/callee answered",
    "5359-2.6": "answered/caller answered",
    "5359-2.7": "answered/caller",
    "5359-2.8": "answered/caller",
    "5359-2.9": "answered/caller",
    "5359-2.9-up-to-17": "answered",
    "5359-2.10": "answered answered",
    "5359-2.11": "answered answered",
    "5359-2.12": "answered/callee",
    "5359-2.13": "answered/callee",
    "5359-2.14": "failed",
    "5359-2.15": "answered/caller answered/callee answered",
    "5359-2.16": "cancelled/caller answered/callee",
    "5359-2.16-without-F9": "cancelled/caller answered/callee",
    "5359-2.17": "busy/callee answered",
    "5359-2.18": "answered",
    "5407-3.1.1": "answered",
    "5407-3.1.2": "answered/caller",
    "5407-3.1.3": "answered/caller",
    "5407-3.1.4": "answered",
    "5407-3.1.5": "answered",
    "5407-3.1.6": "answered/caller",
    "5407-3.2.1": "answered/caller",
    "5407-3.2.1-seen-there": "answered/callee",
    "5407-3.2.2": "answered/caller",
    "5407-3.2.3": "answered/callee",
    "5407-3.2.4": "answered/callee",
    "5407-3.3.1": "answered",
    "5407-3.3.2": "answered",
    "5407-3.3.3": "answered/caller",
    "5626-9.2": "",
    "6086-12.1.1": "answered",
    "7118-8.2": "answered/callee",
    "7989-10.1": "answered",
}

# Expert infos of warning and above, and of a crossing: {flow: {number: ids, that of a rule for rule.missing}}.
# The rules are broken as the messages are printed.
SAID = {
    "3665-2.5": {4: "response.client_failure"},         # a wrong password
    "3665-3.4": {1: "flow.no_final"},
    "3665-3.8": {10: "any-to-tag", 12: "any-to-tag", 14: "any-to-tag"},
    "3665-3.10": {4: "flow.no_final", 12: "response.client_failure", 14: "response.client_failure"},
    "3665-3.11": {9: "response.client_failure", 11: "response.client_failure", 13: "response.client_failure"},
    "5359-2.6": {6: "2xx-message-contact"},
    "5359-2.12": {11: "response.client_failure"},
    "5359-2.13": {8: "response.client_failure"},
    "5359-2.14": {5: "response.client_failure"},
    "5359-2.15": {17: "2xx-subscribe-expires"},
    "5359-2.16": {4: "2xx-subscribe-contact 2xx-subscribe-expires"},
    "5359-2.16-without-F9": {4: "2xx-subscribe-contact 2xx-subscribe-expires", 10: "flow.stray"},
    "5407-3.1.2": {4: "flow.crossed"},
    "5626-9.2": {2: "flow.stray"},
    "5407-3.1.4": {8: "any-content-type 2xx-reinvite-contact"},
    "5407-3.1.5": {8: "flow.crossed"},
    "5407-3.2.3": {7: "2xx-reinvite-contact"},
    "5407-3.3.1": {7: "flow.crossed", 8: "flow.crossed"},
    "5407-3.3.2": {7: "flow.crossed", 8: "flow.crossed"},
}

# What comes next, where it is not an ACK: {flow: {number: (sipcode.next.method, number)}}.
NEXT_SEEN = {
    "3515-4.1": {2: ("NOTIFY", 3)},
    "3515-4.2": {2: ("NOTIFY", 3)},
    "3665-2.1": {2: ("REGISTER", 3)},
    "3665-2.4": {2: (None, None)},
    "3665-3.2": {21: (None, None), 22: (None, None), 23: (None, None)},
    "3665-3.2-without-F12": {21: (None, None), 22: (None, None), 23: (None, None)},
    "3903-15": {2: ("NOTIFY", 3), 6: ("PUBLISH", 9), 10: ("PUBLISH", 11), 12: ("PUBLISH", None)},
    "4028-13": {7: (None, None)},
    "5359-2.9": {7: ("487|2xx", 8)},
    "5359-2.15": {6: ("NOTIFY", 7), 13: (None, None), 17: ("NOTIFY", 18)},
    "5407-3.1.2": {5: (None, None), 8: (None, None)},
    "5407-3.1.3": {6: (None, None)},
    "5407-3.2.1": {7: (None, None), 8: (None, None)},
    "5407-3.2.2": {7: (None, None)},
    "5407-3.2.3": {8: (None, None)},
    "5407-3.3.2": {7: ("UPDATE", 13)},
    "5407-3.3.3": {7: (None, None)},
}

# Messages around these are not printed: requests without a response, responses without a request or an ACK.
UNPRINTED = {
    "4028-13": {2, 3, 5}, "4412-7.1": {3}, "4412-7.2": {4}, "3680-6": {3, 4, 5, 6}, "5626-9.2": {1, 2},
    "3665-3.4": {1}, "3665-3.10": {4},      # nobody answers
    "3665-3.2-without-F12": {7, 9}, "5359-2.16-without-F9": {10},
}

# Faults of the plugin that are known: they are told, and the test fails once one of them is gone.
KNOWN = set()

# Pairs that cross on their way: the other side sees them the other way round.
CROSSING = {
    "5407-3.1.1": [(3, 4)],
    "5407-3.1.2": [(3, 4), (5, 6)],
    "5407-3.1.3": [(3, 4), (5, 6)],
    "5407-3.1.4": [(5, 6), (7, 8)],
    "5407-3.1.5": [(5, 6), (7, 8)],
    "5407-3.1.6": [(5, 6), (7, 8)],
    "5407-3.2.1": [(5, 6), (7, 8)],
    "5407-3.2.2": [(5, 6), (7, 8)],
    "5407-3.2.3": [(6, 7), (8, 9)],
    "5407-3.2.4": [(4, 5)],
    "5407-3.3.1": [(5, 6), (7, 8), (9, 10)],
    "5407-3.3.2": [(5, 6), (7, 8)],
    "5407-3.3.3": [(5, 6), (7, 8)],
}
OTHER_SIDE = "-seen-there"
ENDING = ("being ended", "the call is over")


def swapped(flow, pairs):
    """The flow as the other side sees it, whose messages cross."""
    second = {pair[1]: pair[0] for pair in pairs}
    first = {pair[0]: pair[1] for pair in pairs}
    order = [first.get(message.number, second.get(message.number, message.number)) for message in flow]
    return [next(message for message in flow if message.number == number) for number in order]


def faults(flow_name, flow, twice, once, calls):
    """What is said wrongly: "FLOW Fn: what"."""
    name = flow_name.removesuffix(OTHER_SIDE)
    unprinted, early_end = UNPRINTED.get(name, ()), []
    ended = CALLS.get(flow_name, CALLS.get(name))
    if calls != ended:
        yield f"{flow_name}: calls are {calls!r}, not {ended!r}"
    for index, (message, said, early) in enumerate(zip(flow, twice, once)):
        where = f"{flow_name} F{message.number}"
        get = {key: values[0] for key, values in said.fields.items()}
        wanted = sorted(SAID.get(name, {}).get(message.number, "").split())
        # Of a race it may be said.
        found = sorted(own for own in said_of(said)
                       if own != "flow.crossed" or own in wanted or name not in CROSSING)
        if found != wanted:
            yield f"{where}: said {' '.join(found) or 'nothing'}, not {' '.join(wanted) or 'nothing'}"
        for item in early.expert:
            if item not in said.expert:
                yield f"{where}: in one pass only: {item[2]}"
        yield from (f"{where}: {what}" for what in transaction_faults(flow, index, get, message.number in unprinted))
        wanted = NEXT_SEEN.get(name, {}).get(message.number)
        following = get.get("next.method"), flow[int(get["next.frame"]) - 1].number if "next.frame" in get else None
        if wanted and wanted != following:
            yield f"{where}: next is {following_text(*following)}, not {following_text(*wanted)}"
        if get.get("flow.phase") in ENDING and get.get("call.number") and not is_given_up(flow, twice, index, get):
            early_end.append(f"F{message.number}")
    if early_end:
        yield f"{flow_name}: nobody has ended the call, but so says the phase of {' '.join(early_end)}"


def following_text(method, number):
    return f"{method or 'nothing'} {f'in F{number}' if number else 'unseen'}"


def said_of(said):
    """The ids of what is worth a warning."""
    rules = said.fields.get("rule", [])
    broken = [text for own, _, text in said.expert if own in ("rule.missing", "rule.advised")]
    for own, severity, text in said.expert:
        if own == "rule.missing":
            yield rules[broken.index(text)] if len(rules) == len(broken) else own
        elif severity in ("warn", "error", "?") or own in ("flow.crossed", "flow.stray"):
            yield own


def transaction_faults(flow, index, get, unprinted):
    message = flow[index]
    before = [old for old in flow[:index] if old.bytes() == message.bytes() and old.sender == message.sender]
    if "copy_of" in get:
        yield f"is called a copy of {get['copy_of']}"
    if get.get("retransmission_of") != (str(flow.index(before[0]) + 1) if before else None):
        yield f"retransmission of {get.get('retransmission_of')}"
    if message.code:
        request = flow[int(get["request_frame"]) - 1] if "request_frame" in get else None
        if request is None and not unprinted:
            yield "its request is not found"
        elif request and (request.sender, request.receiver) != (message.receiver, message.sender):
            yield f"its request is said to be F{request.number}"
        if message.method == "INVITE" and message.code >= 200 and not unprinted:
            ack = flow[int(get["next.frame"]) - 1] if get.get("next.status") == "1" else None
            if ack is None or ack.method != "ACK" or ack.cseq != message.cseq:
                yield f"its ACK is not found, but {get.get('next.frame')}"
            elif message.code >= 300 and (ack.sender, ack.receiver) != (message.receiver, message.sender):
                yield f"its ACK is said to be F{ack.number}"
        if message.code < 200 and not unprinted:
            after = flow[int(get["next.frame"]) - 1] if get.get("next.status") == "1" else None
            if after is None or (after.sender, after.receiver) != (message.sender, message.receiver):
                yield f"next is said to be in {get.get('next.frame')}"
        origin = int(get.get("origin_frame", index + 1)) - 1
        if origin != index and not before and not passed_on(flow, origin, index):
            yield f"is said to be first seen in {origin + 1}, from where it cannot have come"
    elif message.method != "ACK" and not before and not unprinted:
        final = flow[int(get["response_frame"]) - 1] if "response_frame" in get else None
        if final is None or (final.sender, final.receiver) != (message.receiver, message.sender):
            yield f"its final response is said to be in {get.get('response_frame')}"


def passed_on(flow, origin, index):
    """Can the response of INDEX be that of ORIGIN, passed on from hop to hop?"""
    reached = {flow[origin].receiver}
    for message in flow[origin + 1:index]:
        if message.sender in reached and message.start == flow[index].start:
            reached.add(message.receiver)
    return flow[index].sender in reached


def is_given_up(flow, said, index, get):
    """Has an end point of the call sent BYE or CANCEL, or has the caller got a refusal, or the 200 to CANCEL?"""
    call = [message for message, other in zip(flow[:index + 1], said)
            if other.fields.get("call.number", [""])[0] == get["call.number"]]
    caller = call[0].sender
    return any(message.start.startswith("BYE") or message.start.startswith("CANCEL") and message.sender == caller
               or message.code and message.receiver == caller
               and (message.code >= 300 or (message.value("CSeq") or "").endswith("CANCEL")) for message in call)


def read_calls(sandbox, path):
    text = sandbox.run(["-n", "-q", "-r", str(path), "-z", "sipcode,calls,json", "-o", "sipcode.language:en"])
    return " ".join("/".join(filter(None, (call["outcome_id"], call["ended_by_id"]))) for call in json.loads(text))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--audit", action="store_true")
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=FOLDER)
    parser.add_argument("flows", nargs="*")
    options = parser.parse_args()
    if not all((options.folder / f"rfc{number}.txt").is_file() for number in RFCS):
        print(f"skipped: no RFCs in {options.folder}")
        return SKIPPED
    flows = read_flows(options.folder)
    # A call that a proxy forwards, before it ends
    flows["5359-2.9-up-to-17"] = flows["5359-2.9"][:17]
    # A message that was not captured
    flows |= {f"{name}-without-F{number}": [message for message in flows[name] if message.number != number]
              for name, number in (("3665-3.2", 12), ("5359-2.16", 9))}
    flows |= {name + OTHER_SIDE: swapped(flows[name], pairs) for name, pairs in CROSSING.items()}
    found = []
    with Sandbox(options.plugin) as sandbox:
        for name, flow in flows.items():
            if options.flows and name not in options.flows:
                continue
            path = sandbox.scratch / f"{name}.pcapng"
            write(path, flow, PAUSES.get(name.removesuffix(OTHER_SIDE), {}))
            twice, once = (ask(sandbox, path, passes) for passes in (["-2"], []))
            if options.audit:
                audit(name, flow, twice, once)
            found += faults(name, flow, twice, once, read_calls(sandbox, path))
    for fault in found:
        print("known:" if fault in KNOWN else "wrong:", fault)
    gone = [] if options.flows else [fault for fault in KNOWN if fault not in found]
    for fault in gone:
        print("gone, to be taken out of KNOWN:", fault)
    wrong = [fault for fault in found if fault not in KNOWN]
    print(f"{len(flows)} flows, {sum(map(len, flows.values()))} messages, {len(found) - len(wrong)} known faults, "
          f"{len(wrong)} others, {len(gone)} gone")
    return 1 if wrong or gone else 0


if __name__ == "__main__":
    sys.exit(main())
