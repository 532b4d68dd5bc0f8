r"""Reads the tables of cases: `cases/<value type>.csv`, one line a case. Names and numbers in them are invented.

Invisible characters, marks and damaged ones are written as `\uXXXX`; `hints` holds `name=value`.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    raw: str
    country: str | None
    hints: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    given: Input
    value: str | None
    status: str
    type: str
    key: str | None


def read_cases() -> Iterator[tuple[str, Case]]:
    for path in sorted(CASES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield path.stem, _case(row)


def _case(row: dict[str, str]) -> Case:
    hints = dict([row["hints"].split("=", 1)]) if row["hints"] else {}
    raw = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), row["raw"])
    return Case(
        given=Input(raw=raw, country=row["country"] or None, hints=hints),
        value=row["value"] or None,
        status=row["status"],
        type=row["type"],
        key=row["key"] or None,
    )
