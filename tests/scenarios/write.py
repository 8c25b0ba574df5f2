#!/usr/bin/env python3
"""Writes a capture without a network: write.py NAME FILE. Without arguments: the names of all flows."""

import sys

import bad_input
import causes
import flows
import packets
import rfc4475
import rfc5118
import rules
import sip
from packets import Capture, ethernet, ip, udp
from sip import UAC, UAS

PORT = 5060

# Messages of RFCs, with the addresses of client and server.
TORTURE = {
    "rfc4475": (rfc4475.MESSAGES, (rfc4475.CLIENT, rfc4475.SERVER)),
    "rfc5118": (rfc5118.MESSAGES, ("2001:db8::9:1", "2001:db8::10")),
}


def write_bad_input(capture):
    link = bad_input.LINK
    for comment, sender, payload, captured in bad_input.cases():
        source, destination = (link.uac, link.uas) if sender == UAC else (link.uas, link.uac)
        packet = ip(source, destination, packets.UDP, udp(source, destination, PORT, PORT, payload))
        capture.add(ethernet(packet), comment, captured)


def datagrams(link, messages):
    """(sender, source, destination, UDP datagram) of each message."""
    for sender, message in messages:
        source, destination = (link.uac, link.uas) if sender == UAC else (link.uas, link.uac)
        yield sender, source, destination, udp(source, destination, PORT, PORT, message)


def write_datagrams(capture, link, messages):
    for _, source, destination, datagram in datagrams(link, messages):
        capture.add(ethernet(ip(source, destination, packets.UDP, datagram)))


def write_rules(capture):
    write_datagrams(capture, rules.LINK, rules.messages())


def write_causes(capture):
    write_datagrams(capture, causes.LINK, causes.messages())


def write_gtpu(capture):
    """A phone and its P-CSCF, seen on S1-U between eNodeB and gateway."""
    link = sip.Link("UDP", "10.45.0.2", "192.0.2.20")
    enb, gateway = "198.51.100.1", "198.51.100.2"
    tunnel = {UAC: 0x1001, UAS: 0x2002}     # up and down
    for sender, source, destination, datagram in datagrams(link, sip.basic_call(link, "gtpu@10.45.0.2")):
        outer = (enb, gateway) if sender == UAC else (gateway, enb)
        packet = packets.gtpu(tunnel[sender], ip(source, destination, packets.UDP, datagram))
        capture.add(ethernet(ip(*outer, packets.UDP, udp(*outer, 2152, 2152, packet))))


def write_esp_null(capture):
    link = sip.Link("UDP", "192.0.2.10", "192.0.2.20")
    spi, key = {UAC: 0x00001111, UAS: 0x00002222}, bytes(range(20))
    sequence = {UAC: 0, UAS: 0}
    for sender, source, destination, datagram in datagrams(link, sip.basic_call(link, "esp-null@192.0.2.10")):
        sequence[sender] += 1
        payload = packets.esp_null(spi[sender], sequence[sender], key, packets.UDP, datagram)
        capture.add(ethernet(ip(source, destination, packets.ESP, payload)))


def write_ipv6_fragments(capture):
    link = sip.Link("UDP", "2001:db8::1", "2001:db8::2")
    large = [f"Call-Info: <https://www.example.com/people/and/a/long/way/to/their/picture-{n}.jpg>;purpose=icon"
             for n in range(20)]
    call = sip.basic_call(link, "ipv6@[2001:db8::1]", extra=large[:12], answer_extra=large)
    for number, (_, source, destination, datagram) in enumerate(datagrams(link, call)):
        if len(datagram) <= 1240:
            capture.add(ethernet(ip(source, destination, packets.UDP, datagram)))
            continue
        for fragment in packets.ipv6_fragments(source, destination, packets.UDP, datagram, 0x51900000 + number):
            capture.add(ethernet(fragment), after=0.0001)


def write_sctp(capture):
    link = sip.Link("SCTP", "192.0.2.10", "192.0.2.20")
    address = {UAC: link.uac, UAS: link.uas}
    tag = {UAC: 0x0A0A0A0A, UAS: 0x0B0B0B0B}    # the tag that each side wants to see
    tsn, stream_sequence = {UAC: 1000, UAS: 5000}, {UAC: 0, UAS: 0}

    def send(sender, *chunks, verification=None):
        peer = UAS if sender == UAC else UAC
        verification = tag[peer] if verification is None else verification
        packet = packets.sctp(PORT, PORT, verification, *chunks)
        capture.add(ethernet(ip(address[sender], address[peer], packets.SCTP, packet)))

    def data(sender, message, size=None):
        """The DATA chunks of a message, cut to `size` bytes."""
        size = size or len(message)
        chunks = []
        for offset in range(0, len(message), size):
            chunks.append(packets.sctp_data(tsn[sender], stream_sequence[sender], message[offset:offset + size],
                                            offset == 0, offset + size >= len(message)))
            tsn[sender] += 1
        stream_sequence[sender] += 1
        return chunks

    def acknowledge(sender):
        last = tsn[UAS if sender == UAC else UAC] - 1
        return packets.sctp_chunk(3, last.to_bytes(4, "big") + (65536).to_bytes(4, "big") + bytes(4))

    def init(sender):
        return (tag[sender].to_bytes(4, "big") + (65536).to_bytes(4, "big") + bytes([0, 1, 0, 1])
                + tsn[sender].to_bytes(4, "big"))

    cookie = b"state cookie"
    send(UAC, packets.sctp_chunk(1, init(UAC)), verification=0)
    send(UAS, packets.sctp_chunk(2, init(UAS) + bytes([0, 7, 0, 4 + len(cookie)]) + cookie))
    send(UAC, packets.sctp_chunk(10, cookie))
    send(UAS, packets.sctp_chunk(11))
    invite, trying, ringing, ok, ack, bye, bye_ok = (message for _, message in sip.basic_call(link, "sctp@192.0.2.10"))
    send(UAC, *data(UAC, invite))
    send(UAS, acknowledge(UAS), *data(UAS, trying), *data(UAS, ringing))     # two messages in one packet
    send(UAC, acknowledge(UAC))
    first, second = data(UAS, ok, 400)                                       # one message in two packets
    send(UAS, first)
    send(UAS, second)
    send(UAC, acknowledge(UAC), *data(UAC, ack))
    send(UAS, acknowledge(UAS))
    send(UAC, *data(UAC, bye))
    send(UAS, acknowledge(UAS), *data(UAS, bye_ok))
    send(UAC, acknowledge(UAC))
    send(UAC, packets.sctp_chunk(7, (tsn[UAS] - 1).to_bytes(4, "big")))
    send(UAS, packets.sctp_chunk(8))
    send(UAC, packets.sctp_chunk(14))


if __name__ == "__main__":
    if len(sys.argv) == 1:
        print(*("flows/" + name for name in flows.CASES), sep="\n")
    elif sys.argv[1].startswith("flows/"):
        flows.write(sys.argv[1].removeprefix("flows/"), sys.argv[2])
    elif sys.argv[1] in TORTURE:
        messages, addresses = TORTURE[sys.argv[1]]
        rfc4475.write(messages, *addresses, sys.argv[2])
    else:
        with Capture(sys.argv[2]) as file:
            globals()["write_" + sys.argv[1].replace("-", "_")](file)
