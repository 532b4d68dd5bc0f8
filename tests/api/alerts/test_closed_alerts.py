"""An alert tells no more of closed values than its reader could query: records that exchange them look alike in it.

Each law asks the same of two worlds, in which two records in the reader's sight have values of a closed class exchanged.
Both have one deployment key, so that every id is the same in both: whatever is answered must be, byte for byte.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from api.bootstrap import application_on
from graph import PropertyClass
from graph.store import StoreLease
from policies import PreparedBundle, load_bundle
from tests.api.alerts.test_granted_alerts import receipt
from tests.api.asking import Desk
from tests.api.grants.test_grants import GIVE
from tests.api.web.test_websocket import begin, hear, talk, tell, until_waiting
from tests.conftest import Loop
from tests.policies.edited_bundles import copied_bundle
from tests.world import World, empty_store, link, record, settings_in

FIELDS = """id reason kind strength recordId caption otherRecordId otherCaption otherAgency { code } createdAt
  acknowledgedBy stillLinked endedAt judgement"""
ALERTS = f"{{ alerts(first: 50) {{ edges {{ node {{ {FIELDS} }} }} }} }}"
ACKNOWLEDGE = f"""mutation($id: ID!) {{ acknowledgeAlert(input: {{id: $id}}) {{ alert {{ {FIELDS} }}
  userErrors {{ code }} }} }}"""
ABOUT = """query($id: ID!) { record(id: $id) { redacted caption links { id } } entity(id: $id) { id records { id } }
  network(id: $id, depth: 3) { entities { id records { id } } } }"""
FALLOUT = "query($id: ID!) { falloutReport(recordId: $id) { alerts { id } matches { recordId } } }"
PAIR = """query($l: ID!, $r: ID!) { whyMatched(left: $l, right: $r) { outcome weightBits }
  judgementPreview(left: $l, right: $r, value: NEGATIVE) { after { id records { id } } } }"""
QUEUE = "{ reviewQueue { edges { node { left { id } right { id } worth } } } }"
LIVE = f"subscription {{ alerts {{ {FIELDS} }} }}"
READER = "analyst+duty-officer"
NUMBERS = ("+61412340678", "+61498760432")
PASSPORTS = ("AA1234567", "BB7654321")
NAMESAKE = {"name": "Kanchana Wongsawatkul", "birthDate": "1988", "nationality": "TH"}
_TIME = re.compile(r'20\d\d-\d\d-\d\dT[^"]*')


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """Opens one world after the other on one store, with one deployment key."""

    lease: StoreLease
    folder: Path
    loop: Loop

    def asked(self, name: str, ask: Callable[[Desk], list[str]]) -> list[str]:
        """Return what is answered in an emptied world, times apart."""
        settings = settings_in(self.folder)
        empty_store(self.lease)
        opened = application_on(replace(settings, audit=settings.audit / name), self.lease)
        app = self.loop.run(opened.__aenter__())
        try:
            answers = ask(Desk(World(app=app, run=self.loop.run)))
        finally:
            self.loop.run(opened.__aexit__(None, None, None))
        return [_TIME.sub("TIME", text) for text in answers]

    def differing(self, ask: Callable[[Desk, Sequence[str]], list[str]], values: Sequence[str]) -> list[str]:
        """Return the answers of the second of two worlds that are others than in the first: values are exchanged."""
        one = self.asked("one", lambda desk: ask(desk, values))
        two = self.asked("two", lambda desk: ask(desk, values[::-1]))
        assert len(one) == len(two) > 0
        return [second for first, second in zip(one, two, strict=True) if first != second]


@pytest.fixture
def worlds(neo4j_lease: StoreLease, tmp_path: Path, loop: Loop) -> Worlds:
    return Worlds(lease=neo4j_lease, folder=tmp_path, loop=loop)


def answers(desk: Desk, token: str, own: Sequence[str], seen: Sequence[str]) -> list[str]:
    """Return what a reader is answered about what it holds and sees, alerts and their acknowledging included."""

    def answer(text: str, **variables: str) -> str:
        found = desk.post(text, token=token, variables=variables).text
        assert "GRAPHQL_VALIDATION_FAILED" not in found and "FORBIDDEN" not in found, found
        return found

    found = [answer(ABOUT, id=rid) for rid in (*own, *seen)]
    found += [answer(FALLOUT, id=rid) for rid in own]
    found += [answer(PAIR, l=o, r=s) for o in own for s in seen]
    found += [answer(text) for text in (QUEUE, ALERTS)]
    told = json.loads(found[-1])["data"]["alerts"]["edges"]
    return [*found, *(answer(ACKNOWLEDGE, id=a["node"]["id"]) for a in told)]


def alerts(desk: Desk, token: str) -> list[dict[str, Any]]:
    return [edge["node"] for edge in desk.data(ALERTS, token=token)["alerts"]["edges"]]


def heard(desk: Desk, token: str) -> str:
    """Return the alert that a reader hears who listens while what waits is dealt with."""

    async def work(socket: ClientConnection) -> Any:
        await begin(socket, token)
        await tell(socket, id="live", type="subscribe", payload={"query": LIVE})
        await until_waiting(desk.world)
        await desk.world.app.settle()
        await desk.world.app.hub.look()
        return await hear(socket, seconds=60)

    return json.dumps(talk(desk, work)["payload"])


def witness_and_other(desk: Desk, numbers: Sequence[str]) -> list[str]:
    """File two numbers of an FIU's, whose users the police see without the numbers; return the four in sight."""
    mine = desk.world.file(
        "au-fiu",
        record("PhoneNumber", "x", number=numbers[0]),
        record("PhoneNumber", "y", number=numbers[1]),
        record("Person", "w", role="witness", name="Mary Smith"),
        record("Person", "s", role="associate", name="John Kelly"),
        link("USES", "w", "x"),
        link("USES", "s", "y"),
    )
    return [str(rid) for rid in mine[:4]]


