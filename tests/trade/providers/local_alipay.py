"""A gateway that speaks as Alipay's does, with keys of its own: it checks and signs for real."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from pecia.kernel import clock
from pecia.trade.providers.alipay.line import AlipaySettings
from tests.trade.providers.keys import check, private_words, public_words, signed_by
from tests.trade.providers.serving import Answer, Asked

APP, SELLER = "2014072300007148", "2088102122524333"
BEIJING = timezone(timedelta(hours=8))
COLUMNS = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
    "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,"
    "商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
)


def settings_for(gateway: str) -> AlipaySettings:
    """What an operator would have got."""
    return AlipaySettings(APP, SELLER, private_words("app"), public_words("alipay"), gateway)


def written(moment: datetime) -> str:
    """As Alipay writes times."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def content(parameters: dict[str, str], *without: str) -> bytes:
    """What is signed of parameters."""
    kept = [f"{name}={parameters[name]}" for name in sorted(parameters) if name not in without]
    return "&".join(kept).encode()


class LocalAlipay:
    """Trades, refunds, bills; the buyer acts through it."""

    def __init__(self) -> None:
        self.address = ""
        self.trades: dict[str, dict[str, str]] = {}
        self.refunds: dict[tuple[str, str], dict[str, str]] = {}
        self.bills: dict[str, bytes] = {}
        self.asked: list[dict[str, str]] = []
        self.broken = 0
        self.codes: list[str] = []  # refuse the next calls for these reasons
        self.signer = "alipay"

    # The buyer.

    def visit(self, address: str) -> str:
        """Come to the page; gives the key of the trade."""
        parameters = self._checked(urlsplit(address).query)
        wanted = json.loads(parameters["biz_content"])
        assert parameters["method"] == "alipay.trade.page.pay"
        assert wanted["product_code"] == "FAST_INSTANT_TRADE_PAY"
        key = str(wanted["out_trade_no"])
        self.trades.setdefault(
            key,
            {
                "out_trade_no": key,
                "trade_no": f"20260302220011{len(self.trades):014d}",
                "trade_status": "WAIT_BUYER_PAY",
                "total_amount": wanted["total_amount"],
                "subject": wanted["subject"],
                "notify_url": parameters["notify_url"],
            },
        )
        return key

    def pay(self, address: str) -> None:
        """Pay on the page."""
        trade = self.trades[self.visit(address)]
        trade["trade_status"] = "TRADE_SUCCESS"
        trade["send_pay_date"] = written(clock.now())

    def notice_of(self, key: str, **changed: str) -> bytes:
        """The notice of a payment, as it is posted."""
        trade = self.trades[key]
        form = {
            "notify_time": written(clock.now()),
            "notify_type": "trade_status_sync",
            "notify_id": f"ac05099524730693a8b330c5ecf72da{key}",
            "app_id": APP,
            "charset": "utf-8",
            "version": "1.0",
            "sign_type": "RSA2",
            "trade_no": trade["trade_no"],
            "out_trade_no": key,
            "seller_id": SELLER,
            "trade_status": trade["trade_status"],
            "total_amount": trade["total_amount"],
            "subject": trade["subject"],
            "body": "",
        } | changed
        form["sign"] = signed_by(self.signer, content(form, "sign_type"))
        return urlencode(form).encode()

    # The gateway.

    def answer(self, asked: Asked) -> Answer:
        """As Alipay would."""
        if asked.path.startswith("/bill"):
            return Answer(200, self.bills[asked.path])
        parameters = self._checked(asked.body.decode())
        self.asked.append(parameters)
        said = self._said(parameters["method"], json.loads(parameters["biz_content"]))
        if self.broken:
            self.broken -= 1
            return Answer(502)
        return self.signed(parameters["method"], said)

    def signed(self, method: str, said: dict[str, Any]) -> Answer:
        """An answer with its signature; a brace in a text does not end it."""
        text = json.dumps(said, ensure_ascii=False)
        name = method.replace(".", "_") + "_response"
        signature = signed_by(self.signer, text.encode())
        return Answer(200, f'{{"{name}":{text},"sign":"{signature}"}}'.encode())

    def _checked(self, query: str) -> dict[str, str]:
        """The parameters, when the application has signed them and its clock is Beijing's."""
        parameters = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True))
        check("app", content(parameters, "sign"), parameters["sign"])
        assert parameters["app_id"] == APP
        assert parameters["sign_type"] == "RSA2"
        sent = datetime.strptime(parameters["timestamp"], "%Y-%m-%d %H:%M:%S").replace(
            tzinfo=BEIJING
        )
        assert abs(clock.now() - sent) < timedelta(minutes=10)
        return parameters

    def _said(self, method: str, asked: dict[str, str]) -> dict[str, Any]:
        if self.codes:
            return _refused(self.codes.pop(0))
        if method == "alipay.data.dataservice.bill.downloadurl.query":
            path = f"/bill/{asked['bill_date']}"
            if path not in self.bills:
                return _refused("isp.bill_not_exist")
            return _done(bill_download_url=self.address + path)
        trade = self.trades.get(asked["out_trade_no"])
        if trade is None:
            return _refused("ACQ.TRADE_NOT_EXIST")
        return {
            "alipay.trade.query": self._query,
            "alipay.trade.close": self._close,
            "alipay.trade.refund": self._refund,
            "alipay.trade.fastpay.refund.query": self._query_refund,
        }[method](trade, asked)

    def _query(self, trade: dict[str, str], asked: dict[str, str]) -> dict[str, Any]:
        return _done(**{name: trade[name] for name in trade if name != "notify_url"})

    def _close(self, trade: dict[str, str], asked: dict[str, str]) -> dict[str, Any]:
        if trade["trade_status"] != "WAIT_BUYER_PAY":
            return _refused("ACQ.REASON_TRADE_STATUS_INVALID")
        trade["trade_status"] = "TRADE_CLOSED"
        return _done(out_trade_no=trade["out_trade_no"])

    def _refund(self, trade: dict[str, str], asked: dict[str, str]) -> dict[str, Any]:
        key = (trade["out_trade_no"], asked["out_request_no"])
        before = self.refunds.get(key)
        if before is not None:
            same = before["refund_amount"] == asked["refund_amount"]
            return _done(fund_change="N") if same else _refused("ACQ.DISCORDANT_REPEAT_REQUEST")
        if trade["trade_status"] != "TRADE_SUCCESS":
            return _refused("ACQ.TRADE_STATUS_ERROR")
        if self._back(key[0]) + float(asked["refund_amount"]) > float(trade["total_amount"]):
            return _refused("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")
        self.refunds[key] = dict(asked)
        if self._back(key[0]) == float(trade["total_amount"]):
            trade["trade_status"] = "TRADE_CLOSED"
        return _done(fund_change="Y")

    def _back(self, key: str) -> float:
        return sum(
            float(refund["refund_amount"])
            for (trade, _request), refund in self.refunds.items()
            if trade == key
        )

    def _query_refund(self, trade: dict[str, str], asked: dict[str, str]) -> dict[str, Any]:
        found = self.refunds.get((trade["out_trade_no"], asked["out_request_no"]))
        return _done() if found is None else _done(refund_status="REFUND_SUCCESS")


