#!/bin/sh
# Installs what building and testing need, from Debian's packages. As root, or with sudo.
set -eu

as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo

$as_root apt-get update
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    cmake dpkg-dev file gcc libc6-dev libglib2.0-dev ninja-build pkg-config python3 tshark wireshark-dev
