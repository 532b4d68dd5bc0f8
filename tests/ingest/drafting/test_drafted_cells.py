"""A table of what base stations saw is drafted: where and when it was, and as a guess which station posed as a cell."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from graph import IdMinter
from ingest import draft_mapping
from tests.ingest.drafting.tables import filled, lines, table, tried

HEADER = ("event_id", "timestamp", "operator", "MCC", "MNC", "LAC", "Cell ID", "lat", "long")
ROWS = [
    ("E1", "2026-05-20 20:00:00", "True", "520", "03", "3300", "41000", "16.6100", "98.5600"),
    ("E2", "2026-05-21 05:00:00", "True", "520", "03", "3301", "41001", "16.6101", "98.5601"),
    ("E3", "2026-05-21 14:00:00", "AIS", "520", "01", "3302", "41002", "16.6102", "98.5602"),
]
CELL = '{template: "{mcc}-{mnc}-{lac}-{cell id}"}'


def _drafted(folder: Path, header: Sequence[str] = HEADER, rows: Sequence[Sequence[str]] = ROWS) -> str:
    return draft_mapping(table(folder, header, rows), file={}, country="TH").partition("\nrecords:\n")[2]


def test_a_cell_of_four_codes_is_drafted_with_its_time_and_place(tmp_path: Path) -> None:
    header = [name.lower() for name in HEADER]
    assert _drafted(tmp_path, header) == (
        f"""\
  sighting:
    kind: Sighting
    reference:  # fill in: what names each for good, as "{{case}}-{{no}}"; no count that begins anew in the next file; \
no value twice in the rows looked at: "event_id"
    properties:
      observedAt: "timestamp"
      coordinates: {{template: "{{lat}}, {{long}}"}}
      # ? cell: {CELL}  # of the cell that observed it?
  # ? station:  # where each row is of a false base station
    # ? kind: FalseBaseStation
    # ? reference:  # fill in: what names the device for good, in each next file as well
    # ? properties:
      # ? cell: {CELL}  # that the device claims to be?
# ? links:
  # ? - {{type: OBSERVED_AT, from: station, to: sighting}}
# Nothing is read of these columns, but what a guess above says:
#   "event_id" (reference?)
#   "operator"
"""
    )


def test_a_draft_of_cells_that_is_filled_in_reads_its_table(tmp_path: Path, minter: IdMinter) -> None:
    path = table(tmp_path, HEADER, ROWS)
    draft = draft_mapping(path, file={}, country="TH").replace("# ? ", "")
    draft = draft.replace(
        "reference:  # fill in: what names the device", 'reference: "s-{event_id}"  # what names the device'
    )
    report = tried(path, filled(draft).replace("{เลขคดี}", "{event_id}"), minter)
    assert (report.records, report.links, dict(report.quarantined)) == (6, 3, {})


def test_whole_cells_are_the_stations_first_and_the_observers_next(tmp_path: Path) -> None:
    rows = [("1", f"520-03-330{n}-4100{n}", f"502-19-701{n}-5501{n}", "16.6100,98.5600") for n in range(3)]
    found = lines(_drafted(tmp_path, ("no", "cell", "serving cell", "พิกัด"), rows))
    assert '# ? cell: "serving cell"  # of the cell that observed it?' in found
    assert '# ? cell: "cell"  # that the device claims to be?' in found
    assert 'coordinates: "พิกัด"' in found


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (("CID", "full name", "phone", "TAC"), [("C-1", "A B", "081-234-5678", "35209900")]),
        (("no", "full name", "cell", "lat"), [("1", "A B", "081-234-5678", "13.7")]),
        (("no", "full name", "mcc", "mnc", "cid"), [("1", "A B", "520", "01", "7")]),
    ],
)
def test_without_a_whole_cell_nothing_is_drafted_of_one(
    tmp_path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    draft = _drafted(tmp_path, header, [*rows] * 3)
    assert "Sighting" not in draft
    assert "FalseBaseStation" not in draft


def test_a_cid_without_a_network_may_be_what_names_a_case(tmp_path: Path) -> None:
    rows = [(f"C-{n}", f"Name {n}", f"081-234-567{n}") for n in range(4)]
    assert 'in the rows looked at: "cid"' in _drafted(tmp_path, ("cid", "full name", "phone"), rows)
