"""What leaves quarantine with a record that is erased: rows that repeat what identifies it, and no other's."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from graph import Record, load_ontology
from graph.parts import encode_parts
from graph.store import Removal, WriteBatch, remove_records
from graph.store.quarantine import QuarantinedRow
from graph.store.repeated_values import RepeatedValues, WaitingCells
from tests.graph.building import MINTER, record
from tests.world import World

ONTOLOGY = load_ontology()
PERSON = record(
    "Person", "7", name="Somchai Jaidee", alias="Lek", birthDate="1990-05-06", birthPlace="Bangkok", sex="female",
    nationality="Thai", phone="081 234 5678", passportNumber="AA1234567", email="som.chai@mail.test", country="TH",
    notes="She came from Mae Sot with two others in a grey van and was held on the third floor of the white house.",
)  # fmt: skip
OTHERS = MINTER.record_id("th-police", "cases", "other")


def repeats(*records: Record, cells: Any, names: Sequence[str] = (OTHERS,), dataset: str = "cases") -> bool:
    """Return whether a row with these cells goes with these records."""
    rows = [{"rid": r.id, "kind": r.kind, **encode_parts(r, ONTOLOGY.kind(r.kind))} for r in records]
    content = cells if isinstance(cells, str) else json.dumps(cells, ensure_ascii=False)
    row = WaitingCells(id="q-1", dataset=dataset, names=names, content=content, value=None)
    return RepeatedValues.of(rows, ONTOLOGY).stand_in(row)


@pytest.mark.parametrize(
    "cells",
    [
        {"sex": "female", "nationality": "Thai", "place": "Bangkok", "count": "7", "n": 7},
        {"name": "Lek", "born": "1991-01-01"},
        {"name": "Somchai", "surname": "Dee"},
        {"name": "Somchai Jaidee-Lopez"},
        {"born": "1990-05-06", "sex": "female"},
        {"mail": "a.som.chai@mail.test"},
        {"account": "99-081-234-5678-1"},
        {"notes": "seen at the white house on the third floor"},
    ],
)
def test_a_row_of_somebody_else_stays(cells: dict[str, Any]) -> None:
    assert not repeats(PERSON, cells=cells)


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "somchai  jaidee"},
        {"name": "Somchai Jaidee, Bangkok"},
        {"notes": "asked (Somchai Jaidee's mother) in May"},
        {"phone": "+66812345678"},
        {"phone": "0812345678"},
        {"notes": "call 081-234-5678, evenings"},
        {"document": "no. AA 1234567/TH"},
        {"to": ["x", {"mail": "<Som.Chai@mail.test>"}]},
        {"name": "Lek", "born": "1990-05-06"},
        '{"name": "Somchai Jaidee", "torn off',
    ],
)
def test_a_row_that_repeats_what_identifies_her_goes(cells: Any) -> None:
    assert repeats(PERSON, cells=cells)


def test_a_name_goes_in_writing_that_parts_no_words() -> None:
    thai, han = record("Person", "1", name="สมชาย ใจดี", alias="เล็ก"), record("Person", "2", name="王大明", alias="明")
    assert repeats(thai, cells={"notes": "พบสมชาย ใจดีที่กรุงเทพ"})
    assert repeats(han, cells={"notes": "他见到王大明了"})
    assert not repeats(thai, han, cells={"notes": "คนตัวเล็ก", "name": "明"})


def test_what_many_share_takes_no_rows_with_it() -> None:
    vehicle = record("Vehicle", "1", plate="1กข 234", country="TH", colour="white", make="Toyota Hilux Revo")
    site = record("Site", "2", name="Golden Lotus Compound", siteType="scam-compound")
    number = record("PhoneNumber", "3", number="1193", country="TH", carrier="AIS")
    cells = {"plate": "11กข 2345", "make": "Toyota Hilux Revo", "held at": "Golden Lotus Compound", "called": "1193"}
    assert not repeats(vehicle, site, number, cells=cells)
    assert repeats(vehicle, cells={"plate": "1กข-234"})


def test_a_long_text_and_a_reference_count_in_a_row_of_which_nobody_knows_whose_it_is() -> None:
    [notes] = [v.raw for v in PERSON.properties["notes"]]
    case = record("Report", "VIC-2024-07", title="A report")
    for one, cells in ((PERSON, {"notes": notes}), (case, {"no": "VIC-2024-07"})):
        assert repeats(one, cells=cells, names=())
        assert not repeats(one, cells=cells)
    assert not repeats(case, cells={"no": "VIC-2024-07"}, names=(), dataset="others")
    # The link's own id says nothing of its ends.
    link = {"item": "link", "type": "USES", "source_reference": "7", "target_reference": "9"}
    assert repeats(PERSON, cells=link, names=("l-1",))
    assert not repeats(PERSON, cells={**link, "source_reference": "17"}, names=("l-1",))
    assert not repeats(PERSON, cells={"count": "7"}, names=())


def test_the_ontology_says_what_identifies() -> None:
    marked = {
        f"{kind.name}.{p.name}" for kind in ONTOLOGY.kinds.values() for p in kind.properties.values()
        if p.identifies and not p.key and p.selector is None
    }  # fmt: skip
    assert marked == {
        "BankAccount.holderName", "FalseBaseStation.cell", "OnlineAccount.displayName", "Organization.email",
        "Organization.registrationNumber", "Organization.taxNumber", "Payment.reference", "Person.alias",
        "Person.email", "Person.name",
    }  # fmt: skip
    assert all(p.identifies for k in ONTOLOGY.kinds.values() for p in k.properties.values() if p.key or p.selector)


def waiting(
    number: int, *, names: Sequence[str] = (OTHERS,), records: Sequence[str] = (), **cells: str
) -> QuarantinedRow:
    return QuarantinedRow(
        id=f"q-{number:04}", originator="th-police", dataset="cases", file="a.csv", row=number, column="born",
        rule="unreadable-date", value="no date", content=json.dumps(cells, ensure_ascii=False), mapping="",
        profile=None, at=datetime(2026, 1, 2, tzinfo=UTC), names=tuple(names), records=tuple(records),
    )  # fmt: skip


def test_erasing_a_record_takes_its_rows_out_of_quarantine_and_leaves_everybody_elses(world: World) -> None:
    hers = [
        waiting(1, names=(PERSON.id,), name="typed wrong"),
        waiting(2, records=(PERSON.id,), link="USES"),
        waiting(3, name="Somchai Jaidee, Bangkok"),
        waiting(4, names=(), passport="AA1234567"),
    ]
    others = [
        waiting(10, sex="female", nationality="Thai", count="7", name="Malee Suksan"),
        waiting(11, names=(), notes="the white house", place="Bangkok"),
        # More than are looked through at once.
        *(waiting(n, name=f"Invented Name{n}", sex="female") for n in range(20, 1_100)),
    ]
    elsewhere = record("Person", "7", originator="kh-police", name="Somchai Jaidee")
    world.run(world.app.writer.write(WriteBatch(records=[PERSON, elsewhere], quarantined=[*hers, *others])))
    [row] = world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.cmp AS cmp", {"rid": PERSON.id})

    async def remove(tx: Any) -> Removal:
        app = world.app
        weighed = {str(PERSON.id): row["cmp"]}
        return await remove_records(tx, "th-police", weighed, registry=app.registry, ontology=app.ontology)

    removal = world.run(world.app.store.write(remove))

    assert removal.quarantined == len(hers)
    left = world.query("MATCH (q:QuarantinedRow) WITH q ORDER BY q.id RETURN collect(q.id) AS ids")
    assert left == [{"ids": [row.id for row in others]}]
