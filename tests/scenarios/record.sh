#!/bin/sh
# Makes the captures of pcaps/ anew: record.sh NAME|all [OUTDIR]
# NAME may be a pattern: record.sh 'flows/*'
# Needs root (to capture) and: sip-tester tcpdump tshark wireshark-common python3 openssl iproute2
set -eu
export PYTHONDONTWRITEBYTECODE=1

here=$(cd "$(dirname "$0")" && pwd)
uac=127.0.1.1
uas=127.0.1.2

# name             how     what
scenarios='
basic-call         sipp    basic-call u1
busy               sipp    busy u1
declined           sipp    declined u1
cancelled          sipp    cancelled u1
no-answer          sipp    no-answer u1
redirect           sipp    redirect u1
register-digest    sipp    register-digest u1
volte-call         sipp    volte-call u1
basic-call-tcp     sipp    basic-call t1
all-codes          play    udp port 5060
pipelined-tcp      play    tcp port 5060
basic-call-tls     play    tcp port 5061
websocket          play    tcp port 80
icmp-error         play    udp port 5060 or icmp
sctp               write
gtpu               write
esp-null           write
ipv6-fragments     write
bad-input          write
rules              write
causes             write
rfc4475            write
rfc5118            write
'
flows=$(python3 "$here/write.py" | sed 's/$/ write/')

# capture FILTER COMMAND...: records what the command sends on the loopback into $tmp/raw.pcap
capture() {
    filter=$1; shift
    tcpdump -i lo -n -U --immediate-mode -w "$tmp/raw.pcap" "host $uac and host $uas and ($filter)" 2>"$tmp/tcpdump.log" &
    pids=$!
    await "tcpdump" grep -q 'listening on' "$tmp/tcpdump.log"
    "$@"
    sleep 0.5                           # the last packets reach tcpdump after the command is done
    kill "$pids"; wait "$pids" || :
    pids=
}

# await WHAT COMMAND...: until the command succeeds, five seconds at most
await() {
    what=$1; shift
    for _ in $(seq 50); do
        "$@" && return
        sleep 0.1
    done
    echo "$what did not start" >&2
    exit 1
}

listening() {
    ss -Hlnut "src $uas:5060" | grep -q .
}

# A caller and a callee by SIPp; u1 is UDP, t1 is TCP
sipp_pair() {
    options="-t $2 -p 5060 -m 1 -timeout 60 -timeout_error -nostdin -auth_uri example.com"
    # shellcheck disable=SC2086 # a list of words
    {
        sipp -sf "$here/$1-uas.xml" -i "$uas" $options >"$tmp/uas.log" 2>&1 </dev/null &
        peer=$!
        await "sipp" listening
        sipp -sf "$here/$1-uac.xml" -i "$uac" $options -cid_str "%u-$1-%p@%s" "$uas:5060" >"$tmp/uac.log" 2>&1 </dev/null ||
            { cat "$tmp/uac.log" >&2; kill "$peer"; exit 1; }
        wait "$peer"
    }
}

record() {
    name=$1 how=$2 what=$3
    tmp=$(mktemp -d)
    mkdir -p "$(dirname "$out/$name")"
    case $how in
    sipp)
        # shellcheck disable=SC2086 # scenario and transport
        capture 'port 5060' sipp_pair $what ;;
    play)
        capture "$what" python3 "$here/play.py" "$name" "$tmp" ;;
    write)
        python3 "$here/write.py" "$name" "$out/$name.pcapng" ;;
    esac
    if [ -f "$tmp/keys.log" ]; then     # TLS: the capture carries its own keys
        editcap -F pcapng --inject-secrets "tls,$tmp/keys.log" "$tmp/raw.pcap" "$out/$name.pcapng"
    elif [ -f "$tmp/raw.pcap" ]; then
        editcap -F pcapng "$tmp/raw.pcap" "$out/$name.pcapng"
    fi
    rm -r "$tmp"; tmp=
    echo "$out/$name.pcapng"
}

pids='' tmp=''
trap '[ -z "$pids" ] || kill "$pids"; [ -z "$tmp" ] || rm -r "$tmp"' EXIT

wanted=${1:?NAME or all}
[ "$wanted" != all ] || wanted='*'
out=$(cd "${2:-$here/../../pcaps}" && pwd)
found=
while read -r name how what <&3; do
    [ -n "$name" ] || continue
    # shellcheck disable=SC2254 # a pattern
    case $name in $wanted) ;; *) continue ;; esac
    found=1
    record "$name" "$how" "$what"
done 3<<EOT
$scenarios
$flows
EOT
[ -n "$found" ] || { echo "no scenario $wanted" >&2; exit 1; }
