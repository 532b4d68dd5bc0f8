"""The test of the law's test: each of these leaks, put in by hand, changes an answer when something hidden changes.

One question for each leak is pinned here; that the kit finds them by itself is the long form.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest

from api.noninterference import compare_timing
from api.noninterference.caller import Caller
from ingest import SubmittedItem
from tests.api import leaks
from tests.api.asking import Desk
from tests.api.leaks import Seed
from tests.world import World, link, record

NAME, NUMBER, DUPLICATE, HUB = "Kraisorn Pattanakit", "+12025550100", "+12025550177", "+12025550188"
HIDDEN = "originator-controlled"
BORN = {"birthDate": "1980-05-06", "nationality": "TH"}
FILED = (
    'mutation { submitRecords(input: {dataset: "cases", profile: "law-enforcement", %s}) '
    "{ created changed unchanged records { problems { rule } } links { problems { rule } } } }"
)


ACCOUNT_CHECKED = (
    'mutation { crossCheck(input: {purpose: "investigation", caseRef: "T-1", values: [{kind: BANK_ACCOUNT, '
    'value: "000777889", qualifier: "ABA", country: "KH"}]}) { check { values { operator { code } hits { id } } } } }'
)


def number_filed(reference: str, number: str) -> str:
    """Return a mutation that files a number."""
    values = f'[{{name: "number", values: ["{number}"]}}]'
    return FILED % f'records: [{{kind: PHONE_NUMBER, reference: "{reference}", properties: {values}}}]'


def literally(text: str) -> str:
    """Return a text in which nothing is filled in."""
    return text.replace("{", "{{").replace("}", "}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A leak and the one question that shows it. `first` asks it before the viewer does, as another agency."""

    seed: Seed
    viewer: str
    question: str
    first: str | None = None

    def __str__(self) -> str:
        return self.seed.__name__


# `{o1}` and the like stand for the ids of records, as they are filed below.
PINNED = (
    Pinned(seed=leaks.record_without_its_guard, viewer="my-telco", question='{{ record(id: "{x1}") {{ id }} }}'),
    Pinned(seed=leaks.dangling_edge, viewer="sg-fiu", question='{{ record(id: "{p1}") {{ links {{ targetId }} }} }}'),
    Pinned(
        seed=leaks.path_through_hidden_links,
        viewer="sg-fiu",
        question='{{ path(source: "{p2}", target: "{p4}") {{ edges {{ type }} }} }}',
    ),
    Pinned(
        seed=leaks.judgements_without_their_guard,
        viewer="sg-fiu",
        question='{{ entity(id: "{o1}") {{ matches {{ judgement }} }} }}',
    ),
    Pinned(seed=leaks.members_without_their_guard, viewer="sg-fiu", question='{{ entity(id: "{x1}") {{ id }} }}'),
    Pinned(
        seed=leaks.notices_without_authorisation,
        viewer="my-telco",
        question="{{ alerts {{ edges {{ node {{ otherAgency {{ code }} }} }} }} }}",
    ),
    Pinned(
        seed=leaks.redaction_marks_from_values, viewer="my-police", question='{{ record(id: "{s1}") {{ redacted }} }}'
    ),
    Pinned(
        seed=leaks.filter_on_a_closed_class,
        viewer="my-police",
        question='{{ search(text: "qqxwv") {{ edges {{ node {{ id }} }} }} }}',
    ),
    Pinned(
        seed=leaks.match_weight_from_a_hidden_class,
        viewer="sg-fiu",
        question='{{ entity(id: "{o4}") {{ records {{ id }} matches {{ weightBits }} }} }}',
    ),
    Pinned(
        seed=leaks.match_found_by_hidden_keys_alone,
        viewer="sg-fiu",
        question='{{ entity(id: "{c1}") {{ records {{ id }} }} }}',
    ),
    Pinned(seed=leaks.count_of_hidden_links, viewer="sg-fiu", question='{{ network(id: "{p3}") {{ truncated }} }}'),
    Pinned(
        seed=leaks.sort_by_hidden_degree,
        viewer="sg-fiu",
        question='{{ network(id: "{p1}", limit: 2) {{ entities {{ id }} }} }}',
    ),
    Pinned(
        seed=leaks.order_by_last_change,
        viewer="sg-fiu",
        question='{{ network(id: "{p1}", limit: 2) {{ entities {{ id }} }} }}',
    ),
    Pinned(
        seed=leaks.cursor_of_a_global_count,
        viewer="sg-fiu",
        question='{{ search(text: "kraisorn") {{ edges {{ cursor }} }} }}',
    ),
    Pinned(seed=leaks.scope_key_of_hits_and_notices, viewer="my-telco", question="{{ viewer {{ scopeKey }} }}"),
    Pinned(seed=leaks.scope_key_of_compartments, viewer="my-police", question="{{ viewer {{ scopeKey }} }}"),
    Pinned(
        seed=leaks.search_score_of_the_index,
        viewer="sg-fiu",
        question='{{ search(text: "kraisorn") {{ edges {{ score }} }} }}',
    ),
    Pinned(
        seed=leaks.starved_search,
        viewer="sg-fiu",
        question='{{ search(text: "kraisorn") {{ edges {{ node {{ id }} }} }} }}',
    ),
    Pinned(
        seed=leaks.pairs_that_a_bridge_fetches,
        viewer="sg-fiu",
        question='{{ entity(id: "{o1}") {{ matches {{ leftId rightId }} }} }}',
    ),
    Pinned(seed=leaks.bridge_record, viewer="sg-fiu", question='{{ entity(id: "{o1}") {{ records {{ id }} }} }}'),
    Pinned(
        seed=leaks.cluster_id_as_entity_id,
        viewer="sg-fiu",
        question='{{ a: entity(id: "{o1}") {{ id }} b: entity(id: "{o2}") {{ id }} }}',
    ),
    Pinned(
        seed=leaks.cache_without_the_scope,
        viewer="sg-fiu",
        question='{{ entity(id: "{o1}") {{ records {{ id }} }} }}',
        first="kh-police",
    ),
    Pinned(seed=leaks.error_text_for_what_is_hidden, viewer="my-telco", question='{{ record(id: "{x1}") {{ id }} }}'),
    Pinned(
        seed=leaks.request_about_what_is_hidden,
        viewer="my-telco",
        question='mutation {{ askAboutRecord(input: {{record: "{x1}", question: "?", draft: true}}) '
        "{{ userErrors {{ code }} }} }}",
    ),
    Pinned(
        seed=leaks.operator_where_somebody_holds_it,
        viewer="my-telco",
        question=literally(ACCOUNT_CHECKED),
    ),
    Pinned(
        seed=leaks.duplicate_error,
        viewer="my-telco",
        question=literally(number_filed("m2", DUPLICATE)),
    ),
    Pinned(
        seed=leaks.quarantine_of_others_references,
        viewer="my-telco",
        question=literally(FILED % 'links: [{type: RELATED_TO, sourceReference: "m1", targetReference: "x1"}]'),
    ),
)


