"""The jail in which a document is opened: layers of the Linux kernel, entered one after another."""

from __future__ import annotations
