#!/usr/bin/env python3
"""cmake --install and the uninstall target, for a user and for everyone, each in a folder of its own.

usage: install.py BUILD_FOLDER
SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "support"))
from tshark import NOBODY, PCAPS, wireshark_series  # noqa: E402


def run(command, environment, nobody):
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if nobody else {}
    return subprocess.run(command, env=os.environ | environment, check=True, capture_output=True,
                          text=True, **who).stdout


def installed(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.so"))


def try_macro(folder, environment, nobody):
    """A macro of the profile, written so that every supported Wireshark takes it."""
    capture = pathlib.Path(shutil.copy(PCAPS / "busy.pcapng", folder))
    capture.chmod(0o644)
    codes = run(["tshark", "-C", "SIP codes", "-r", str(capture), "-Y", "${sip_code:486}",
                 "-T", "fields", "-e", "sipcode.code"], environment, nobody)
    assert codes == "486\n", f"${{sip_code:486}}: {codes}"


def check(scripts, folder, environment, nobody, place):
    """Installs, looks, uninstalls, looks."""
    run(["cmake", "-P", f"{scripts}/cmake_install.cmake"], environment, nobody)
    found = installed(folder)
    profile = sorted(path.name for path in folder.rglob("profiles/SIP codes/*"))
    assert profile == ["colorfilters", "dfilter_buttons", "dfilter_macros", "dmacros",
                       "preferences", "recent"], profile
    assert len(found) == 1 and found[0].endswith(place), f"installed: {found}, not {place}"
    if "HOME" in environment:
        listed = run(["tshark", "-G", "plugins"], environment, nobody)
        assert "sipcode.so" in listed, "Wireshark does not find the installed plugin"
        try_macro(folder, environment, nobody)
    run(["cmake", "-P", f"{scripts}/cmake_uninstall.cmake"], environment, nobody)
    assert not installed(folder), f"left behind: {installed(folder)}"
    assert not list(folder.rglob("SIP codes")), "the profile is left behind"


def readable(path, nobody):
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if nobody else {}
    return subprocess.run(["test", "-r", path], check=False, **who).returncode == 0


def main():
    scripts = pathlib.Path(sys.argv[1]) / "plugin"
    place = f"wireshark/plugins/{wireshark_series()}/epan/sipcode.so"
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="sipcode-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        if root:
            everyone = folder / "everyone"
            everyone.mkdir()
            check(scripts, everyone, {"DESTDIR": str(everyone)}, False, place)
            print("for everyone: installed and removed")
        if not readable(scripts / "sipcode.so", root):
            print("for a user: not tested, others than root cannot read the build folder")
            return
        home = folder / "home"
        home.mkdir()
        if root:
            os.chown(home, NOBODY, NOBODY)
        check(scripts, home, {"HOME": str(home)}, root, ".local/lib/" + place)
        print("for a user: installed, found by Wireshark and removed")


if __name__ == "__main__":
    main()
