"""localstripe as a process, and before it what it lacks: Checkout, keys, disputes, days.

Intents, charges, refunds, balance transactions and signed events are localstripe's own; the part
before it keeps sessions and answers a repeated key with what it answered before, as Stripe does.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

import requests

from tests.trade.providers.serving import Answer, Asked, as_json, serving

PYTHON = Path(__file__).parents[3] / ".venv-localstripe" / "bin" / "python"
KEY = "sk_test_pecia12345"
SECRET = "whsec_pecia"
CARDS = {"good": "pm_card_visa", "bad": "pm_card_chargeCustomerFail"}


class Front:
    """What stands between the provider and localstripe; the buyer and the bank act through it."""

    def __init__(self, behind: str) -> None:
        self.behind = behind
        self.address = ""
        self.sessions: dict[str, dict[str, Any]] = {}
        self.intents: dict[str, str] = {}  # of a session, before anybody has begun to pay
        self.disputes: list[dict[str, Any]] = []
        self.answered: dict[str, tuple[bytes, Answer]] = {}
        self.events: list[tuple[dict[str, str], bytes]] = []
        self.broken = 0  # so many orders are carried out and answered with an error

    # The buyer.

    def pay(self, session: str, card: str = "good") -> None:
        """With a test card."""
        intent = self.intents[session]
        self.post(f"/v1/payment_intents/{intent}", payment_method=CARDS[card])
        self.post(f"/v1/payment_intents/{intent}/confirm")
        found = self.sessions[session]
        found["payment_intent"] = intent
        if self.get(f"/v1/payment_intents/{intent}")["status"] == "succeeded":
            found["status"], found["payment_status"] = "complete", "paid"

    def dispute(self, session: str, status: str = "needs_response") -> None:
        """The buyer's bank."""
        intent = self.get(f"/v1/payment_intents/{self.intents[session]}")
        self.disputes = [each for each in self.disputes if each["payment_intent"] != intent["id"]]
        self.disputes.append(
            {
                "id": f"du_{intent['id']}",
                "object": "dispute",
                "payment_intent": intent["id"],
                "amount": intent["amount"],
                "currency": intent["currency"],
                "status": status,
                "balance_transactions": [{"fee": 1500, "currency": intent["currency"]}],
            }
        )

    def event_of(self, key: str) -> tuple[dict[str, str], bytes]:
        """localstripe tells a second later."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            for headers, body in self.events:
                if key.encode() in body:
                    return headers, body
            time.sleep(0.05)
        raise AssertionError("localstripe did not tell")

    # localstripe.

    def get(self, path: str) -> dict[str, Any]:
        """What it has."""
        return self._said(requests.get(self.behind + path, auth=(KEY, ""), timeout=10))

    def post(self, path: str, **data: str) -> dict[str, Any]:
        """Change it; a card that is refused is an answer too."""
        return self._said(requests.post(self.behind + path, data, auth=(KEY, ""), timeout=10))

    def _said(self, answer: requests.Response) -> dict[str, Any]:
        assert answer.status_code in (200, 402), answer.text
        found: dict[str, Any] = answer.json() if answer.text else {}
        return found

    # The provider.

    def answer(self, asked: Asked) -> Answer:
        """As Stripe would."""
        if asked.path == "/events":
            self.events.append((dict(asked.headers), asked.body))
            return Answer()
        key = asked.headers.get("Idempotency-Key", "")
        if asked.method == "POST" and key in self.answered:
            body, before = self.answered[key]
            return before if body == asked.body else _error("idempotency_error")
        told = self._route(asked)
        if key and asked.method == "POST" and told.status == 200:
            self.answered[key] = (asked.body, told)
        if self.broken and asked.method == "POST":
            self.broken -= 1
            return _error("api_error", 500)
        return told

    def _route(self, asked: Asked) -> Answer:
        path, query = urlsplit(asked.path).path, dict(parse_qsl(urlsplit(asked.path).query))
        form = dict(parse_qsl(asked.body.decode()))
        if path.startswith("/v1/checkout/sessions"):
            return self._sessions(asked.method, path, query, form)
        if path == "/v1/payment_intents/search":
            return as_json(self._search(query["query"]))
        if path == "/v1/disputes":
            found = [d for d in self.disputes if d["payment_intent"] == query["payment_intent"]]
            return as_json({"object": "list", "data": found, "has_more": False})
        if path == "/v1/refunds" and asked.method == "POST" and not self._may_refund(form):
            return _error("invalid_request_error")
        if path == "/v1/balance_transactions":
            return self._booked(asked, query)
        told = self._pass_on(asked)
        return self._with_dispute(told) if path.startswith("/v1/payment_intents/") else told

    def _sessions(
        self, method: str, path: str, query: dict[str, str], form: dict[str, str]
    ) -> Answer:
        tail = path.removeprefix("/v1/checkout/sessions").strip("/").split("/")
        if method == "POST" and tail == [""]:
            return self._open(form)
        if tail == [""]:
            intent = query["payment_intent"]
            found = [each for each in self.sessions.values() if each["payment_intent"] == intent]
            return as_json({"object": "list", "data": found, "has_more": False})
        if tail[0] not in self.sessions:
            return _error("invalid_request_error", 404)
        session = self.sessions[tail[0]]
        if tail[1:] == ["expire"]:
            if session["status"] != "open":
                return _error("invalid_request_error")
            session["status"] = "expired"
        return as_json(session)

    def _open(self, form: dict[str, str]) -> Answer:
        amount = form["line_items[0][price_data][unit_amount]"]
        currency = form["line_items[0][price_data][currency]"]
        key = form["payment_intent_data[metadata][pecia_key]"]
        made = self.post(
            "/v1/payment_intents",
            **{"amount": amount, "currency": currency, "metadata[pecia_key]": key},
        )
        session = {
            "id": f"cs_test_{uuid4().hex}",
            "object": "checkout.session",
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "client_reference_id": form["client_reference_id"],
            "currency": currency,
            "url": f"https://checkout.stripe.com/c/pay/{key}",
            "metadata": {"pecia_key": key},
        }
        self.sessions[str(session["id"])] = session
        self.intents[str(session["id"])] = str(made["id"])
        return as_json(session)

    def _search(self, query: str) -> dict[str, Any]:
        match = re.fullmatch(r"metadata\['pecia_key'\]:'(\w+)'", query)
        assert match
        found = [
            {"id": session["payment_intent"], "object": "payment_intent"}
            for session in self.sessions.values()
            if session["client_reference_id"] == match[1] and session["payment_intent"]
        ]
        return {"object": "search_result", "data": found, "has_more": False}

    def _may_refund(self, form: dict[str, str]) -> bool:
        """localstripe refunds more than was paid."""
        charge = self.get(f"/v1/payment_intents/{form['payment_intent']}")["latest_charge"]
        return bool(charge) and charge["amount_refunded"] + int(form["amount"]) <= charge["amount"]

    def _booked(self, asked: Asked, query: dict[str, str]) -> Answer:
        least, most = int(query.pop("created[gte]")), int(query.pop("created[lt]"))
        path = f"{urlsplit(asked.path).path}?{urlencode(query)}"
        told = self._pass_on(Asked(asked.method, path, asked.headers, asked.body))
        if told.status != 200:
            return told
        said = json.loads(told.body)
        said["data"] = [each for each in said["data"] if least <= each["created"] < most]
        return as_json(said)

    def _with_dispute(self, told: Answer) -> Answer:
        said = json.loads(told.body)
        if told.status == 200 and said.get("latest_charge"):
            said["latest_charge"]["disputed"] = any(
                dispute["payment_intent"] == said["id"] for dispute in self.disputes
            )
        return as_json(said, told.status)

    def _pass_on(self, asked: Asked) -> Answer:
        headers = {"Authorization": asked.headers["Authorization"]}
        if content := asked.headers.get("Content-Type"):
            headers["Content-Type"] = content
        answer = requests.request(
            asked.method, self.behind + asked.path, data=asked.body, headers=headers, timeout=10
        )
        return Answer(answer.status_code, answer.content, {"Content-Type": "application/json"})


def _error(kind: str, status: int = 400) -> Answer:
    return as_json({"error": {"type": kind, "message": kind}}, status)


@contextmanager
def local_stripe() -> Iterator[Front]:
    """All of it, until the tests are over."""
    with ExitStack() as stack:
        front = Front(stack.enter_context(_process()))
        front.address = stack.enter_context(serving(front.answer))
        front.post("/_config/webhooks/pecia", url=f"{front.address}/events", secret=SECRET)
        yield front


@contextmanager
def _process() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [PYTHON, "-m", "localstripe", "--port", str(port), "--from-scratch"],
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < until, "localstripe does not answer"
            time.sleep(0.05)
