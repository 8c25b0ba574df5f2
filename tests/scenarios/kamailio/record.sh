#!/bin/bash
# Records the kamailio-*.pcapng captures, SIP only: Kamailio on 127.0.0.2,
# alice's phone on 127.0.0.3 (baresip), bob's on 127.0.0.4 (baresip, at the end
# linphonec).
# Usage: record.sh [OUTDIR]     (as root, for tcpdump)
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=$(realpath -m "${1:-$here/../../../pcaps}")
limit=120               # seconds, for the whole recording
run=$(mktemp -d)

# "timeout" ends a process even if this script dies, and hands the TERM it
# gets from stop() to everything the process has started.
start() {               # start LOG COMMAND...: the pid is left in $pid
	local log=$1
	shift
	rm -f "$run/$log.log"
	# <&0: without it bash gives a background command /dev/null to read.
	timeout -k 5 $((limit - SECONDS)) "$@" <&0 >"$run/$log.log" 2>&1 &
	pid=$!
}

stop() {                # stop PID
	kill "$1" 2>/dev/null || true
	wait "$1" 2>/dev/null || true
}

finish() {
	local status=$? p
	# The last started goes first: Kamailio must still be there to answer
	# the phones, which take back their registration before they leave.
	for p in $(jobs -p | tac); do
		stop "$p"
	done
	if [ $status -ne 0 ]; then
		tail -n 5 "$run"/*.log >&2 || true
	fi
	rm -rf "$run"
	exit $status
}
trap finish EXIT
trap 'exit 1' INT TERM

wait_for() {            # wait_for FILE PATTERN [COUNT]: lines that match
	local tries=0
	until [ -e "$run/$1" ] && [ "$(grep -acE "$2" "$run/$1")" -ge "${3:-1}" ]; do
		if [ $((tries += 1)) -gt 100 ] || [ $SECONDS -ge $limit ]; then
			echo "record.sh: no \"$2\" in $1" >&2
			exit 1
		fi
		sleep 0.1
	done
}

seen() {                # seen PATTERN [COUNT]: the capture holds this by now
	wait_for sip.pcap "$@"
}

capture() {
	rm -f "$run/sip.pcap"
	start tcpdump tcpdump -Z root -i lo -U --immediate-mode -w "$run/sip.pcap" \
		host 127.0.0.2 and udp port 5060
	tcpdump=$pid
	wait_for tcpdump.log 'listening on'
}

save() {                # save NAME: end the capture and keep it
	sleep 0.7       # the last ACK, and anything unexpected
	stop "$tcpdump"
	editcap -F pcapng "$run/sip.pcap" "$out/kamailio-$1.pcapng"
	echo "$out/kamailio-$1.pcapng"
}

# The phones need no sound card: aubridge joins the phone's own microphone and
# loudspeaker. With call_max_calls 1 a second incoming call finds it busy.
baresip_phone() {       # baresip_phone USER ADDRESS PASSWORD
	mkdir -p "$run/$1"
	cat >"$run/$1/config" <<-END
		sip_listen $2:5060
		net_interface $2
		call_max_calls 1
		module_path /usr/lib/baresip/modules
		module cons.so
		module g711.so
		module aubridge.so
		module_tmp account.so
		module_app menu.so
		cons_listen $2:5555
		audio_source aubridge,loop
		audio_player aubridge,loop
		ringback_disabled yes
	END
	echo "<sip:$1@127.0.0.2>;auth_user=$1;auth_pass=$3;regint=600" \
		>"$run/$1/accounts"
	start "$1" baresip -4 -f "$run/$1"
}

alice() { echo "/$*" >/dev/udp/127.0.0.3/5555; }
bob() { echo "/$*" >/dev/udp/127.0.0.4/5555; }

# linphonec reads its commands from a pipe that stays open on descriptor 3.
linphone_phone() {      # bob only
	mkdir -p "$run/linphone/.local/share/linphone"
	cat >"$run/linphone/rc" <<-END
		[sip]
		sip_port=5060
		sip_tcp_port=0
		sip_tls_port=0
		bind_address=127.0.0.4
		use_ipv6=0
		default_proxy=0

		[proxy_0]
		reg_proxy=<sip:127.0.0.2;transport=udp>
		reg_identity=<sip:bob@127.0.0.2>
		reg_expires=600
		reg_sendregister=1

		[auth_info_0]
		username=bob
		passwd=bob-pw
		realm=sipcode.test
	END
	mkfifo "$run/linphone/in"
	exec 3<>"$run/linphone/in"
	HOME=$run/linphone PULSE_RUNTIME_PATH=$run/linphone \
		start linphone linphonec -c "$run/linphone/rc" <&3
}

mkdir -p "$out"
mkdir "$run/kamailio"
cd "$run"               # baresip 1.0.0 can leave a core file on its way out
start kamailio kamailio -DD -E -f "$here/kamailio.cfg" -Y "$run/kamailio"
wait_for kamailio.log 'udp: 127.0.0.2'

capture
baresip_phone alice 127.0.0.3 not-the-password
seen 'SIP/2.0 401' 2
save wrong-password
stop "$pid"

capture
baresip_phone alice 127.0.0.3 alice-pw
seen 'SIP/2.0 200'
baresip_phone bob 127.0.0.4 bob-pw
bob_pid=$pid
seen 'SIP/2.0 200' 2
save register

capture
alice dial sip:bob@127.0.0.2
seen 'SIP/2.0 180' 2
bob accept
seen 'SIP/2.0 200' 2
sleep 1                 # they talk
alice hangup
seen 'SIP/2.0 200' 4
save call

capture
alice dial sip:nobody@127.0.0.2
seen 'SIP/2.0 404'
save unknown-user

capture
alice dial sip:bob@127.0.0.2
seen 'SIP/2.0 180' 2
alice hangup
seen 'SIP/2.0 487' 2
save cancelled

# A first call, not recorded, keeps bob's only line occupied.
capture
alice dial sip:bob@127.0.0.2
seen 'SIP/2.0 180' 2
stop "$tcpdump"
capture
alice dial sip:bob@127.0.0.2
seen 'SIP/2.0 486' 2
save busy
capture
alice hangup            # the first call
seen 'SIP/2.0 487' 2
stop "$tcpdump"

# baresip answers 486 to a call its user refuses; linphonec answers 603.
stop "$bob_pid"
capture
linphone_phone
seen 'SIP/2.0 200'
stop "$tcpdump"
capture
alice dial sip:bob@127.0.0.2
seen 'SIP/2.0 180' 2
echo terminate >&3
seen 'SIP/2.0 603' 2
save declined