def guessed_number(desk: Desk, numbers: Sequence[str]) -> list[str]:
    """The police file the first number, and once more as that of a person of theirs."""
    seen = witness_and_other(desk, numbers)
    own = desk.world.file(
        "au-police",
        record("PhoneNumber", "guess", number=NUMBERS[0]),
        record("Person", "g", role="suspect", name="Peter Brown"),
        record("PhoneNumber", "gp", number=NUMBERS[0]),
        link("USES", "g", "gp"),
    )
    return answers(desk, desk.world.token("au-police", READER), list(map(str, own[:3])), seen)


def guessed_passport(desk: Desk, passports: Sequence[str]) -> list[str]:
    """Police file a passport that an FIU's document has, of whose persons and documents they see that they are."""
    paper = {"documentType": "passport", "country": "TH"}
    seen = desk.world.file(
        "th-fiu",
        record("IdentityDocument", "x", number=passports[0], **paper),
        record("IdentityDocument", "y", number=passports[1], **paper),
        record("Person", "p", role="suspect", name="Somchai Jaidee"),
        record("Person", "q", role="suspect", name="Wirat Boonmee"),
        link("OWNS", "p", "x"),
        link("OWNS", "q", "y"),
    )
    own = desk.world.file("kh-police", record("IdentityDocument", "guess", number=PASSPORTS[0], **paper))
    return answers(desk, desk.world.token("kh-police", READER), list(map(str, own)), list(map(str, seen[:4])))


