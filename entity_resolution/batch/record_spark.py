"""Weighs pairs of whole records on Spark: the list goes to each worker once, and pairs travel as places in it.

What is read, and which records meet, is worked out in the process that runs this; comparing takes nearly all of the
time. Needs the extra `spark`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pyarrow as pa

from entity_resolution.batch.clustering import Weigh, WeighedPairs
from entity_resolution.batch.dictionary import Codes
from entity_resolution.batch.pair_keys import pair_keys
from entity_resolution.batch.record_scoring import RecordScorer
from entity_resolution.errors import BatchInputError

try:
    from pyspark import Broadcast
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as f
    from pyspark.sql.pandas.functions import ArrowUDFType, arrow_udf

    from entity_resolution.batch.spark_session import spark_session
except ImportError as exc:
    raise BatchInputError("spark", "the engine needs the extra: `uv sync --locked --extra spark` in a clone") from exc

# So many pairs are kept at once: a turn of Spark costs some tenths of a second.
PAIRS_A_PART = 1_000_000
_TURNS_A_CORE = 4
_WEIGHED = "struct<bits: double, against: double>"


@contextmanager
def on_spark(scorer: RecordScorer) -> Iterator[Weigh]:
    """Yield what weighs pairs as the scorer does, on Spark; the session ends with it.

    Raises:
        BatchInputError: Spark cannot be started or fails.
    """
    try:
        with spark_session() as session:
            sent = session.sparkContext.broadcast(scorer)
            yield lambda left, right: _weigh(session, sent, left, right)
    except PySparkException as exc:
        # Spark's message can repeat what it worked on.
        raise BatchInputError("spark", f"Spark gave up: {exc.getCondition() or 'unknown reason'}") from exc


def _weigh(session: SparkSession, sent: "Broadcast[RecordScorer]", left: Codes, right: Codes) -> WeighedPairs:
    def weigh(pairs: pa.StructArray) -> pa.StructArray:
        found = sent.value.weigh(pairs.field("left").to_numpy(), pairs.field("right").to_numpy())
        return pa.StructArray.from_arrays([pa.array(found.bits), pa.array(found.against)], names=["bits", "against"])

    pairs = session.createDataFrame(pa.table({"left": left, "right": right}))
    turns = pairs.repartition(_TURNS_A_CORE * session.sparkContext.defaultParallelism)
    weighed = arrow_udf(weigh, _WEIGHED, ArrowUDFType.SCALAR)(f.struct("left", "right")).alias("weighed")
    found = turns.select("left", "right", weighed).select("left", "right", "weighed.*").toArrow()
    keys = pair_keys(found["left"].to_numpy(), found["right"].to_numpy())
    order = np.argsort(keys)
    places = order[np.searchsorted(keys[order], pair_keys(left, right))]
    bits, against = (found[name].to_numpy()[places] for name in ("bits", "against"))
    return WeighedPairs(left=left, right=right, bits=bits, against=against)
