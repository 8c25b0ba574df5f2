"""Packets made by hand, for what a loopback cannot carry: a pcapng writer and the layers below SIP.

Layers take and give bytes: ethernet(ip(src, dst, UDP, udp(src, dst, 5060, 5060, message))).
"""

import hashlib
import hmac
import ipaddress
import struct

TCP, UDP, ESP, FRAGMENT, SCTP = 6, 17, 50, 44, 132


class Capture:
    """A pcapng file of Ethernet interfaces. Times start at a fixed moment, so that files do not differ."""

    def __init__(self, path, start=1767225600.0, interfaces=1):
        self.file = open(path, "wb")
        self.time = self.start = round(start * 1e6)
        self._block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
        for _ in range(interfaces):
            self._block(1, struct.pack("<HHI", 1, 0, 0))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def _block(self, kind, body):
        length = struct.pack("<I", len(body) + 12)
        self.file.write(struct.pack("<I", kind) + length + body + length)

    def at(self, seconds):
        """The time of the next packet, from the start of the capture."""
        self.time = self.start + round(seconds * 1e6)

    def add(self, packet, comment=None, captured=None, after=0.02, interface=0):
        """`captured`: keep only so many bytes, as a snap length does. `after`: seconds until the next packet."""
        data = packet[:captured]
        body = struct.pack("<IIIII", interface, self.time >> 32, self.time & 0xFFFFFFFF, len(data), len(packet))
        body += padded(data)
        if comment:
            text = comment.encode()
            body += struct.pack("<HH", 1, len(text)) + padded(text) + bytes(4)
        self._block(6, body)
        self.time += round(after * 1e6)


def padded(data):
    return data + bytes(-len(data) % 4)


def checksum(data):
    total = sum(struct.unpack(f">{(len(data) + 1) // 2}H", data + bytes(len(data) % 2)))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ethernet(packet):
    kind = 0x0800 if packet[0] >> 4 == 4 else 0x86DD
    return bytes.fromhex("020000000002 020000000001") + struct.pack(">H", kind) + packet


def ip(source, destination, protocol, payload):
    source, destination = ipaddress.ip_address(source), ipaddress.ip_address(destination)
    if source.version == 6:
        return struct.pack(">IHBB", 6 << 28, len(payload), protocol, 64) + source.packed + destination.packed + payload
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0x4000, 64, protocol, 0)
    head += source.packed + destination.packed
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload


def udp(source, destination, source_port, destination_port, payload):
    source, destination = ipaddress.ip_address(source), ipaddress.ip_address(destination)
    length = 8 + len(payload)
    # The same fields for IPv4 and IPv6, but for their width, which does not change the sum
    pseudo = source.packed + destination.packed + struct.pack(">HH", UDP, length)
    head = struct.pack(">HHH", source_port, destination_port, length)
    return head + struct.pack(">H", checksum(pseudo + head + b"\0\0" + payload) or 0xFFFF) + payload


class Tcp:
    """A connection on which nothing is lost: each method gives the IP packets of one exchange."""

    SYN, PSH, ACK, FIN = 2, 8, 16, 1

    def __init__(self, client, server, client_port, server_port):
        self.client, self.server = client, server
        self.port = {client: client_port, server: server_port}
        self.next = {client: 1000, server: 5000}    # sequence numbers

    def segment(self, source, flags, payload=b""):
        destination = self.server if source == self.client else self.client
        head = struct.pack(">HHIIBBHHH", self.port[source], self.port[destination], self.next[source],
                           self.next[destination] if flags & self.ACK else 0, 5 << 4, flags, 65535, 0, 0)
        pseudo = b"".join(ipaddress.ip_address(host).packed for host in (source, destination))
        pseudo += struct.pack(">HH", TCP, len(head + payload))
        head = head[:16] + struct.pack(">H", checksum(pseudo + head + payload)) + head[18:]
        self.next[source] += len(payload) + bool(flags & (self.SYN | self.FIN))
        return ip(source, destination, TCP, head + payload)

    def open(self):
        return [self.segment(self.client, self.SYN), self.segment(self.server, self.SYN | self.ACK),
                self.segment(self.client, self.ACK)]

    def data(self, source, payload):
        peer = self.server if source == self.client else self.client
        return [self.segment(source, self.PSH | self.ACK, payload), self.segment(peer, self.ACK)]

    def close(self):
        return [self.segment(self.client, self.FIN | self.ACK), self.segment(self.server, self.FIN | self.ACK),
                self.segment(self.client, self.ACK)]


def ipv6_fragments(source, destination, protocol, payload, identification, mtu=1280):
    """The same payload in as many packets as the MTU asks for."""
    size = (mtu - 48) & ~7
    for offset in range(0, len(payload), size):
        more = offset + size < len(payload)
        yield ip(source, destination, FRAGMENT,
                 struct.pack(">BBHI", protocol, 0, offset | more, identification) + payload[offset:offset + size])


def gtpu(tunnel, packet):
    """A G-PDU without optional fields: TS 29.281 5.1."""
    return struct.pack(">BBHI", 0x30, 255, len(packet), tunnel) + packet


def esp_null(spi, sequence, key, protocol, payload):
    """Transport mode, NULL encryption (RFC 2410), HMAC-SHA-1-96 (RFC 2404): what IMS calls ipsec-3gpp with null."""
    padding = -(len(payload) + 2) % 4
    body = struct.pack(">II", spi, sequence) + payload + bytes(range(1, padding + 1)) + bytes([padding, protocol])
    return body + hmac.new(key, body, hashlib.sha1).digest()[:12]


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def sctp(source_port, destination_port, tag, *chunks):
    head = struct.pack(">HHI", source_port, destination_port, tag)
    body = b"".join(chunks)
    return head + struct.pack("<I", crc32c(head + bytes(4) + body)) + body


def sctp_chunk(kind, value=b"", flags=0):
    return padded(struct.pack(">BBH", kind, flags, 4 + len(value)) + value)


def sctp_data(tsn, stream_sequence, message, first=True, last=True):
    return sctp_chunk(0, struct.pack(">IHHI", tsn, 0, stream_sequence, 0) + message, first << 1 | last)
