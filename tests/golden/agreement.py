#!/usr/bin/env python3
"""Our codes are Wireshark's codes: in every frame of every capture of a folder sipcode.code has the
values of sip.Status-Code, one pass and -2.

The one exception is meant: a response that an ICMP error quotes is not explained.

usage: agreement.py --plugin FILE [FOLDER]
SPDX-License-Identifier: GPL-2.0-or-later
"""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tshark import Failed, over_captures  # noqa: E402


def check(sandbox, name, passes):
    text = sandbox.run([*passes, "-n", "-r", name,
                        "-o", "esp.enable_null_encryption_decode_heuristic:TRUE",
                        "-Y", "(sip.Status-Code and not icmp) or sipcode.code", "-T", "fields",
                        "-e", "frame.number", "-e", "sip.Status-Code", "-e", "sipcode.code"])
    rows = [line.split("\t") for line in text.splitlines()]
    wrong = [f"{name} {passes} frame {number}: SIP {sip}, ours {ours}"
             for number, sip, ours in rows if sip != ours]
    if wrong:
        raise Failed("\n".join(wrong))
    return len(rows)


if __name__ == "__main__":
    sys.exit(over_captures(check, "frames"))
