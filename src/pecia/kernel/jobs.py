"""Work after the answer, through Django's task interface.

A task takes ids and strings, may run twice, and is enqueued inside the transaction that makes it
needed: the database backend writes its row there. Other backends lose a task when the process dies
between the two; a part that can't bear that keeps its own row and sweeps.
"""

from __future__ import annotations

from django_tasks import task
from django_tasks.base import Task

URGENT, NORMAL, BULK = 50, 0, -50  # somebody waits; soon; a folder of thousands

__all__ = ["BULK", "NORMAL", "URGENT", "Task", "task"]
