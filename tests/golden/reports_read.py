#!/usr/bin/env python3
"""The reports as programs read them: exit status, JSON, XML; times that agree; who is named in a ladder.

usage: reports_read.py --plugin FILE
SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "support"), str(TESTS / "scenarios")]
from packets import UDP, Capture, ethernet, ip, udp  # noqa: E402
from sip import compose  # noqa: E402
from tshark import Failed, Sandbox, merge  # noqa: E402

CALL = "pcaps/kamailio-call.pcapng"
JUNK = "follows the name of the report"
NO_FILTER = "foo=="

# A -z argument, and what stderr must say of it.
REFUSED = {
    "sipcode,ladder sipcode.call.number==2": JUNK,
    "sipcode,ladderx": JUNK,
    "sipcode,ladder,svgx": JUNK,
    "sipcode,kpi;ip.src==1.2.3.4": JUNK,
    "sipcode,kpix": JUNK,
    "sipcode,callsx": JUNK,
    "sipcode,calls;sip": JUNK,
    "sipcode,calls,jsonx": JUNK,
    **{f"sipcode,{name},{NO_FILTER}": NO_FILTER
       for name in ("kpi", "ladder", "ladder,text", "ladder,mermaid", "ladder,svg", "calls", "calls,json")},
    "sipcode,ladder,no.such.field": "no.such.field",
    "sipcode,calls,json,no.such.field": "no.such.field",
}
TAKEN = [f"sipcode,{name}{behind}"
         for name in ("kpi", "ladder", "ladder,text", "ladder,mermaid", "ladder,svg", "calls", "calls,json")
         for behind in (",", ",sipcode.call.number == 1")]

ID = (str, type(None))
TIME = (float, type(None))
KEYS = {"number": int, "start": float, "from": ID, "to": ID, "outcome": str, "final": ID,
        "ring_delay": TIME, "setup_time": TIME, "duration": TIME, "ended_by": ID, "cause": ID,
        "warnings": int, "frame": int, "time": float, "code": (int, type(None)), "outcome_id": str,
        "ended_by_id": ID}


def report(sandbox, capture, argument):
    return sandbox.run(["-n", "-q", "-r", capture, "-o", "sipcode.language:en", "-z", argument])


# Arguments


def check_arguments(sandbox):
    for argument, sentence in REFUSED.items():
        try:
            report(sandbox, CALL, argument)
        except Failed as failure:
            if sentence not in str(failure).partition("\n")[2]:
                yield f"-z {argument}: refused, but not with {sentence!r}: {failure}"
        else:
            yield f"-z {argument}: not refused"
    for argument in TAKEN:
        report(sandbox, CALL, argument)


# JSON


def check_json(sandbox):
    merged = sandbox.scratch / "merged.pcapng"
    merge(sorted(sandbox.captures.rglob("*.pcap*")), merged)
    for call in json.loads(report(sandbox, str(merged), "sipcode,calls,json")):
        wrong = [key for key in call.keys() | KEYS if not isinstance(call.get(key, ()), KEYS.get(key, ()))]
        if wrong:
            yield f"call {call.get('number')}: {', '.join(wrong)}"
        if (call["code"] is None) != (call["final"] is None):
            yield f"call {call['number']}: a code, but no response, or the other way round"
    unanswered = json.loads(report(sandbox, "pcaps/flows/no-response.pcapng", "sipcode,calls,json"))
    if unanswered[0]["code"] is not None:
        yield f"no response, but code {unanswered[0]['code']}"


# XML


def check_svg(sandbox):
    svg, page = "{http://www.w3.org/2000/svg}svg", "{http://www.w3.org/1999/xhtml}html"
    for argument, root, drawings in (("sipcode,ladder,svg,sipcode.code == 999", svg, 1),
                                     ("sipcode,ladder,svg,sipcode.call.number == 1", svg, 1),
                                     ("sipcode,ladder,svg", page, 30)):
        document = ElementTree.fromstring(report(sandbox, "pcaps/all-codes.pcapng", argument))
        found = sum(1 for _ in document.iter(svg))
        if document.tag != root or found < drawings:
            yield f"-z {argument}: {document.tag} with {found} drawings"


# Captures of a message or two


class Scene:
    """A capture in SANDBOX to which messages are added."""

    def __init__(self, sandbox, name):
        self.path = sandbox.scratch / f"{name}.pcapng"
        self.capture = Capture(self.path)

    def add(self, seconds, source, destination, start_line, *headers, vias=None):
        method = start_line.split()[0]
        message = compose(start_line, [
            *(f"Via: SIP/2.0/UDP {host}:5060;branch=z9hG4bK{host}" for host in vias or [source]),
            *headers, "Call-ID: scene@example.com",
            *([] if any(line.startswith("CSeq:") for line in headers) else [f"CSeq: 1 {method}"])])
        self.capture.at(seconds)
        self.capture.add(ethernet(ip(source, destination, UDP, udp(source, destination, 5060, 5060, message))))

    def done(self):
        self.capture.__exit__()
        self.path.chmod(0o644)
        return str(self.path)


UE, CSCF = "192.0.2.1", "192.0.2.20"
NETWORK = "P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010019B01"
BOB, CONTACT = "sip:bob@example.com", f"sip:bob@{UE}:5060"
FROM, SELF = "From: <sip:alice@example.com>;tag=a", "From: <sip:bob@example.com>;tag=a"
TO = f"To: <{BOB}>"
NAMED, UNNAMED = [f"UE {UE}", f"P-CSCF {CSCF}"], [UE, CSCF]

# Name, who sends to whom, request line and headers, and who is named. A 200 from the other side, which
# names an access network, follows.
ROLES = [
    ("the UE's keep-alive cannot be told from the P-CSCF's", UE, CSCF, f"OPTIONS {BOB} SIP/2.0", [FROM, TO], UNNAMED),
    ("keep-alive of the P-CSCF", CSCF, UE, f"OPTIONS {CONTACT} SIP/2.0", [FROM, f"To: <{CONTACT}>"], UNNAMED),
    ("sec-agree", UE, CSCF, f"OPTIONS {BOB} SIP/2.0", [FROM, TO, "Proxy-Require: sec-agree"], NAMED),
    ("call of the UE", UE, CSCF, f"INVITE {BOB} SIP/2.0", [FROM, TO, "Max-Forwards: 70"], NAMED),
    ("call to the UE, begun anew", CSCF, UE, f"INVITE {CONTACT} SIP/2.0", [FROM, TO, "Max-Forwards: 70"], UNNAMED),
    ("call that a server begins anew", UE, CSCF, f"INVITE {BOB} SIP/2.0", [FROM, TO, "Max-Forwards: 66"], UNNAMED),
    ("registration", UE, CSCF, "REGISTER sip:example.com SIP/2.0", [SELF, TO, "Max-Forwards: 70"], NAMED),
    ("registration of the S-CSCF", UE, CSCF, "REGISTER sip:as.example.com SIP/2.0", [FROM, TO, "Max-Forwards: 70"],
     UNNAMED),
]


def check_roles(sandbox):
    for name, source, destination, start_line, headers, names in ROLES:
        scene = Scene(sandbox, "roles")
        method = start_line.split()[0]
        scene.add(0, source, destination, start_line, *headers, NETWORK)
        scene.add(0.02, destination, source, "SIP/2.0 200 OK", headers[0], headers[1] + ";tag=b",
                  f"CSeq: 1 {method}", NETWORK, vias=[source])
        ladder = report(sandbox, scene.done(), "sipcode,ladder,mermaid")
        found = [line.partition(" as ")[2] for line in ladder.splitlines() if "participant " in line]
        if sorted(found) != sorted(names):
            yield f"{name}: {found}, not {names}"


def check_times(sandbox):
    """A half of a millisecond, which no binary fraction is, is the same in all reports."""
    scene = Scene(sandbox, "times")
    scene.add(0, UE, CSCF, f"INVITE {BOB} SIP/2.0", FROM, TO)
    scene.add(1.0005, CSCF, UE, "SIP/2.0 200 OK", FROM, TO + ";tag=b", "CSeq: 1 INVITE", vias=[UE])
    path = scene.done()
    setup = json.loads(report(sandbox, path, "sipcode,calls,json"))[0]["setup_time"]
    found = {"calls": f"{setup:.3f}",
             "kpi": re.search(r"SRD .*?([\d.]+)$", report(sandbox, path, "sipcode,kpi"), re.MULTILINE).group(1),
             "ladder": re.search(r"^ *([\d.]+) s +#2", report(sandbox, path, "sipcode,ladder"), re.MULTILINE).group(1)}
    if set(found.values()) != {"1.001"}:
        yield f"1.0005 s is {found}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    options = parser.parse_args()
    failed = 0
    with Sandbox(options.plugin) as sandbox:
        for check in (check_arguments, check_json, check_svg, check_roles, check_times):
            for fault in check(sandbox):
                print(fault)
                failed += 1
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
