"""Packets without SIP: HTTP, DNS, TLS and RTP of real programs on the loopback.

Only a root can capture; where that or a program is missing, the packets are written instead.
SPDX-License-Identifier: GPL-2.0-or-later
"""

import concurrent.futures
import contextlib
import os
import pathlib
import random
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time

import captures
import packets
from tshark import Failed

HERE = pathlib.Path(__file__).resolve().parent
HOST = "127.0.9.1"  # apart from whatever else runs on the loopback
PROGRAMS = ("tcpdump", "editcap", "curl", "openssl", "host", "sipp")
PROTOCOLS = {"http": "HTTP (curl, Python's http.server)", "dns": "DNS (host, a resolver of ours)",
             "tls": "TLS (openssl)", "rtp": "RTP (sipp)"}
TRANSPORT = {"http": "tcp", "dns": "udp", "tls": "tcp", "rtp": "udp"}
TALKERS = 10  # callers at once


def no_sip(folder):
    """(packets, what they are, tshark's options to decode the ports)."""
    try:
        ports = dict(zip(PROTOCOLS, free_ports(len(PROTOCOLS))))
        recorded = record(folder, ports)
        return recorded, f"{len(recorded):,} packets recorded on the loopback, repeated: " \
            + shares(recorded, ports), decode(ports)
    except (Failed, OSError, subprocess.SubprocessError) as failure:
        return written(folder), f"written, not recorded ({failure}): HTTP, DNS and RTP, but no TLS", \
            decode(WRITTEN)


def shares(recorded, ports):
    """How much of it each program gave; raises Failed when one gave nothing."""
    texts = []
    for protocol, port in ports.items():
        number = sum(port in struct.unpack_from(">HH", data, 14 + 20) for _, data in recorded)
        if not number:
            raise Failed(f"no {protocol} was captured")
        texts.append(f"{number:,} {PROTOCOLS[protocol]}")
    return ", ".join(texts)


def decode(ports):
    """No free port is that of a protocol: tshark is told, with the plugin and without."""
    return [word for protocol, port in ports.items()
            for word in ("-d", f"{TRANSPORT[protocol]}.port=={port},{protocol}")]


def free_ports(count):
    """Even numbers, for RTP, that neither TCP nor UDP uses on our address."""
    found = []
    while len(found) < count:
        port = random.randrange(20000, 32000, 2)
        with contextlib.suppress(OSError), socket.socket() as tcp, \
                socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind((HOST, port))
            udp.bind((HOST, port))
            found += [port] if port not in found else []
    return found


# Recorded

def record(folder, ports):
    """All clients at work at once, for some ten seconds."""
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if os.geteuid() != 0 or missing:
        raise Failed(f"there is no {', '.join(missing)}" if missing else "only root can capture")
    raw = folder / "raw.pcap"
    wanted = " or ".join(f"{TRANSPORT[name]} port {port}" for name, port in ports.items())
    with running(["tcpdump", "-i", "lo", "-n", "-U", "--immediate-mode", "-w", raw,
                  f"host {HOST} and ({wanted})"], folder) as tcpdump:
        until("tcpdump", lambda: raw.exists() and raw.stat().st_size, tcpdump)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            works = [pool.submit(work, folder, ports[name])
                     for name, work in (("http", http), ("dns", dns), ("tls", tls), ("rtp", rtp))]
        for work in works:
            work.result()
        time.sleep(0.5)  # the last packets reach tcpdump after the clients are done
    subprocess.run(["editcap", "-F", "pcapng", raw, folder / "raw.pcapng"], check=True)
    return list(captures.packets(folder / "raw.pcapng"))


@contextlib.contextmanager
def running(command, folder):
    """A program in the background, ended with the block; what it says is thrown away."""
    process = subprocess.Popen(list(map(str, command)), cwd=folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


def until(what, ready, process):
    """Waits for a program to be ready, five seconds at most."""
    for _ in range(50):
        if ready():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise Failed(f"{what} did not start")


def listening(port):
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def client(command, folder, **options):
    """A client run to its end. A failed one is no harm: what it sent was captured."""
    subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, timeout=30,
                   check=False, **options)


def http(folder, port):
    site = folder / "site"
    site.mkdir()
    for size in (1, 4, 16):
        (site / f"{size}k.html").write_bytes(b"<p>The quick brown fox jumps.</p>\n" * 30 * size)
    with running([sys.executable, "-m", "http.server", "--bind", HOST, port], site) as server:
        until("http.server", lambda: listening(port), server)
        for turn in range(200):
            client(["curl", "-s", f"http://{HOST}:{port}/{(1, 4, 16)[turn % 3]}k.html?{turn}"], folder)


