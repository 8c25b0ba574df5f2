"""tshark with the plugin that was just built and nothing else of the user's.

tshark run as root ignores WIRESHARK_PLUGIN_DIR and personal plugins, and so would silently test
nothing; as root it is started as nobody. Plugin and captures are copied to a folder that nobody can
read. SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

NOBODY = 65534
PCAPS = pathlib.Path(__file__).resolve().parents[2] / "pcaps"
SKIPPED = 77  # CTest's SKIP_RETURN_CODE


class Sandbox:
    """A folder with the plugin and captures; a context manager that removes it."""

    def __init__(self, plugin, captures=PCAPS):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sipcode-"))
        self.folder.chmod(0o755)
        self.plugins = self.folder / "plugins"
        self.no_plugins = self.folder / "none"
        place = self.plugins / wireshark_series() / "epan"
        place.mkdir(parents=True)
        self.no_plugins.mkdir()
        shutil.copy(plugin, place)
        self.captures = self.folder / "pcaps"
        shutil.copytree(captures, self.captures)
        self.scratch = self.folder / "scratch"
        self.scratch.mkdir()
        self.scratch.chmod(0o777)
        for path in self.folder.rglob("*"):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def environment(self, plugin=True):
        return {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "WIRESHARK_PLUGIN_DIR": str(self.plugins if plugin else self.no_plugins),
            "WIRESHARK_EXTCAP_DIR": str(self.no_plugins),
            "WIRESHARK_ABORT_ON_DISSECTOR_BUG": "1",
            # A plugin with AddressSanitizer needs its library first; tshark's own leaks are not ours.
            "LD_PRELOAD": os.environ.get("SIPCODE_PRELOAD", ""),
            "ASAN_OPTIONS": "detect_leaks=0",
        }

    def run(self, args, plugin=True, environment=(), text=True, program="tshark"):
        """Output of tshark ARGS, run where pcaps/ holds the captures. Raises Failed when it fails."""
        nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [program, *args], cwd=self.folder, env=self.environment(plugin) | dict(environment),
            stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False, **nobody)
        if done.returncode != 0:
            raise Failed(f"{program} {' '.join(args)}: exit status {done.returncode}\n"
                         + done.stderr.decode(errors="replace"))
        return done.stdout.decode() if text else done.stdout


def merge(captures, target):
    """All captures as one, in the order of time."""
    subprocess.run(["mergecap", "-w", target, *captures], check=True, capture_output=True)
    target.chmod(0o644)


def over_captures(check, what, check_together=None):
    """The main function of a test over every capture of a folder, one pass and -2.

    CHECK(sandbox, name, passes) gives how many of WHAT it looked at, or raises Failed; CHECK_TOGETHER
    does the same for all captures in one.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=PCAPS)
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"skipped: no {options.folder}")
        return SKIPPED
    seen = failed = 0
    with Sandbox(options.plugin, options.folder) as sandbox:
        captures = sorted(sandbox.captures.rglob("*.pcap*"))
        jobs = [(check, str(capture.relative_to(sandbox.folder))) for capture in captures]
        if check_together:
            merged = sandbox.scratch / "merged.pcapng"
            merge(captures, merged)
            jobs.append((check_together, str(merged)))
        for job, name in jobs:
            for passes in ([], ["-2"]):
                try:
                    seen += job(sandbox, name, passes)
                except Failed as failure:
                    print(failure)
                    failed += 1
    print(f"{seen} {what}, {failed} failed")
    return 1 if failed or not seen else 0


class Failed(Exception):
    """What a test found; the text says it."""


def wireshark_series():
    """X.Y of the tshark on the path."""
    version = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=True)
    return re.search(r"(\d+\.\d+)\.\d+", version.stdout).group(1)
