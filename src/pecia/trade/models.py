"""Tables of `trade`; each lies beside what writes it."""

from __future__ import annotations

from pecia.trade.ledger import models as ledger_models

__all__ = ["ledger_models"]
