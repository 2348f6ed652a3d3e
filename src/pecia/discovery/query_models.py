"""Tables of the query log. None of them says who asked.

What somebody asked is kept with a hash that serves to count different people, and nothing else:
its key is of one week and of that one query, so that two queries of a person can't be brought
together. When the week is over only what enough people asked is summed; the rest is forgotten.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

LONGEST = 60  # characters of a query that is remembered; longer ones tell too much


class Found(models.IntegerChoices):
    """How many documents there were, roughly."""

    NOTHING = 0
    FEW = 1  # fewer than ten
    SOME = 2  # fewer than a hundred
    MANY = 3


class AskedQuery(models.Model):
    """Somebody asked this in that week. Gone when the week is summed."""

    week = models.DateField()  # its Monday
    text = models.CharField(max_length=LONGEST)  # folded
    asker = models.CharField(max_length=32)
    language = models.CharField(max_length=12)  # of the page on which it was asked
    found = models.PositiveSmallIntegerField(choices=Found.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["week", "text", "asker"], name="asked_once_a_week")
        ]

    def __str__(self) -> str:
        return self.text


class AskedNext(models.Model):
    """Somebody asked one query and soon after it the other. Gone when the week is summed."""

    week = models.DateField()  # its Monday
    first = models.CharField(max_length=LONGEST)
    second = models.CharField(max_length=LONGEST)
    asker = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["week", "first", "second", "asker"], name="asked_next_once_a_week"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first} → {self.second}"


class QueryWeek(models.Model):
    """How many different people asked a query in a week; never fewer than may be told."""

    week = models.DateField()  # its Monday
    text = models.CharField(max_length=LONGEST)
    language = models.CharField(max_length=12)
    found = models.PositiveSmallIntegerField(choices=Found.choices)
    people = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["week", "text"], name="one_sum_a_query_and_week")
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.people}"


class NextWeek(models.Model):
    """How many different people asked one query after the other in a week."""

    week = models.DateField()  # its Monday
    first = models.CharField(max_length=LONGEST)
    second = models.CharField(max_length=LONGEST)
    people = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["week", "first", "second"], name="one_sum_a_pair_and_week"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first} → {self.second}: {self.people}"


class UnwantedQuery(models.Model):
    """A query that an operator does not want suggested to anybody."""

    text = models.CharField(max_length=LONGEST, primary_key=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.text
