"""How a pool runs, and what a supervisor tells a zygote on its command line."""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from pecia.engine.sandbox.layers import ALL, Layer
from pecia.engine.sandbox.limits import Limits


@dataclass(frozen=True, slots=True)
class Places:
    """How many jobs run, wait, and how many spares are kept."""

    workers: int = 2
    queue: int = 64
    spares: int = 2


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """How a pool runs. The defaults suit one machine that does other things too."""

    places: Places = field(default_factory=lambda: Places(workers=os.cpu_count() or 2))
    limits: Limits = field(default_factory=Limits)
    office: bool = True  # start LibreOffice; without it only what needs none is taken
    warm: bool = True  # load every format's filter at start: 2 to 5 s once, 100 ms a document
    layers: frozenset[Layer] = ALL
    folder: Path | None = None  # where the sockets lie; None: a private temporary folder


@dataclass(frozen=True, slots=True)
class ZygoteSettings:
    """Paths are absolute; descriptors are inherited."""

    socket: Path
    private: Path
    profile: Path
    readable: tuple[Path, ...]
    warm: tuple[Path, ...]
    rehearsal: tuple[Path, ...]
    places: Places
    limits: Limits
    layers: frozenset[Layer]
    lifeline: int
    status: int
    programs: bool = False  # children may start programs: for a LibreOffice that can't be forked

    def to_json(self) -> str:
        """The command line argument."""
        return json.dumps(dataclasses.asdict(self), default=_plain)

    @classmethod
    def from_json(cls, text: str) -> ZygoteSettings:
        """The reverse of `to_json`."""
        raw = json.loads(text)
        return cls(
            socket=Path(raw["socket"]),
            private=Path(raw["private"]),
            profile=Path(raw["profile"]),
            readable=tuple(Path(path) for path in raw["readable"]),
            warm=tuple(Path(path) for path in raw["warm"]),
            rehearsal=tuple(Path(path) for path in raw["rehearsal"]),
            places=Places(**raw["places"]),
            limits=Limits(**raw["limits"]),
            layers=frozenset(Layer(name) for name in raw["layers"]),
            lifeline=raw["lifeline"],
            status=raw["status"],
            programs=raw["programs"],
        )


def _plain(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)
