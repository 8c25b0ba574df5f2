#!/usr/bin/env python3
"""Runs transcripts: files of commands, each followed by what it must print.

    one$ tshark -r pcaps/busy.pcapng        one pass
    two$ tshark -r pcaps/busy.pcapng        two passes (-2)
    both$ tshark -r pcaps/busy.pcapng       each of them, with the same result

Other commands than tshark:
    tree ARGS     the plugin's part of the packet trees, indented, with the field names
    fields        the plugin's fields and expert infos (tshark -G fields)
    plugins       the plugin in Wireshark's list of plugins

NAME=VALUE words before the command set its environment.

usage: run.py --plugin FILE [--regen] TRANSCRIPT...
--regen writes what is printed now into the transcript: read the diff before you commit it.
SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import difflib
import functools
import itertools
import pathlib
import re
import shlex
import sys
import xml.etree.ElementTree as ElementTree

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tshark import Failed, Sandbox  # noqa: E402

PROMPT = re.compile(r"(one|two|both)\$ (.*)")
PASSES = {"one": [[]], "two": [["-2"]], "both": [[], ["-2"]]}


def show_tshark(run, args):
    # Wireshark 4.6 puts a word more into a frame's first line.
    return re.sub(r"^(Frame \d+: )Packet, ", r"\1", run(["-n", *args]), flags=re.MULTILINE)


def show_tree(run, args):
    packets = ElementTree.fromstring(run(["-n", *args, "-T", "pdml"]))
    lines = []
    for packet in packets.iter("packet"):
        number = packet.find("proto/field[@name='num']").get("show")
        for proto in packet.findall("proto[@name='sipcode']"):
            lines.append(f"frame {number}: {proto.get('showname')}")
            lines += [line for field in proto for line in tree_lines(field, 1)]
    return "".join(line + "\n" for line in lines)


def tree_lines(field, depth):
    name = field.get("name")
    label = field.get("showname") or field.get("show")
    yield "    " * depth + label + (f"  <{name}>" if name and name != "sipcode.line" else "")
    for child in field:
        yield from tree_lines(child, depth + 1)


def show_fields(run, _args):
    table = run(["-G", "fields"])
    return "".join(line + "\n" for line in table.splitlines() if "\tsipcode" in line)


def show_plugins(run, _args):
    table = run(["-G", "plugins"])
    return "".join("\t".join(line.split("\t")[:2]) + "\n"
                   for line in table.splitlines() if line.startswith("sipcode"))


COMMANDS = {"tshark": show_tshark, "tree": show_tree, "fields": show_fields,
            "plugins": show_plugins}


def outputs(sandbox, passes, command):
    """What the command prints in each of the passes: one text, or Failed when they differ."""
    words = shlex.split(command)
    variables = list(itertools.takewhile(lambda word: "=" in word, words))
    name, *args = words[len(variables):]
    run = functools.partial(sandbox.run, environment=[v.split("=", 1) for v in variables])
    texts = [COMMANDS[name](run, extra + args) for extra in PASSES[passes]]
    if len(set(texts)) > 1:
        raise Failed(f"{command}: one pass and -2 differ\n" + diff(*texts))
    return texts[0]


def diff(expected, actual):
    return "".join(difflib.unified_diff(expected.splitlines(True), actual.splitlines(True),
                                        "expected", "actual"))


def replay(sandbox, transcript):
    """The transcript with the outputs of now; its comments, lines that begin with "# ", stay."""
    text = ""
    for line in transcript.splitlines(True):
        prompt = PROMPT.match(line)
        if prompt:
            text += line + outputs(sandbox, *prompt.groups())
        elif line.startswith("# "):
            text += line
    return text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--regen", action="store_true")
    parser.add_argument("transcripts", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    failed = 0
    with Sandbox(options.plugin) as sandbox:
        for path in options.transcripts:
            expected = path.read_text(encoding="utf-8")
            try:
                actual = replay(sandbox, expected)
            except Failed as failure:
                print(f"{path.name}: {failure}")
                failed += 1
                continue
            if options.regen:
                path.write_text(actual, encoding="utf-8")
            elif actual != expected:
                print(diff(expected, actual), end="")
                failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
