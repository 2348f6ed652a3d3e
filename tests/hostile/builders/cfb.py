"""A minimal Compound File Binary writer, the container of old Office files and OLE objects.

Version 3 with 512-byte sectors. Streams shorter than 4096 bytes go to the mini stream, as every
reader expects. The directory is a plain chain, which is a legal (if unbalanced) tree.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

SECTOR = 512
MINI_SECTOR = 64
MINI_CUTOFF = 4096
FREE = 0xFFFFFFFF
END = 0xFFFFFFFE
FAT_SECTOR = 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5
MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass
class Node:
    """A directory record in the making."""

    name: str
    kind: int
    data: bytes = b""
    right: int = FREE
    child: int = FREE
    start: int = END
    size: int = 0
    below: list[int] = field(default_factory=list)

    def record(self, class_id: bytes) -> bytes:
        """The 128 bytes of the record."""
        name = (self.name + "\0").encode("utf-16-le")
        links = struct.pack("<LLL", FREE, self.right, self.child)
        head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), self.kind, 1) + links
        return head + class_id + bytes(20) + struct.pack("<LQ", self.start, self.size)


def _nodes(streams: Mapping[str, bytes]) -> list[Node]:
    """One node for each stream and each folder named in a path such as ``VBA/dir``."""
    nodes = [Node("Root Entry", ROOT)]
    known = {"": 0}
    for path, data in streams.items():
        steps = path.split("/")
        for depth in range(1, len(steps) + 1):
            here = "/".join(steps[:depth])
            if here in known:
                continue
            known[here] = len(nodes)
            nodes[known["/".join(steps[: depth - 1])]].below.append(len(nodes))
            leaf = depth == len(steps)
            nodes.append(Node(steps[depth - 1], STREAM if leaf else STORAGE, data if leaf else b""))
    return nodes


def _link(nodes: list[Node]) -> None:
    """Chain the children of each storage in the order the format asks for."""
    for node in nodes:
        order = sorted(node.below, key=lambda n: (len(nodes[n].name), nodes[n].name.upper()))
        for here, after in pairwise(order):
            nodes[here].right = after
        node.child = order[0] if order else FREE


def _padded(data: bytes, unit: int) -> bytes:
    return data + bytes(-len(data) % unit)


def _chain(table: list[int], count: int) -> int:
    """Add a chain of ``count`` sectors to an allocation table and say where it starts."""
    if count == 0:
        return END
    start = len(table)
    table += [*range(start + 1, start + count), END]
    return start


def _place_mini(nodes: list[Node]) -> tuple[bytes, bytes]:
    """Lay the short streams into the mini stream; give that and its allocation table."""
    table: list[int] = []
    space = bytearray()
    for node in nodes:
        if node.kind == STREAM and 0 < len(node.data) < MINI_CUTOFF:
            data = _padded(node.data, MINI_SECTOR)
            node.start, node.size = _chain(table, len(data) // MINI_SECTOR), len(node.data)
            space += data
    packed = struct.pack(f"<{len(table)}L", *table)
    return bytes(space), packed + b"\xff" * (-len(packed) % SECTOR)


def _add(table: list[int], space: bytearray, data: bytes) -> int:
    """Lay one long stream into whole sectors."""
    data = _padded(data, SECTOR)
    space += data
    return _chain(table, len(data) // SECTOR)


def _directory(nodes: list[Node], class_id: bytes) -> bytes:
    records = [node.record(class_id if node.kind == ROOT else bytes(16)) for node in nodes]
    return _padded(b"".join(records), SECTOR)


def _header(fat: range, directory: int, mini: int, mini_sectors: int) -> bytes:
    shape = struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    counts = struct.pack("<LLLLL", 0, len(fat), directory, 0, MINI_CUTOFF)
    tail = struct.pack("<LLLL", mini, mini_sectors, END, 0)
    blocks = [*fat, *[FREE] * (109 - len(fat))]
    return MAGIC + bytes(16) + shape + counts + tail + struct.pack("<109L", *blocks)


def _fat(table: list[int]) -> tuple[bytes, range]:
    """Close the allocation table, which must also describe itself."""
    count = 1
    while len(table) + count > count * SECTOR // 4:
        count += 1
    place = range(len(table), len(table) + count)
    whole = table + [FAT_SECTOR] * count
    whole += [FREE] * (count * SECTOR // 4 - len(whole))
    return struct.pack(f"<{len(whole)}L", *whole), place


def write(streams: Mapping[str, bytes], class_id: bytes = bytes(16)) -> bytes:
    """A compound file holding ``streams``; a slash in a name makes a folder."""
    nodes, table, space = _nodes(streams), list[int](), bytearray()
    _link(nodes)
    mini_space, mini_table = _place_mini(nodes)
    nodes[0].start, nodes[0].size = _add(table, space, mini_space), len(mini_space)
    for node in nodes:
        if node.kind == STREAM and len(node.data) >= MINI_CUTOFF:
            node.start, node.size = _add(table, space, node.data), len(node.data)
    mini = _add(table, space, mini_table)
    directory = _add(table, space, _directory(nodes, class_id))
    fat, place = _fat(table)
    header = _header(place, directory, mini, len(mini_table) // SECTOR)
    return header + bytes(space) + fat
