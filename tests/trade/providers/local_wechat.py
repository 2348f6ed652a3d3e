"""A server that speaks as WeChat Pay's does, with keys of its own: it checks, seals and signs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, CertificateBuilder, Name, NameAttribute
from cryptography.x509.oid import NameOID

from pecia.kernel import clock
from pecia.trade.providers.wechat.settings import WechatSettings
from tests.trade.providers.keys import check, key_of, private_words, public_words, signed_by
from tests.trade.providers.serving import Answer, Asked, as_json

MERCHANT, APP, SERIAL = "1900000109", "wxd678efh567hg6787", "3775B6A45ACD588826D15E583A95F5DD"
SEAL = "an APIv3 key of exactly 32 bytes"
PUBLIC_KEY_ID = "PUB_KEY_ID_0119000001092026"
BEIJING = timezone(timedelta(hours=8))
COLUMNS = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
SUMS = (
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
)


def settings_for(api: str, *, with_public_key: bool = False) -> WechatSettings:
    """What an operator would have got."""
    return WechatSettings(
        merchant=MERCHANT,
        app_id=APP,
        serial=SERIAL,
        private_key=private_words("merchant"),
        api_key=SEAL,
        public_key=public_words("wechat") if with_public_key else "",
        public_key_id=PUBLIC_KEY_ID if with_public_key else "",
        api=api,
    )


def certificate(whose: str, number: int, days: int = 365) -> Certificate:
    """A certificate of that number over somebody's key."""
    name = Name([NameAttribute(NameOID.COMMON_NAME, "Tenpay.com")])
    begin = clock.now() - timedelta(days=1)
    return (
        CertificateBuilder(name, name, key_of(whose).public_key(), number)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .sign(key_of(whose), SHA256())
    )


def sealed(what: bytes, about: str) -> dict[str, str]:
    """Sealed with the merchant's key."""
    nonce = uuid4().hex[:12]
    closed = AESGCM(SEAL.encode()).encrypt(nonce.encode(), what, about.encode())
    return {
        "algorithm": "AEAD_AES_256_GCM",
        "nonce": nonce,
        "associated_data": about,
        "ciphertext": base64.b64encode(closed).decode(),
    }


