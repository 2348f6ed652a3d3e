"""Addresses of buying."""

from __future__ import annotations

from django.urls import path

from pecia.web.buying import demo, notices, views

urlpatterns = [
    path("d/<int:number>/buy/", views.buy, name="buy"),
    path("collections/<slug:token>/buy/", views.buy_bundle, name="buy-bundle"),
    path("orders/<slug:token>/", views.order, name="order"),
    path("orders/<slug:token>/pay/", views.pay, name="order-pay"),
    path("orders/<slug:token>/cancel/", views.cancel, name="order-cancel"),
    path("orders/<slug:token>/claim/", views.claim, name="order-claim"),
    path("orders/<slug:token>/<int:line>/back/", views.ask_back, name="order-back"),
    path("orders/<slug:token>/<int:line>/licence.json", views.agreement, name="order-agreement"),
    path("mine/purchases/", views.purchases, name="purchases"),
    path("gifts/<slug:code>/", views.gift, name="gift"),
    path("pay/notices/<slug:provider>/", notices.notice, name="payment-notice"),
    path("pay/fake/<slug:key>", demo.demo_pay, name="demo-pay"),
]
