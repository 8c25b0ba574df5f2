#!/usr/bin/env python3
"""Nothing of Wireshark's own output changes but by our lines: -V and -w with the plugin and without,
for every capture of a folder, one pass and -2.

usage: unharmed.py --plugin FILE [FOLDER]
SPDX-License-Identifier: GPL-2.0-or-later
"""

import pathlib
import re
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tshark import Failed, over_captures  # noqa: E402

# Without this preference the ESP captures show no SIP at all.
PREFERENCES = ["-o", "esp.enable_null_encryption_decode_heuristic:TRUE", "-o", "sipcode.language:en"]
TITLE = re.compile(r"\[SIP (response|request): ")


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


def check(sandbox, name, passes):
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
    return len(re.findall(r"^\[SIP re", ours, re.MULTILINE))


if __name__ == "__main__":
    sys.exit(over_captures(check, "explanations"))
