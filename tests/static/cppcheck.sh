#!/bin/sh
# cppcheck over the plugin; what it is not heard on is in cppcheck.txt, with the reason.
# Exit status 77: no cppcheck. SPDX-License-Identifier: GPL-2.0-or-later
set -eu

here=$(cd "$(dirname "$0")" && pwd)
plugin=$(cd "$here/../../plugin" && pwd)
if ! command -v cppcheck >/dev/null; then
    echo "skipped: no cppcheck"
    exit 77
fi
# The macros are Wireshark's, whose headers cppcheck does not read: they define functions.
cppcheck -q -j2 --std=c11 --library=gtk --enable=warning,performance,portability \
    --suppressions-list="$here/cppcheck.txt" --error-exitcode=1 \
    -I "$plugin" -I "$plugin/core" '-DUAT_CSTRING_CB_DEF(base,field,record)=' \
    '-DUAT_VS_DEF(base,field,record,type,value,text)=' -DSIPCODE_VERSION='""' "$plugin"
echo "as it should be"
