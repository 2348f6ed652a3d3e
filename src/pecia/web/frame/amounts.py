"""Amounts that people type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pecia.trade.public import Money, digits_of, parse_money


def money_field(words: str, currency: str) -> Money:
    """What was typed, as an amount. Raises `ValidationError`."""
    try:
        return parse_money(words, currency)
    except ValueError:
        example = "2.50" if digits_of(currency) else "250"
        raise forms.ValidationError(
            _("Write an amount of %(currency)s, such as %(example)s.")
            % {"currency": currency, "example": example}
        ) from None


def with_money(form: forms.Form, found: dict[str, Any]) -> dict[str, Any]:
    """What a form has found, with its amount and currency as money under `money`."""
    if found.get("amount") and found.get("currency"):
        try:
            found["money"] = money_field(found["amount"], found["currency"])
        except forms.ValidationError as error:
            form.add_error("amount", error)
    return found
