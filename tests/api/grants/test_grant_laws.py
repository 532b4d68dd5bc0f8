"""The laws of grants, over every question: one adds to its grantee alone, and taken back it leaves no byte behind."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.noninterference import Answers, Universe
from tests.api.asking import Desk
from tests.api.asking_everything import ByViewer, answers_to, changes, questions_about
from tests.examples import examples
from tests.world import World, link, record

GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code } } }"
REVOKE = "mutation($id: ID!) { revokeGrant(input: {id: $id}) { userErrors { code } } }"
GIVER, GRANTEE, OTHER = "kh-police", "th-police", "my-police"
HIDDEN = ("p", "n", "s")


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """A suspect, his number and his site, kept by kh-police to itself, and records of others that match them."""
    module_world.file(
        "kh-police",
        record("Person", "p", name="Kraisorn Pattanakit", role="suspect", birthDate="1980-05-06", nationality="TH"),
        record("PhoneNumber", "n", number="+85512345678"),
        record("Site", "s", name="Golden Mekong Park", country="KH"),
        link("USES", "p", "n"),
        link("LOCATED_AT", "p", "s"),
        profile="originator-controlled",
    )
    module_world.file(
        "th-police",
        record("Person", "t", name="Kraisorn Pattanakit", birthDate="1980-05-06", nationality="TH"),
        record("PhoneNumber", "tn", number="+85512345678"),
        link("USES", "t", "tn"),
    )
    return Desk(module_world)


@pytest.fixture(scope="module")
def asked(desk: Desk) -> list[str]:
    """Return every question but the lists of grants, which tell of a grant as long as there are lists."""
    own = [desk.world.id("th-police", r) for r in ("t", "tn")]
    hidden = [desk.world.id("kh-police", r) for r in HIDDEN]
    universe = Universe(
        ids=[*own, *hidden],
        hidden=(),
        pairs=[(own[0], hidden[0]), (own[1], hidden[1])],
        words=("kraisorn", "+85512345678"),
    )
    return questions_about(universe, without={"grants"})


@pytest.fixture(scope="module", params=[(GRANTEE, OTHER), (GRANTEE, OTHER, GIVER)], ids="-".join)
def readers(request: pytest.FixtureRequest) -> Sequence[str]:
    """Return who is asked; the giver reads its own records anyway."""
    chosen: Sequence[str] = request.param
    return chosen


def tokens(desk: Desk, readers: Sequence[str]) -> dict[str, str]:
    """Return a token for each agency, new ones: a busy machine outlives a token."""
    return {agency: desk.world.token(agency) for agency in readers}


@pytest.fixture(scope="module")
def before(desk: Desk, asked: list[str], readers: Sequence[str]) -> ByViewer:
    """Return what was answered before the first grant: as it is after each, nothing else needs to be asked between."""
    return answers_to(desk, tokens(desk, readers), asked)


def shown(found: Answers) -> set[str]:
    """Return the ids of the records that answers show."""
    return {i for body in found.values() for i in re.findall(r'"id":"(r-\w+)"', body.decode())}


@settings(
    deadline=None,
    max_examples=examples(2),
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    records=st.sets(st.sampled_from(HIDDEN), min_size=1),
    classes=st.sets(st.sampled_from(("IDENTITY", "CONTACT", "LOCATION", "NARRATIVE")), min_size=1),
    links=st.booleans(),
)
def test_a_grant_adds_to_its_grantee_alone_and_leaves_no_byte_behind(
    desk: Desk,
    asked: list[str],
    readers: Sequence[str],
    before: ByViewer,
    *,
    records: set[str],
    classes: set[str],
    links: bool,
) -> None:
    by, giver = tokens(desk, readers), desk.world.token(GIVER)
    named = {desk.world.id(GIVER, r) for r in records}
    order = {
        "agency": GRANTEE,
        "classes": sorted(classes),
        "purpose": "investigation",
        "reason": "asked for",
        "until": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
        "records": sorted(named),
        "linksAmong": links,
    }
    made = desk.data(GIVE, token=giver, input=order)["grant"]
    assert made["userErrors"] == []
    during = answers_to(desk, by, asked)
    seen = shown(before[GRANTEE])
    assert seen <= shown(during[GRANTEE])
    assert shown(during[GRANTEE]) - seen == named
    others = {agency: found for agency, found in before.items() if agency != GRANTEE}
    assert changes(others, during) == []
    assert desk.data(REVOKE, token=giver, id=made["grant"]["id"])["revokeGrant"]["userErrors"] == []
    assert changes(before, answers_to(desk, tokens(desk, readers), asked)) == []
