#!/usr/bin/env python3
"""What the plugin costs: tshark with it and without, as tables in Markdown.

Instructions, not times: they hardly differ from run to run, whatever else the machine does. Captures
are made anew each time. A missed bar is shown; it is no failure.

usage: bench.py --plugin FILE [--json FILE] [--quick] [--counter auto|perf|callgrind]
                [--messages N] [--sizes N,N] [--memory-sizes N,N]
SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time
from typing import NamedTuple

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "support"), str(TESTS / "scenarios")]
import captures  # noqa: E402
import counters  # noqa: E402
import report  # noqa: E402
import traffic  # noqa: E402
from tshark import PCAPS, Failed, Sandbox  # noqa: E402

NO_SIP, VOLTE, MIX = "no SIP", "VoLTE calls", "calls, logins, refusals"
SCRIPTS = {VOLTE: ["volte-call"], MIX: ["basic-call", "register-digest", "declined"]}
NO_SIP_PACKETS = 20_000
ONE_CALL = 14  # messages: what is only set up when SIP comes is set up then

# The bars, as the project set them: per cent, milliseconds, times, bytes.
BARS = {NO_SIP: 2, "packet list": 4, "-Y sip": 4, "-V": 6}
START_BAR, GROWTH_BAR, MEMORY_BAR = 3, 1.1, 600
GROWTH_FROM = 40_000  # messages: below, the first ones weigh too much


class Case(NamedTuple):
    """A capture read in some way; PLUGIN is what stock tshark is compared with."""

    capture: str
    view: str
    plugin: str = "sipcode"

    @property
    def options(self):
        chosen = [] if self.view == "packet list" else self.view.split()
        return chosen + (["--enable-protocol", "transum"] if self.plugin == "TRANSUM" else [])

    @property
    def bar(self):
        if self.plugin != "sipcode":
            return None
        return BARS[NO_SIP] if self.capture == NO_SIP else BARS.get(self.view)


CASES = [
    *(Case(NO_SIP, view) for view in ("packet list", "-2", "-V")),
    *(Case(capture, view) for capture in SCRIPTS for view in ("packet list", "-Y sip", "-V", "-2")),
    *(Case(capture, "packet list", "TRANSUM") for capture in (NO_SIP, VOLTE)),
]


class Bench:
    """The sandbox, its captures, and what was measured once already."""

    def __init__(self, sandbox, counter):
        self.sandbox = sandbox
        self.counter = counter
        self.decode = []
        self.counted = {}
        self.folders = {None: sandbox.no_plugins, "sipcode": sandbox.plugins}
        transum = installed("transum.so")
        if transum:
            # A folder of its own: the other stock plugins stay away, as from stock tshark.
            self.folders["TRANSUM"] = shutil.copytree(
                sandbox.plugins, sandbox.folder / "transum", ignore=shutil.ignore_patterns("*.so"))
            shutil.copy(transum, next(self.folders["TRANSUM"].rglob("epan")))

    def path(self, name, count):
        return self.sandbox.folder / f"{name} {count}.pcap"

    def write(self, name, count, packets):
        captures.write(self.path(name, count), packets)
        self.path(name, count).chmod(0o644)

    def capture(self, name, count):
        """The path of a SIP capture; made when it is wanted first."""
        if not self.path(name, count).exists():
            scripts = [captures.script(PCAPS / f"{script}.pcapng") for script in SCRIPTS[name]]
            self.write(name, count, captures.sip(scripts, count))
        return self.path(name, count)

    def record_no_sip(self):
        """Makes the capture without SIP; says what it is."""
        folder = self.sandbox.folder / "traffic"
        folder.mkdir()
        recorded, what, self.decode = traffic.no_sip(folder)
        self.write(NO_SIP, NO_SIP_PACKETS, captures.repeated(recorded, NO_SIP_PACKETS))
        return what

    def command(self, name, count, options=()):
        decode = self.decode if name == NO_SIP else []
        return ["tshark", "-n", "-r", str(self.capture(name, count)), *decode, *options]

    def instructions(self, plugin, name, count, options=()):
        command = self.command(name, count, options)
        key = plugin, *command
        if key not in self.counted:
            begin = time.monotonic()
            self.counted[key] = self.counter.instructions(self.sandbox, command, self.folders[plugin])
            tell(f"{self.counted[key] / 1e6:12,.1f} M, {time.monotonic() - begin:5.0f} s: "
                 f"{plugin or 'stock'}, {count:,} of {name} {' '.join(options)}")
        return self.counted[key]

    def start(self, plugin):
        """Instructions on a capture without packets."""
        options = ["--enable-protocol", "transum"] if plugin == "TRANSUM" else []
        return self.instructions(plugin, VOLTE, 0, options)

    def peak(self, plugin, name, count):
        return counters.peak_memory(self.sandbox, self.command(name, count), self.folders[plugin])


def installed(name):
    """A plugin that came with Wireshark, or None."""
    folders = subprocess.run(["tshark", "-G", "folders"], capture_output=True, text=True, check=True)
    place = re.search(r"^Global Plugins:\s*(.+)", folders.stdout, re.MULTILINE)
    path = pathlib.Path(place[1]) / "epan" / name if place else None
    return path if path and path.exists() else None


def tell(text):
    print(text, file=sys.stderr, flush=True)


# What is measured: each gives rows of plain values, for JSON and for a table

def measure_start(bench, rounds):
    """A capture without packets, and one with a single call; the bar is for the first."""
    rows = []
    for what, count, bar in (("no packet", 0, START_BAR), ("one call", ONE_CALL, None)):
        sides = None, "sipcode"
        rows.append({"what": what, "bar": bar, **times(bench, count, rounds),
                     "instructions": [bench.instructions(side, VOLTE, count) for side in sides],
                     "peak": [bench.peak(side, VOLTE, count) for side in sides]})
    return rows


def times(bench, count, rounds):
    """Milliseconds of processor time: the middle of as many pairs of runs, taken in turn, so that
    load strikes both alike; and of their difference, with twice its standard error."""
    command = bench.command(VOLTE, count)
    pairs = [[counters.run(bench.sandbox, command, bench.folders[side]).cpu * 1000
              for side in (None, "sipcode")] for _ in range(rounds)]
    more = [ours - stock for stock, ours in pairs]
    low, _, high = statistics.quantiles(more, n=4)
    return {"ms": [statistics.median(side) for side in zip(*pairs)],
            "ms_more": statistics.median(more), "doubt": 2 * 0.93 * (high - low) / rounds**0.5}


def measure_cases(bench, messages):
    rows = []
    for case in CASES:
        if case.plugin not in bench.folders:
            continue
        count = NO_SIP_PACKETS if case.capture == NO_SIP else messages
        # TRANSUM's switch is known to stock tshark only when the plugin is there.
        stock_options = Case(case.capture, case.view).options
        stock = bench.instructions(None, case.capture, count, stock_options)
        ours = bench.instructions(case.plugin, case.capture, count, case.options)
        whole = (ours / stock - 1) * 100
        alone = ((ours - bench.start(case.plugin)) / (stock - bench.start(None)) - 1) * 100
        rows.append(case._asdict() | {"packets": count, "instructions": [stock, ours], "over": whole,
                                      "alone": alone, "bar": case.bar})
    return rows


def measure_growth(bench, sizes):
    """Instructions a message, both starts taken off."""
    rows = []
    for name in SCRIPTS:
        before = None
        for size in sizes:
            totals = [bench.instructions(plugin, name, size) - bench.start(plugin)
                      for plugin in (None, "sipcode")]
            row = {"capture": name, "messages": size, "totals": totals,
                   "a_message": [total / size for total in totals]}
            rows.append(row | grown(before, row))
            before = row
    return rows


def grown(before, row):
    """Against the size before: how many times the cost, with the plugin and of the plugin alone;
    and what each further message cost the plugin."""
    if not before:
        return {"growth": None, "further": None, "bar": None}
    (old_stock, old), (stock, ours) = before["a_message"], row["a_message"]
    own = [totals[1] - totals[0] for totals in (before["totals"], row["totals"])]
    return {"growth": [ours / old, (ours - stock) / (old - old_stock)],
            "further": (own[1] - own[0]) / (row["messages"] - before["messages"]),
            "bar": GROWTH_BAR if before["messages"] >= GROWTH_FROM else None}


def measure_memory(bench, sizes, one_call):
    """Bytes a message over stock, what the plugin holds after one call taken off."""
    rows = []
    for name in SCRIPTS:
        for size in sizes:
            peak = [bench.peak(side, name, size) for side in (None, "sipcode")]
            over = (peak[1] - peak[0]) - (one_call[1] - one_call[0])
            rows.append({"capture": name, "messages": size, "peak": peak, "a_message": over / size,
                         "bar": MEMORY_BAR})
            tell(f"memory: {size:,} of {name}: {over / size:,.0f} bytes a message")
    return rows


def sizes(text):
    return sorted(int(word) for word in text.split(","))


def options():
    parser = argparse.ArgumentParser(
        description="What the plugin costs: tshark with it and without, as tables in Markdown.")
    parser.add_argument("--plugin", required=True, help="the sipcode.so that was built")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the results there, too")
    parser.add_argument("--quick", action="store_true", help="4,000 messages only, some ten minutes")
    parser.add_argument("--counter", choices=("auto", "perf", "callgrind"), default="auto")
    parser.add_argument("--messages", type=int, metavar="N", help="of the SIP captures (20000)")
    parser.add_argument("--sizes", type=sizes, metavar="N,N",
                        help="for the growth of instructions (4000,40000; the bar needs 40000,400000)")
    parser.add_argument("--memory-sizes", type=sizes, metavar="N,N", help="(4000,40000,400000)")
    chosen = parser.parse_args()
    defaults = {"messages": (20_000, 4_000), "sizes": ([4_000, 40_000], [4_000]),
                "memory_sizes": ([4_000, 40_000, 400_000], [4_000])}
    for name, (full, quick) in defaults.items():
        if getattr(chosen, name) is None:
            setattr(chosen, name, quick if chosen.quick else full)
    return chosen


def measure(chosen, bench):
    begin = time.monotonic()
    result = {"tshark": version(), "counter": bench.counter.name,
              "no_sip": bench.record_no_sip()}
    result["start"] = measure_start(bench, 41 if chosen.quick else 101)
    result["cases"] = measure_cases(bench, chosen.messages)
    result["growth"] = measure_growth(bench, chosen.sizes)
    result["memory"] = measure_memory(bench, chosen.memory_sizes, result["start"][-1]["peak"])
    return result | {"seconds": round(time.monotonic() - begin)}


def version():
    shown = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=True)
    return re.search(r"\d+\.\d+\.\d+", shown.stdout)[0]


def main():
    chosen = options()
    try:
        with Sandbox(chosen.plugin) as sandbox:
            counter = counters.choose(chosen.counter, sandbox)
            result = measure(chosen, Bench(sandbox, counter))
    except Failed as failure:
        print(f"cannot measure: {failure}", file=sys.stderr)
        return 1
    if chosen.json:
        chosen.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print("\n".join(report.show(result)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
