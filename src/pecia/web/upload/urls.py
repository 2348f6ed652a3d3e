"""Addresses of uploading."""

from __future__ import annotations

from django.urls import path

from pecia.web.upload import tus, views

urlpatterns = [
    path("upload/", views.upload_page, name="upload-page"),
    path("upload/jobs/<slug:token>/", views.job, name="upload-job"),
    path("upload/jobs/<slug:token>/describe/", views.describe, name="upload-describe"),
    path("upload/jobs/<slug:token>/act/", views.act, name="upload-job-action"),
    path("upload/jobs/<slug:token>/page-1.jpg", views.first_page, name="upload-first-page"),
    path("uploads/", tus.collection, name="upload-tus"),
    path("uploads/<slug:token>", tus.resource, name="upload-tus-resource"),
]
