"""The work on blocks as jobs of Apache Spark: `pip install pecia[spark]`, and Java."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pecia.discovery.recommending.readings import Block
from pecia.discovery.recommending.spreading import Result, Spread, Work

_PARTITIONS = 2  # for each that Spark would make by itself


class Spark:
    """A `Spreader` over a Spark context."""

    def __init__(self, context: Any) -> None:
        self._context = context

    def spread(self, blocks: Sequence[Block]) -> Spread:
        """See `Spreader`."""
        count = min(len(blocks), _PARTITIONS * self._context.defaultParallelism)
        return _SpreadOut(self._context, blocks, max(1, count))


class _SpreadOut:
    """The blocks stay in the memory of the machines; what they share is sent to each once."""

    def __init__(self, context: Any, blocks: Sequence[Block], partitions: int) -> None:
        self._context = context
        self._blocks = context.parallelize(blocks, partitions).cache()

    def each(self, work: Work[Result], shared: Any) -> list[Result]:
        sent = self._context.broadcast(shared)
        made: list[Result] = self._blocks.map(lambda block: work(block, sent.value)).collect()
        sent.destroy()
        return made


@contextmanager
def spark(master: str) -> Iterator[Spark]:
    """A session for one run. Raises `ImportError` where PySpark is not installed."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("pecia recommend")
    session = builder.config("spark.ui.enabled", "false").getOrCreate()
    if master.startswith("local"):  # elsewhere PYSPARK_PYTHON names one that has Pecia
        session.sparkContext.pythonExec = sys.executable
    try:
        yield Spark(session.sparkContext)
    finally:
        session.stop()
