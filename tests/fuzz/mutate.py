#!/usr/bin/env python3
"""tshark with the plugin over captures that chance has spoiled: mutate.py --plugin FILE

Each round changes bytes of all captures (editcap -E) and cuts some by a snap length (editcap -s), and
reads the result twice: one pass, and two with the whole tree (-2 -V). The plugin should be one with
AddressSanitizer (SIPCODE_PRELOAD names its library). Where that fails, Wireshark without the plugin
reads the same: what fails there, too, is not the plugin's. A failing capture is cut to few packets
and kept in --keep; once it is understood it goes to found/tshark/, where each run begins.

By hand: mutate.py --plugin FILE --rounds 200 --first 1000 ../captures
SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "support"))
from tshark import PCAPS, Failed, Sandbox, merge  # noqa: E402

FOUND = HERE / "found" / "tshark"
HEADERS = 42    # Ethernet, IPv4 and UDP: spoiled, they would hide what is behind them
PASSES = [["-o", "sipcode.language:en"], ["-2", "-V", "-o", "sipcode.language:zh_CN"]]
# Of editcap: by turns, so that each seed of a long run is spoiled in its own way
SPOILS = [
    ["-E", "0.002", "-o", str(HEADERS)],
    ["-E", "0.01", "-o", str(HEADERS)],
    ["-E", "0.02"],
    ["-E", "0.05", "-o", str(HEADERS + 40)],
    ["-E", "0.001", "-o", str(HEADERS), "-s", "400"],
    ["-s", "300"],
    ["-s", "90"],
    ["-E", "0.005", "-o", str(HEADERS), "-s", "1000"],
]
REPORTS = ["-q", "-z", "expert"] + [word for report in ("calls", "tree", "ladder", "kpi")
                                    for word in ("-z", f"sipcode,{report}")]
HALVINGS_MAX = 24


class Reader:
    """tshark over a capture, with the plugin or without."""

    def __init__(self, sandbox):
        self.sandbox = sandbox

    def failure(self, capture, args, plugin=True):
        """What tshark died of; None: it did not."""
        reports = REPORTS if plugin and "-V" not in args else []
        options = args if plugin else [arg for arg in args if not arg.startswith("sipcode") and arg != "-o"]
        try:
            self.sandbox.run(["-n", "-r", str(capture), *reports, *options], plugin=plugin, text=False)
        except (Failed, subprocess.TimeoutExpired) as failure:
            return str(failure)
        return None


def editcap(args, source, target, *packets):
    subprocess.run(["editcap", *args, str(source), str(target), *packets], check=True, capture_output=True)
    target.chmod(0o644)


def count(capture):
    text = subprocess.run(["capinfos", "-Mc", str(capture)], check=True, capture_output=True, text=True).stdout
    return int(re.search(r"Number of packets:\s*(\d+)", text)[1])


def reduce(reader, capture, args):
    """The capture cut to fewer packets that still fail."""
    part = capture.with_name("part.pcapng")
    for _ in range(HALVINGS_MAX):
        packets = count(capture)
        half = packets // 2
        for selection in (f"1-{half}", f"{half + 1}-{packets}"):
            if half == 0:
                return
            editcap(["-r"], capture, part, selection)
            if reader.failure(part, args):
                shutil.copy(part, capture)
                break
        else:
            return


def check(reader, capture, name, keep):
    """1: the capture fails with the plugin alone; 0: it does not."""
    failures = 0
    for args in PASSES:
        report = reader.failure(capture, args)
        if not report:
            continue
        if reader.failure(capture, args, plugin=False):
            print(f"{name}: fails without the plugin, too")
            continue
        failures += 1
        print(f"{name}: {report[-4000:]}")
        reduce(reader, capture, args)
        shutil.copy(capture, keep / f"{name}.pcapng")
        break
    return failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--rounds", type=int, default=len(SPOILS))
    parser.add_argument("--first", type=int, default=1, help="seed of the first round")
    parser.add_argument("--seconds", type=int, help="begin no round after so many")
    parser.add_argument("--keep", type=pathlib.Path, default=pathlib.Path("."))
    parser.add_argument("folders", nargs="*", type=pathlib.Path, help="more captures than those of pcaps/")
    options = parser.parse_args()
    begin, packets, failed, rounds = time.monotonic(), 0, 0, 0
    with Sandbox(options.plugin) as sandbox:
        reader, spoiled = Reader(sandbox), sandbox.scratch / "spoiled.pcapng"
        for capture in sorted(FOUND.glob("*.pcap*")):
            shutil.copy(capture, spoiled)
            spoiled.chmod(0o644)
            failed += check(reader, spoiled, capture.stem, options.keep)
        captures = [path for folder in [PCAPS, *options.folders] for path in sorted(folder.rglob("*.pcap*"))]
        whole = sandbox.scratch / "whole.pcapng"
        merge(captures, whole)
        for seed in range(options.first, options.first + options.rounds):
            if options.seconds and time.monotonic() - begin > options.seconds:
                break
            spoil = SPOILS[seed % len(SPOILS)]
            editcap([*spoil, "--seed", str(seed)], whole, spoiled)
            packets += count(spoiled) * len(PASSES)
            failed += check(reader, spoiled, f"seed-{seed}", options.keep)
            rounds += 1
    print(f"{rounds} rounds, {packets} packets, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
