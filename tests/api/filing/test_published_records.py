"""Who reads what a job platform filed as published: the sample's own file, by its own mapping."""

from typing import Any

import pytest

from ingest import ingest_file, load_mapping
from tests.api.asking import Desk
from tests.samples.ingesting import SAMPLES
from tests.world import World

FILE = SAMPLES / "scenario" / "ph-jobs-ads.csv"
RECORD = """query($id: ID!) { record(id: $id) { id kind redacted caption provenance { reference }
  links { type sourceId targetId } } }"""


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """Return a desk on the advertisements of the samples."""
    app = module_world.app
    report = module_world.run(
        ingest_file(
            FILE,
            mapping=load_mapping(FILE.with_suffix(".yml")),
            originator="ph-jobs",
            profile=None,
            known_originators=app.bundle.registers.parties,
            known_profiles=app.bundle.registers.profiles,
            writer=app.writer,
            minter=app.minter,
        )
    )
    assert report.links > 0
    module_world.settle()
    return Desk(module_world)


def seen(desk: Desk, reference: str, agency: str, purpose: str = "investigation") -> dict[str, Any] | None:
    rid = desk.world.app.minter.record_id("ph-jobs", "ads", reference)
    token = desk.world.token(agency, purpose=purpose)
    found: dict[str, Any] | None = desk.data(RECORD, token=token, id=rid)["record"]
    return found


@pytest.mark.parametrize(
    ("agency", "purpose"),
    [
        ("th-police", "investigation"),
        ("kh-hotline", "investigation"),
        ("sg-fiu", "financial-intelligence"),
        ("mm-shelter", "investigation"),
    ],
)
def test_parties_read_a_published_advertisement_and_its_employer(desk: Desk, agency: str, purpose: str) -> None:
    found = seen(desk, "AD-2601", agency, purpose)

    assert found is not None
    assert (found["caption"], found["redacted"]) == ("Online sales assistant, Longdu Park", ["SOURCE"])
    assert found["provenance"] is None
    [link] = found["links"]  # those to its contacts are as closed as the contacts
    assert link["type"] == "ADVERTISES"
    employer = seen(desk, "EMP-2", agency, purpose)
    assert employer is not None
    assert employer["caption"] == "Longdu Customer Care"
    assert [seen(desk, contact, agency, purpose) for contact in ("+85592154151", "@dongge_302")] == [None, None]


def test_the_source_of_an_advertisement_is_for_the_police_at_home(desk: Desk) -> None:
    found = seen(desk, "AD-2601", "ph-police")

    assert found is not None
    assert found["redacted"] == []
    assert found["provenance"] == {"reference": "AD-2601"}


@pytest.mark.parametrize("agency", ["my-telco", "sg-exchange", "la-police"])
def test_the_private_sector_and_who_is_no_party_read_no_advertisement(desk: Desk, agency: str) -> None:
    assert seen(desk, "AD-2601", agency) is None
