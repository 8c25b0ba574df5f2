#!/usr/bin/env python3
"""Every row of rules.ini is shown both ways: pcaps/rules.pcapng has, in the order of the rows, a call RULE.good@...
in which no message breaks any rule, and a call RULE.broken@... in which one message breaks that rule and no other.
One pass and -2.

usage: rules_both.py --plugin FILE
SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import configparser
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "support"))
from tshark import Sandbox  # noqa: E402

TABLE = HERE.parents[1] / "tables" / "rules.ini"
FIELDS = ["sip.Call-ID", "sip.Status-Code", "sipcode.rule"]


def read_table():
    """{id: a pattern of its codes}, in the order of the file."""
    table = configparser.ConfigParser(interpolation=None, delimiters="=", comment_prefixes="#")
    table.read(TABLE, encoding="utf-8")
    return {rule: table[rule]["code"].replace("x", r"\d").replace(";", "|") for rule in table.sections()}


def read_calls(sandbox, passes):
    """{the Call-ID up to the at sign: (codes, broken rules)}, in the order of the capture."""
    text = sandbox.run([*passes, "-n", "-r", "pcaps/rules.pcapng", "-Y", "sip", "-T", "fields",
                        *(word for field in FIELDS for word in ("-e", field))])
    calls = {}
    for line in text.splitlines():
        call_id, code, broken = line.split("\t")
        codes, rules = calls.setdefault(call_id.partition("@")[0], ([], []))
        codes += [code] if code else []
        rules += broken.split(",") if broken else []
    return calls


def faults(table, calls):
    wanted = {f"{rule}.{kind}": (rule, kind) for rule in table for kind in ("good", "broken")}
    for name in calls.keys() - wanted.keys():
        yield f"{name}: rules.ini has no such row"
    for name, (rule, kind) in wanted.items():
        if name not in calls:
            yield f"{name}: not in the capture"
            continue
        codes, broken = calls[name]
        if broken != ([rule] if kind == "broken" else []):
            yield f"{name}: breaks {', '.join(broken) or 'no rule'}"
        if not any(re.fullmatch(table[rule], code) for code in codes):
            yield f"{name}: no response of {rule}'s codes"
    if not wanted.keys() ^ calls.keys() and [*calls] != [*wanted]:
        yield "the calls are not in the order of rules.ini"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    options = parser.parse_args()
    table, failed = read_table(), 0
    with Sandbox(options.plugin) as sandbox:
        for passes in ([], ["-2"]):
            for fault in faults(table, read_calls(sandbox, passes)):
                print(*passes, fault)
                failed += 1
    print(f"{len(table)} rules, {failed} failed")
    return 1 if failed or not table else 0


if __name__ == "__main__":
    sys.exit(main())
