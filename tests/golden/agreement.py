#!/usr/bin/env python3
"""Our codes are Wireshark's codes: in every frame of every capture of a folder sipcode.code has the
values of sip.Status-Code, one pass and -2.

The one exception is meant: a response that an ICMP error quotes is not explained.

usage: agreement.py --plugin FILE [FOLDER]
SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tshark import PCAPS, SKIPPED, Sandbox  # noqa: E402


def rows(sandbox, capture, passes):
    text = sandbox.run([*passes, "-n", "-r", f"pcaps/{capture.name}",
                        "-o", "esp.enable_null_encryption_decode_heuristic:TRUE",
                        "-Y", "(sip.Status-Code and not icmp) or sipcode.code", "-T", "fields",
                        "-e", "frame.number", "-e", "sip.Status-Code", "-e", "sipcode.code"])
    return [line.split("\t") for line in text.splitlines()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=PCAPS)
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"skipped: no {options.folder}")
        return SKIPPED
    failed = frames = 0
    with Sandbox(options.plugin, options.folder) as sandbox:
        for capture in sorted(sandbox.captures.glob("*.pcap*")):
            for passes in ([], ["-2"]):
                for number, sip, ours in rows(sandbox, capture, passes):
                    frames += 1
                    if sip != ours:
                        print(f"{capture.name} {passes} frame {number}: SIP {sip}, ours {ours}")
                        failed += 1
    print(f"{frames} frames, {failed} differ")
    return 1 if failed or not frames else 0


if __name__ == "__main__":
    sys.exit(main())
