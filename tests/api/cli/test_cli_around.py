"""`benang network` and `benang path` as they print, on the session's store. All values are invented."""

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app
from api.graphql.limits import (
    MAX_BREADTH,
    MAX_CHARACTERS,
    MAX_COST,
    MAX_DEPTH,
    MAX_INPUT_FIELDS,
    MAX_NAME,
    MAX_PAIRS,
    MAX_RESOLVED,
    MAX_ROOTS,
    OPERATION_SECONDS,
    PRICES,
)
from api.graphql.pages import LARGEST_PAGE
from api.graphql.queries import MAX_QUESTION_LENGTH
from entity_resolution.networks.networks import (
    MAX_NARROW_PATH_LENGTH,
    MAX_NETWORK_DEPTH,
    MAX_NETWORK_ENTITIES,
    MAX_PATH_LENGTH,
    MAX_PATH_LINKS,
)
from graph.store import StoreLease
from policies import Exposure, read_audit
from tests.api.asking import Desk
from tests.api.cli.environment import environment_on
from tests.test_docs import rows, text_of
from tests.world import World, link, record

ABSENT = "r-" + "0" * 32
ACCOUNTS = ("5328646941", "5328646942")

Invoke = Callable[..., Result]


@pytest.fixture
def money(world: World) -> list[str]:
    """Return two accounts that one freeze names and one payment joins."""
    world.file(
        "th-police",
        *(record("BankAccount", f"a{n}", number=text, bank="006", country="TH") for n, text in enumerate(ACCOUNTS)),
        record("Measure", "m", measureType="freeze"),
        record("Payment", "p", amount="10,000 THB"),
        link("SUBJECT_OF", "a0", "m"),
        link("SUBJECT_OF", "a1", "m"),
        link("TRANSFERRED_TO", "a0", "p"),
        link("TRANSFERRED_TO", "p", "a1"),
    )
    return [world.id("th-police", name) for name in ("a0", "a1", "m", "p")]


@pytest.fixture
def benang(world: World, neo4j_lease: StoreLease) -> Invoke:
    """Return a way to run a command as an analyst."""
    environment = environment_on(neo4j_lease, world.app.settings.store.home)

    def invoke(*words: str, agency: str = "th-police") -> Result:
        return CliRunner().invoke(app, list(words), env={**environment, "BENANG_TOKEN": world.token(agency)})

    return invoke


@pytest.mark.long
def test_where_money_went_is_asked_for_without_knowing_who_received_it(benang: Invoke, money: list[str]) -> None:
    account, other, freeze, payment = money
    along = ("--link-type", "TRANSFERRED_TO", "--directed", "--depth", "2")
    went = benang("network", account, *along)
    assert went.exit_code == 0, went.stderr
    assert [word for word in went.stdout.split() if word in money][:3] == [account, payment, other]
    assert freeze not in went.stdout
    end = benang("network", other, *along)
    assert (other in end.stdout, payment in end.stdout) == (True, False)


def test_a_network_shows_what_is_around_and_stands_in_the_trail(benang: Invoke, money: list[str], world: World) -> None:
    account, other, freeze, payment = money
    found = benang("network", account, "--link-type", "SUBJECT_OF", "--depth", "2")
    assert found.exit_code == 0, found.stderr
    assert found.stdout == (
        f"BankAccount\t{account}\t{ACCOUNTS[0]}\tth-police\n"
        f"Measure\t{freeze}\tfreeze\tth-police\n"
        f"BankAccount\t{other}\t{ACCOUNTS[1]}\tth-police\n"
        + "".join(f"  SUBJECT_OF\t{one} -> {freeze}\n" for one in sorted((account, other)))
    )
    [entry] = [s.entry for s in read_audit(world.app.settings.audit) if s.entry.operation == "network"]
    assert entry.record_ids == tuple(sorted((account, other, freeze)))
    assert {d.exposure for d in entry.disclosures} <= {Exposure.EXPORTED}
    page = json.loads(benang("network", account, "--limit", "2", "--json").stdout)
    rest = json.loads(benang("network", account, "--after", page["following"], "--json").stdout)
    ends = [{e["id"] for e in shown["entities"][1:]} for shown in (page, rest)]
    assert (page["truncated"], rest["truncated"], ends[0] | ends[1]) == (True, False, {freeze, payment})


