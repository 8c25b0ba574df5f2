#!/bin/sh
# Does the plugin compile with the headers of another Wireshark? headers.sh SUITE...
# SUITE is a Debian release: trixie has 4.4, sid 4.6. Downloads its -dev packages with apt, from the
# mirror that apt is set up for, into a folder of its own; installs nothing. Exit status 77: no such
# packages to be had.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
keys=$(find /usr/share/keyrings -name 'debian-archive-keyring.*' | head -n 1)

# fetch SUITE: its headers, below $work/SUITE/root
fetch() {
    own=$work/$1
    mkdir -p "$own/lists/partial" "$own/cache/archives/partial" "$own/packages"
    : >"$own/status"
    echo "deb [signed-by=$keys] $mirror $1 main" >"$own/sources"
    cat >"$own/apt.conf" <<EOT
Dir::State::lists "$own/lists";
Dir::State::status "$own/status";
Dir::Cache "$own/cache";
Dir::Etc::sourcelist "$own/sources";
Dir::Etc::sourceparts "/dev/null";
Acquire::Check-Valid-Until "false";
APT::Sandbox::User "";
EOT
    (
        export APT_CONFIG="$own/apt.conf"
        cd "$own/packages"
        apt-get update -qq
        apt-get download -qq libwireshark-dev libwiretap-dev libwsutil-dev wireshark-dev
    ) || return 1
    for package in "$own"/packages/*.deb; do
        dpkg -x "$package" "$own/root"
    done
}

# compile SUITE: every file that includes a Wireshark header
compile() {
    include=$work/$1/root/usr/include/wireshark
    awk -v suite="$1" '/WIRESHARK_VERSION_(MAJOR|MINOR|MICRO)/ { v = v (v ? "." : "") $3 }
                       END { print suite ": Wireshark " v }' "$include/ws_version.h"
    # shellcheck disable=SC2046 # a list of flags
    for file in "$top"/plugin/plugin.c "$top"/plugin/epan/*.c; do
        cc -fsyntax-only -std=gnu11 -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes \
            -DHAVE_SSIZE_T '-DSIPCODE_VERSION="0"' -isystem "$include" \
            $(pkg-config --cflags glib-2.0 gio-2.0) "$file"
    done
}

for suite; do
    fetch "$suite" || { echo "$suite: no packages to be had"; exit 77; }
    compile "$suite"
done
