#!/usr/bin/env python3
"""Runs the libFuzzer targets of a build folder: fuzz.py FOLDER

Without options each runs as often as a test may take, with the same inputs each time. By hand, for
as long as you like, keeping what is found:

    fuzz.py FOLDER --seconds 3600 --corpus ~/sipcode-corpus [--target session]

An input that fails is written into --corpus (or the folder that the last line names); once it is
understood it goes to found/TARGET/ under a name that says what it is. Exit status 77: no targets,
since clang or its runtime is not there. SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import corpus

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77

# Executions of a short run, together under two minutes of a slow core, and the largest input, in bytes.
# The targets must not take more memory than this at once, whatever the input, in MiB.
RUNS = {"scan": 60000, "details": 40000, "session": 15000, "ladder": 1000}
LARGEST = {"scan": 9000, "details": 9000, "session": 17000, "ladder": 6000}
ALLOCATION_MAX, MEMORY_MAX = 16, 1024

LAST = re.compile(r"#(\d+)\s+(?:DONE|pulse|NEW|REDUCE|RELOAD|INITED)\s+cov: (\d+) ft: (\d+) corp: (\d+)")


def command(folder, target, corpora, limit):
    found = corpora / "found" / target
    found.mkdir(parents=True, exist_ok=True)
    seeds = [str(place) for place in (corpora / target, HERE / "found" / target) if place.is_dir()]
    return [str(folder / f"fuzz-{target}"), *limit, f"-max_len={LARGEST[target]}", "-timeout=10",
            f"-malloc_limit_mb={ALLOCATION_MAX}", f"-rss_limit_mb={MEMORY_MAX}",
            f"-dict={HERE / 'sip.dict'}", f"-artifact_prefix={found}/", *seeds]


def run(folder, target, corpora, limit):
    """False: the target found something."""
    done = subprocess.run(command(folder, target, corpora, limit), stderr=subprocess.PIPE, text=True,
                          errors="replace", check=False, env=os.environ | {"LC_ALL": "C.UTF-8"})
    last = [line for line in done.stderr.splitlines() if LAST.search(line)][-1:]
    runs, edges, features, inputs = LAST.search(last[0]).groups() if last else "????"
    print(f"{target}: {runs} executions, {edges} edges, {features} features, {inputs} inputs kept",
          flush=True)
    if done.returncode != 0:
        print(*[line for line in done.stderr.splitlines() if not line.startswith("#")], sep="\n")
    return done.returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, help="of each target, instead of a number of executions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=pathlib.Path, help="where inputs are kept from run to run")
    parser.add_argument("--target", choices=RUNS, action="append")
    options = parser.parse_args()
    targets = options.target or list(RUNS)
    if not all((options.folder / f"fuzz-{target}").exists() for target in targets):
        print("skipped: no targets; they need clang, its fuzzer runtime and -DSIPCODE_FUZZ=ON")
        return SKIPPED
    corpora = options.corpus or pathlib.Path(tempfile.mkdtemp(prefix="sipcode-fuzz-"))
    corpus.make(corpora, sorted(corpus.PCAPS.rglob("*.pcap*")))
    failed = 0
    for target in targets:
        limit = ([f"-max_total_time={options.seconds}"] if options.seconds else [f"-runs={RUNS[target]}"])
        failed += not run(options.folder, target, corpora, [*limit, f"-seed={options.seed}"])
    if failed:
        print(f"inputs that fail are in {corpora / 'found'}")
    elif not options.corpus:
        shutil.rmtree(corpora)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
