"""Edges of FollowTheMoney with an end that no file has brought: which property names which id, and what helps."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph import IdMinter
from tests.ingest.test_quarantine_retry import Quarantine


@pytest.fixture
def quarantine(bench: Any, originator: str, minter: IdMinter) -> Quarantine:
    return Quarantine(bench, originator, minter)


def entity(id: str, schema: str, **properties: str | list[str]) -> dict[str, Any]:  # noqa: A002 - FollowTheMoney's
    values = {name: [v] if isinstance(v, str) else v for name, v in properties.items()}
    return {"id": id, "schema": schema, "datasets": ["cases"], "properties": values}


def deliver(quarantine: Quarantine, folder: Path, name: str, *entities: dict[str, Any]) -> None:
    path = folder / name
    path.write_text("\n".join(map(json.dumps, entities)), encoding="utf-8")
    quarantine.ingest(path, None)


def waiting(quarantine: Quarantine) -> list[tuple[int, str, str | None, str | None]]:
    return sorted((row.row, row.rule, row.column, row.value) for row in quarantine.rows())


@pytest.mark.long
@pytest.mark.parametrize(
    ("schema", "ends"),
    [
        ("Ownership", ("owner", "asset")),
        ("Directorship", ("director", "organization")),
        ("Family", ("person", "relative")),
        ("UnknownLink", ("subject", "object")),
    ],
)
def test_the_property_that_names_the_missing_end_is_told_with_its_id(
    quarantine: Quarantine, tmp_path: Path, schema: str, ends: tuple[str, str]
) -> None:
    source, target = ends
    person = entity("p1", "Person", name="Wichit Busabamintra")
    edges = [
        entity("e1", schema, **{source: "p1", target: "far-1"}),
        entity("e2", schema, **{source: "far-2", target: "p1"}),
        entity("e3", schema, **{source: "far-1", target: "far-2"}),
    ]
    deliver(quarantine, tmp_path, "edges.ftm.json", person, *edges)
    told = [
        (2, "unknown-end", target, "far-1"),
        (3, "unknown-end", source, "far-2"),
        (4, "unknown-end", source, "far-1"),
        (4, "unknown-end", target, "far-2"),
    ]
    assert waiting(quarantine) == sorted(told)
    before = {row.id for row in quarantine.rows()}
    assert quarantine.retry().quarantined == {"unknown-end": 4}
    assert {row.id for row in quarantine.rows()} == before

    # The other file of the delivery has one of the two, and a later one the other.
    deliver(quarantine, tmp_path, "rest-1.ftm.json", entity("far-1", "Person", name="Anong Siriwattana"))
    report = quarantine.retry()
    assert (report.rows, report.released_rows, report.links_created) == (3, 1, 1)
    assert waiting(quarantine) == [(3, "unknown-end", source, "far-2"), (4, "unknown-end", target, "far-2")]
    deliver(quarantine, tmp_path, "rest-2.ftm.json", entity("far-2", "Person", name="Chantha Invented"))
    assert quarantine.retry().links_created == 2
    assert quarantine.rows() == []


def test_a_reference_of_an_entity_is_told_by_its_property_too(quarantine: Quarantine, tmp_path: Path) -> None:
    sanction = entity("s1", "Sanction", entity="far-1", program="SAMPLE-1")
    deliver(quarantine, tmp_path, "sanctions.ftm.json", sanction)
    assert waiting(quarantine) == [(1, "unknown-end", "entity", "far-1")]
    assert quarantine.records() == 1
