"""Samples of a member's own pages, the account, and sign-in."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from pecia.web.account.page import AccountPage, ClosePage, ExportPage, Passkey, SessionRow
from pecia.web.bundles.page import Bundle
from pecia.web.catalogue.page import CollectionEntry
from pecia.web.frame.page import Pager
from pecia.web.mine.page import (
    CollectionEditPage,
    CollectionsPage,
    Counts,
    FavouritesPage,
    HistoryEvent,
    MyDocument,
    MyDocumentPage,
    MyDocumentsPage,
    ToAnswer,
)
from pecia.web.setup.page import SetupPage
from tests.web.preview import Sample
from tests.web.samples import forms
from tests.web.samples.lists import PAGER
from tests.web.samples.money_forms import BundleForm
from tests.web.samples.reader import WHEN, document, entries

COUNTS = Counts(12, 2, 31, 4)


def samples(media: Path) -> list[Sample]:
    """Own pages, then the pages of allauth."""
    page = document(media)
    pages = {
        "mine": ("web/mine/documents.html", _documents(), "library-mine"),
        "mine-empty": (
            "web/mine/documents.html",
            MyDocumentsPage((), Pager(0, 0, 0), Counts(), "lin****he"),
            "library-mine",
        ),
        "mine-document": (
            "web/mine/document.html",
            MyDocumentPage(
                20417,
                page.title,
                page.extension,
                page.language,
                "ok",
                "Published",
                page.certificate,
                page.editions,
                _history(),
                "lin****he",
                "Lin He",
                forms.DescribeForm({"title": page.title, "rights_basis": "made"}),
                forms.ReasonForm(),
            ),
            "library-mine-document",
        ),
        "collections": (
            "web/mine/collections.html",
            CollectionsPage(
                (CollectionEntry("c1", "汛期用表", 7, "zh-hans", changed_at=WHEN),),
                forms.CollectionForm(),
                COUNTS,
            ),
            "collections-mine",
        ),
        "collection-edit": (
            "web/mine/collection.html",
            CollectionEditPage(
                "c1",
                "汛期用表",
                "zh-hans",
                forms.CollectionForm({"title": "汛期用表"}),
                forms.NumberForm(),
                entries(media)[:4],
                True,
                Bundle(BundleForm(initial={"amount": "16.00"}), "€16.00"),
            ),
            "collection-edit",
        ),
        "favourites": (
            "web/mine/favourites.html",
            FavouritesPage(entries(media), PAGER, COUNTS),
            "favourites-mine",
        ),
        "setup": ("web/setup/operator.html", SetupPage(forms.SetupForm()), ""),
        "account": ("web/account/account.html", _account(), "account"),
        "account-close": ("web/account/close.html", ClosePage(forms.CloseForm(), 12), ""),
        "account-export": (
            "web/account/export.html",
            ExportPage("ready", WHEN, 9_812_000, "/x"),
            "",
        ),
    }
    own = [
        Sample(name, template, {"page": given}, place, True)
        for name, (template, given, place) in pages.items()
    ]
    return own + _entrance() + _keys()


def _documents() -> MyDocumentsPage:
    rows = (
        (20417, "“河道巡查”记录填写说明", ".docx", "zh-hans", "docx", 3, 2, "ok", "Published", ""),
        (
            20402,
            "防汛值班安排（汛期）",
            ".xlsx",
            "zh-hans",
            "xlsx",
            4,
            1,
            "hold",
            "Held",
            "Names of people",
        ),
        (20391, "Reading a tide table", ".pdf", "en", "pdf", 14, 1, "bad", "Withdrawn", "By you"),
    )
    return MyDocumentsPage(
        tuple(MyDocument(*row[:9], WHEN, 1284, 97, row[9]) for row in rows),
        PAGER,
        COUNTS,
        "lin****he",
        unpublished=2,
        to_answer=(
            ToAnswer(
                "Report about Reading a tide table",
                "A reader says that the table on page 4 is of another year.",
                "/mine/20391/",
                "Look at it",
                WHEN,
                True,
            ),
        ),
    )


def _history() -> tuple[HistoryEvent, ...]:
    return (
        HistoryEvent(WHEN, "Edition 2 published", is_newest=True),
        HistoryEvent(WHEN, "Title changed", "“试行” taken out"),
    )


def _account() -> AccountPage:
    return AccountPage(
        "Lin He",
        "lin****he",
        forms.NameForm({"display_name": "Lin He", "handle": "linhe"}),
        "linhe@example.org",
        True,
        has_totp=True,
        recovery_codes_left=8,
        passkeys=(Passkey("Laptop", WHEN),),
        sessions=(
            SessionRow("Firefox on Linux", "192.0.2.10", WHEN, True),
            SessionRow("Safari on iPhone", "192.0.2.77", WHEN),
        ),
    )


def _entrance() -> list[Sample]:
    entrance = import_module("allauth.account.forms")

    login = entrance.LoginForm({"login": "linhe", "password": ""})
    common = {"signup_url": "/accounts/signup/", "login_url": "/accounts/login/"}
    ways = {"PASSKEY_LOGIN_ENABLED": True, "LOGIN_BY_CODE_ENABLED": True}
    return [
        Sample("login", "account/login.html", {"form": login, **common, **ways}, "account_login"),
        Sample(
            "signup",
            "account/signup.html",
            {"form": entrance.SignupForm(), **common, "PASSKEY_SIGNUP_ENABLED": True},
            "account_signup",
        ),
        Sample(
            "password-reset", "account/password_reset.html", {"form": entrance.ResetPasswordForm()}
        ),
        Sample("verification-sent", "account/verification_sent.html"),
        Sample("logout", "account/logout.html", {}, signed_in=True),
    ]


def _keys() -> list[Sample]:
    index = {
        "authenticators": {},
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "is_mfa_enabled": False,
    }
    return [
        Sample("mfa", "mfa/index.html", index, "mfa_index", True),
        Sample(
            "passkeys", "mfa/webauthn/authenticator_list.html", {"authenticators": []}, "", True
        ),
        Sample("sessions", "usersessions/usersession_list.html", {"sessions": []}, "", True),
    ]
