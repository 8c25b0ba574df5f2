#!/usr/bin/env python3
"""The layers of the code: the core knows no Wireshark, only compat.h tests its version, and words of
a language stand in tables/lang/ only.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import pathlib
import re
import sys

PLUGIN = pathlib.Path(__file__).resolve().parents[1] / "plugin"
WIRESHARK_HEADER = re.compile(r'#\s*include\s*[<"](epan|wsutil|wiretap|wireshark|ws_)')
VERSION_TEST = re.compile(r"VERSION_(MAJOR|MINOR)|WS_AT_LEAST")
TYPOGRAPHIC = "§·—→"


def complaints():
    for path in sorted(PLUGIN.rglob("*.[ch]")):
        name = path.relative_to(PLUGIN).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            place = f"plugin/{name}:{number}"
            if name.startswith("core/") and WIRESHARK_HEADER.match(line):
                yield f"{place}: the core includes a Wireshark header"
            if name != "compat.h" and VERSION_TEST.search(line):
                yield f"{place}: a version test outside compat.h"
            if any(ord(c) > 0x7F and c not in TYPOGRAPHIC for c in line):
                yield f"{place}: words of a language"


if __name__ == "__main__":
    found = list(complaints())
    print("\n".join(found) or "as it should be")
    sys.exit(1 if found else 0)
