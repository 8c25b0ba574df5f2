#!/usr/bin/env python3
"""Nothing of Wireshark's own output changes but by our lines: -V and -w with the plugin and without,
for every capture of a folder, one pass and -2.

usage: unharmed.py --plugin FILE [FOLDER]
SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import pathlib
import re
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tshark import PCAPS, SKIPPED, Failed, Sandbox  # noqa: E402

# Without this preference the ESP captures show no SIP at all.
PREFERENCES = ["-o", "esp.enable_null_encryption_decode_heuristic:TRUE", "-o", "sipcode.language:en"]
TITLE = re.compile(r"\[SIP response: ")


def without_ours(text):
    """The packet trees without our subtrees: from our title to the next line that is not indented."""
    kept, ours = [], False
    for line in text.splitlines():
        if TITLE.match(line):
            ours = True
        elif not line.startswith(" "):
            ours = False
        if not ours:
            kept.append(line)
    return kept


def check(sandbox, capture, passes):
    name = f"pcaps/{capture.name}"
    stock_preferences = PREFERENCES[:2]
    ours = sandbox.run([*passes, "-n", "-r", name, "-V", *PREFERENCES])
    stock = sandbox.run([*passes, "-n", "-r", name, "-V", *stock_preferences], plugin=False)
    if without_ours(ours) != stock.splitlines():
        raise Failed(f"{name} {passes}: -V differs in more than our lines")
    written = []
    for plugin in (True, False):
        target = sandbox.scratch / f"{plugin}.pcapng"
        sandbox.run([*passes, "-n", "-r", name, "-w", str(target), *stock_preferences],
                    plugin=plugin)
        written.append(target.read_bytes())
        target.unlink()
    if written[0] != written[1]:
        raise Failed(f"{name} {passes}: -w differs")
    return ours.count("\n[SIP response: ")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=PCAPS)
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"skipped: no {options.folder}")
        return SKIPPED
    failed = shown = 0
    with Sandbox(options.plugin, options.folder) as sandbox:
        for capture in sorted(sandbox.captures.glob("*.pcap*")):
            for passes in ([], ["-2"]):
                try:
                    shown += check(sandbox, capture, passes)
                except Failed as failure:
                    print(failure)
                    failed += 1
    print(f"{shown} explanations, {failed} failed")
    return 1 if failed or not shown else 0


if __name__ == "__main__":
    sys.exit(main())
