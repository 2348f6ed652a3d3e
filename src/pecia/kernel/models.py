"""The kernel's tables: news that wait to be told, and number series."""

from __future__ import annotations

from django.db import models


class NumberSeries(models.Model):
    """Public numbers of one kind, given one after the other."""

    name = models.CharField(max_length=40, primary_key=True)
    next_number = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.name}: {self.next_number}"


class OutboxEntry(models.Model):
    """One event on its way to one subscriber; written in the transaction of the event."""

    event = models.CharField(max_length=80)
    subscriber = models.CharField(max_length=120)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_waiting",
                condition=models.Q(delivered_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.subscriber}"
