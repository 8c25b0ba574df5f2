#!/usr/bin/env python3
"""The ladders as others read them: Mermaid by its own parser, SVG by a browser.

mermaid: the parser accepts every sample and finds just the participants, messages and notes that
were written, so that no text of a packet ended a statement. Needs node and npm's registry.
svg: well-formed, alone (nothing is fetched or run), no text leaves the drawing or lies on another,
and it is dark on light or light on dark as the reader's scheme is. Needs Chromium.

With --pictures FOLDER the screenshots are kept, to be looked at.

usage: check.py mermaid|svg DUMP_PROGRAM [--pictures FOLDER]
SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import html
import itertools
import json
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
import zlib

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = ["mermaid@11", "jsdom@26"]
MERMAID_MAX = 50_000  # its maxTextSize
TEXTS_MAX = 1200  # of a drawing that is measured: each is held against each
SIDE_MAX = 1600  # pixels of a screenshot
ROWS_MAX = 120  # of it, that are looked at by program: title and names
SHOWN = {"simple", "hops", "hostile", "wide", "to-self", "many"}  # samples with screenshots
SKIPPED = 77  # CTest's SKIP_RETURN_CODE


class Skipped(Exception):
    """What is needed is not there; the text says what."""


# Mermaid


def parsed(files, folder):
    """What Mermaid's parser says of each file."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Skipped("no node or npm")
    try:
        subprocess.run([npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix",
                        folder, *PACKAGES], capture_output=True, timeout=300, check=True)
    except subprocess.SubprocessError as failure:
        raise Skipped("npm cannot install " + " ".join(PACKAGES)) from failure
    script = shutil.copy(HERE / "parse.mjs", folder)  # packages are looked for beside it
    done = subprocess.run([node, script, *files], capture_output=True, timeout=120, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def mermaid_complaints(found, source):
    """FOUND against the lines of the file: each is one statement."""
    lines = source.splitlines()
    arrows = [line for line in lines if re.match(r" {4}p\d+--?>>p\d+: ", line)]
    notes = [line for line in lines if re.match(r" {4}Note over p\d+(,p\d+)?: ", line)]
    names = [line for line in lines if re.match(r" {4}participant p\d+ as ", line)]
    if "error" in found:
        yield found["error"]
        return
    if found["length"] > MERMAID_MAX:
        yield f"{found['length']} characters"
    if [len(names), len(arrows), len(notes)] != [
            len(found["participants"]),
            sum(not m["note"] for m in found["messages"]),
            sum(m["note"] for m in found["messages"])]:
        yield "other participants, messages or notes than were written"
    if len(lines) - len(names) - len(arrows) - len(notes) > 1 + bool(found["title"]):
        yield "lines of an unknown kind"
    statements = [line for line in lines if line in arrows or line in notes]
    for line, message in zip(statements, found["messages"]):
        written = html.unescape(re.sub(r"#(\d+);", r"&#\1;", line.split(": ", 1)[1]))
        if written.strip() != message["text"].strip():
            yield f"written {written!r}, read {message['text']!r}"


def check_mermaid(folder, _pictures):
    files = sorted(folder.glob("*.mmd"))
    for found in parsed(files, folder / "npm"):
        path = pathlib.Path(found["file"])
        yield path.name, list(mermaid_complaints(found, path.read_text(encoding="utf-8")))


# SVG


def browser():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return [name, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                    "--virtual-time-budget=2000"]
    raise Skipped("no Chromium")


def browse(folder, arguments):
    done = subprocess.run([*browser(), f"--user-data-dir={folder}/browser", *arguments],
                          capture_output=True, timeout=120, check=True)
    return done.stdout.decode()


def structure_complaints(source):
    root = xml.etree.ElementTree.fromstring(source)
    for node in root.iter():
        tag = node.tag.removeprefix("{http://www.w3.org/2000/svg}")
        if tag not in {"svg", "title", "style", "rect", "path", "g", "text"}:
            yield f"element {tag}"
        yield from (f"attribute {name}" for name in node.attrib
                    if name.startswith("on") or "href" in name)
    if re.search(r"url\(|@import", root.findtext("{http://www.w3.org/2000/svg}style")):
        yield "the style fetches something"


def layout_complaints(folder, path, source):
    if source.count("<text") > TEXTS_MAX:
        return
    page = folder / f"{path.stem}.html"
    script = (HERE / "measure.js").read_text(encoding="utf-8")
    page.write_text(f"<!doctype html><meta charset=utf-8><body>{source}<script>{script}</script>",
                    encoding="utf-8")
    result = re.search(r'data-result="([^"]*)"', browse(folder, ["--dump-dom", page.as_uri()]))
    if not result:
        yield "could not be measured"
        return
    measured = json.loads(html.unescape(result.group(1)))
    if measured["texts"] != source.count("<text"):
        yield "other texts than were written"
    yield from measured["complaints"]


def rows_of(png):
    """Rows of a PNG of 8 bits a channel (RGB or RGBA): each a list of brightness, 0 to 255."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert depth == 8 and colour in (2, 6), "another kind of PNG"
    size, data, at = (3 if colour == 2 else 4), b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        data += png[at + 8:at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    data, above = zlib.decompress(data), bytes(width * size)
    for y in range(height):
        start = y * (width * size + 1)
        above = unfilter(data[start], bytearray(data[start + 1:start + 1 + width * size]), above,
                         size)
        yield [sum(above[x:x + 3]) // 3 for x in range(0, width * size, size)]


def paeth(left, up, corner):
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def unfilter(kind, row, above, size):
    """PNG §9.2: what was subtracted is added again."""
    for i, value in enumerate(row):
        left, corner = (row[i - size], above[i - size]) if i >= size else (0, 0)
        add = (0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner))[kind]
        row[i] = (value + add) & 0xFF
    return row


def scheme_complaints(folder, path, source, pictures):
    """A screenshot in each scheme: the paper of that scheme, and something on it."""
    most = SIDE_MAX if pictures == folder else 10 * SIDE_MAX
    width, height = (min(int(re.search(rf'{side}="(\d+)"', source).group(1)), most)
                     for side in ("width", "height"))
    for scheme, number in (("dark", 0), ("light", 1)):
        picture = pictures / f"{path.stem}-{scheme}.png"
        browse(folder, [f"--blink-settings=preferredColorScheme={number}",
                        f"--window-size={width},{height}", f"--screenshot={picture}",
                        path.as_uri()])
        rows = list(itertools.islice(rows_of(picture.read_bytes()), ROWS_MAX))
        paper = rows[0][0]
        if (paper < 64) != (scheme == "dark") or (paper > 192) != (scheme == "light"):
            yield f"the paper is not {scheme}: {paper}"
        if "<text" in source and max(abs(v - paper) for row in rows for v in row) < 128:
            yield f"nothing can be read in the {scheme} scheme"


def check_svg(folder, pictures):
    browser()
    for path in sorted(folder.glob("*.svg")):
        source = path.read_text(encoding="utf-8")
        complaints = [*structure_complaints(source), *layout_complaints(folder, path, source)]
        if path.stem in SHOWN:
            complaints += scheme_complaints(folder, path, source, pictures)
        yield path.name, complaints


def main():
    parser = argparse.ArgumentParser(description="the ladders as others read them")
    checks = {"mermaid": check_mermaid, "svg": check_svg}
    parser.add_argument("what", choices=checks)
    parser.add_argument("dump", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sipcode-") as name:
        folder = pathlib.Path(name)
        pictures = options.pictures or folder
        pictures.mkdir(exist_ok=True)
        subprocess.run([options.dump.resolve(), folder], check=True)
        try:
            results = list(checks[options.what](folder, pictures))
        except Skipped as why:
            print(f"skipped: {why}")
            return SKIPPED
    for sample, complaints in results:
        print(f"{sample}: " + ("as it should be" if not complaints else "; ".join(complaints)))
    return 1 if not results or any(complaints for _, complaints in results) else 0


if __name__ == "__main__":
    sys.exit(main())
