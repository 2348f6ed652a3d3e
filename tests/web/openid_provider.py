"""A small OpenID Connect provider on a port of its own: discovery, a page that says yes, signed tokens."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "pecia", "a-client-secret"


class OpenIdProvider(ThreadingHTTPServer):
    """Knows one person, `claims`; remembers codes until they are used once."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.claims: dict[str, Any] = {
            "sub": "248289761001",
            "name": "Jane Doe",
            "email": "jane@example.org",
            "email_verified": True,
        }
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes: dict[str, str] = {}
        self.refuses = False

    @property
    def app(self) -> dict[str, Any]:
        """How a site names it, as in PECIA_OIDC."""
        return {
            "provider_id": "campus",
            "name": "Campus",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": self.url},
        }

    def signed(self, nonce: str) -> str:
        """An identity token."""
        now = int(time.time())
        facts = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        return jwt.encode(self.claims | facts, self.key, "RS256", headers={"kid": "one"})


class _Answers(BaseHTTPRequestHandler):
    server: OpenIdProvider
    paths: ClassVar[dict[str, str]] = {
        "/.well-known/openid-configuration": "discovery",
        "/authorize": "authorize",
        "/token": "token",
        "/userinfo": "userinfo",
        "/keys": "keys",
    }

    def do_GET(self) -> None:
        getattr(self, self.paths[urlsplit(self.path).path])()

    do_POST = do_GET

    def discovery(self) -> None:
        url = self.server.url
        self.say(
            {
                "issuer": url,
                "authorization_endpoint": f"{url}/authorize",
                "token_endpoint": f"{url}/token",
                "userinfo_endpoint": f"{url}/userinfo",
                "jwks_uri": f"{url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )

    def authorize(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        assert asked["client_id"] == CLIENT
        assert {"openid", "email"} <= set(asked["scope"].split())
        code = secrets.token_urlsafe(16)
        self.server.codes[code] = asked.get("nonce", "")
        answer = {"error": "access_denied"} if self.server.refuses else {"code": code}
        self.send_response(302)
        query = urlencode({**answer, "state": asked["state"]})
        self.send_header("Location", f"{asked['redirect_uri']}?{query}")
        self.end_headers()

    def token(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        nonce = self.server.codes.pop(asked["code"], None)
        if nonce is None or asked["client_secret"] != SECRET:
            self.say({"error": "invalid_grant"}, 400)
        else:
            token = self.server.signed(nonce)
            self.say({"access_token": "at", "token_type": "Bearer", "id_token": token})

    def userinfo(self) -> None:
        assert self.headers["Authorization"] == "Bearer at"
        self.say(self.server.claims)

    def keys(self) -> None:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.server.key.public_key(), as_dict=True)
        self.say({"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]})

    def say(self, facts: dict[str, Any], status: int = 200) -> None:
        content = json.dumps(facts).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@contextmanager
def openid_provider() -> Iterator[OpenIdProvider]:
    """Serving, until the end of the block."""
    with OpenIdProvider() as provider:
        threading.Thread(target=provider.serve_forever, daemon=True).start()
        yield provider
        provider.shutdown()