def granted_notes(desk: Desk, numbers: Sequence[str]) -> list[str]:
    """Police were granted the notes of two numbers, and not the numbers."""
    world = desk.world
    seen = world.file(
        "th-police",
        record("PhoneNumber", "x", number=numbers[0], notes="an informant"),
        record("PhoneNumber", "y", number=numbers[1], notes="a call shop"),
    )
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    given = {"agency": "kh-police", "classes": ["NARRATIVE"], "purpose": "border-control", "records": seen}
    token = world.token("th-police")
    made = desk.data(GIVE, token=token, input={**given, "reason": "asked for", "until": until})["grant"]
    assert made["userErrors"] == []
    own = world.file("kh-police", record("PhoneNumber", "guess", number=NUMBERS[0]))
    reader = world.token("kh-police", READER, "border-control")
    # When the grant was given is told by its id; what it shows is not asked here.
    return answers(desk, reader, list(map(str, own)), list(map(str, seen)))


def namesakes(desk: Desk, numbers: Sequence[str]) -> list[str]:
    """Police file somebody's name and number; two in sight have that name, and one of them that number."""
    seen = desk.world.file(
        "au-fiu",
        *(record("Person", r, role="suspect", phone=n, **NAMESAKE) for r, n in zip("xy", numbers, strict=True)),
    )
    own = desk.world.file("au-police", record("Person", "g", role="suspect", phone=NUMBERS[0], **NAMESAKE))
    return answers(desk, desk.world.token("au-police", READER), list(map(str, own)), list(map(str, seen)))


def one_person_twice(desk: Desk, numbers: Sequence[str]) -> list[str]:
    """The same of two records that what is open makes a match with the police's own."""
    who = {**NAMESAKE, "birthDate": "1988-02-03"}
    seen = desk.world.file(
        "au-fiu", *(record("Person", r, role="suspect", phone=n, **who) for r, n in zip("xy", numbers, strict=True))
    )
    own = desk.world.file("au-police", record("Person", "g", role="suspect", phone=NUMBERS[0], **who))
    return answers(desk, desk.world.token("au-police", READER), list(map(str, own)), list(map(str, seen)))


def live_number(desk: Desk, numbers: Sequence[str]) -> list[str]:
    """The police listen while their guess is told of."""
    witness_and_other(desk, numbers)
    desk.world.file("au-police", record("PhoneNumber", "guess", number=NUMBERS[0]), settle=False)
    return [heard(desk, desk.world.token("au-police"))]


SCENES = {
    "a number": (guessed_number, NUMBERS),
    "a passport": (guessed_passport, PASSPORTS),
    "a grant of notes": (granted_notes, NUMBERS),
    "namesakes": (namesakes, NUMBERS),
    "one person": (one_person_twice, NUMBERS),
    "live": (live_number, NUMBERS),
}


@pytest.mark.parametrize("scene", SCENES)
def test_records_that_exchange_closed_values_are_answered_alike(worlds: Worlds, scene: str) -> None:
    ask, values = SCENES[scene]
    told: list[str] = []

    def asking(desk: Desk, given: Sequence[str]) -> list[str]:
        found = ask(desk, given)
        told.extend(text for text in found if "LINKAGE" in text)
        return found

    assert worlds.differing(asking, values) == []
    assert told, "somebody is told of the agency that holds it"


def test_who_is_told_of_no_record_leaves_no_receipt_of_one(desk: Desk) -> None:
    seen = witness_and_other(desk, NUMBERS)
    [own] = desk.world.file("au-police", record("PhoneNumber", "guess", number=NUMBERS[0]))
    [told] = alerts(desk, desk.world.token("au-police"))
    agency = {"code": "au-fiu"}
    assert (told["recordId"], told["otherRecordId"], told["otherAgency"]) == (own, None, agency)
    assert (told["otherCaption"], told["judgement"], told["stillLinked"]) == (None, None, True)
    last = desk.trail()[-1].entry
    assert str(own) in last.record_ids
    assert not set(seen) & set(last.record_ids)