@pytest.mark.long
def test_a_path_of_money_goes_round_the_freeze(benang: Invoke, money: list[str], world: World) -> None:
    account, other, freeze, payment = money

    def way(*words: str) -> list[str]:
        found = benang("path", account, other, *words, "--json")
        assert found.exit_code == 0, found.stderr
        return [entity["id"] for entity in json.loads(found.stdout)["entities"]]

    assert set(way()) <= {account, other, freeze, payment}
    assert way("--link-type", "SUBJECT_OF") == [account, freeze, other]
    assert way("--link-type", "TRANSFERRED_TO") == [account, payment, other]
    assert way("--kind", "Payment") == [account, payment, other]
    entry = [s.entry for s in read_audit(world.app.settings.audit) if s.entry.operation == "path"][-1]
    assert entry.record_ids == tuple(sorted((account, other, payment)))


@pytest.fixture
def hops(world: World) -> list[str]:
    """Seven accounts of th-police, each of which paid the next: twelve links."""
    numbers = [f"10010000{n}{n}" for n in range(7)]
    accounts = [record("BankAccount", f"h{n}", number=number, bank="002") for n, number in enumerate(numbers)]
    payments = [record("Payment", f"q{n}", amount=f"{100 - n} THB") for n in range(6)]
    ties = [link("TRANSFERRED_TO", f"h{n}", f"q{n}") for n in range(6)]
    ties += [link("TRANSFERRED_TO", f"q{n}", f"h{n + 1}") for n in range(6)]
    world.file("th-police", *accounts, *payments, *ties, country="TH")
    return [world.id("th-police", f"h{n}") for n in range(7)]


@pytest.mark.long
def test_money_is_followed_through_six_payments(benang: Invoke, hops: list[str]) -> None:
    for words in (["--link-type", "TRANSFERRED_TO"], ["--directed"]):
        found = benang("path", hops[0], hops[-1], *words, "--json")
        assert found.exit_code == 0, found.stderr
        kept = [entity["id"] for entity in json.loads(found.stdout)["entities"]]
        assert (kept[::2], len(kept)) == (hops, 13)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "no path of at most 4 links in your view; longer ones were not looked for: --max-length"),
        (
            ["--max-length", "6"],
            "no path of at most 6 links in your view; longer ones are looked for with --link-type or --directed alone",
        ),
        (
            ["--link-type", "TRANSFERRED_TO", "--max-length", "11"],
            "no path of at most 11 links in your view; longer ones were not looked for: --max-length",
        ),
        (
            ["--link-type", "SUBJECT_OF"],
            "no path of at most 12 links in your view; longer ones are not looked for",
        ),
    ],
)
def test_where_no_path_is_found_it_is_said_how_far_was_looked(
    benang: Invoke, hops: list[str], words: list[str], told: str
) -> None:
    found = benang("path", hops[0], hops[-1], *words)
    assert (found.exit_code, found.stdout) == (1, "")
    assert told in " ".join(found.stderr.split())


def test_a_hidden_hop_of_money_changes_no_byte_of_a_long_search(world: World, hops: list[str]) -> None:
    query = """query($a: ID!, $b: ID!, $n: Int, $types: [LinkType!], $d: Boolean!) {
      path(source: $a, target: $b, maxLength: $n, linkTypes: $types, directed: $d) { truncated entities { id } } }"""
    asked = [
        {"a": hops[0], "b": "", "n": n, "types": types, "d": directed}
        for n, types, directed in ((None, None, True), (12, ["TRANSFERRED_TO"], False), (None, None, False))
    ]
    far = record("BankAccount", "far", number="2002000022", bank="004")
    world.file("th-police", far, country="TH")
    desk, end = Desk(world), world.id("th-police", "far")

    def answers(agency: str) -> list[bytes]:
        token = world.token(agency)
        return [desk.post(query, token=token, variables={**one, "b": end}).content for one in asked]

    before = answers("kh-police")
    hidden = record("Payment", "secret", amount="1 THB", profile="originator-controlled")
    ties = (link("TRANSFERRED_TO", "h3", "secret"), link("TRANSFERRED_TO", "secret", "far"))
    world.file("th-police", hidden, *ties, country="TH")
    assert answers("kh-police") == before == [b'{"data":{"path":null}}'] * 3
    assert [end.encode() in body for body in answers("th-police")] == [True, True, False]


