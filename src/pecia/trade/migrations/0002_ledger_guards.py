"""Triggers by which the books guard themselves, on both databases."""

from django.db import migrations

from pecia.trade.guards import install_ledger_guards


class Migration(migrations.Migration):
    dependencies = [("trade", "0001_ledger")]

    operations = [migrations.RunPython(install_ledger_guards, migrations.RunPython.noop)]
