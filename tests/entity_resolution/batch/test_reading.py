"""Lists of Parquet: every type is read as the text that is meant, and what cannot be a cell is told."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from entity_resolution.batch.reading import ListFile, open_list
from entity_resolution.errors import BatchInputError


def listed(folder: Path, columns: dict[str, pa.Array]) -> ListFile:
    path = folder / "list.parquet"
    pyarrow.parquet.write_table(pa.table(columns), path)
    return open_list(path)


@pytest.mark.parametrize(
    ("values", "of", "texts"),
    [
        ([66812345678.0, None, 0.5], pa.float64(), ["66812345678", None, "0.5"]),
        ([float("nan"), float("inf"), 1e300], pa.float64(), [None, None, "1e+300"]),
        ([1, None], pa.int64(), ["1", None]),
        ([Decimal("1.50"), Decimal("7.00")], pa.decimal128(5, 2), ["1.50", "7"]),
        ([Decimal(10**30)], pa.decimal128(38, 2), [str(10**30)]),
        ([True, False], pa.bool_(), ["true", "false"]),
        ([date(1987, 3, 4), None], pa.date32(), ["1987-03-04", None]),
        ([datetime(1987, 3, 4, tzinfo=UTC).replace(tzinfo=None)], pa.timestamp("us"), ["1987-03-04 00:00:00"]),
        (["สมชาย".encode(), None], pa.binary(), ["สมชาย", None]),
        (["x", "", None], pa.string(), ["x", None, None]),
        ([None, None], pa.null(), [None, None]),
        (["x", "y"], pa.dictionary(pa.int32(), pa.string()), ["x", "y"]),
    ],
)
def test_a_cell_is_the_text_that_is_meant(
    tmp_path: Path, values: list[object], of: pa.DataType, texts: list[str | None]
) -> None:
    file = listed(tmp_path, {"cell": pa.array(values, of)})
    assert file.texts("cell").to_pylist() == texts
    _, pieces = file.pieces(size=100)
    assert [text or None for _, piece in pieces for text in piece.column(0).to_pylist()] == texts


def test_a_time_with_its_zone_is_said_in_utc_wherever_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    times = pa.array([datetime(1987, 3, 4, tzinfo=UTC), None], pa.timestamp("us", tz="Asia/Bangkok"))
    assert listed(tmp_path, {"cell": times}).texts("cell").to_pylist() == ["1987-03-04 00:00:00", None]


def test_lists_and_structures_are_no_cells_and_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    file = listed(
        tmp_path, {"many": pa.array([["a"]]), "parts": pa.array([{"a": 1}]), "photo": pa.array([b"\xff\xd8"])}
    )
    for column in ("many", "parts"):
        with pytest.raises(BatchInputError, match=f"the column `{column}` holds .*, and a cell is one value"):
            file.check_cells([column])
    with pytest.raises(BatchInputError, match="a text in it is not UTF-8"):
        file.texts("photo")
    # Where they only pass through, they have a text all the same.
    _, pieces = file.pieces(size=100)
    assert [texts.to_pylist() for _, texts in pieces] == [[{"many": "[a]", "parts": "{'a': 1}", "photo": "\\xFF\\xD8"}]]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_columns_that_differ_by_case_keep_their_names(tmp_path: Path, form: str) -> None:
    table = pa.table({"Name": ["a"], "name": ["b"]})
    path = tmp_path / f"list.{form}"
    if form == "csv":
        path.write_text("Name,name\na,b\n", encoding="utf-8")
    else:
        pyarrow.parquet.write_table(table, path)
    file = open_list(path)
    assert [file.texts(name).to_pylist() for name in ("Name", "name")] == [["a"], ["b"]]


def test_pieces_come_in_order_as_the_file_has_them(tmp_path: Path) -> None:
    file = listed(tmp_path, {"n": pa.array(range(5000)), "t": pa.array([str(at) for at in range(5000)])})
    schema, pieces = file.pieces(size=500)
    found = list(pieces)
    assert schema.types == [pa.int64(), pa.string()]
    assert [value for own, _ in found for value in own.column("n").to_pylist()] == list(range(5000))
    assert [text for _, texts in found for text in texts.column("n").to_pylist()] == [str(at) for at in range(5000)]
