"""The lines of a row in a dry run: what it makes, or why it makes nothing."""

import pytest

from api.cli.row_lines import row_lines
from graph.values import ValueStatus
from ingest import BrokenRule, LinkReading, RecordReading, RowReading, ValueReading


def reading(**changes: object) -> RowReading:
    return RowReading(**{"file": "a.csv", "row": 2, **changes})  # type: ignore[arg-type]


def value(**changes: object) -> ValueReading:
    given = {"property": "number", "raw": "12", "value": None, "status": ValueStatus.VALID, "reason": None}
    return ValueReading(**{**given, "columns": ("tel",), **changes})  # type: ignore[arg-type]


def record(*values: ValueReading, name: str | None = "phone") -> RecordReading:
    return RecordReading(
        name=name,
        kind="PhoneNumber",
        reference="12",
        profile="open",
        evaluation="B2",
        subject_role=None,
        asserted_at=None,
        values=values,
    )


@pytest.mark.parametrize(
    ("remarks", "told"),
    [
        (("skipped_rows",), "is passed over, as the mapping says"),
        (("fragment_rows",), "is one record with an earlier line"),
        (("rows_without_records",), "makes nothing"),
    ],
)
def test_a_row_that_makes_nothing_says_why(remarks: tuple[str, ...], told: str) -> None:
    assert list(row_lines(reading(remarks=remarks))) == [f"a.csv:2\t{told}"]


def test_a_row_that_waits_has_its_rules_alone() -> None:
    rule = BrokenRule(file="a.csv", row=2, column="dob", rule="unreadable-date", value="31/02/2540", reason="no day")
    assert list(row_lines(reading(broken_rules=(rule,)))) == [
        "a.csv:2\twould wait in quarantine",
        "a.csv:2\tdob\tunreadable-date\t31/02/2540\tno day",
    ]


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (value(value="12"), "12\tread as it is\tvalid\tfrom tel"),
        (value(value="+66", columns=()), "12\tread as +66\tvalid\tof no column"),
        (value(status=ValueStatus.INVALID, reason="too short"), "12\tnot read\tinvalid: too short\tfrom tel"),
        (value(value="13", status=ValueStatus.INVALID), "12\tnot read (looks like 13)\tinvalid\tfrom tel"),
        (value(value="+66", status=ValueStatus.POSSIBLE, reason="as it seems"),
         "12\tread as +66\tpossible: as it seems\tfrom tel"),
    ],
)  # fmt: skip
def test_a_value_says_how_it_was_read_and_from_what(found: ValueReading, told: str) -> None:
    assert list(row_lines(reading(records=(record(found),)))) == [
        "a.csv:2\tmakes 1 record, 0 links",
        "  phone\tPhoneNumber\t12\tprofile open\tevaluation B2",
        f"    number\t{told}",
    ]


def test_a_record_without_a_mapping_has_no_columns_and_a_link_its_times_and_note() -> None:
    link = LinkReading(
        type="USES", source="p", target="sims:12", profile="open", evaluation="B2", since="2026", until=None, note="x"
    )
    assert list(row_lines(reading(records=(record(value(value="12"), name=None),), links=(link,)))) == [
        "a.csv:2\tmakes 1 record, 1 link",
        "  PhoneNumber\t12\tprofile open\tevaluation B2",
        "    number\t12\tread as it is\tvalid",
        "  USES\tp -> sims:12\tprofile open\tevaluation B2\tsince 2026\tnote: x",
    ]
