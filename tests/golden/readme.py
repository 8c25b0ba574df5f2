#!/usr/bin/env python3
"""The README shows what tshark prints: replays the console blocks of a README.

A line "$ tshark ..." in a ```console block is run by the shell; below it stands what it must print.

usage: readme.py --plugin FILE [--regen] README...
SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import pathlib
import re
import sys

from run import diff
from tshark import Sandbox

BLOCK = re.compile(r"(?<=^```console\n)(\$ tshark [^\n]*\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--regen", action="store_true")
    parser.add_argument("readmes", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    failed = 0
    with Sandbox(options.plugin) as sandbox:
        def replay(block):
            command = block.group(1)
            output = sandbox.run(["-c", command.removeprefix("$ ")], program="sh")
            return command + "\n".join(line.rstrip() for line in output.strip("\n").split("\n")) + "\n"

        for path in options.readmes:
            expected = path.read_text(encoding="utf-8")
            actual, blocks = BLOCK.subn(replay, expected)
            if options.regen:
                path.write_text(actual, encoding="utf-8")
            elif actual != expected or not blocks:
                print(diff(expected, actual) or f"{path.name}: no console block", end="")
                failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
