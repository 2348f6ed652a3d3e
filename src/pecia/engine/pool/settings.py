"""What a supervisor tells a zygote when it starts it: one JSON object on the command line."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from pecia.engine.pool.zygote import Places
from pecia.engine.sandbox.layers import Layer
from pecia.engine.sandbox.limits import Limits


@dataclass(frozen=True, slots=True)
class ZygoteSettings:
    """Paths are absolute; descriptors are inherited."""

    socket: Path
    private: Path
    profile: Path
    readable: tuple[Path, ...]
    warm: tuple[Path, ...]
    rehearsal: Path
    places: Places
    limits: Limits
    layers: frozenset[Layer]
    lifeline: int
    status: int

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
            rehearsal=Path(raw["rehearsal"]),
            places=Places(**raw["places"]),
            limits=Limits(**raw["limits"]),
            layers=frozenset(Layer(name) for name in raw["layers"]),
            lifeline=raw["lifeline"],
            status=raw["status"],
        )


def _plain(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)
