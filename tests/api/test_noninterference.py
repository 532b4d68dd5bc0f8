"""Law 1: what a viewer cannot see changes no byte of any answer.

One store, asked before and after: hidden records, links and judgements arrive, hidden values change, hidden agencies
work; every question that the schema has is asked by four viewers from whom all of that is hidden. `test_seeded_leaks`
tests this test.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.noninterference import Universe, as_documents, question_maker
from graph.matches import JudgementValue
from ingest import SubmittedItem, SubmittedRecord
from tests.api.asking import Desk
from tests.api.asking_everything import ByViewer, answers_to, changes
from tests.examples import examples
from tests.world import World, link, record

VIEWERS = {
    "my-telco": ("analyst", "investigation"),
    "kh-hotline": ("analyst", "investigation"),
    "sg-fiu": ("analyst", "financial-intelligence"),
    "th-fiu": ("analyst", "investigation"),
}
HIDING = (
    ("kh-police", "originator-controlled"),
    ("ph-police", "hit-only"),
    ("la-police", "law-enforcement"),
    ("th-police", "originator-controlled"),  # what it files otherwise, th-fiu reads
    ("my-police", "originator-controlled"),
)
MOST_HIDDEN = 30
NAMES = (
    "Wichit Busabasombat",
    "Kraisorn Pattanakit",
    "ไกรสร พัฒนกิจ",
    "Somchai Jaidee",
    "Unseen Qqxwv",
    "Zaw Hidden Oo",
    "Phonthip Saelim",
)
PHONES = (
    *("+66812340678", "+85512340678", "+60123451789", "+6591239567", "+12025550100"),
    *("+12025550101", "+959777000111", "+66998877665", "+12025550177", "+12025550188"),
)
EMAILS = ("k.one@mail.example", "unseen@mail.example")
PLACES = ("Golden Mekong Park", "Unseen Palace Qqxwv")
FOUNDED = {"incorporationDate": "2019-03-04", "jurisdiction": "KH"}
BORN = {"birthDate": "1980-05-06", "nationality": "TH"}
WORDS = (
    *("wichit", "kraisorn pattanakit", "ไกรสร", "somchai", "qqxwv", "hidden", "golden mekong", "tachileik"),
    *(
        "081 234 0678",
        "+12025550100",
        "+959777000111",
        "k.one@mail.example",
        "0x1212121212121212121212121212121212121212",
        "a",
    ),
)


def open_records() -> dict[str, list[SubmittedItem]]:
    """Return what is in sight: by originator, under the profile `law-enforcement`, or `open` where it is published."""
    return {
        "us-ofac": _listed(),
        "th-fiu": [
            record("Person", "crowd", name="Manop Thongdee"),
            record("PhoneNumber", "crowd-n", number=PHONES[7]),
            link("USES", "crowd", "crowd-n"),
            record("Person", "born", name="Anong Siriwattana", birthPlace="Mae Sot"),
            record("PhoneNumber", "born-n", number="+66977777777"),
            link("USES", "born", "born-n"),
        ],
        "th-police": _of_police(),
        "my-telco": [
            record("Person", "m0", name=NAMES[3], birthDate="1990-02-03", nationality="MY"),
            record("PhoneNumber", "m1", number=PHONES[2]),
            record("PhoneNumber", "m2", number=PHONES[0]),
            link("USES", "m0", "m1"),
            record("PhoneNumber", "m3", number=PHONES[8]),
            record("Person", "m4", name=NAMES[6]),
            record("PhoneNumber", "m5", number=PHONES[9]),
            link("USES", "m4", "m5"),
        ],
        "kh-hotline": [
            record("Person", "h0", name=NAMES[0], role="suspect"),
            record("PhoneNumber", "h1", number=PHONES[1]),
            link("USES", "h0", "h1"),
        ],
        "sg-fiu": [
            record("Person", "f0", name=NAMES[3], role="suspect"),
            record("Wallet", "f1", address="0x1212121212121212121212121212121212121212"),
            record("PhoneNumber", "f2", number=PHONES[3]),
            link("OWNS", "f0", "f1"),
        ],
    }


def _listed() -> list[SubmittedItem]:
    return [
        record("Person", "o1", name=NAMES[0], notes="on the list"),
        record("Person", "o2", name=NAMES[1], **BORN),
        record("Person", "o3", name=NAMES[1], email=EMAILS[0]),
        record("Person", "o4", name="Kraisorn Pattanakij", birthDate="1980"),
        record("PhoneNumber", "u1", number=PHONES[4]),
        record("PhoneNumber", "u2", number=PHONES[5]),
        record("Site", "os", name=PLACES[0], country="MM", locality="Tachileik"),
        record("Organization", "c1", name="East Side Jinxin Ltd", **FOUNDED),
        record("Organization", "c2", name="Eastside Jinxin Ltd", **FOUNDED),
        record("Site", "s2", name="Golden Mekong Lucky Park", locality="Tachileik"),
        link("USES", "o2", "u1"),
        link("RELATED_TO", "o2", "o1"),
    ]


def _of_police() -> list[SubmittedItem]:
    return [
        record("Person", "p1", name=NAMES[0], role="suspect", notes="seen at the gate", **BORN),
        record("PhoneNumber", "n1", number="081 234 0678", country="TH"),
        record("Site", "s1", name=PLACES[0], siteType="scam-compound", locality="Tachileik", country="MM"),
        link("USES", "p1", "n1"),
        link("LOCATED_AT", "p1", "s1"),
        record("Person", "p2", name=NAMES[6], role="suspect"),
        record("Person", "p4", name="Anong Siriwattana", birthPlace="Mae Sot", role="suspect"),
        record("Person", "p3", name="Manop Thongdee", role="suspect"),
        record("PhoneNumber", "n3", number=PHONES[7]),
        link("USES", "p3", "n3"),
    ]


@dataclass(slots=True)
class Court:
    """The store under test, what each viewer was answered at first, and what was hidden in it since."""

    desk: Desk
    tokens: Mapping[str, str]
    texts: list[str]
    first: ByViewer = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def world(self) -> World:
        return self.desk.world

    def ask(self, *, without: str = "") -> ByViewer:
        """Ask everything as everybody but one."""
        return answers_to(self.desk, {v: t for v, t in self.tokens.items() if v != without}, self.texts)

    def judge(self, agency: str, one: str, other: str, value: JudgementValue, profile: str) -> None:
        """Judge a pair as an agency that sees it, under a profile that hides the judgement."""
        query = """mutation($a: ID!, $b: ID!, $v: JudgementValue!, $p: String) {
          judge(input: {left: $a, right: $b, value: $v, reason: "unseen", profile: $p}) { userErrors { code } } }"""
        token = self.world.token(agency)
        found = self.desk.data(query, token=token, a=one, b=other, v=str(value), p=profile)
        assert found["judge"]["userErrors"] == [], (agency, one, other)


def in_sight(world: World) -> list[str]:
    """Return the ids of the open records."""
    return [
        world.id(originator, item.reference)
        for originator, items in open_records().items()
        for item in items
        if isinstance(item, SubmittedRecord)
    ]


def hidden_id(world: World, number: int) -> str:
    return world.id(HIDING[number % len(HIDING)][0], f"x{number}")


def universe_of(world: World) -> Universe:
    """Return what is asked about: what the secrets touch, one by one; pairs that they could join; hidden ids."""
    known = [world.id("us-ofac", f"o{n}") for n in (1, 2, 3, 4)] + [world.id("th-police", "p1")]
    others = (("us-ofac", "os"), ("th-police", "s1"), ("th-police", "p3"), ("my-telco", "m4"), ("us-ofac", "c1"))
    places = [world.id(*place) for place in others]
    pairs = [
        *itertools.combinations(known[1:], 2),
        (world.id("us-ofac", "u1"), world.id("us-ofac", "u2")),
        (world.id("us-ofac", "os"), world.id("th-police", "s1")),
        (world.id("us-ofac", "c1"), world.id("us-ofac", "c2")),
        (world.id("us-ofac", "os"), world.id("us-ofac", "s2")),
        (world.id("th-fiu", "crowd"), world.id("th-police", "p3")),
        (known[0], hidden_id(world, 0)),
    ]
    hidden = [hidden_id(world, n) for n in range(5)]
    return Universe(ids=[*known, *places, world.id("th-police", "n1")], hidden=hidden, pairs=pairs, words=WORDS)


def file_what_came_first(world: World) -> None:
    """File what is hidden and was there before: an earlier number of kh-police, many numbers of one suspect."""
    world.file("kh-police", record("PhoneNumber", "early", number=PHONES[8]), profile="hit-only")
    world.file("kh-police", record("PhoneNumber", "later", number=PHONES[8]))
    world.file("th-police", record("Person", "p3", name="Manop Thongdee", role="suspect"))
    crowd = [f"+120255501{number:02d}" for number in range(10, 20)]
    records = [record("PhoneNumber", number, number=number) for number in crowd]
    world.file("th-police", *records, *(link("USES", "p3", n) for n in crowd), profile="originator-controlled")


@pytest.fixture(scope="module")
def court(module_world: World) -> Court:
    file_what_came_first(module_world)
    for originator, items in open_records().items():
        profile = "open" if originator == "us-ofac" else "law-enforcement"
        module_world.file(originator, *items, profile=profile, settle=False)
    module_world.settle()
    tokens = {a: module_world.token(a, role, purpose, ttl=3_600) for a, (role, purpose) in VIEWERS.items()}
    maker, universe = question_maker(), universe_of(module_world)
    # Of the mistakes those with cursors: the others are refused before anything is read.
    mistakes = [q for q in maker.mistakes(universe) if "after" in q.arguments]
    texts = list(as_documents([*maker.queries(universe), *mistakes]))
    desk = Desk(module_world)
    made = Court(desk, tokens, texts)
    made.first = made.ask()
    return made


def test_the_questions_have_answers(court: Court) -> None:
    joined = b"".join(answer for answers in court.first.values() for answer in answers.values())
    assert joined.count(b'"outcome":"REVIEW"') > 8
    assert joined.count(b'"joins":true') > 8
    assert joined.count(b'"otherAgency"') > 3
    assert joined.count(b'"id":"r-') > 500
    assert b"INTERNAL" not in joined
    # A document that failed whole would compare nothing.
    whole = [a for answers in court.first.values() for t, a in answers.items() if "alerts(" in t and "after" not in t]
    assert whole
    assert [a for a in whole if b'"data":null' in a] == []


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """One hidden thing: a record with the values of others, and what its agency does with it."""

    kind: str
    name: str
    phone: str
    email: str | None
    born: bool
    shares: bool  # a number of its own, linked to it
    to_open: bool  # a link to its agency's open record, where it has one


SECRETS = st.builds(
    Secret,
    kind=st.sampled_from(["Person", "Person", "Person", "PhoneNumber", "Site", "Wallet"]),
    name=st.sampled_from(NAMES),
    phone=st.sampled_from(PHONES),
    email=st.none() | st.sampled_from(EMAILS),
    born=st.booleans(),
    shares=st.booleans(),
    to_open=st.booleans(),
)


SOME = [
    Secret(kind=kind, name=NAMES[n], phone=PHONES[n], email=EMAILS[n % 2], born=n % 2 == 0, shares=n < 4, to_open=n > 1)
    for n, kind in enumerate(("Person", "Person", "Site", "Person", "PhoneNumber", "Wallet", "Person"))
]


def hide(court: Court, secret: Secret) -> None:
    """File a secret; the references of the first ones are asked for."""
    number = next(court.numbers)
    originator, profile = HIDING[number % len(HIDING)]
    reference = f"x{number}"
    born = BORN if secret.born else {}
    email = {"email": secret.email} if secret.email else {}
    made: dict[str, Callable[[], SubmittedItem]] = {
        "Person": lambda: record("Person", reference, name=secret.name, notes="unseen qqxwv", **born, **email),
        "PhoneNumber": lambda: record("PhoneNumber", reference, number=secret.phone),
        "Site": lambda: record("Site", reference, name=PLACES[number % 2], locality="Tachileik", country="MM"),
        "Wallet": lambda: record("Wallet", reference, address="0x1212121212121212121212121212121212121212"),
    }
    items = [made[secret.kind]()]
    if secret.kind == "Person" and secret.shares:
        items += [
            record("PhoneNumber", f"{reference}-n", number=secret.phone),
            link("USES", reference, f"{reference}-n"),
        ]
    if originator == "th-police" and secret.to_open:
        items.append(link("RELATED_TO", "p1", reference))
        if secret.kind in {"PhoneNumber", "Wallet"}:
            items.append(link("USES", "p1", reference))
    court.world.file(originator, *items, profile=profile, settle=False)


def check(court: Court, *, without: str = "") -> None:
    """Ask everything again; not a byte may have changed for anybody but who is left out."""
    found = changes(court.first, court.ask(without=without))
    assert not found, "\n".join(found[:5])


GENERATED = settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.long
@settings(GENERATED, max_examples=examples(30), derandomize=False)
@given(st.lists(SECRETS, min_size=1, max_size=3))
def test_many_hidden_records_change_no_answer(court: Court, secrets: list[Secret]) -> None:
    for secret in secrets:
        hide(court, secret)
    court.world.settle()
    check(court)


def arrivals(court: Court) -> None:
    """File one of each kind of secret, with the values of what is in sight."""
    for secret in SOME:
        hide(court, secret)
    court.world.settle()


def bridge(court: Court) -> None:
    """File a hidden person that could be either of two in sight."""
    both = record("Person", "bridge", name=NAMES[1], email=EMAILS[0], **BORN)
    court.world.file("kh-police", both, profile="originator-controlled")
    matches = court.world.run(
        court.world.app.records.neighbourhood(court.world.system(), [court.world.id("us-ofac", "o2")])
    )
    bridged = {r.id for r in matches.records}
    assert {court.world.id("us-ofac", "o2"), court.world.id("us-ofac", "o3")} <= bridged


def number_of_a_match(court: Court) -> None:
    """File a hidden number that joins two persons, and must make no notice."""
    hidden: list[SubmittedItem] = [record("PhoneNumber", "n2", number=PHONES[9]), link("USES", "p2", "n2")]
    court.world.file("th-police", *hidden, profile="originator-controlled")
    assert matched(court, ("th-police", "p2"), ("my-telco", "m4")) == [{"positive": True}]


def number_of_namesakes(court: Court) -> None:
    """File a hidden number that two namesakes of one birth place share: no human is to look because of it."""
    hidden: list[SubmittedItem] = [record("PhoneNumber", "n4", number="+66977777777"), link("USES", "p4", "n4")]
    court.world.file("th-police", *hidden, profile="originator-controlled", settle=False)


def number_that_brings_together(court: Court) -> None:
    """File hidden numbers without which two companies, and two sites, that agree in sight would never have met."""
    for kind, one, other in (("c", "c1", "c2"), ("s", "os", "s2")):
        number = record("PhoneNumber", f"shared-{kind}", number=f"+1202555012{len(one)}")
        links = [link("USES", end, f"shared-{kind}") for end in (one, other)]
        court.world.file("us-ofac", number, *links, profile="originator-controlled")
        assert matched(court, ("us-ofac", one), ("us-ofac", other)) == [{"positive": True}]


def matched(court: Court, one: tuple[str, str], other: tuple[str, str]) -> list[dict[str, object]]:
    """Return whether a stored match joins two records, for who sees everything."""
    linked = "MATCH (:Record {rid: $p.a})-[m:MATCH]-(:Record {rid: $p.b}) RETURN m.positive AS positive"
    return court.world.query(linked, {"a": court.world.id(*one), "b": court.world.id(*other)})


def judgements(court: Court) -> None:
    """Judge pairs in sight, and of hidden records, under terms that hide the judgements."""
    ids = {name: court.world.id("us-ofac", name) for name in ("o1", "o2", "o3", "o4", "u1", "u2")}
    hidden = "originator-controlled"
    for name in ("k1", "k2"):
        court.world.file("kh-police", record("Person", name, name=NAMES[4]), profile=hidden, settle=False)
    court.judge("kh-police", ids["o1"], ids["o4"], JudgementValue.POSITIVE, hidden)
    court.judge("kh-police", ids["u1"], ids["u2"], JudgementValue.POSITIVE, hidden)
    court.judge("kh-police", ids["o2"], ids["o3"], JudgementValue.NEGATIVE, hidden)
    one, other = (court.world.id("kh-police", name) for name in ("k1", "k2"))
    court.judge("kh-police", one, other, JudgementValue.POSITIVE, hidden)


def work(court: Court) -> None:
    """Let a hidden agency acknowledge its alerts, and be refused something."""
    token = court.world.token("kh-police", "duty-officer")
    one = record("PhoneNumber", "worked", number="+12025550199")
    court.world.file("kh-police", one, profile="originator-controlled", settle=False)
    court.world.file("ph-police", one, profile="hit-only")
    inbox = court.desk.data("{ alerts(first: 100) { edges { node { id } } } }", token=token)["alerts"]["edges"]
    assert inbox
    query = "mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { userErrors { code } } }"
    for edge in inbox:
        assert court.desk.data(query, token=token, id=edge["node"]["id"]) == {"acknowledgeAlert": {"userErrors": []}}
    refused = 'mutation { submitRecords(input: {dataset: "d", originator: "my-telco"}) { created } }'
    assert court.desk.ask(refused, token=token)["data"] == {"submitRecords": None}


def test_what_happens_unseen_changes_no_answer(court: Court) -> None:
    """One look at the end for all of it; a difference is told apart by leaving some out."""
    for happens in (
        arrivals,
        bridge,
        number_of_a_match,
        number_of_namesakes,
        number_that_brings_together,
        judgements,
        work,
    ):
        happens(court)
    check(court)


def test_a_hidden_record_that_came_first_keeps_no_notice_back(court: Court) -> None:
    query = "{ alerts(first: 100) { edges { node { recordId otherRecordId otherAgency { code } } } } }"
    found = court.desk.data(query, token=court.tokens["my-telco"])["alerts"]["edges"]
    own = [e["node"] for e in found if e["node"]["recordId"] == court.world.id("my-telco", "m3")]
    assert own == [
        {"recordId": court.world.id("my-telco", "m3"), "otherRecordId": None, "otherAgency": {"code": "kh-police"}}
    ]


def test_many_hidden_numbers_of_one_record_crowd_no_visible_one_out(court: Court) -> None:
    query = "query($id: ID!) { entity(id: $id) { records { id } } }"
    pair = {court.world.id("th-fiu", "crowd"), court.world.id("th-police", "p3")}
    for rid in pair:
        found = court.desk.data(query, token=court.world.token("th-fiu"), id=rid)["entity"]["records"]
        assert {r["id"] for r in found} == pair


def test_a_hidden_judgement_of_numbers_moves_no_number_that_comes_later(court: Court) -> None:
    one, other = "+12025550155", "+12025550166"
    court.world.file(
        "us-ofac", record("PhoneNumber", "j1", number=one), record("PhoneNumber", "j2", number=other), profile="open"
    )
    ids = [court.world.id("us-ofac", name) for name in ("j1", "j2", "j3")]
    court.judge("kh-police", ids[0], ids[1], JudgementValue.POSITIVE, "originator-controlled")
    court.world.file("us-ofac", record("PhoneNumber", "j3", number=one), profile="open")
    court.world.file("us-ofac", record("PhoneNumber", "j1", number=one, carrier="another"), profile="open")
    query = "query($a: ID!) { entity(id: $a) { records { id } } }"

    def members(token: str) -> list[list[str]]:
        found = [court.desk.data(query, token=token, a=rid)["entity"] for rid in ids[:2]]
        return [[r["id"] for r in entity["records"]] for entity in found]

    assert members(court.tokens["sg-fiu"]) == [[ids[0], ids[2]], [ids[1]]]
    # Who reads the judgement sees all of them as one, also after one was filed again.
    assert [set(found) for found in members(court.world.token("kh-police"))] == [set(ids), set(ids)]


def test_other_values_in_closed_classes_change_no_answer(court: Court) -> None:
    """The two-run form: sg-fiu and the others read no narrative of th-police; th-fiu does, and is left out."""
    words = "the gate is closed and Kraisorn Pattanakit qqxwv was there"
    court.world.file(
        "th-police", record("Person", "p1", name=NAMES[0], role="suspect", notes=words, languages="th", **BORN)
    )
    check(court, without="th-fiu")
    court.world.file("th-police", *open_records()["th-police"][:1])
