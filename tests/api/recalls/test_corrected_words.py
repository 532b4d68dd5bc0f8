"""Words that a seal closes of what it leaves open are corrected for those alone who were shown them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from graphql import parse

from api.audit.receipts import DisclosureBook
from api.graphql.context import Operation
from api.graphql.documents import Document
from policies import PreparedBundle, load_bundle
from tests.api.asking import Desk
from tests.api.grants.test_grants import GIVE, order
from tests.api.recalling import RECALLS, nodes
from tests.api.recalls.test_corrections import WHOLE, issued
from tests.api.seals.test_protection import INVESTIGATION, PROTECTION, WHO
from tests.api.seals.test_sealed_names import HOW, LIST, NETWORK, PATH, SEARCH, claim, lift
from tests.policies.edited_bundles import THAI_PACK, copied_bundle, edit
from tests.world import World, link, record
from tests.world import viewer as context_of

pytestmark = pytest.mark.usefixtures("hits_stand")

SUSPECT = {"name": "Wirat Boonmee", "birthDate": "1979-03-02", "nationality": "TH", "passportNumber": "AA1234567"}
NUMBER, NAME = "1234567809", WHO["name"]
OTHER, LAST, TOLD = "kept for a friend", "opened in Ubon", "told by a clerk"
KEPT = {"number": NUMBER, "bank": "Bangkok Bank", "country": "TH"}
POLICE = ("kh-police", *INVESTIGATION)
COLLEAGUE = ("kh-police", "duty-officer", "investigation")
ELSEWHERE = ("my-police", *INVESTIGATION)
SUPPORT = ("ph-police", *PROTECTION)
# The sample gives nothing of these records to who protects victims elsewhere.
PROTECTS = """@id("th.to-protection")
@basis("victim-protection-protocol")
@review_by("2027-03-31")
permit (principal in Agreement::"victim-protection-protocol", action in Action::"read", resource in Profile::"law-enforcement")
when { resource.originator == Party::"th-police" && context.purpose == Purpose::"victim-protection" };