def _done(**said: Any) -> dict[str, Any]:
    return {"code": "10000", "msg": "Success"} | said


def _refused(code: str) -> dict[str, Any]:
    if code.isdigit():
        return {"code": code, "msg": "Service Currently Unavailable"}
    return {"code": "40004", "msg": "Business Failed", "sub_code": code}


def bill(*rows: str) -> bytes:
    """A bill with these rows, each as `trade|order|kind|finished|received|refund|fee`."""
    table = ["#支付宝业务明细查询", f"#账号：[{SELLER}0156]", "#------业务明细列表------", COLUMNS]
    for row in rows:
        trade, order, kind, finished, received, refund, fee = row.split("|")
        cells = [f"{trade}\t", f"{order}\t", kind, "“文档”", finished, finished, *[""] * 4]
        cells += ["buy***@example.com", received, received, *["0.00"] * 5, "", "0.00", "0.00"]
        table.append(",".join([*cells, refund and f"{refund}\t", fee, "0.00", ""]))
    table.append("#------业务明细列表结束------")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("20881021_20260302_业务明细.csv", "\r\n".join(table).encode("gbk"))
        archive.writestr(
            "20881021_20260302_业务明细(汇总).csv", "#汇总\r\n门店编号,交易订单总笔数".encode("gbk")
        )
    return packed.getvalue()