def file_open(world: World) -> None:
    """File what is in sight of `my-telco`, `sg-fiu` and, of the hotline's site the place alone, `my-police`."""
    world.file(
        "us-ofac",
        record("Person", "o1", name=NAME, **BORN),
        record("Person", "o2", name=NAME, email="k.one@mail.example"),
        record("Person", "o3", name="Somchai Jaidee"),
        record("Person", "o4", name="Wichit Busabasombat"),
        record("PhoneNumber", "o5", number=NUMBER),
        # One name, and no key in common: words of one consonant each are none.
        record("Person", "c1", name="Aya Thana", birthDate="1991-02-03", nationality="MA"),
        record("Person", "c2", name="آية ثناء", birthDate="1991-02-03", nationality="MA"),
        record("Person", "b1", name="Anong Siriwattana", email="anong@mail.example"),
        record("Person", "h1", name="Manop Thongdee"),
        record("PhoneNumber", "h2", number=HUB),
        link("USES", "o4", "o5"),
        link("USES", "h1", "h2"),
        profile="open",
        settle=False,
    )
    # Earlier than p3, so that it stands before it until something hidden counts.
    world.file("th-police", record("Person", "p2", name="Preecha Chaiyo", role="suspect"), settle=False)
    world.file("th-police", *suspects(), settle=False)
    world.file(
        "my-telco",
        record("PhoneNumber", "m1", number=NUMBER),
        record("PhoneNumber", "m2", number=DUPLICATE),
        settle=False,
    )
    site = record("Site", "s1", name="Golden Mekong Park", locality="Tachileik")
    world.file("kh-hotline", site, profile="victim-protection")


def suspects(notes: str = "seen") -> list[SubmittedItem]:
    """Return the records of th-police; `notes` are closed to sg-fiu."""
    return [
        record("Person", "p1", name="Wichit Busabasombat", role="suspect"),
        record("Person", "p2", name="Preecha Chaiyo", role="suspect"),
        record("Person", "p3", name="Ratana Suksai", role="suspect"),
        record("Person", "p4", name="Vichai Nopparat", role="suspect"),
        record("Person", "b2", name="Anong Siriwattana", role="suspect", email="anong@mail.example", notes=notes),
        record("Person", "h3", name="Manop Thongdee", role="suspect", notes=notes),
        record("PhoneNumber", "h4", number=HUB),
        link("RELATED_TO", "p1", "p2"),
        link("RELATED_TO", "p1", "p3"),
        link("USES", "h3", "h4"),
    ]


