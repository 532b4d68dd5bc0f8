"""Writes the clusters of a list: the whole file or none of it."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from entity_resolution.batch.groups import Labels
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.errors import BatchInputError, MatchRequestError
from graph.files import whole_file


def check_output(path: Path, *, what: str = "clusters") -> None:
    """Check that clusters, or what else is named, can be written to a path.

    Raises:
        MatchRequestError: it is neither .parquet nor .csv.
        BatchInputError: it is a folder, or lies in none that exists.
    """
    if path.suffix.lower() not in {".parquet", ".csv"}:
        raise MatchRequestError(f"`{path.name}`: {what} go to a .parquet or a .csv file")
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise BatchInputError(path.name, f"{what} go to a file in a folder that exists")


def write_clusters(path: Path, shape: ListShape, labels: Labels) -> None:
    """Write `id` and `cluster` of each record, of two lists also its `list`, in the order of the input.

    The file appears under its name only when all of it is written.
    """
    columns: dict[str, object] = {"id": shape.ids, "cluster": pa.array(labels)}
    if shape.right_from is not None:
        right = np.arange(shape.size) >= shape.right_from
        columns["list"] = pa.array(np.where(right, "right", "left"), pa.string())
    table = pa.table(columns)
    with whole_file(path) as part:
        if path.suffix.lower() == ".csv":
            pyarrow.csv.write_csv(table, part)
        else:
            pyarrow.parquet.write_table(table, part)


def write_tables(path: Path, tables: Iterable[pa.Table]) -> int:
    """Write tables of one form one behind the other, the whole file or none of it; return the number of rows."""
    rows = 0
    # The writer is closed before the file takes its name.
    with whole_file(path) as part, ExitStack() as stack:
        writer: pyarrow.csv.CSVWriter | pyarrow.parquet.ParquetWriter | None = None
        for table in tables:
            if writer is None:
                made = pyarrow.csv.CSVWriter if path.suffix.lower() == ".csv" else pyarrow.parquet.ParquetWriter
                writer = stack.enter_context(made(part, table.schema))
            writer.write_table(table)
            rows += table.num_rows
    return rows
