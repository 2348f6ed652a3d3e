"""What was asked is counted by the week. Sums of days stay, as weeks in which nobody else asked."""

from __future__ import annotations

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

# Table, what it is called now, what is one of a kind in it, and the old and new name of that.
TABLES = (
    ("AskedQuery", "AskedQuery", ("text", "asker"), "asked_once_a_"),
    ("AskedNext", "AskedNext", ("first", "second", "asker"), "asked_next_once_a_"),
    ("QueryDay", "QueryWeek", ("text",), "one_sum_a_query_and_"),
    ("NextDay", "NextWeek", ("first", "second"), "one_sum_a_pair_and_"),
)


def _steps(old: str, new: str, fields: tuple[str, ...], rule: str) -> list[Operation]:
    constraint = models.UniqueConstraint(fields=["week", *fields], name=f"{rule}week")
    steps = [
        migrations.RemoveConstraint(old, f"{rule}day"),
        migrations.RenameField(old, "day", "week"),
    ]
    if old != new:
        steps.append(migrations.RenameModel(old, new))
    return [*steps, migrations.AddConstraint(new, constraint)]


class Migration(migrations.Migration):
    """Renames columns, tables and constraints."""

    dependencies = [("discovery", "0005_suggestions_and_saved_searches")]

    operations = [step for table in TABLES for step in _steps(*table)]
