# shellcheck shell=sh
# Other Debian releases, each in a root of its own; sourced by run.sh and ../package.sh.
# The mirrors are those that apt is set up for.

repositories=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null) || true
mirror=$(echo "$repositories" | grep -v security | head -n 1)
security=$(echo "$repositories" | grep security | head -n 1)

# why_no_roots: says why there can be no roots here; fails when there can
why_no_roots() {
    if [ "${SIPCODE_ROOTS:-}" = none ]; then echo "SIPCODE_ROOTS says so"
    elif [ "$(id -u)" -ne 0 ]; then echo "only root can make a root"
    elif ! command -v debootstrap >/dev/null; then echo "no debootstrap"
    elif [ -z "$mirror" ]; then echo "apt has no mirror"
    elif ! unshare --mount true 2>/dev/null; then echo "no mounts allowed here"
    else return 1
    fi
}

# make_root SUITE FOLDER: a minimal SUITE with up-to-date lists; one that is there already is taken
make_root() {
    if [ ! -d "$2" ]; then
        rm -rf "$2.part"
        unshare --mount debootstrap --variant=minbase --include=ca-certificates \
            "$1" "$2.part" "$mirror" || return 1
        # sid has no security suite; its lists may be older than a still clock allows.
        if [ "$1" != sid ] && [ -n "$security" ]; then
            echo "deb $security $1-security main" >>"$2.part/etc/apt/sources.list"
        fi
        echo 'Acquire::Check-Valid-Until "false";' >"$2.part/etc/apt/apt.conf.d/sipcode"
        mv "$2.part" "$2"
    fi
    cp /etc/resolv.conf "$2/etc/" || return 1
    inside "$2" apt-get update -qq
}

# inside FOLDER COMMAND...: runs it in that root. What it needs mounted is mounted in a namespace that
# ends with the command, so that nothing stays mounted, whatever happens.
inside() {
    # shellcheck disable=SC2016 # for the inner shell
    unshare --mount sh -c '
        mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
        exec chroot "$0" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive SIPCODE_ROOTS=none "$@"' "$@"
}