@id("th.hit-only")"""


@pytest.fixture
def desk(world: World) -> Desk:
    """The police hold an account that she and a suspect use; a hotline has them both, and claims now one, now the other."""
    world.file(
        "th-police",
        record("Person", "t", role="suspect", **WHO),
        record("Person", "s", role="suspect", **SUSPECT),
        record("BankAccount", "a", **KEPT, openedAt="2021-03-04", holderName=NAME, notes=OTHER, sourceDescription=TOLD),
        link("OWNS", "t", "a"),
        link("USES", "s", "a"),
        settle=False,
    )
    world.file("kh-hotline", record("Person", "h", **WHO), record("Person", "w", **SUSPECT))
    return Desk(world)


def file(desk: Desk, **says: Any) -> None:
    """File the account again with these words, and tell whoever is to be told."""
    desk.world.file("th-police", record("BankAccount", "a", **KEPT, **{"openedAt": "2021-03-04", **says}))
    desk.world.run(desk.world.app.accountability.step())


def look(desk: Desk, *viewer: str, question: str = WHOLE, **given: str) -> str:
    """Return every byte that a viewer is answered to a question, about the account where nothing else is given."""
    asked: Mapping[str, str] = given or {"id": desk.world.id("th-police", "a")}
    found = desk.post(question, token=desk.world.token(*viewer), variables=asked)
    assert '"errors"' not in found.text
    return found.text


def told(desk: Desk, *viewer: str) -> list[str]:
    """Return of which records a viewer is told that they were corrected."""
    found = nodes(desk.data(RECALLS, token=desk.world.token(*viewer), open=False), "recalls")
    assert {n["cause"] for n in found} <= {"CORRECTED"}
    return [n["recordId"] for n in found]


def account(desk: Desk) -> str:
    return str(desk.world.id("th-police", "a"))


@pytest.mark.parametrize("first", ["h", "w"])
def test_words_that_nobody_was_shown_go_in_silence_whatever_closed_the_record_since(desk: Desk, first: str) -> None:
    """One looks beside the words, another under a grant and in each way that an answer can; of the rest they are told."""
    desk.world.file("th-police", record("PhoneNumber", "n", number="+66812345678"), link("USES", "s", "n"))
    claim(desk, first)
    desk.world.settle()
    suspect = desk.world.id("th-police", "s" if first == "h" else "t")
    given = order(desk, agency=ELSEWHERE[0], classes=["IDENTITY", "NARRATIVE", "SOURCE"]) | {"records": [account(desk)]}
    assert desk.data(GIVE, token=desk.world.token("th-police"), input=given)["grant"]["userErrors"] == []
    seen = look(desk, *POLICE)
    assert (NUMBER in seen, NAME in seen) == (True, False)
    for question, about in (
        (WHOLE, {"id": account(desk)}),
        (NETWORK, {"id": account(desk)}),
        (PATH, {"id": account(desk), "to": suspect}),
        (HOW, {"id": account(desk)}),
        (LIST, {}),
        (SEARCH, {"text": NUMBER}),
    ):
        seen += look(desk, *ELSEWHERE, question=question, **about)
    assert [words for words in (OTHER, TOLD) if words in seen] == []
    file(
        desk, holderName=NAME, notes=[OTHER, LAST], sourceDescription=TOLD
    )  # what comes under the seal comes to them as little
    claim(desk, "w" if first == "h" else "h")
    desk.world.settle()
    assert NUMBER not in look(desk, *POLICE)

    file(desk, holderName=NAME, notes=OTHER, sourceDescription=TOLD)
    file(desk)

    assert [told(desk, *POLICE), told(desk, *ELSEWHERE), issued(desk)] == [[], [], []]
    assert NUMBER not in look(desk, *POLICE)
    # Of the same class, and open to them.
    file(desk, openedAt="2021-03-05")
    assert [told(desk, *POLICE), told(desk, *ELSEWHERE)] == [[account(desk)]] * 2


@pytest.mark.parametrize("closed", ["in part", "as a whole"])
def test_who_was_shown_words_is_told_when_they_go_and_who_looked_beside_them_is_not(
    desk: Desk, closed: str, tmp_path: Path
) -> None:
    """Before the seal, or by what opens its terms; a colleague who looked beside them is told as little as others."""
    folder = copied_bundle(tmp_path)
    edit(folder, THAI_PACK, '@id("th.hit-only")', PROTECTS)
    edit(folder, "profiles.yml", "intelligence, border-control]", "intelligence, border-control, victim-protection]")
    desk.world.app.scopes.activate(PreparedBundle.of(load_bundle(folder)))
    assert NAME in look(desk, *POLICE)
    claim(desk)
    desk.world.settle()
    assert NAME in look(desk, *SUPPORT)
    beside = [look(desk, *viewer) for viewer in (POLICE, COLLEAGUE, ELSEWHERE)]
    assert [NUMBER in seen and NAME not in seen for seen in beside] == [True] * 3
    if closed == "as a whole":
        claim(desk, "w")
        desk.world.settle()

    file(desk, notes=OTHER)

    assert [told(desk, *viewer) for viewer in (POLICE, SUPPORT)] == [[account(desk)]] * 2
    assert [told(desk, *viewer) for viewer in (COLLEAGUE, ELSEWHERE)] == [[], []]
    [mine] = issued(desk)
    assert mine["outstanding"] == 2


def test_words_that_stand_open_again_are_told_of_to_who_was_shown_them_since(desk: Desk) -> None:
    made = claim(desk)
    desk.world.settle()
    assert NAME not in look(desk, *ELSEWHERE)
    lift(desk, made)
    assert NAME in look(desk, *POLICE)

    file(desk, notes=OTHER)

    assert [told(desk, *POLICE), told(desk, *ELSEWHERE)] == [[account(desk)], []]


def test_an_answer_that_a_seal_comes_over_has_the_words_that_it_read_first(desk: Desk) -> None:
    world = desk.world
    document = Document(node=parse(WHOLE))
    answer = Operation(
        app=world.app, viewer=context_of(*POLICE), scope=world.scope(*POLICE), expires_at=0, document=document
    )
    for is_closed in (False, True):
        if is_closed:
            claim(desk)
            world.settle()
            answer.scope = world.scope(*POLICE)
        answer.show_records(world.run(world.app.records.records(answer.scope, [account(desk)])))
        [told_of] = answer.disclosures()
        assert told_of.left_out == frozenset()
    answer.renew(answer.scope)
    answer.show_records(world.run(world.app.records.records(answer.scope, [account(desk)])))
    [told_of] = answer.disclosures()
    assert told_of.left_out == {"holderName", "otherIdentity", "role", "notes"}


def test_an_older_receipt_tells_of_words_unless_they_are_closed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not say what was left out, so that it stands for words that were there, and for none that are closed."""
    monkeypatch.setattr(DisclosureBook, "_left_out", lambda *_: None)
    made = claim(desk)
    desk.world.settle()
    look(desk, *POLICE)

    file(desk, holderName=NAME)
    assert told(desk, *POLICE) == []

    lift(desk, made)
    file(desk)
    assert told(desk, *POLICE) == [account(desk)]
