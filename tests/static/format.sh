#!/bin/sh
# Is every C file as clang-format leaves it? .clang-format was made for version 14; another one
# breaks lines elsewhere. Exit status 77: it is not there.
# SPDX-License-Identifier: GPL-2.0-or-later
set -eu

VERSION=14
top=$(cd "$(dirname "$0")/../.." && pwd)

# Debian's newer releases have it by its version only.
for format in "clang-format-$VERSION" clang-format; do
    case $("$format" --version 2>/dev/null) in
    *"version $VERSION."*)
        find "$top/plugin" "$top/tests" -name '*.[ch]' -exec "$format" --dry-run -Werror {} +
        echo "as it should be"
        exit 0
        ;;
    esac
done
echo "skipped: no clang-format $VERSION"
exit 77
