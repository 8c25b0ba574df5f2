#!/usr/bin/env python3
"""A bad row of the user's own codes is refused with a sentence that says what is wrong.

usage: own_codes.py --plugin FILE
SPDX-License-Identifier: GPL-2.0-or-later
"""

import pathlib
import subprocess
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "support"))
from tshark import NOBODY, Sandbox  # noqa: E402

# Row, and what the sentence must say. Bytes, since not all of them are UTF-8.
BAD = {
    b'"99","","x","","","warn"': '"99" is no SIP status code',
    b'"700","","x","","","warn"': "must be a number from 100 to 699",
    b'"60x","","x","","","warn"': '"60x" is no SIP status code',
    b'"","","x","","","warn"': "is no SIP status code",
    b'"603","","","","","warn"': "The name is empty",
    b'"603",""," ","","","warn"': "The name is empty",
    b'"603","","x","","","fatal"': '"fatal" is no severity',
    b'"603","IN VITE","x","","","warn"': "The method must be a name",
    b'"603","","\xff\xfe","","","warn"': "not valid UTF-8",
    b'"603","","' + b"x" * 2001 + b'","","","warn"': "longer than 2000 bytes",
}


def refusal(sandbox, row):
    ran = subprocess.run(["tshark", "-r", "pcaps/declined.pcapng", "-o", b"uat:sipcode_codes:" + row],
                         env=sandbox.environment(), cwd=sandbox.folder, capture_output=True, check=False,
                         user=NOBODY, group=NOBODY, extra_groups=[])
    return "" if ran.returncode == 0 else ran.stderr.decode("utf-8", "replace")


def main():
    failed = 0
    with Sandbox(sys.argv[sys.argv.index("--plugin") + 1]) as sandbox:
        for row, sentence in BAD.items():
            said = refusal(sandbox, row)
            if sentence not in said:
                print(f"{row[:60]}: said {said[:200]!r}, not {sentence!r}")
                failed += 1
    print(f"{len(BAD)} bad rows, {failed} not refused rightly")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
