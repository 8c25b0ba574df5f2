#!/usr/bin/env python3
"""A language is one file and nothing else: builds a copy of the sources with one more file in tables/lang,
and explains a capture in it.

usage: toy_language.py SOURCE_FOLDER
SPDX-License-Identifier: GPL-2.0-or-later
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "support"))
from tshark import Sandbox  # noqa: E402

TOY = "qtoy"
NAME = "whistled busy tone"


def add_language(source):
    """English, but for a name of its own and one for 486."""
    english = (source / "tables/lang/en.ini").read_text(encoding="utf-8")
    start = english.index("[486]")
    toy = english[:start] + english[start:].replace("name=callee is busy", f"name={NAME}", 1)
    assert toy != english, "486 has another name now: change this test"
    (source / f"tables/lang/{TOY}.ini").write_text(toy, encoding="utf-8")


def main():
    with tempfile.TemporaryDirectory(prefix="sipcode-") as name:
        source = pathlib.Path(name, "source")
        for folder in ("plugin", "tables", "tests"):
            shutil.copytree(pathlib.Path(sys.argv[1], folder), source / folder)
        shutil.copy(pathlib.Path(sys.argv[1], "CMakeLists.txt"), source)
        add_language(source)
        build = pathlib.Path(name, "build")
        subprocess.run(["cmake", "-G", "Ninja", "-S", source, "-B", build], check=True, capture_output=True)
        subprocess.run(["cmake", "--build", build, "--target", "sipcode"], check=True, capture_output=True)
        with Sandbox(str(build / "plugin/sipcode.so")) as sandbox:
            said = sandbox.run(["-n", "-r", "pcaps/busy.pcapng", "-Y", "sipcode.code == 486", "-T", "fields",
                                "-e", "sipcode.name", "-o", f"sipcode.language:{TOY}"])
    assert said.strip() == NAME, f"said: {said!r}"
    print("one more language: built, and spoken")


if __name__ == "__main__":
    main()
