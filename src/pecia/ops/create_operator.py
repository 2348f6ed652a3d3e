"""`pecia create-operator`: somebody who runs the site. The password is asked for, never
given in the command line and never a default."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence

from pecia.ops.django_setup import migrate, set_up
from pecia.ops.texts import gettext as _


def run(words: Sequence[str]) -> int:
    """0 when the operator is there, 1 when the password is too weak, or the address none."""
    asked = _parser().parse_args(words)
    set_up()
    migrate()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from pecia.accounts.public import create_operator

    try:
        validate_email(asked.email)
        password = _password()
        validate_password(password)
    except ValidationError as error:
        print("\n".join(error.messages), file=sys.stderr)
        return 1
    create_operator(asked.email, password)
    print(_("pecia: %(email)s runs this site now") % {"email": asked.email})
    return 0


def _password() -> str:
    """From the terminal, twice; or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    while True:
        first = getpass.getpass(_("Password: "))
        if first == getpass.getpass(_("Again: ")):
            return first
        print(_("The two are not the same."), file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia create-operator",
        description=_("Make somebody an operator of this site; asks for a password."),
    )
    parser.add_argument("email")
    return parser