def hide(world: World, desk: Desk) -> None:
    """File and change what is hidden from the three viewers, with notices made against the rules."""
    named = record("Person", "x1", name=NAME, email="k.one@mail.example", **BORN)
    alone = record("Person", "x4", name="Kraisorn")  # short, so that the index puts it before the others
    world.file("kh-police", named, alone, profile=HIDDEN, settle=False)
    # Between two hidden ends a link under terms that are open to my-police, and that nothing was filed under before.
    tied = replace(link("RELATED_TO", "x1", "x4"), profile="law-enforcement")
    world.file("kh-police", tied, settle=False)
    numbers = (record("PhoneNumber", "x2", number=NUMBER), record("PhoneNumber", "x9", number=DUPLICATE))
    world.file("kh-police", *numbers, profile="hit-only", settle=False)
    world.file(
        "th-police",
        record("PhoneNumber", "x3", number=NUMBER),
        record("PhoneNumber", "x5", number="+12025550111"),
        link("USES", "p1", "x3"),
        link("USES", "p3", "x5"),
        link("RELATED_TO", "p2", "p4"),
        profile=HIDDEN,
        settle=False,
    )
    shared = record("PhoneNumber", "x6", number="+12025550122")
    world.file("us-ofac", shared, link("USES", "c1", "x6"), link("USES", "c2", "x6"), profile=HIDDEN, settle=False)
    run = record("BankAccount", "x8", number="000777889", bank="ABAAKHPP", country="KH")
    world.file("kh-bank", run, profile="victim-protection", settle=False)
    site = record("Site", "s1", name="Qqxwv Palace", notes="a word", locality="Tachileik")
    world.file("kh-hotline", site, profile="victim-protection")
    judge(world, desk, "o1", "o3")
    later = record("PhoneNumber", "x7", number="+12025550112")
    world.file("th-police", later, link("USES", "p3", "x7"), profile=HIDDEN)


def judge(world: World, desk: Desk, one: str, other: str) -> None:
    """Judge two published records as kh-police, unseen."""
    query = """mutation($a: ID!, $b: ID!) { judge(input: {left: $a, right: $b, value: POSITIVE, reason: "unseen",
      profile: "originator-controlled"}) { userErrors { code } } }"""
    ids = {"a": world.id("us-ofac", one), "b": world.id("us-ofac", other)}
    assert desk.data(query, token=world.token("kh-police"), **ids) == {"judge": {"userErrors": []}}


PLACES = {
    **dict.fromkeys(("o1", "o2", "o3", "o4", "c1", "b1", "h1"), "us-ofac"),
    **dict.fromkeys(("p1", "p2", "p3", "p4"), "th-police"),
    "s1": "kh-hotline",
    "x1": "kh-police",
}


