#!/usr/bin/env python3
"""Prints how complete each language of tables/lang is, and how much of it is the same as in English.

usage: languages.py FOLDER
Fails if a text is missing. What else is asked of them is checked by unit-tables.
SPDX-License-Identifier: GPL-2.0-or-later
"""

import pathlib
import sys
import unicodedata


def read(path):
    """{(group, key): text} of a GKeyFile."""
    texts, group = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            group = line.strip("[]")
        elif line and not line.startswith("#"):
            key, _, text = line.partition("=")
            texts[group, key] = text
    return texts


def columns(text):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def widest_name(texts):
    return max(columns(text) for (group, key), text in texts.items() if key == "name" and group.isdigit())


def main():
    folder = pathlib.Path(sys.argv[1])
    english = {place: text for place, text in read(folder / "en.ini").items() if place[1] != "alias"}
    missing_any = False
    print(f"{'':8}{'texts':>7}{'missing':>9}{'same as en':>12}{'aliases':>9}{'widest name':>13}  name")
    for path in sorted(folder.glob("*.ini")):
        texts = read(path)
        missing = [place for place in english if place not in texts]
        same = sum(texts.get(place) == text for place, text in english.items())
        aliases = sum(key == "alias" for _, key in texts)
        missing_any |= bool(missing)
        print(f"{path.stem:8}{len(english) - len(missing):7}{len(missing):9}{same:12}{aliases:9}"
              f"{widest_name(texts):13}  {texts['language', 'name']}")
        for group, key in missing[:10]:
            print(f"         missing: [{group}] {key}")
    sys.exit(missing_any)


if __name__ == "__main__":
    main()
