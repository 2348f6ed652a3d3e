"""The part as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class TradeConfig(AppConfig):
    """Label, name, and what it wants to hear."""

    name = "pecia.trade"
    label = "trade"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe the letters to the news that they are about."""
        from pecia.kernel.events import subscribe
        from pecia.trade import events, letters

        subscribe(events.OrderFulfilled, "trade.write_receipt", letters.write_receipt)
        subscribe(events.OrderRefunded, "trade.write_refund", letters.write_refund)
        subscribe(events.ReturnAnswered, "trade.write_return_answer", letters.write_return_answer)
        subscribe(events.HoldOpened, "trade.write_hold", letters.write_hold)
        subscribe(events.HoldEnded, "trade.write_hold_end", letters.write_hold)
        subscribe(events.PayoutChanged, "trade.write_payout", letters.write_payout)
        subscribe(events.DestinationChanged, "trade.write_destination", letters.write_destination)
