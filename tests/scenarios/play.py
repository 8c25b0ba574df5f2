#!/usr/bin/env python3
"""Plays a scenario over real sockets on the loopback: play.py NAME WORKDIR"""

import base64
import hashlib
import os
import socket
import ssl
import subprocess
import sys
import threading
import time

import all_codes
import sip
from sip import UAC, UAS

HOST = {UAC: "127.0.1.1", UAS: "127.0.1.2"}
PAUSE = 0.02    # between messages, so that time differences can be told apart


def other(side):
    return UAS if side == UAC else UAC


def receive(connection, length):
    data = b""
    while len(data) < length:
        part = connection.recv(length - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def connected(port):
    """A TCP connection, as its two ends."""
    with socket.create_server((HOST[UAS], port)) as listener:
        client = socket.create_connection((HOST[UAS], port), 5, (HOST[UAC], 0))
        server, _ = listener.accept()
    for end in client, server:
        end.settimeout(5)
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)    # one send, one segment
    return {UAC: client, UAS: server}


def close(ends):
    for end in ends[UAC], ends[UAS]:
        end.close()
        time.sleep(PAUSE)


def play(ends, messages, wrap=lambda side, data: data):
    """Sends each message when the one before it has arrived."""
    for sender, message in messages:
        data = wrap(sender, message)
        ends[sender].sendall(data)
        assert receive(ends[other(sender)], len(data)) == data
        time.sleep(PAUSE)


def bound(side):
    end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    end.settimeout(5)
    end.bind((HOST[side], 5060))
    return end


def play_all_codes(_):
    ends = {UAC: bound(UAC), UAS: bound(UAS)}
    for sender, message in all_codes.messages():
        ends[sender].sendto(message, (HOST[other(sender)], 5060))
        assert ends[other(sender)].recv(65535) == message
        time.sleep(PAUSE)


def play_pipelined_tcp(_):
    (_, invite), (_, trying), (_, ringing), (_, ok), (_, ack), (_, bye), (_, bye_ok) = \
        sip.basic_call(sip.Link("TCP"), "pipelined@127.0.1.1")
    ends = connected(5060)
    play(ends, [
        # One message in three segments: within a header line, and within the body
        (UAC, invite[:100]), (UAC, invite[100:-50]), (UAC, invite[-50:]),
        # The end of a message, a whole one, the head of a third
        (UAS, trying[:40]), (UAS, trying[40:] + ringing + ok[:150]), (UAS, ok[150:]),
        # Two messages in one segment
        (UAC, ack + bye),
        (UAS, bye_ok)])
    close(ends)


def play_basic_call_tls(work):
    key, certificate = os.path.join(work, "key.pem"), os.path.join(work, "certificate.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=example.com",
                    "-addext", "subjectAltName=DNS:example.com,URI:sip:example.com",
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    calling = ssl.create_default_context(cafile=certificate)
    calling.keylog_filename = os.path.join(work, "keys.log")

    plain, ends = connected(5061), {}

    def accept():
        ends[UAS] = serving.wrap_socket(plain[UAS], server_side=True)

    server = threading.Thread(target=accept)
    server.start()
    ends[UAC] = calling.wrap_socket(plain[UAC], server_hostname="example.com")
    server.join()
    play(ends, sip.basic_call(sip.Link("TLS", port=5061), "basic-call-tls@127.0.1.1"))
    close(ends)


def frame(sender, payload, opcode=1):
    """A WebSocket frame; those of the client are masked (RFC 6455 §5.2)."""
    masked = 0x80 if sender == UAC else 0
    if len(payload) < 126:
        head = bytes([0x80 | opcode, masked | len(payload)])
    else:
        head = bytes([0x80 | opcode, masked | 126]) + len(payload).to_bytes(2, "big")
    if masked:
        mask = os.urandom(4)
        payload = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        head += mask
    return head + payload


def play_websocket(_):
    key = base64.b64encode(os.urandom(16)).decode()
    accept = base64.b64encode(
        hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
    ends = connected(80)
    play(ends, [
        (UAC, "\r\n".join([
            "GET / HTTP/1.1", "Host: proxy.example.com", "Upgrade: websocket", "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}", "Origin: http://www.example.com", "Sec-WebSocket-Protocol: sip",
            "Sec-WebSocket-Version: 13", "", ""]).encode()),
        (UAS, "\r\n".join([
            "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
            f"Sec-WebSocket-Accept: {accept}", "Sec-WebSocket-Protocol: sip", "", ""]).encode())])
    play(ends, sip.basic_call(sip.Link("WS", uac="df7jal23ls0d.invalid", port=80), "websocket@df7jal23ls0d.invalid"), frame)
    normal = (1000).to_bytes(2, "big")
    play(ends, [(UAC, frame(UAC, normal, 8)), (UAS, frame(UAS, normal, 8))])
    close(ends)


def play_icmp_error(_):
    """A call to a phone that is off, and one whose caller goes away: the kernel says so with ICMP errors."""
    away = sip.Dialog(sip.Link(), "nobody-there@127.0.1.1")
    caller = bound(UAC)
    caller.sendto(away.invite(), (HOST[UAS], 5060))
    time.sleep(PAUSE)

    gone = sip.Dialog(sip.Link(), "caller-gone@127.0.1.1")
    invite = gone.invite()
    callee = bound(UAS)
    caller.sendto(invite, (HOST[UAS], 5060))
    assert callee.recv(65535) == invite
    callee.sendto(gone.answer(invite, "100 Trying"), (HOST[UAC], 5060))
    time.sleep(PAUSE)
    caller.close()
    callee.sendto(gone.answer(invite, "486 Busy Here"), (HOST[UAC], 5060))
    time.sleep(PAUSE)


if __name__ == "__main__":
    globals()["play_" + sys.argv[1].replace("-", "_")](sys.argv[2])
