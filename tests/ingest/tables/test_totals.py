"""Rows that add a table up are pointed out, passed over where the mapping says so, and never left out by a guess."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import IdMinter
from ingest import MappingError, UnknownColumnError, parse_mapping
from ingest.sources.rows import LONGEST_CELL
from ingest.tables import totals
from ingest.tables.totals import is_like_total
from tests.ingest.ingesting import HEADER, MAPPING, Ingest, WriteCsv
from tests.ingest.test_quarantine_retry import Quarantine

SKIP = 'file: {skip: [{column: no, in: [Total, รวม, Jumlah]}, {column: name, begins: ["รวม ", "Source:"]}]}\n'


@pytest.fixture
def quarantine(bench: Any, originator: str, minter: IdMinter) -> Quarantine:
    return Quarantine(bench, originator, minter)


@pytest.mark.parametrize(
    "cells",
    [
        ("รวม", "", "", "", "5"),
        ("Total", "", "1,250.00", "", "5"),
        ("", "GRAND TOTAL:", "", "", "๒๕"),
        ("Jumlah keseluruhan", "", "", "", ""),
        ("รวมทั้งสิ้น 25 ราย", "", "", "", ""),
        ("Total: 25 persons", "", "", "", ""),
        ("សរុប", "", "", "", "(12.5%)"),
        ("စုစုပေါင်း", "3", "", "", ""),
        ("合计", "3", "", "", ""),
        ("Tổng cộng", "", "", "", "7"),
        ("ລວມ", "", "", "", "7"),
        ("รวม", "4 ราย", "", "", ""),
        ("Total", "N = 4", "", "", ""),
        ("", "4 persons", "Total", "", "12"),
        ("รวมทั้งสิ้น", "จำนวน ๔ คน", "", "", "1,250.00"),
        ("Tổng cộng", "4 người", "", "", ""),
        ("合计", "4人", "", "", ""),
        ("Tổng cộng", "", "26.500.000 đ", "", ""),
        ("Tổng tiền", "", "26.500.000", "VND", ""),
        ("Grand Total", "", "THB 5,000.00", "", ""),
        ("Total", "", "$5,000.00", "", "-฿1,200"),
        ("รวม", "", "๕,๐๐๐.๐๐ บาท", "", "12 ราย"),
        ("ยอดรวมทั้งสิ้น", "", "฿5,000.00", "", ""),
        ("รวมทั้งสิ้น 5,000.00 บาท", "", "", "", ""),
        ("Total: $5,000.00", "", "", "", ""),
        ("Total (THB)", "", "5,000.00", "", ""),
        ("TOTAL THB", "", "5,000.00", "", ""),
        ("Jumlah", "", "RM 1,250.00", "", ""),
        ("Jumlah besar", "", "Rp 5.000.000", "", ""),
        ("ລວມເງິນ", "", "₭ 1.500.000", "", ""),
        ("សរុប", "", "1.500.000 រៀល", "", "$375.00"),
        ("စုစုပေါင်း", "", "၅၀၀၀ ကျပ်", "", ""),
        ("Kabuuang halaga", "", "₱5,000.00", "", ""),
        ("合计金额", "", "5,000元", "人民币", ""),
        ("总计", "", "￥5,000.00", "", ""),
        ("總計", "", "NT$5,000", "", ""),
        ("합계", "", "₩5,000", "", ""),
        ("Total", "", "1.25 BTC", "", ""),
        ("Total", "", "", "USDT", "1,200.50"),
    ],
)
def test_a_word_for_a_sum_and_numbers_look_like_a_total(cells: tuple[str, ...]) -> None:
    assert is_like_total(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ("7", "Total", "1990-01-02", "male", ""),
        ("1/2569", "Total", "", "", ""),
        ("Total", "Sum", "", "", "5"),
        ("รวมพร ใจดี", "", "", "", "5"),
        ("Total Energy Co., Ltd.", "", "", "", "5"),
        ("รวม 25 รายที่จับกุมได้ในเดือนนี้", "", "", "", ""),
        ("", "1", "2", "", "5"),
        ("", "", "", "", ""),
        ("Somchai", "", "", "", "5"),
        ("Somchai", "4 ราย", "", "", ""),
        ("", "4 ราย", "", "", "5"),
        ("Total", "4 Sisters", "", "", ""),
        ("Total", "N 4 B", "", "", ""),
        ("", "THB 5,000.00", "", "", "5"),
        ("Totalee", "", "$5,000.00", "", ""),
        ("Sumalee", "", "5,000 บาท", "", ""),
        ("รวมพร", "", "5,000 บาท", "", ""),
        ("Total", "M", "", "", "5"),
        ("Total", "TH", "", "", "5"),
        ("Total", "Total", "$5,000.00", "", ""),
        ("Total", "$5,000.00", "Wing", "", ""),
    ],
)
def test_a_row_with_any_other_word_does_not(cells: tuple[str, ...]) -> None:
    assert not is_like_total(cells)


@pytest.mark.parametrize("head", ["1", "-", "(", "n", "No.", "Total", "Total 1", "Total (", "รวม 25 ราย", "จำนวน"])
@pytest.mark.parametrize("filling", [" ", "1", ".", ",", "\n", " 1", ":", "x", "("])
@pytest.mark.parametrize("tail", ["x", "x y", ":x", "%x", ")x"])
def test_the_longest_cell_is_looked_at_in_little_time(head: str, filling: str, tail: str) -> None:
    cell = (head + filling * LONGEST_CELL)[: LONGEST_CELL - len(tail)] + tail
    before = time.process_time()
    assert not is_like_total(["Total", cell, "Kraisorn"])
    assert time.process_time() - before < 0.5


@given(st.lists(st.text(max_size=12), max_size=6), st.text(min_size=1, max_size=12).filter(str.isalpha))
def test_a_second_word_makes_a_record_of_it(cells: list[str], word: str) -> None:
    assert not is_like_total([*cells, "Total", word])


def test_a_row_like_a_total_is_told_with_its_number_and_loaded(ingest: Ingest, write_csv: WriteCsv) -> None:
    rows = [("1", "Total", "1990-01-02", "", ""), ("รวม", "", "", "", ""), ("", "Total", "", "", "2")]
    path = write_csv(HEADER, rows)
    for dry_run in (True, False):
        report = ingest(path, parse_mapping(MAPPING), dry_run=dry_run)
        assert (report.records, report.total_like_rows, report.skipped_rows) == (2, 1, 0)
        # The last one has no reference, and waits for that.
        assert (report.remarked_rows, report.quarantined) == ({"total_like_rows": (3,)}, {"missing-reference": 1})


def test_rows_that_the_mapping_names_are_passed_over_and_counted(ingest: Ingest, write_csv: WriteCsv) -> None:
    rows = [
        ("1", "Jumlah", "1990", "", ""),  # a person of that name: `no` is another column
        ("2", "รวมพร", "1990", "", ""),
        ("รวม", "", "", "", "5"),
        ("9", "รวม 25 ราย", "", "", ""),
        ("8", "Source: list of May", "", "", ""),
        ("Totally", "B", "", "", ""),
        ("Total",),  # rows below a table often end early
    ]
    report = ingest(write_csv(HEADER, rows), parse_mapping(MAPPING + SKIP))
    assert (report.rows, report.records_created, report.skipped_rows, report.quarantined) == (7, 3, 4, {})
    # Of whom nothing but a name and numbers are known is pointed out, and loaded.
    assert report.remarked_rows == {"skipped_rows": (4, 5, 6, 8), "total_like_rows": (2,)}


def test_what_waits_leaves_once_the_mapping_passes_it_over(quarantine: Quarantine, write_csv: WriteCsv) -> None:
    rows = [("1", "A", "soon", "", ""), ("", "รวม 2", "", "", ""), ("", "รวม 3", "", "", "")]
    path = write_csv(HEADER, rows)
    plain = parse_mapping(MAPPING)
    skipping = parse_mapping(MAPPING + SKIP)
    quarantine.ingest(path, plain)
    assert [row for row, _, _ in quarantine.rules()] == [2, 3, 4]
    quarantine.ingest(path, skipping)
    assert [row for row, _, _ in quarantine.rules()] == [2]
    quarantine.ingest(write_csv(HEADER, [*rows, ("", "รวม 4", "", "", "")]), plain)
    assert [row for row, _, _ in quarantine.rules()] == [2, 3, 4, 5]
    assert (quarantine.retry(skipping).released_rows, quarantine.records()) == (3, 0)
    assert [json.loads(row.content)["no"] for row in quarantine.rows()] == ["1"]


@pytest.mark.parametrize(
    ("skip", "message"),
    [
        ("{column: no}", "line 17: `skip` needs a `column`, and `in` or `begins`"),
        ("{in: [Total]}", "line 17: `skip` needs a `column`, and `in` or `begins`"),
        ("{column: no, begin: [Total]}", "line 17: unknown word `begin`, did you mean `begins`"),
    ],
)
def test_a_skip_says_in_which_column_which_texts(skip: str, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        parse_mapping(f"{MAPPING}file: {{skip: {skip}}}\n")


def test_a_skip_of_a_column_that_the_file_lacks_is_refused(ingest: Ingest, write_csv: WriteCsv) -> None:
    path = write_csv(HEADER, [("1", "A", "", "", "")])
    with pytest.raises(UnknownColumnError, match="no column `nr`"):
        ingest(path, parse_mapping(MAPPING + "file: {skip: {column: nr, in: [Total]}}\n"))


CELLS = st.sampled_from(
    [
        *(
            "",
            "Total",
            "Total: 5",
            "รวม",
            "รวม 25 ราย",
            "Jumlah 4",
            "jumlah",
            "Sub total",
            "tổng",
            "합계",
            "Sum",
            "合计",
        ),
        *("N = 4", "4 ราย", "123", "1,234.50", "Number 4", "(5)", "5%", "THB", "baht", "USD", "total amount (THB)"),
        *("$5,000.00", "26.500.000 đ", "Somchai", "abc", "x"),
    ]
)


def says_by_every_cell(cells: list[str]) -> bool:
    """Tell whether a row adds up, each cell by itself: one label, numbers, amounts, and two currencies at most."""
    told = [cell for cell in cells if cell and not cell.isdigit() and not totals._is_number(cell)]
    label = next((cell for cell in told if totals._is_label(cell)), None)
    if label is None:
        return False
    told.remove(label)
    amounts = [cell for cell in told if any(map(str.isdigit, cell))]
    words = [cell for cell in told if cell not in amounts]
    return len(words) <= 2 and all(map(totals._is_currency, words)) and all(map(totals._is_amount, amounts))


@given(st.lists(CELLS, max_size=6))
def test_a_row_is_one_that_adds_up_as_its_cells_say_one_by_one(cells: list[str]) -> None:
    assert is_like_total(cells) == says_by_every_cell(cells)
