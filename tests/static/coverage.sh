#!/bin/sh
# Lines of plugin/core that the unit tests run, file by file: coverage.sh BUILD_FOLDER
# Fails when a unit test does, or below the FLOOR in all. Exit status 77: no gcov for this gcc.
# SPDX-License-Identifier: GPL-2.0-or-later
set -eu

FLOOR=90 # per cent
top=$(cd "$(dirname "$0")/../.." && pwd)
major=$(gcc -dumpversion 2>/dev/null | cut -d. -f1) || major=none
gcov=gcov
command -v "$gcov" >/dev/null || gcov=gcov-$major
case $("$gcov" --version 2>/dev/null | head -n 1) in
*" $major."*) ;;
*)
    echo "skipped: no gcov for gcc $major"
    exit 77
    ;;
esac

mkdir -p "$1"
cd "$1"
cmake -S "$top" -B . -G Ninja -DCMAKE_C_COMPILER=gcc -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_C_FLAGS=--coverage >configure.log 2>&1 || {
    cat configure.log
    exit 1
}
# Counts of an earlier run would be added to.
find . -name '*.gcda' -delete
cmake --build . --target tests/unit/all >build.log 2>&1 || {
    cat build.log
    exit 1
}
ctest --output-on-failure -R '^unit-' >tests.log 2>&1 || {
    cat tests.log
    exit 1
}

find plugin -name '*.gcno' -path '*/core/*' -exec "$gcov" --no-output {} + 2>/dev/null |
    awk -v floor="$FLOOR" -v core="$top/plugin/core/" -F "[':% ]+" '
        /^File / { file = index($2, core) == 1 && $2 ~ /\.c$/ ? substr($2, length(core) + 1) : "" }
        /^Lines executed/ && file {
            printf "%-18s %6.2f %% of %4d lines\n", file, $3, $5 | "sort"
            run += $3 * $5 / 100
            lines += $5
            file = ""
        }
        END {
            close("sort")
            if (!lines) {
                print "gcov gave nothing"
                exit 1
            }
            printf "%-18s %6.2f %% of %4d lines; at least %d %% is wanted\n", "in all", 100 * run / lines, lines, floor
            exit 100 * run / lines < floor
        }'
