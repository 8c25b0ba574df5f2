#!/usr/bin/env python3
"""Makes the corpora of the fuzz targets from captures: corpus.py OUTDIR [CAPTURE...]

Without captures: all of pcaps/. SIP is looked for in each packet as it stands, whatever carries it;
what is split over packets stays split. SPDX-License-Identifier: GPL-2.0-or-later
"""

import hashlib
import pathlib
import re
import struct
import sys

PCAPS = pathlib.Path(__file__).resolve().parents[2] / "pcaps"
START = re.compile(rb"SIP/2\.0 \d|[!-~]{1,40} [!-~][^\r\n]{0,200} SIP/2\.0\r?\n")
MESSAGE_MAX = 8192
SESSION_MAX = 16384     # that of libFuzzer's inputs, too: see fuzz.py

# The steps of fuzz_session.c, in seconds, that a capture's own times come nearest to
STEPS = [0, 0.001, 0.02, 0.1, 0.249, 0.25, 0.5, 1, 4, 32, 64, 3600, -0.3, -1]


def pcapng_packets(data):
    """(seconds, bytes) of each Enhanced Packet Block; times in microseconds, as most have them."""
    at = 0
    while at + 12 <= len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if length < 12:
            return
        if kind == 6:
            _, high, low, captured, _ = struct.unpack_from("<IIIII", data, at + 8)
            yield (high << 32 | low) / 1e6, data[at + 28:at + 28 + captured]
        at += length


def pcap_packets(data):
    at = 24
    while at + 16 <= len(data):
        seconds, fraction, captured, _ = struct.unpack_from("<IIII", data, at)
        yield seconds + fraction / 1e6, data[at + 16:at + 16 + captured]
        at += 16 + captured


def messages(path):
    """(seconds, endpoints, bytes) of each packet that holds SIP."""
    data = path.read_bytes()
    packets = pcapng_packets if data.startswith(b"\x0a\x0d\x0d\x0a") else pcap_packets
    for seconds, packet in packets(data):
        start = START.search(packet)
        if start:
            # Enough of the addresses to tell two endpoints apart; which is which does not matter
            one, other = sum(packet[26:30]) % 16, sum(packet[30:34]) % 16
            yield seconds, one | other << 4, packet[start.start():][:MESSAGE_MAX]


def nearest(seconds):
    return min(range(len(STEPS)), key=lambda step: abs(STEPS[step] - seconds))


def session(found):
    out, last = b"\0", None
    for seconds, endpoints, message in found:
        step = nearest(seconds - last) if last is not None else 0
        last = seconds
        record = b"\xff\xff" + bytes([step, endpoints]) + message
        if len(out + record) <= SESSION_MAX:
            out += record
    return out


def value(name, message):
    line = re.search(rb"(?im)^" + name + rb"[ \t]*:[ \t]*([^\r\n]*)", message)
    return line[1] if line else b""


def transactions(found):
    """Requests with their responses behind them, and whatever else has no partner."""
    groups = {}
    for _, _, message in found:
        groups.setdefault((value(b"Call-ID", message), value(b"CSeq", message)), []).append(message)
    for group in groups.values():
        yield b"".join(group[:4])


def scans(found):
    """Datagrams, and a stream of them."""
    for _, _, message in found:
        yield b"\0" + message
    yield b"\x21" + b"".join(message for _, _, message in found)[:MESSAGE_MAX]


def ladder(found):
    """The start lines, between two participants."""
    lines = [b"title", b"\x81one", b"\x82other"]
    for number, (_, _, message) in enumerate(found):
        lines.append((b"\x08" if number % 2 else b"\x41") + message.partition(b"\r\n")[0])
    return b"\n".join(lines)[:SESSION_MAX]


def write(folder, inputs):
    folder.mkdir(parents=True, exist_ok=True)
    for text in inputs:
        (folder / hashlib.sha1(text).hexdigest()[:16]).write_bytes(text)


def make(folder, captures):
    for path in captures:
        found = list(messages(path))
        write(folder / "scan", scans(found))
        write(folder / "details", transactions(found))
        write(folder / "session", [session(found)])
        write(folder / "ladder", [ladder(found)])


if __name__ == "__main__":
    make(pathlib.Path(sys.argv[1]),
         [pathlib.Path(name) for name in sys.argv[2:]] or sorted(PCAPS.rglob("*.pcap*")))
