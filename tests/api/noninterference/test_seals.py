"""A victim's seal is a declared release: the world without what is hidden keeps what the seals in sight rest on."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from api.noninterference import Hiding, Scratch, scratch_application
from api.noninterference.seals import FallenSeal, fallen_seals, of_one_claim, rests_on, told_of
from api.noninterference.seen_worlds import seen_by
from api.noninterference.worlds import Filing, file_all, filed_records, key_of, link, record
from graph import SubjectRole, load_ontology
from graph.store import StoreLease
from policies import ViewerContext
from tests.conftest import Loop
from tests.world import settings_in

ONTOLOGY = load_ontology()
CLASSES = {n: {p.name: p.property_class for p in kind.properties.values()} for n, kind in ONTOLOGY.kinds.items()}
FIU = ViewerContext(agency="sg-fiu", subject="a", roles=frozenset({"analyst"}), purpose="investigation", case_ref="K-1")
BORN = {"birthDate": "1980-05-06", "nationality": "TH"}
VICTIMS = Filing(
    originator="kh-hotline",
    profile="victim-protection",
    items=(
        record("Person", "v", role=SubjectRole.PRESUMED_VICTIM, name="Kraisorn Pattanakit", **BORN),
        record("Person", "other", role=SubjectRole.PRESUMED_VICTIM, name="Anong Siriwattana"),
    ),
)
SUSPECTS = Filing(
    originator="th-police",
    profile="law-enforcement",
    items=(
        record("Person", "t", role=SubjectRole.SUSPECT, name="Kraisorn Pattanakit", **BORN),
        record("PhoneNumber", "n", number="+66812345671"),
        record("Person", "q", role=SubjectRole.SUSPECT, name="Manop Thongdee"),
        record("Person", "alone", role=SubjectRole.SUSPECT, name="Somchai Jaidee"),
        link("USES", "t", "n"),
        link("USES", "q", "n"),
        link("RELATED_TO", "alone", "t"),
    ),
)
WORLD = [SUSPECTS, VICTIMS]


async def seals_in(scratch: Scratch, filings: Sequence[Filing]) -> frozenset[FallenSeal]:
    await file_all(scratch, WORLD, only=filings)
    return await fallen_seals(scratch, WORLD)


@pytest.mark.long
def test_the_world_without_what_is_hidden_holds_the_same_seals(
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path
) -> None:
    async def work() -> None:
        async with scratch_application(settings_in(tmp_path), neo4j_lease, may_empty=True) as scratch:
            hiding = Hiding.of(FIU, scratch.app.bundle, scratch.app.ontology.kinds)
            filed = filed_records(scratch, WORLD)
            seals = await seals_in(scratch, WORLD)
            [seal] = told_of(seals, filed, hiding, ONTOLOGY.links)
            assert seal.record == scratch.id("th-police", "t")
            whole = rests_on([seal], filed, WORLD, scratch.app.ontology.links)
        assert whole == {("th-police", "t"), ("th-police", "n"), ("th-police", "q"), ("kh-hotline", "v")}
        async with scratch_application(settings_in(tmp_path), neo4j_lease, may_empty=True) as scratch:
            assert await seals_in(scratch, seen_by(hiding, WORLD, CLASSES, whole)) == seals
        async with scratch_application(settings_in(tmp_path), neo4j_lease, may_empty=True) as scratch:
            assert await seals_in(scratch, seen_by(hiding, WORLD, CLASSES)) == frozenset()

    loop.run(work())


def test_a_seal_on_a_hidden_person_is_told_of_by_the_number_that_it_closes(
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path
) -> None:
    """A hit may be told of a number of these terms, and nothing of a person."""
    suspects = replace(SUSPECTS, originator="kh-police", profile="hit-only")

    async def work() -> None:
        async with scratch_application(settings_in(tmp_path), neo4j_lease, may_empty=True) as scratch:
            hiding = Hiding.of(replace(FIU, agency="my-telco"), scratch.app.bundle, scratch.app.ontology.kinds)
            filed = filed_records(scratch, [suspects])
            hides = {item.reference: hiding.hides(key_of(filing, item)) for filing, item in filed.values()}
            assert hides == {"t": True, "q": True, "alone": True, "n": False}
            with_number, without = (
                FallenSeal(record=scratch.id("kh-police", r), originator="kh-police", claimed=frozenset())
                for r in ("t", "alone")
            )
            assert told_of([with_number, without], filed, hiding, ONTOLOGY.links) == {with_number}

    loop.run(work())


def test_a_seal_in_sight_rests_on_the_hidden_ones_of_its_claim() -> None:
    told, through, other = (
        FallenSeal(record=record, originator="th-police", claimed=frozenset({claimed}))
        for record, claimed in (("c", "v"), ("b", "v"), ("d", "w"))
    )
    assert of_one_claim([told], [told, through, other]) == {told, through}
