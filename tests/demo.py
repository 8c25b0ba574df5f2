#!/usr/bin/env python3
"""Shows an explained call in the terminal: its packet list, and the tree of its last answer.

usage: demo.py PLUGIN
SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import pathlib
import shlex
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "support"))
from tshark import Sandbox  # noqa: E402

TOP = pathlib.Path(__file__).resolve().parents[1]
CAPTURE = "pcaps/busy.pcapng"
LANGUAGE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def main():
    # In the reader's language: the sandbox would speak English.
    language = {"LC_ALL": ""}
    language |= {name: os.environ[name] for name in LANGUAGE_VARIABLES if name in os.environ}
    with Sandbox(sys.argv[1]) as sandbox:
        for title, args in (
                (f"{CAPTURE}: the packet list", []),
                ("The last answer, explained", ["-Y", "sipcode.code == 486", "-O", "sipcode"])):
            command = ["-n", "-r", CAPTURE, *args]
            print(f"\n--- {title}: {shlex.join(['tshark', *command])}\n", flush=True)
            sys.stdout.buffer.write(sandbox.run(command, text=False, environment=language))
            sys.stdout.buffer.flush()
    print("These commands are yours once the plugin is installed: cmake --install "
          + shlex.quote(os.path.relpath(pathlib.Path(sys.argv[1]).parents[1], TOP)))


if __name__ == "__main__":
    main()
