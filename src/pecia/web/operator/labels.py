"""Words for what the pipeline did."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import pgettext_lazy

# Steps that other parts have put into the pipeline are shown by their own name.
STEPS = {
    "inspect": pgettext_lazy("step", "Inspect"),
    "convert": pgettext_lazy("step", "Convert"),
    "paginate": pgettext_lazy("step", "Make pages"),
    "describe": pgettext_lazy("step", "Propose title and language"),
    "screen": pgettext_lazy("step", "Decide"),
}
# How a step ended: as mark and word.
OUTCOMES = {
    "done": ("ok", N_("Done")),
    "refused": ("bad", N_("Refused")),
    "failed": ("bad", N_("Failed")),
    "lost": ("wait", N_("Taken over by another worker")),
    "postponed": ("wait", N_("Put off")),
}


def step_label(step: str) -> str:
    """A step of the pipeline in words."""
    return str(STEPS.get(step, step))


def outcome_label(outcome: str) -> tuple[str, str]:
    """Mark and word of an outcome; none yet when the step never came back."""
    mark, word = OUTCOMES.get(outcome, ("wait", N_("Never came back")))
    return mark, _(word)
