"""Every permission by its name, and which role has it. Names are `area:resource:action`."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What somebody may do on this site beside what is theirs."""

    ACCOUNT_USER_EDIT = "account:user:edit"
    ACCOUNT_USER_LIST = "account:user:list"
    INGEST_JOB_RETRY = "ingest:job:retry"
    LIBRARY_CATEGORY_EDIT = "library:category:edit"
    LIBRARY_DOCUMENT_INSPECT = "library:document:inspect"  # see whatever state it is in
    LIBRARY_DOCUMENT_RELEASE = "library:document:release"  # decide on what is held
    LIBRARY_REPORT_ANSWER = "library:report:answer"
    SITE_HEALTH_SEE = "site:health:see"
    SITE_PROFILE_EDIT = "site:profile:edit"
    TRADE_BOOKS_SEE = "trade:books:see"
    TRADE_FEE_ANNOUNCE = "trade:fee:announce"
    TRADE_HOLD_EDIT = "trade:hold:edit"
    TRADE_PAYOUT_APPROVE = "trade:payout:approve"
    TRADE_REFUND_DECIDE = "trade:refund:decide"


class Role(StrEnum):
    """What somebody is to the site. Everybody signed in is a reader and may publish."""

    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


GRANTS: dict[Role, frozenset[Permission]] = {
    Role.SUPERVISOR: frozenset(
        {
            Permission.LIBRARY_DOCUMENT_INSPECT,
            Permission.LIBRARY_DOCUMENT_RELEASE,
            Permission.LIBRARY_REPORT_ANSWER,
        }
    ),
    Role.OPERATOR: frozenset(Permission),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """All that these roles give together."""
    return frozenset().union(*(GRANTS[role] for role in roles))