def tls(folder, port):
    client(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=example.com",
            "-keyout", "key.pem", "-out", "cert.pem"], folder)
    with running(["openssl", "s_server", "-accept", f"{HOST}:{port}", "-www", "-cert", "cert.pem",
                  "-key", "key.pem"], folder) as server:
        until("openssl", lambda: listening(port), server)
        for turn in range(100):
            client(["openssl", "s_client", "-quiet", "-connect", f"{HOST}:{port}",
                    "-tls1_2" if turn % 2 else "-tls1_3"], folder, input=b"GET / HTTP/1.0\r\n\r\n")


def dns(folder, port):
    """The client is real; the server is the few lines below."""
    server = socket.socket(type=socket.SOCK_DGRAM)
    server.bind((HOST, port))
    threading.Thread(target=answer, args=(server,), daemon=True).start()
    for turn in range(200):  # three questions each: A, AAAA, MX
        client(["host", "-W", "2", "-p", port, f"host{turn}.example.com", HOST], folder)


def answer(server):
    while True:
        question, sender = server.recvfrom(4096)
        server.sendto(reply(question), sender)


def reply(question):
    """One answer to A, AAAA or MX, none to others; the name is that of the question."""
    end = question.index(b"\0", 12) + 5
    kind = int.from_bytes(question[end - 4:end - 2], "big")
    data = {1: socket.inet_aton("192.0.2.1"), 28: socket.inet_pton(socket.AF_INET6, "2001:db8::1"),
            15: b"\0\x0a\4mail\xc0\x0c"}.get(kind)
    head = question[:2] + struct.pack(">HHHHH", 0x8180, 1, 1 if data else 0, 0, 0)
    answers = struct.pack(">HHHIH", 0xC00C, kind, 1, 3600, len(data)) + data if data else b""
    return head + question[12:end] + answers


def rtp(folder, port):
    """Callers of SIPp, each with a stream that is echoed. Their SIP is on ports that are not captured."""
    (folder / "audio.ulaw").write_bytes(random.Random(1).randbytes(40_000))
    signalling, *callers = free_ports(1 + 2 * TALKERS)
    common = ["-i", HOST, "-nostdin"]
    with running(["sipp", "-sn", "uas", "-p", signalling, "-mp", port, "-rtp_echo", *common], folder):
        time.sleep(1)
        with contextlib.ExitStack() as stack:
            calls = [stack.enter_context(running(
                ["sipp", "-sf", HERE / "rtp-uac.xml", "-p", own, "-mp", media, "-m", 1,
                 "-timeout", 20, *common, f"{HOST}:{signalling}"], folder))
                for own, media in zip(callers[::2], callers[1::2])]
            for call in calls:
                call.wait(30)


# Written

WRITTEN = {"http": 8080, "dns": 5300, "rtp": 30000}


def written(folder):
    """Ten seconds of a web client, a resolver and ten calls."""
    path = folder / "written.pcapng"
    with packets.Capture(path) as capture:
        for turn in range(100):
            for packet in [*web(turn), *lookup(turn), *voice(turn)]:
                capture.add(packets.ethernet(packet), after=0.0025)
    return list(captures.packets(path))


def web(turn):
    connection = packets.Tcp("127.0.0.1", HOST, 40000 + turn, WRITTEN["http"])
    page = b"<p>The quick brown fox jumps.</p>\n" * 30
    ok = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page)
    return [*connection.open(),
            *connection.data("127.0.0.1", b"GET /%d HTTP/1.1\r\nHost: example.com\r\n\r\n" % turn),
            *connection.data(HOST, ok + page), *connection.close()]


def lookup(turn):
    for kind in (1, 28, 15):
        name = b"\7host%03d\7example\3com\0" % turn
        question = struct.pack(">HHHHHH", turn * 3 + kind, 0x0100, 1, 0, 0, 0) + name
        question += struct.pack(">HH", kind, 1)
        yield datagram("127.0.0.1", HOST, 50000 + turn, WRITTEN["dns"], question)
        yield datagram(HOST, "127.0.0.1", WRITTEN["dns"], 50000 + turn, reply(question))


def voice(turn):
    for talker in range(TALKERS):
        for number in range(5 * turn, 5 * turn + 5):
            frame = struct.pack(">BBHII", 0x80, 0, number, 160 * number, talker) + b"\xff" * 160
            yield datagram("127.0.0.1", HOST, 31000 + 2 * talker, WRITTEN["rtp"], frame)


def datagram(source, destination, source_port, destination_port, payload):
    return packets.ip(source, destination, packets.UDP,
                      packets.udp(source, destination, source_port, destination_port, payload))
