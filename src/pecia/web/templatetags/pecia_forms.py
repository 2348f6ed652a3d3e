"""Form controls in the site's dress: `{% control field %}` adds the class that suits the widget."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField, widgets
from django.utils.safestring import SafeString

register = template.Library()

CLASSES: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.CheckboxInput, ""),
    (widgets.RadioSelect, ""),
    (widgets.Select, "select"),
    (widgets.Textarea, "textarea"),
    (widgets.Widget, "input"),
)


@register.simple_tag
def control(field: BoundField, **attributes: str) -> SafeString:
    """The field's widget with its class; underscores in names of attributes become hyphens."""
    named: dict[str, Any] = {name.replace("_", "-"): value for name, value in attributes.items()}
    named["class"] = " ".join(
        filter(None, (_class_of(field), field.field.widget.attrs.get("class")))
    )
    return field.as_widget(attrs={name: value for name, value in named.items() if value})


def _class_of(field: BoundField) -> str:
    widget = field.field.widget
    return next(name for kind, name in CLASSES if isinstance(widget, kind))


@register.filter
def bare(label: str) -> str:
    """A label without the sign at its end, to go on after it."""
    return str(label).rstrip(".?:。？：")
