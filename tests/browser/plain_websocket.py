"""A WebSocket to a program on this machine, with the standard library alone: texts out, texts in."""

from __future__ import annotations

import base64
import os
import socket
import struct
from urllib.parse import urlparse

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class WebSocket:
    """A connection; what is not here (extensions, binary messages, encryption) a browser's own port does not need.

    References
    ----------
    RFC 6455, The WebSocket Protocol.
    """

    def __init__(self, address: str, patience_s: float = 60) -> None:
        where = urlparse(address)
        self._socket = socket.create_connection((where.hostname, where.port), patience_s)
        self._read = self._socket.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {where.path} HTTP/1.1", f"Host: {where.hostname}:{where.port}", "Upgrade: websocket"]
        lines += ["Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", "", ""]
        self._socket.sendall("\r\n".join(lines).encode())
        status = self._read.readline()
        assert b" 101 " in status, f"no WebSocket at {address}: {status!r}"
        while self._read.readline().strip():
            pass

    def send(self, text: str) -> None:
        """One message."""
        self._frame(TEXT, text.encode())

    def receive(self) -> str:
        """The next message; a ping in between is answered."""
        parts: list[bytes] = []
        while True:
            first, second = self._read.read(2)
            length = second & 127
            if length > 125:
                (length,) = struct.unpack(
                    *((">H", self._read.read(2)) if length == 126 else (">Q", self._read.read(8)))
                )
            body = self._read.read(length)
            kind = first & 15
            if kind == PING:
                self._frame(PONG, body)
            elif kind == CLOSE:
                raise ConnectionError("the browser closed the connection")
            elif kind != PONG:
                parts.append(body)
                if first & 128:
                    return b"".join(parts).decode()

    def close(self) -> None:
        """Leave without a farewell: the browser ends anyway."""
        self._read.close()
        self._socket.close()

    def _frame(self, kind: int, body: bytes) -> None:
        size = len(body)
        head = struct.pack(">BB", 128 | kind, 128 | size) if size < 126 else (
            struct.pack(">BBH", 128 | kind, 254, size) if size < 1 << 16 else struct.pack(">BBQ", 128 | kind, 255, size)
        )  # fmt: skip
        mask = os.urandom(4)
        masked = bytes(b ^ mask[i % 4] for i, b in enumerate(body))
        self._socket.sendall(head + mask + masked)