def asked(desk: Desk, pinned: Pinned) -> bytes:
    """Return the answer to a pinned question."""
    text = pinned.question.format(**{name: desk.world.id(party, name) for name, party in PLACES.items()})
    if pinned.first is not None:
        desk.post(text, token=desk.world.token(pinned.first))
    return desk.post(text, token=desk.world.token(pinned.viewer)).content


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The answers to the pinned questions without and with their leaks, before and after something hidden arrived."""

    before: Sequence[tuple[bytes, bytes]]
    after: Sequence[tuple[bytes, bytes]]


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    return Desk(module_world)


@pytest.fixture(scope="module")
def trial(desk: Desk) -> Trial:
    world = desk.world
    file_open(world)

    def ask(pinned: Pinned) -> tuple[bytes, bytes]:
        plain = asked(desk, pinned)
        with pytest.MonkeyPatch.context() as patch:
            pinned.seed(patch, world)
            return plain, asked(desk, pinned)

    for pinned in PINNED[-2:]:
        asked(desk, pinned)  # what is filed is there before, so that filing it again changes nothing
    world.settle()
    before = [ask(pinned) for pinned in PINNED]
    with pytest.MonkeyPatch.context() as patch:
        leaks.everything_is_told(patch)
        hide(world, desk)
    return Trial(before=before, after=[ask(pinned) for pinned in PINNED])


@pytest.mark.long
@pytest.mark.parametrize("number", range(len(PINNED)), ids=[str(p) for p in PINNED])
def test_a_leak_is_found_and_without_it_nothing_changes(trial: Trial, number: int) -> None:
    (plain_before, leak_before), (plain_after, leak_after) = trial.before[number], trial.after[number]
    assert b"INTERNAL_SERVER_ERROR" not in plain_before + leak_before + plain_after + leak_after
    assert plain_before == plain_after
    assert leak_before != leak_after


def members(desk: Desk, name: str) -> bytes:
    """Return which records sg-fiu sees as one with a published one."""
    rid = desk.world.id("us-ofac", name)
    query = f'{{ entity(id: "{rid}") {{ records {{ id }} }} }}'
    return desk.post(query, token=desk.world.token("sg-fiu")).content


def hidden_namesakes(world: World) -> None:
    people = [record("Person", f"y{n}", name="Anong Siriwattana", email="anong@mail.example") for n in range(4)]
    world.file("kh-police", *people, profile=HIDDEN)


def hidden_holders(world: World) -> None:
    world.file("kh-police", *(record("PhoneNumber", f"z{n}", number=HUB) for n in range(4)), profile=HIDDEN)


@pytest.mark.parametrize(
    ("seed", "name", "secret"),
    [(leaks.block_cap_counts_hidden, "b1", hidden_namesakes), (leaks.hub_cap_counts_hidden, "h1", hidden_holders)],
    ids=lambda value: value.__name__ if callable(value) else value,
)
def test_a_bound_that_counts_what_is_hidden_is_found(
    trial: Trial, desk: Desk, seed: Seed, name: str, secret: Callable[[World], None]
) -> None:
    del trial  # filed the world
    before = members(desk, name)
    secret(desk.world)
    desk.world.file("th-police", *suspects(f"once more for {name}"))
    assert members(desk, name) == before
    with pytest.MonkeyPatch.context() as patch:
        seed(patch, desk.world)
        desk.world.file("th-police", *suspects(f"with the bound for {name}"))
    assert members(desk, name) != before
    desk.world.file("th-police", *suspects(f"without it for {name}"))
    assert members(desk, name) == before


@pytest.mark.parametrize("leaking", [False, True])
def test_an_id_that_two_agencies_share_is_found(trial: Trial, desk: Desk, leaking: bool) -> None:
    del trial
    world, text = desk.world, number_filed(f"shared-{leaking}", "+12025550133")
    token = world.token("my-telco")
    with pytest.MonkeyPatch.context() as patch:
        if leaking:
            leaks.id_reuse(patch, world)
        desk.post(text, token=token)
        before = desk.post(text, token=token).content
        other = record("PhoneNumber", f"shared-{leaking}", number="+12025550144")
        world.file("kh-police", other, profile=HIDDEN, settle=False)
        after = desk.post(text, token=token).content
    assert (before != after) is leaking


@pytest.mark.parametrize("leaking", [False, True])
def test_a_difference_in_time_is_found(trial: Trial, desk: Desk, leaking: bool) -> None:
    del trial
    world = desk.world
    text = '{{ record(id: "{}") {{ id }} }}'
    hidden, absent = (text.format(world.id("kh-police", name)) for name in ("x1", "nobody"))
    with pytest.MonkeyPatch.context() as patch:
        if leaking:
            leaks.timing_of_what_is_hidden(patch, world)
        work = compare_timing(Caller(desk.http), world.token("my-telco"), hidden=hidden, absent=absent, requests=9)
        verdict = world.run(work)
    # So few requests on a busy machine tell 30 ms from nothing, and no less: the law's own bound is for the long form.
    assert (verdict.difference_seconds > 0.02) is leaking


def behind_a_seal(words: str) -> list[SubmittedItem]:
    """Return a company that somebody seen keeps open beside a victim, and its account, with words on both."""
    said = {"notes": words, "sourceDescription": words}
    account = record("BankAccount", "wa", number="1234567890", bank="KBANK", country="TH", holderName=words, **said)
    return [record("Organization", "wc", name="Lotus Holding Ltd", jurisdiction="TH", **said), account]


@pytest.mark.parametrize("seed", [leaks.words_under_the_terms_of_keepers, leaks.only_names_are_of_users])
def test_a_seal_that_leaves_words_behind_it_is_found(world: World, seed: Seed) -> None:
    desk = Desk(world)
    boss = record("Person", "p1", name="Wichit Busabasombat", role="suspect")
    links = [link("MEMBER_OF", "p1", "wc"), link("USES", "wc", "wa")]
    world.file("th-police", boss, *behind_a_seal("Dara Sok"), *links, settle=False)
    her = record("Person", "v", role="presumed-victim", name="Dara Sok")
    world.file("th-police", her, link("OWNS", "v", "wc"), profile="victim-protection")
    rid = world.id("th-police", "wa")
    query = f'{{ record(id: "{rid}") {{ properties {{ name values {{ raw }} }} }} }}'

    def told(words: str) -> bytes:
        world.file("th-police", *behind_a_seal(words))
        return desk.post(query, token=world.token("th-fiu")).content

    assert told("Malee Kittisak") == told("Dara Sok")
    with pytest.MonkeyPatch.context() as patch:
        seed(patch, world)
        assert told("Malee Kittisak") != told("Dara Sok")
