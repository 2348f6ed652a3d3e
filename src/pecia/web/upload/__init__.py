"""The upload page: files in, jobs as they go, describe and publish."""

from __future__ import annotations
