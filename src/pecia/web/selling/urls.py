"""Addresses of selling."""

from __future__ import annotations

from django.urls import path

from pecia.web.selling import views

urlpatterns = [
    path("mine/<int:number>/price/", views.price, name="price"),
    path("mine/income/", views.income, name="income"),
    path("mine/income/statement.csv", views.statement, name="income-statement"),
    path("mine/payouts/<int:number>/cancel/", views.stop_payout, name="payout-cancel"),
]
