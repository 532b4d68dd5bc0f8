"""Lists that tests match by the command, and the clusters that it writes of them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
from typer.testing import CliRunner, Result

from api.cli.main import app
from tests.entity_resolution.batch.invented_people import COLUMNS, MAPPING, write_mapping

Rows = list[dict[str, str]]


def run(*arguments: str | Path) -> Result:
    """Run the command line."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def dedupe(folder: Path, records: Path, *more: str | Path, kind: str = "Person", mapping: str = MAPPING) -> Result:
    """Run `benang match dedupe` on a list; the clusters go to `clusters.parquet` in the folder."""
    place = write_mapping(folder, mapping)
    out = folder / "clusters.parquet"
    return run("match", "dedupe", records, "--kind", kind, "--mapping", place, "--out", out, *more)


def clusters_of(folder: Path) -> dict[str, int]:
    """Return the cluster of each record, by its id, in the order of the list."""
    table = pyarrow.parquet.read_table(folder / "clusters.parquet")
    assert table.schema.names == ["id", "cluster"]
    assert table.schema.field("id").type == pa.string()
    return dict(zip(table["id"].to_pylist(), table["cluster"].to_pylist(), strict=True))


def row(key: str, **values: str) -> dict[str, str]:
    """Return a row with nothing but its key and what is given."""
    return dict.fromkeys(COLUMNS, "") | {"key": key} | values
