#!/bin/sh
# The Debian package: builds it, looks into it, then installs it in a fresh root of this same release,
# has a user run it there, and purges it. package.sh BUILD_FOLDER
#
# SIPCODE_ROOTS: none for no root, a folder to keep the root in; else a temporary one is made.
# Exit status 77: the tools to build it are missing, or there can be no root (all before was in order).
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
. "$top/tests/matrix/root.sh"

fail() {
    echo "FAILED: $*"
    exit 1
}

# same WHAT EXPECTED FOUND: two files must not differ
same() {
    diff -u "$2" "$3" || fail "$1"
    echo "ok: $1"
}

skip() {
    echo "skipped: $*"
    exit 77
}

# What the package must hold, and no more; the folder of the machine's architecture left out.
contents() {
    series=$(tshark --version 2>/dev/null | sed -n '1s/[^0-9]*\([0-9]*\.[0-9]*\).*/\1/p')
    echo "/usr/lib/wireshark/plugins/$series/epan/sipcode.so"
    for file in README.md README.zh_CN.md changelog.Debian.gz changelog.gz copyright; do
        echo "/usr/share/doc/sipcode-wireshark/$file"
    done
    for file in "$top"/plugin/profile/*; do
        echo "/usr/share/wireshark/profiles/SIP codes/${file##*/}"
    done
}

look_into() {
    contents | sort >"$work/expected"
    dpkg-deb --fsys-tarfile "$deb" | tar -t | grep -v '/$' |
        sed 's,^\.,,; s,^/usr/lib/[^/]*/wireshark/,/usr/lib/wireshark/,' | sort >"$work/found"
    same "contents" "$work/expected" "$work/found"
    dpkg-deb -I "$deb" | grep -qE ' (pre|post)(inst|rm)$' && fail "it has maintainer scripts"

    # The library that the plugin was linked with decides which series it fits.
    library=$(objdump -p "$build/plugin/sipcode.so" |
        sed -n 's/.*NEEDED *libwireshark\.so\.\([0-9]*\)/libwireshark\1/p')
    dpkg-deb -f "$deb" Depends | grep -q "$library" || fail "Depends lacks $library"
    echo "ok: Depends: $(dpkg-deb -f "$deb" Depends)"
}

# files ROOT: every file and folder, but for apt's, dpkg's and the kernel's own
files() {
    inside "$1" find / \( -path /proc -o -path /dev -o -path /sys -o -path /tmp -o -path /var/log \
        -o -path /var/cache -o -path /var/lib/apt -o -path /var/lib/dpkg \) -prune -o -print | sort
}

use() {
    inside "$root" runuser -u reader -- tshark -G plugins | grep sipcode.so ||
        fail "Wireshark does not list the plugin"
    inside "$root" runuser -u reader -- tshark -r /tmp/busy.pcapng -Y 'sipcode.code == 486' -T fields \
        -e sipcode.code -e sipcode.name >"$work/said"
    printf '486\tcallee is busy\n' >"$work/expected"
    same "a user's tshark explains 486" "$work/expected" "$work/said"
}

install_and_purge() {
    make_root "$suite" "$root" >"$work/log" 2>&1 || { tail "$work/log"; skip "no $suite to be had"; }
    inside "$root" apt-get install -y -qq --no-install-recommends tshark >"$work/log" 2>&1 ||
        { tail "$work/log"; fail "tshark cannot be installed"; }
    inside "$root" sh -c 'id reader || useradd --create-home reader' >/dev/null 2>&1
    cp "$deb" "$top/pcaps/busy.pcapng" "$root/tmp/"
    files "$root" >"$work/before"

    inside "$root" apt-get install -y -qq "/tmp/${deb##*/}" >"$work/log" 2>&1 ||
        { cat "$work/log"; fail "apt refuses it"; }
    use
    inside "$root" apt-get purge -y -qq sipcode-wireshark >"$work/log" 2>&1 ||
        { cat "$work/log"; fail "purge"; }
    files "$root" >"$work/after"
    same "nothing is left after purge" "$work/before" "$work/after"
}

for tool in cpack dpkg-deb dpkg-shlibdeps file objdump; do
    command -v "$tool" >/dev/null || skip "no $tool"
done
(cd "$work" && cpack -G DEB --config "$build/CPackConfig.cmake") >"$work/log" 2>&1 ||
    { cat "$work/log"; fail "cpack"; }
deb=$(echo "$work"/sipcode-wireshark_*.deb)
look_into

reason=$(why_no_roots) && skip "no root to install it in: $reason"
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
root=${SIPCODE_ROOTS:-$work}/$suite-package
install_and_purge
