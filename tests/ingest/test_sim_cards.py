"""The number of a SIM card is read by what its row says the device is."""

from collections.abc import Callable

import pytest

from ingest import parse_mapping
from ingest.sources import SourceRow
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper

MAPPING = """\
dataset: cases
originator: th-police
profile: law-enforcement
records:
  device: {kind: Device, reference: "{no}", properties: {serial: number, deviceType: sort}}
"""


@pytest.mark.parametrize(
    ("number", "sort", "key"),
    [
        ("520771234567891", "SIM card", "imsi:520771234567891"),
        ("520031234567891", "handset", "imsi:520031234567891"),
        ("520031234567891", "", "imsi:520031234567891"),
        ("356938035643809", "handset", "imei:35693803564380"),
        ("356938035643809", "sim-card", "imei:35693803564380"),
        ("520771234567891", "handset", None),
    ],
)
def test_a_sim_card_is_told_by_its_type_or_its_network(
    make_supply: Callable[..., Supply], number: str, sort: str, key: str | None
) -> None:
    mapping = parse_mapping(MAPPING)
    row = RowMapper(mapping, make_supply(mapping), ("no", "number", "sort")).map_row(
        SourceRow(number=2, cells=("1", number, sort))
    )
    (record,) = row.records
    assert (record.properties["serial"][0].key, row.problems) == (key, ())