def test_the_receipt_of_a_named_number_says_that_its_class_was_shown(desk: Desk) -> None:
    """So that a correction of the number is recalled from who learned of it by the alert."""
    [theirs] = desk.world.file("kh-police", record("PhoneNumber", "n", number=NUMBERS[0]))
    desk.world.file("th-police", record("PhoneNumber", "m", number=NUMBERS[0]))
    [told] = alerts(desk, desk.world.token("th-police"))
    assert told["otherRecordId"] == theirs
    [(grant, classes)] = receipt(desk, str(theirs))
    assert grant is None
    assert PropertyClass.CONTACT in classes


CONFINED = """
@id("th.numbers-of-suspects")
@basis("th-pdpa")
@review_by("2027-06-30")
@note("How to reach a suspect, and which numbers are whose, is for supervisors.")
forbid (principal, action == Action::"contact", resource)
when { principal.agency == resource.originator && !principal.roles.contains(Role::"supervisor") };
"""
OWN = {
    "a number": record("PhoneNumber", "n", number=NUMBERS[0]),
    "a suspect": record("Person", "n", role="suspect", name="Wirat Boonmee", phone=NUMBERS[0]),
}
THEIRS = {
    "a number": record("PhoneNumber", "m", number=NUMBERS[0]),
    "a company": record("Organization", "m", name="Lucky Desk Co Ltd", phone=NUMBERS[0]),
}


def confined(desk: Desk, folder: Path) -> World:
    """Let none of th-police but supervisors read its numbers."""
    with (copied_bundle(folder) / "packs/th/pack.cedar").open("a", encoding="utf-8") as pack:
        pack.write(CONFINED)
    desk.world.app.scopes.activate(PreparedBundle.of(load_bundle(folder / "bundle")))
    return desk.world


@pytest.mark.parametrize("theirs", THEIRS)
@pytest.mark.parametrize("own", OWN)
def test_what_is_closed_on_the_own_side_is_told_to_those_of_the_agency_who_may_read_it(
    desk: Desk, tmp_path: Path, own: str, theirs: str
) -> None:
    world = confined(desk, tmp_path)
    [rid] = world.file("th-police", OWN[own])
    world.file("kh-police", THEIRS[theirs])
    supervisor, officer = world.token("th-police", "supervisor"), world.token("th-police", "duty-officer")
    [told] = alerts(desk, supervisor)
    assert (told["recordId"], told["otherAgency"]) == (rid, {"code": "kh-police"})
    assert alerts(desk, officer) == []
    assert desk.data(FALLOUT, token=officer, id=rid)["falloutReport"]["alerts"] == []
    done = desk.data(ACKNOWLEDGE, token=officer, id=told["id"])["acknowledgeAlert"]
    assert (done["alert"], [e["code"] for e in done["userErrors"]]) == (None, ["NOT_FOUND"])
    assert desk.trail()[-1].entry.record_ids == ()
    assert alerts(desk, supervisor) == [told], "nobody has acknowledged it"


@pytest.mark.long
@pytest.mark.parametrize("left", [{"name": "Crisostomo Ibarrola"}, {"name": "Wirat Boonmee"}], ids=["name", "nothing"])
def test_the_end_of_a_match_is_told_to_those_who_could_have_seen_what_it_rested_on(
    desk: Desk, tmp_path: Path, left: dict[str, str]
) -> None:
    world, who = confined(desk, tmp_path), {"name": "Crisostomo Ibarrola", "role": "suspect"}
    world.file("th-police", record("Person", "p", phone=NUMBERS[0], **who))
    world.file("kh-police", record("Person", "q", phone=NUMBERS[0], **who))
    supervisor, officer = world.token("th-police", "supervisor"), world.token("th-police", "duty-officer")
    assert [a["stillLinked"] for a in alerts(desk, supervisor)] == [True]
    assert alerts(desk, officer) == []
    world.file("th-police", record("Person", "p", role="suspect", phone=NUMBERS[1], **left))
    assert [a["stillLinked"] for a in alerts(desk, supervisor)] == [False]
    assert alerts(desk, officer) == []
