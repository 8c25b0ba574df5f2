"""The captures that are measured: calls of pcaps/ repeated, and traffic without SIP repeated.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import heapq
import itertools
import re
import struct

from tshark import Failed

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
ETHERNET_IPV4 = b"\x08\x00"


def packets(path):
    """(microseconds, bytes) of each packet of a pcapng file."""
    data, at = path.read_bytes(), 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == 6:
            _, high, low, captured, _ = struct.unpack_from("<IIIII", data, at + 8)
            yield high << 32 | low, data[at + 28:at + 28 + captured]
        at += length


def write(path, timed_packets):
    """A pcap file, written as it comes: 400,000 messages must not make this process large."""
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        for time, data in timed_packets:
            file.write(struct.pack("<IIII", *divmod(time, 1_000_000), len(data), len(data)) + data)


# What each telling of a script has of its own: the process id that SIPp writes into branches,
# Call-IDs and tags, the nonce of a login, the caller's name; numbers of phones; where the media go:
# with one place for all calls, stock tshark searches longer with every call.
WORDS = rb'(?<=z9hG4bK-)\d+|(?<=-)\d+(?=@)|(?<=alice)\d+|(?<=bob)\d+|(?<=registrar)\d+' \
        rb'|(?<=nonce=")\w{8}|alice'
NUMBERS = rb"(?<=sip:\+86)\d+(?=\d@)"
PORTS = rb"(?<=m=audio )\d{4,5}"
HOSTS = rb"(?<=c=IN IP4 127\.)\d\.\d(?=\.)"
OWN = re.compile(rb"(?P<word>%b)|(?P<number>%b)|(?P<port>%b)|(?P<host>%b)"
                 % (WORDS, NUMBERS, PORTS, HOSTS))
MEDIA_PORTS = 2000


def script(path):
    """The packets of one recorded call or registration, from time 0 on."""
    recorded = list(packets(path))
    return [(time - recorded[0][0], data) for time, data in recorded]


def told(messages, number):
    """The script with what is new for the NUMBERth telling, each packet as long as it was."""
    write = {"word": base36, "number": decimal, "port": port, "host": host}
    for time, data in messages:
        yield time, OWN.sub(lambda match: write[match.lastgroup](number, len(match[0])), data)


def decimal(number, width):
    return b"%0*d" % (width, number)


def port(number, width):
    """Even, as for RTP, of four or five digits, and not that of SIP."""
    return decimal({4: 6000, 5: 16000}[width] + 2 * (number % MEDIA_PORTS), width)


def host(number, _width):
    return b"%d.%d" % divmod(number // MEDIA_PORTS % 100, 10)


def base36(number, width):
    if number >= 36**width:
        raise Failed(f"no {width} digits tell {number} calls apart: record the calls of pcaps/ again")
    return "".join(DIGITS[number // 36**place % 36] for place in reversed(range(width))).encode()


def sip(scripts, count):
    """COUNT messages: the scripts in turn, ten a second, so that calls overlap as on a real trunk."""
    return itertools.islice(overlapping(scripts, gap=100_000), count)


def overlapping(scripts, gap):
    """The scripts in turn, without end, each begun GAP microseconds after the one before."""
    waiting = []
    for number, messages in enumerate(itertools.cycle(scripts), 1):
        start = number * gap
        while waiting and waiting[0][0] < start:
            time, _, _, data = heapq.heappop(waiting)
            yield time, data
        for place, (time, data) in enumerate(told(messages, number)):
            heapq.heappush(waiting, (start + time, number, place, data))


def repeated(recorded, count):
    """COUNT packets: the recorded ones again and again, later and between other loopback hosts."""
    start, end = recorded[0][0], recorded[-1][0]
    for number in range(count):
        turn, place = divmod(number, len(recorded))
        time, data = recorded[place]
        yield time - start + turn * (end - start + 1_000_000), elsewhere(data, turn)


def elsewhere(data, turn):
    """The packet with the second byte of both IPv4 addresses changed, its checksum kept right."""
    if data[12:14] != ETHERNET_IPV4:
        return data
    packet = bytearray(data)
    for at in (14 + 12, 14 + 16):
        old, packet[at + 1] = packet[at + 1], (packet[at + 1] + turn) % 256
        change_checksum(packet, 14 + 10, packet[at + 1] - old)
    return bytes(packet)


def change_checksum(packet, at, change):
    """RFC 1624: a 16-bit word that the checksum covers has grown by CHANGE."""
    total = (~int.from_bytes(packet[at:at + 2], "big") & 0xFFFF) + change % 0xFFFF
    packet[at:at + 2] = (~(total % 0xFFFF) & 0xFFFF).to_bytes(2, "big")
