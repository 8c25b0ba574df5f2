#!/bin/sh
# Everything built with clang, every warning an error: clang.sh BUILD_FOLDER
# clang tells of other things than gcc, with which the tests are built.
# Exit status 77: no clang. SPDX-License-Identifier: GPL-2.0-or-later
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
if ! command -v clang >/dev/null; then
    echo "skipped: no clang"
    exit 77
fi
# Optimised, since some warnings need what the optimiser learns.
cmake -S "$top" -B "$1" -G Ninja -DCMAKE_C_COMPILER=clang >"$1.log" 2>&1 || {
    cat "$1.log"
    exit 1
}
cmake --build "$1"