@pytest.mark.parametrize("command", ["network", "path"])
def test_what_is_hidden_answers_as_what_is_absent(benang: Invoke, money: list[str], world: World, command: str) -> None:
    def asked(rid: str) -> Result:
        return benang(command, *([rid] if command == "network" else [rid, rid]), agency="my-telco")

    hidden, absent = asked(money[0]), asked(ABSENT)
    assert (hidden.exit_code, hidden.stdout, hidden.output.replace(money[0], ABSENT)) == (1, "", absent.output)
    told = [s.entry for s in read_audit(world.app.settings.audit) if s.entry.operation == command]
    assert [e.record_ids for e in told] == [(), ()]


@pytest.mark.parametrize(
    "words",
    [
        ("network", ABSENT, "--depth", "4"),
        ("network", ABSENT, "--limit", "501"),
        ("network", ABSENT, "--depth", "2", "--after", ABSENT),
        ("network", ABSENT, "--kind", "Persn"),
        ("path", ABSENT, ABSENT, "--max-length", "7"),
        ("path", ABSENT, ABSENT, "--kind", "Payment", "--max-length", "7"),
        ("path", ABSENT, ABSENT, "--directed", "--max-length", "13"),
        ("path", ABSENT, ABSENT, "--link-type", "TRANSFERED_TO"),
    ],
)
def test_what_goes_beyond_a_bound_or_is_no_word_is_a_misuse(benang: Invoke, words: tuple[str, ...]) -> None:
    found = benang(*words)
    assert (found.exit_code, found.stdout) == (2, "")


def test_the_bounds_that_the_documents_give_are_those_in_force() -> None:
    told = {cells[0]: cells[1] for cells in rows(text_of("docs/analysis.md"), "What | Least to most")}
    assert told["`depth` of `network`"] == f"1 to {MAX_NETWORK_DEPTH}"
    assert told["`limit` of `network`, the one in the middle included"] == f"1 to {MAX_NETWORK_ENTITIES}"
    assert told["`maxLength` of `path`, in links"] == f"1 to {MAX_PATH_LENGTH}"
    assert told["`maxLength` of `path` with `linkTypes` or `directed`"] == f"1 to {MAX_NARROW_PATH_LENGTH}"
    assert [cell for what, cell in told.items() if what.startswith("links that")] == [f"{MAX_PATH_LINKS:,}"]
    assert told["`first` of every page"] == f"1 to {LARGEST_PAGE}"
    assert told["characters of a text to search for"] == f"1 to {MAX_QUESTION_LENGTH}"
    assert told["a GraphQL document: levels, fields at the root, cost"] == f"{MAX_DEPTH}, {MAX_ROOTS}, {MAX_COST:,}"
    pairs = "fields in one place of the whole document, pairs of fields with one name, or of fragments, in one place"
    assert told[pairs] == f"{MAX_BREADTH}, {MAX_PAIRS:,}"
    sizes = "characters of a document, of a name in it; fields of one object in it"
    assert told[sizes] == f"{MAX_CHARACTERS:,}, {MAX_NAME}, {MAX_INPUT_FIELDS}"
    assert told["a query as a whole"] == f"{OPERATION_SECONDS:.0f} s"
    assert told["fields and items of lists in an answer, counted as it is made"] == f"{MAX_RESOLVED:,}"
    prices = " ".join(text_of("docs/analysis.md").split("### Bounds")[1].split())
    assert all(f"`{name}` {'counts ' * (name == 'network')}{price:,}" in prices for name, price in PRICES.items())


def test_a_path_to_an_id_that_leads_to_nothing_was_not_looked_for(
    benang: Invoke, money: list[str], world: World
) -> None:
    """Else a mistyped id would say that two things are not linked; hidden and absent ends are told of alike."""
    world.file("th-police", record("Person", "s", name="Wichit Busaba"), profile="originator-controlled")
    hidden = world.id("th-police", "s")
    for ends, gone in (((money[0], hidden), hidden), ((ABSENT, money[0]), ABSENT), ((hidden, ABSENT), hidden)):
        told = "no path was looked for: there is no such record in your view: "
        found = benang("path", *ends, agency="kh-police")
        assert (found.exit_code, found.stdout) == (1, "")
        assert f"benang: {told}`{gone}`; " in " ".join(found.stderr.split())
    other = benang("path", money[0], money[1], "--kind", "Person", "--link-type", "USES", agency="kh-police")
    assert "no path of at most 12 links in your view" in other.stderr
    entries = [s.entry for s in read_audit(world.app.settings.audit) if s.entry.operation == "path"]
    # Of the end that was looked at first it is said that it is there; that there is no path says so of both.
    assert [e.record_ids for e in entries] == [(money[0],), (), (), tuple(sorted(money[:2]))]
