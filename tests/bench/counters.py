"""What a run of tshark costs: instructions, time and peak memory.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import re
import resource
import shutil
import subprocess
from typing import NamedTuple

from tshark import NOBODY, Failed


class Usage(NamedTuple):
    """One process, as the kernel saw it."""

    cpu: float  # seconds
    peak: int   # bytes


def run(sandbox, command, plugins):
    """Runs COMMAND with the plugins of a folder as nobody would, its output thrown away."""
    nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    environment = sandbox.environment() | {"WIRESHARK_PLUGIN_DIR": str(plugins)}
    with open(sandbox.folder / "errors", "w+b") as errors:
        process = subprocess.Popen(command, cwd=sandbox.folder, env=environment, stderr=errors,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **nobody)
        # wait4 gives the usage of this child alone; Popen.wait would not.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise Failed(f"{' '.join(command)}: exit status {process.returncode}\n"
                         + errors.read().decode(errors="replace"))
    return Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def peak_memory(sandbox, command, plugins):
    """Bytes of memory that the run held at its peak: the middle of three runs."""
    peak = sorted(run(sandbox, command, plugins).peak for _ in range(3))[1]
    # Until it starts the program, a child counts as large as its parent was.
    if peak <= resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024:
        raise Failed("peak memory cannot be told: the benchmark itself is larger than tshark")
    return peak


class Perf:
    """The processor counts, at full speed; for anyone, where kernel.perf_event_paranoid is 2 or less."""

    name = "perf"

    def instructions(self, sandbox, command, plugins):
        report = sandbox.scratch / "perf.csv"
        run(sandbox, ["perf", "stat", "-x,", "-e", "instructions:u", "-o", str(report), *command],
            plugins)
        # One line for each kind of core, where a processor has several.
        counts = re.findall(r"^(\d+),.*instructions", report.read_text(encoding="utf-8"), re.MULTILINE)
        if not counts:
            raise Failed("perf counts no instructions here")
        return sum(map(int, counts))

    def works(self, sandbox):
        """Tried as it will be used: not as root."""
        try:
            return bool(shutil.which("perf")
                        and self.instructions(sandbox, ["true"], sandbox.no_plugins))
        except Failed:
            return False


class Callgrind:
    """Valgrind counts, some forty times slower; that works in virtual machines, too."""

    name = "callgrind"

    def instructions(self, sandbox, command, plugins):
        report = sandbox.scratch / "callgrind.out"
        run(sandbox, ["valgrind", "--tool=callgrind", "--vgdb=no",
                      f"--callgrind-out-file={report}", *command], plugins)
        total = re.search(r"^(?:summary|totals): (\d+)", report.read_text(encoding="utf-8"),
                          re.MULTILINE)
        report.unlink()
        return int(total[1])

    def works(self, _sandbox):
        return bool(shutil.which("valgrind"))


def choose(name, sandbox):
    """The counter of that name; "auto" takes the first that works here."""
    for counter in (Perf(), Callgrind()):
        if name in ("auto", counter.name) and counter.works(sandbox):
            return counter
    raise Failed("neither perf nor valgrind counts instructions here" if name == "auto"
                 else f"{name} counts no instructions here")
