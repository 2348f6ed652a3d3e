"""django-hordak moving money between accounts, in an environment of its own.

PYTHON bench/peers/hordak_transfers.py migrate|work SECONDS SEED     (HORDAK_DATABASE: its URL)
"""

from __future__ import annotations

import os
import random
import sys
import time
from urllib.parse import unquote, urlsplit

ACCOUNTS = 50


def main() -> None:
    """Make its tables and accounts, or transfer for some seconds and tell how often."""
    import django
    from django.conf import settings

    url = urlsplit(os.environ["HORDAK_DATABASE"])
    who, _at, where = url.netloc.rpartition("@")
    user, _colon, password = who.partition(":")
    host, _colon, port = where.partition(":")
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "mptt", "djmoney", "hordak"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": url.path.lstrip("/"),
                "HOST": unquote(host),
                "PORT": port,
                "USER": unquote(user),
                "PASSWORD": unquote(password),
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        CURRENCIES=["EUR"],
        HORDAK_CURRENCIES=["EUR"],
    )
    django.setup()
    if sys.argv[1] == "migrate":
        _migrate()
    else:
        print(_transfer(float(sys.argv[2]), int(sys.argv[3])))


def _migrate() -> None:
    from django.core.management import call_command
    from hordak.models import Account

    call_command("migrate", verbosity=0)
    for number in range(ACCOUNTS):
        Account.objects.create(
            name=f"account {number}", code=f"{number}", type="AS", currencies=["EUR"]
        )


def _transfer(seconds: float, seed: int) -> int:
    from django.db import transaction
    from hordak.models import Account
    from moneyed import Money

    accounts, chance = list(Account.objects.all()), random.Random(seed)
    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        here, there = chance.sample(accounts, 2)
        with transaction.atomic():
            here.transfer_to(there, Money(chance.randint(1, 900), "EUR"))
        done += 1
    return done


main()
