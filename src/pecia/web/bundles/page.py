"""What the pages of collections are given of their prices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bundle:
    """What a collection costs together; `form` is a `BundleForm`."""

    form: object
    price: str = ""
    is_offered: bool = False
