"""Messages between client, zygote and child: one JSON object a packet, descriptors beside it.

Sockets are `SOCK_SEQPACKET`, which keeps packets apart and whole. Whatever a child sends is
untrusted: a packet that is too long, not JSON or not an object raises `ProtocolError`.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Sequence
from typing import Any

MAX_PACKET = 60_000
MAX_DESCRIPTORS = 4

Message = dict[str, Any]


class ProtocolError(Exception):
    """The other side sent something that is not a message."""


def pair() -> tuple[socket.socket, socket.socket]:
    """Two connected ends."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(channel: socket.socket, message: Message, fds: Sequence[int] = ()) -> None:
    """Send one message. Raises `OSError` when the other end is gone, `ValueError` when too long."""
    # In ASCII: a file name may hold bytes that are no UTF-8.
    packet = json.dumps(message, separators=(",", ":")).encode("ascii")
    if len(packet) > MAX_PACKET:
        raise ValueError(f"a message of {len(packet)} bytes is too long")
    socket.send_fds(channel, [packet], list(fds))


def receive(channel: socket.socket) -> tuple[Message, list[int]] | None:
    """The next message with its descriptors, or None when the other end is closed.

    Raises `ProtocolError`; descriptors that came with a bad message are closed.
    """
    packet, fds, flags, _ = socket.recv_fds(channel, MAX_PACKET + 1, MAX_DESCRIPTORS)
    if not packet and not fds:
        return None
    try:
        if flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC):
            raise ProtocolError("a packet was cut")
        return _object(packet), fds
    except ProtocolError:
        for fd in fds:
            os.close(fd)
        raise


def _object(packet: bytes) -> Message:
    try:
        message = json.loads(packet)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("not JSON") from error
    if not isinstance(message, dict):
        raise ProtocolError("not an object")
    return message
