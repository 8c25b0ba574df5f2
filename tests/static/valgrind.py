#!/usr/bin/env python3
"""memcheck over one tshark run with the plugin: valgrind.py --plugin FILE

Fails on an error, or a definite or possible loss, with a function of the plugin on its stack; what
tshark does elsewhere is not ours. Exit status 77: no valgrind. SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import pathlib
import shutil
import sys
import xml.etree.ElementTree

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tshark import PCAPS, SKIPPED, Sandbox, merge

# Every response of the registry, and a long flow with details of the network.
CAPTURES = ("all-codes.pcapng", "volte-call.pcapng")
# Each block of Wireshark's allocator is one of malloc, so that memcheck sees where it ends; and the
# plugin stays loaded, so that its functions have names when losses are told.
ENVIRONMENT = {"WIRESHARK_DEBUG_WMEM_OVERRIDE": "simple", "G_SLICE": "always-malloc"}
MEMCHECK = ("--quiet", "--leak-check=full", "--show-leak-kinds=definite,possible",
            "--errors-for-leak-kinds=definite,possible", "--num-callers=40", "--keep-debuginfo=yes",
            "--xml=yes")


def ours(error, plugin):
    """Has the error a function of the plugin on one of its stacks? An unloaded one has no object."""
    sources = str(pathlib.Path(__file__).resolve().parents[2] / "plugin")
    return any(frame.findtext("obj", "").endswith(plugin)
               or frame.findtext("dir", "").startswith(sources) for frame in error.iter("frame"))


def describe(error):
    what = error.findtext("what") or error.findtext("xwhat/text")
    frames = [f"    {frame.findtext('fn', '?')} ({frame.findtext('file', '?')}:"
              f"{frame.findtext('line', '?')})" for frame in error.find("stack")]
    return "\n".join([f"{error.findtext('kind')}: {what}", *frames])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    plugin = pathlib.Path(parser.parse_args().plugin)
    if not shutil.which("valgrind"):
        print("skipped: no valgrind")
        return SKIPPED
    with Sandbox(plugin) as sandbox:
        capture, told = sandbox.scratch / "two.pcapng", sandbox.scratch / "told.xml"
        merge([PCAPS / name for name in CAPTURES], capture)
        text = sandbox.run([*MEMCHECK, f"--xml-file={told}", "tshark", "-2", "-V", "-r",
                            str(capture)],
                           environment=ENVIRONMENT, program="valgrind")
        errors = xml.etree.ElementTree.parse(told).findall("error")
    explained = text.count("[SIP response: ")
    found = [error for error in errors if ours(error, plugin.name)]
    print("\n".join(describe(error) for error in found))
    print(f"{explained} responses explained, {len(errors)} errors, {len(found)} of them ours")
    return 1 if found or not explained else 0


if __name__ == "__main__":
    sys.exit(main())
