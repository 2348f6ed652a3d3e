"""Tables of `trade`; each lies beside what writes it."""

from __future__ import annotations

from pecia.trade.ledger import models as ledger_models
from pecia.trade.offers import models as offer_models
from pecia.trade.orders import models as order_models
from pecia.trade.payments import models as payment_models
from pecia.trade.sellers import models as seller_models

__all__ = ["ledger_models", "offer_models", "order_models", "payment_models", "seller_models"]
