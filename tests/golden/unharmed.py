#!/usr/bin/env python3
"""Nothing of Wireshark's own output changes but by our lines, for every capture of a folder: with the
plugin, without it, and with it disabled; one pass and -2.

usage: unharmed.py --plugin FILE [FOLDER]
SPDX-License-Identifier: GPL-2.0-or-later
"""

import pathlib
import re
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tshark import Failed, over_captures  # noqa: E402

# Without this preference the ESP captures show no SIP at all.
STOCK = ["-o", "esp.enable_null_encryption_decode_heuristic:TRUE"]
OURS = [*STOCK, "-o", "sipcode.language:en"]
DISABLED = [*STOCK, "--disable-protocol", "sipcode"]
TITLE = re.compile(r"\[SIP (response|request): ")
SIP_FIELDS = ["Method", "Status-Code", "CSeq", "Call-ID", "From", "To", "Via", "Contact", "response-time",
              "resend", "resend-original", "release-time"]


def tree(text):
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


def pdml(text):
    """PDML without our protocol and without the time at which it was made."""
    text = re.sub(r'  <proto name="sipcode".*?\n  </proto>\n', "", text, flags=re.DOTALL)
    return [line for line in text.splitlines() if "capture_file" not in line and "time=" not in line[:80]]


def experts(text):
    """-z expert without what is ours, the counts of severities, and the lines around them."""
    return [line for line in text.splitlines() if line[:1] == " " and " SIPcode " not in line
            and "Frequency" not in line]


def lines(text):
    return text.splitlines()


# What is compared: arguments of tshark, and what to leave out of the output with the plugin.
OUTPUTS = {
    "-V": (["-V"], tree),
    "PDML": (["-T", "pdml"], pdml),
    "fields": (["-T", "fields", *(word for field in SIP_FIELDS for word in ("-e", "sip." + field))], lines),
    "sip,stat": (["-q", "-z", "sip,stat"], lines),
    "expert": (["-q", "-z", "expert"], experts),
}


def compare(sandbox, name, passes, what):
    arguments, ours = OUTPUTS[what]
    command = [*passes, "-n", "-r", name, *arguments]
    stock = ours(sandbox.run([*command, *STOCK], plugin=False))
    if ours(sandbox.run([*command, *OURS])) != stock:
        raise Failed(f"{name} {passes}: {what} differs in more than our lines")


def compare_written(sandbox, name, passes):
    written = []
    for plugin in (True, False):
        target = sandbox.scratch / f"{plugin}.pcapng"
        sandbox.run([*passes, "-n", "-r", name, "-w", str(target), *STOCK], plugin=plugin)
        written.append(target.read_bytes())
        target.unlink()
    if written[0] != written[1]:
        raise Failed(f"{name} {passes}: -w differs")


def compare_disabled(sandbox, name, passes):
    command = [*passes, "-n", "-r", name, "-V"]
    if sandbox.run([*command, *DISABLED]) != sandbox.run([*command, *STOCK], plugin=False):
        raise Failed(f"{name} {passes}: something of ours runs although the protocol is disabled")


def check(sandbox, name, passes):
    compare(sandbox, name, passes, "-V")
    compare_written(sandbox, name, passes)
    return 2


def check_together(sandbox, name, passes):
    """The rest, of all captures in one."""
    for what in OUTPUTS:
        compare(sandbox, name, passes, what)
    compare_disabled(sandbox, name, passes)
    return len(OUTPUTS) + 1


if __name__ == "__main__":
    sys.exit(over_captures(check, "comparisons", check_together))
