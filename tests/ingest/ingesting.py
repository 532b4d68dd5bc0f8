"""A mapping of cases, its rows, and a short way to ingest them, for tests."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph import IdMinter
from graph.store import QuarantinedRow
from ingest import IngestReport, SourceMapping, ingest_file, list_quarantined

WriteCsv = Callable[..., Path]
MAPPING = """\
dataset: cases
profile: law-enforcement
country: TH
records:
  suspect:
    kind: Person
    reference: "{no}"
    subject_role: suspect
    properties: {name: name, birthDate: born}
  phone:
    kind: PhoneNumber
    reference: "{phone}"
    properties: {number: phone}
links:
  - {type: USES, from: suspect, to: phone}
  - {type: RELATED_TO, from: suspect, to: {kind: Person, reference: "{boss}"}}
"""
HEADER = ("no", "name", "born", "phone", "boss")
PROFILES = frozenset({"law-enforcement", "hit-only"})
ROWS = [
    ("1", "สมชาย ใจดี", "5 มีนาคม 2530", "081-234-5678", "2"),
    ("2", "ចាន់ ដារា", "1990", "012 345 678", ""),
    ("3", "မောင်အောင်", "soon", "", ""),
    ("4", "line\nbreak", "", "", "99"),
    ("1", "Somebody Else", "", "", ""),
    ("2", "ចាន់ ដារា", "1990", "012 345 678", ""),
]


class Ingest:
    """Runs `ingest_file` with what the tests here have in common."""

    def __init__(self, bench: Any, originator: str, minter: IdMinter) -> None:
        self._bench = bench
        self._originator = originator
        self._minter = minter

    def __call__(self, path: Path, mapping: SourceMapping | None = None, **changes: Any) -> IngestReport:
        fields: dict[str, Any] = {
            "mapping": mapping,
            "originator": self._originator,
            "profile": None,
            "known_originators": {self._originator},
            "known_profiles": PROFILES,
            "minter": self._minter,
        }
        wrap = changes.pop("wrap", lambda writer: writer)

        async def work(store: Any) -> IngestReport:
            return await ingest_file(path, writer=wrap(store.writer), **{**fields, **changes})

        report: IngestReport = self._bench.run(work)
        return report

    def as_json(self, path: Path) -> str:
        """Return what another process needs to do the same."""
        lease = self._bench.lease
        store = {
            "uri": lease.uri, "username": lease.username, "password": lease.password, "database": lease.database,
        }  # fmt: skip
        key = self._minter.deployment_key.hex()
        given = {"store": store, "path": str(path), "mapping": MAPPING, "originator": self._originator, "key": key}
        return json.dumps(given)

    def record_id(self, reference: str) -> str:
        """Return the id of a record of the cases."""
        return self._minter.record_id(self._originator, "cases", reference)

    def quarantined(self) -> list[QuarantinedRow]:
        """Return what waits, in the order of its ids."""

        async def work(store: Any) -> list[QuarantinedRow]:
            return [row async for row in list_quarantined(store.keeper, self._originator)]

        found: list[QuarantinedRow] = self._bench.run(work)
        return found

    def snapshot(self) -> list[Any]:
        found: list[Any] = self._bench.snapshot(self._originator)
        return found


def file_of(path: Path, content: bytes) -> Path:
    """Write a file and return its path."""
    path.write_bytes(content)
    return path