class LocalWechat:
    """Orders, refunds, bills; the buyer acts through it."""

    def __init__(self) -> None:
        self.address = ""
        self.orders: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.bills: dict[str, bytes] = {}
        self.certificates = {"5157F09EFDC096DE15EBE81A47057A72": certificate("wechat", SIGNER)}
        self.serial = "5157F09EFDC096DE15EBE81A47057A72"
        self.signer = "wechat"
        self.fetched = 0
        self.broken = 0
        self.codes: list[tuple[int, str]] = []
        self.signs = True

    # The buyer.

    def pay(self, key: str) -> None:
        """Scan and pay."""
        order = self.orders[key]
        order["trade_state"] = "SUCCESS"
        order["transaction_id"] = f"42000000002026030200{len(self.orders):08d}"

    def notice_of(self, key: str, **changed: Any) -> tuple[dict[str, str], bytes]:
        """The notice of a payment."""
        return self.notice(self.orders[key] | changed)

    def notice(self, about: Mapping[str, Any], **changed: Any) -> tuple[dict[str, str], bytes]:
        """A notice about something, sealed and signed."""
        said = {
            "id": f"EV-{uuid4()}",
            "create_time": clock.now().astimezone(BEIJING).isoformat("T", "seconds"),
            "resource_type": "encrypt-resource",
            "event_type": "TRANSACTION.SUCCESS",
            "summary": "支付成功",
            "resource": sealed(json.dumps(about).encode(), "transaction"),
        } | changed
        body = json.dumps(said, ensure_ascii=False).encode()
        return self.signature(body), body

    def signature(self, body: bytes, **changed: str) -> dict[str, str]:
        """The headers of what it sends."""
        timestamp, nonce = str(int(clock.now().timestamp())), uuid4().hex
        if "timestamp" in changed:
            timestamp = changed["timestamp"]
        message = f"{timestamp}\n{nonce}\n".encode() + body + b"\n"
        return {
            "Wechatpay-Timestamp": timestamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Signature": signed_by(self.signer, message),
            "Wechatpay-Serial": self.serial,
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        }

    # The server.

    def answer(self, asked: Asked) -> Answer:
        """As WeChat Pay would."""
        self._check(asked)
        if asked.path.startswith("/v3/billdownload"):
            return Answer(200, self.bills[asked.path.rpartition("=")[2]])
        told = self._said(asked)
        if self.broken and asked.method == "POST":
            self.broken -= 1
            return as_json({"code": "SYSTEM_ERROR"}, 500)
        headers = self.signature(told.body) if self.signs else {}
        return Answer(told.status, told.body, {**told.headers, **headers})

    def _check(self, asked: Asked) -> None:
        """The merchant signed it."""
        scheme, _, rest = asked.headers["Authorization"].partition(" ")
        fields = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        assert scheme == "WECHATPAY2-SHA256-RSA2048"
        assert (fields["mchid"], fields["serial_no"]) == (MERCHANT, SERIAL)
        lines = (asked.method, asked.path, fields["timestamp"], fields["nonce_str"])
        message = "".join(f"{line}\n" for line in lines).encode() + asked.body + b"\n"
        check("merchant", message, fields["signature"])

    def _said(self, asked: Asked) -> Answer:
        path = urlsplit(asked.path).path
        if path == "/v3/certificates":
            self.fetched += 1
            return as_json({"data": [self._sealed_certificate(each) for each in self.certificates]})
        if self.codes:
            status, code = self.codes.pop(0)
            return as_json({"code": code}, status)
        content = json.loads(asked.body) if asked.body else {}
        query = parse_qs(urlsplit(asked.path).query)
        if path == "/v3/pay/transactions/native":
            return self._begin(content)
        if path == "/v3/refund/domestic/refunds":
            return self._refund(content)
        if path == "/v3/bill/tradebill":
            return self._bill(query["bill_date"][0])
        if path.startswith("/v3/refund/domestic/refunds/"):
            return _found(self.refunds.get(path.rpartition("/")[2]), "RESOURCE_NOT_EXISTS")
        return self._order(path, query, content)

    def _begin(self, content: dict[str, Any]) -> Answer:
        assert (content["appid"], content["mchid"]) == (APP, MERCHANT)
        assert content["description"]
        assert datetime.fromisoformat(content["time_expire"]).utcoffset() == timedelta(hours=8)
        key = content["out_trade_no"]
        before = self.orders.setdefault(
            key,
            {
                "appid": APP,
                "mchid": MERCHANT,
                "out_trade_no": key,
                "trade_state": "NOTPAY",
                "amount": content["amount"],
            },
        )
        if before["trade_state"] != "NOTPAY":
            return as_json({"code": "ORDERPAID"}, 400)
        if before["amount"] != content["amount"]:
            return as_json({"code": "OUT_TRADE_NO_USED"}, 403)
        return as_json({"code_url": f"weixin://wxpay/bizpayurl?pr={key[:9]}"})

    def _order(self, path: str, query: dict[str, list[str]], content: dict[str, Any]) -> Answer:
        match = re.fullmatch(r"/v3/pay/transactions/out-trade-no/(\w+)(/close)?", path)
        assert match
        order = self.orders.get(match[1])
        if not match[2]:
            assert query["mchid"] == [MERCHANT]
            return _found(order, "ORDER_NOT_EXIST")
        assert content == {"mchid": MERCHANT}
        if order is None or order["trade_state"] not in ("NOTPAY", "CLOSED"):
            return as_json({"code": "ORDERPAID"}, 400)
        order["trade_state"] = "CLOSED"
        return Answer(204)

    def _refund(self, content: dict[str, Any]) -> Answer:
        order = self.orders.get(content["out_trade_no"])
        key, amount = content["out_refund_no"], content["amount"]
        if order is None or order["trade_state"] not in ("SUCCESS", "REFUND"):
            return as_json({"code": "RESOURCE_NOT_EXISTS"}, 404)
        if amount["total"] != order["amount"]["total"]:
            return as_json({"code": "PARAM_ERROR"}, 400)
        others = (r for r in self.refunds.values() if r["out_trade_no"] == order["out_trade_no"])
        if key not in self.refunds:
            if sum(r["amount"]["refund"] for r in others) + amount["refund"] > amount["total"]:
                return as_json({"code": "NOT_ENOUGH"}, 403)
            order["trade_state"] = "REFUND"
            self.refunds[key] = {
                "refund_id": f"5030000000{len(self.refunds):08d}",
                "out_refund_no": key,
                "out_trade_no": order["out_trade_no"],
                "status": "SUCCESS",
                "amount": amount,
            }
        return as_json(self.refunds[key])

    def _bill(self, day: str) -> Answer:
        if day not in self.bills:
            return as_json({"code": "NO_STATEMENT_EXIST"}, 400)
        return as_json(
            {
                "hash_type": "SHA1",
                "hash_value": hashlib.sha1(self.bills[day]).hexdigest(),
                "download_url": f"{self.address}/v3/billdownload/file?token={day}",
            }
        )

    def _sealed_certificate(self, serial: str) -> dict[str, Any]:
        pem = self.certificates[serial].public_bytes(Encoding.PEM)
        return {"serial_no": serial, "encrypt_certificate": sealed(pem, "certificate")}


SIGNER = int("5157F09EFDC096DE15EBE81A47057A72", 16)


def _found(thing: dict[str, Any] | None, code: str) -> Answer:
    return as_json({"code": code}, 404) if thing is None else as_json(thing)


def bill(*rows: str) -> bytes:
    """A bill with these rows, each as `at|state|transaction|order|settled|refund|ours|back|how|fee`."""
    table = [COLUMNS]
    for row in rows:
        at, state, transaction, order, settled, refund, ours, back, how, fee = row.split("|")
        cells = [at, APP, MERCHANT, "0", "", transaction, order, "oUpF8uMu", "NATIVE", state]
        cells += ["OTHERS", "CNY", settled, "0.00", refund, ours, back, "0.00"]
        cells += ["ORIGINAL" if refund != "0" else "", how, "一份文档, 三页", "", fee, "0.60%"]
        cells += [settled, back, ""]
        table.append(",".join(f"`{cell}" for cell in cells))
    table += [SUMS, "`1,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00"]
    return ("\ufeff" + "\r\n".join(table) + "\r\n").encode()
