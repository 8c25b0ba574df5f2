#!/bin/sh
# The whole test suite against other Wiresharks, each in a root of its own: run.sh [-k FOLDER] [SUITE...]
# SUITE is a Debian release: bookworm has Wireshark 4.0, trixie 4.4, sid 4.6; all three when none is named.
# There the README's commands are run, on a copy of this tree.
#
# -k FOLDER keeps the roots and the logs there; the next run takes them up. 1.2 GB each.
# Exit status: 1 when a suite fails, 77 when one could not be tried.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tests/matrix/root.sh"

usage() {
    echo "usage: run.sh [-k FOLDER] [bookworm|trixie|sid ...]" >&2
    exit 2
}

roots=
while getopts k: option; do
    case $option in
    k) roots=$OPTARG ;;
    *) usage ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || set -- bookworm trixie sid
for suite; do
    case $suite in
    bookworm | trixie | sid) ;;
    *) usage ;;
    esac
done

if reason=$(why_no_roots); then
    echo "skipped: $reason"
    exit 77
fi
if [ -n "$roots" ]; then
    mkdir -p "$roots"
    roots=$(cd "$roots" && pwd)
else
    roots=$(mktemp -d)
    trap 'rm -rf --one-file-system "$roots"' EXIT
    trap 'exit 130' INT TERM
fi

copy_tree() {
    rm -rf --one-file-system "$1/root/sipcode"
    mkdir "$1/root/sipcode"
    tar -C "$top" --exclude=./.git --exclude='./build*' -cf - . | tar -C "$1/root/sipcode" -xf -
}

# readme ROOT COMMAND: as the README says, in its folder
readme() {
    inside "$1" sh -c "cd /root/sipcode && $2"
}

# try SUITE: one line for the summary, on file descriptor 3
try() {
    root=$roots/$1
    start=$(date +%s)
    make_root "$1" "$root" || { echo "$1: skipped, not to be had" >&3; return 77; }
    copy_tree "$root" || return 1
    result=ok
    readme "$root" 'sh tests/setup.sh' || result='FAILED to install what is needed'
    ready=$(date +%s)
    if [ "$result" = ok ]; then
        readme "$root" 'cmake --workflow --preset demo' || result='FAILED to build'
    fi
    built=$(date +%s)
    if [ "$result" = ok ]; then
        readme "$root" 'cmake --workflow --preset test' || result='FAILED tests'
    fi
    version=$(inside "$root" tshark --version 2>/dev/null | sed -n '1s/[^0-9]*\([0-9.]*[0-9]\).*/\1/p')
    echo "$1: Wireshark $version: $result; root $((ready - start)) s," \
        "build $((built - ready)) s, tests $(($(date +%s) - built)) s" >&3
    [ "$result" = ok ]
}

status=0
exec 3>"$roots/summary"
for suite; do
    log=$roots/$suite.log
    try "$suite" >"$log" 2>&1 && tried=0 || tried=$?
    if [ "$tried" -ne 0 ]; then
        tail -n 200 "$log"
        [ "$status" -eq 1 ] || status=$tried
    fi
    grep -E '^[0-9]+% tests passed|Test +#.*(Skipped|Failed|Timeout)' "$log" || true
    tail -n 1 "$roots/summary"
done
echo "---"
cat "$roots/summary"
exit "$status"
