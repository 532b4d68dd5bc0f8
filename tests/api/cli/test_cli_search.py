"""`benang search` as it prints, on the session's store. All values are invented."""

import json

import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app
from graph.store import StoreLease
from policies import read_audit
from tests.api.cli.environment import environment_on
from tests.world import World, record

NAME = "ศิริพร คำแก้ว"


@pytest.fixture
def world_with_her(world: World) -> World:
    world.file("th-police", record("Person", "p", name=NAME, role="suspect"))
    return world


def search(world: World, lease: StoreLease, *words: str, agency: str = "th-police") -> Result:
    """Run the command as an analyst."""
    environment = environment_on(lease, world.app.settings.store.home, BENANG_TOKEN=world.token(agency))
    return CliRunner().invoke(app, ["search", *words], env=environment)


def test_a_name_in_another_script_is_found_with_its_score_and_audited(
    world_with_her: World, neo4j_lease: StoreLease
) -> None:
    world, rid = world_with_her, world_with_her.id("th-police", "p")
    found = search(world, neo4j_lease, "Siriporn Khamkaew")
    assert (found.exit_code, found.stdout) == (0, f"0.952\tPerson\t{rid}\t{NAME}\tth-police\n"), found.stderr
    [shown] = json.loads(search(world, neo4j_lease, "Siriporn", "--kind", "Person", "--json").stdout)
    assert (shown["id"], shown["score"], shown["originators"]) == (rid, 0.8, ["th-police"])
    world.app.audit.flush()
    entry = [stored.entry for stored in read_audit(world.app.settings.audit)][-1]
    assert (entry.operation, entry.record_ids) == ("search", (rid,))


def test_what_is_called_by_what_is_closed_is_told_as_redacted(world: World, neo4j_lease: StoreLease) -> None:
    world.file("th-fiu", record("Measure", "m", profile="law-enforcement", measureType="freeze"))
    mine, theirs = (
        search(world, neo4j_lease, "--kind", "Measure", agency=agency).stdout.rstrip("\n").split("\t")[3]
        for agency in ("th-fiu", "th-police")
    )
    assert (mine, theirs) == ("freeze", "redacted")


def test_what_is_hidden_answers_as_what_is_absent(world_with_her: World, neo4j_lease: StoreLease) -> None:
    hidden = search(world_with_her, neo4j_lease, NAME, agency="my-telco")
    absent = search(world_with_her, neo4j_lease, "Nobody Atall", agency="my-telco")
    assert (hidden.exit_code, hidden.output) == (absent.exit_code, absent.output)
    assert (hidden.exit_code, hidden.stdout) == (0, "")
    world_with_her.app.audit.flush()
    assert list(read_audit(world_with_her.app.settings.audit))[-1].entry.record_ids == ()


@pytest.mark.parametrize("country", ["TH", "Thailand"])
def test_a_national_number_is_found_with_its_country(
    world_with_her: World, neo4j_lease: StoreLease, country: str
) -> None:
    world_with_her.file("th-police", record("Person", "owner", name="Kanya", phone="+66 81 234 5678"))
    found = search(world_with_her, neo4j_lease, "081 234 5678", "--country", country, "--json")
    assert [shown["id"] for shown in json.loads(found.stdout)] == [world_with_her.id("th-police", "owner")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("x" * 501,), 2),
        (("a name", "--kind", "Persona"), 1),
        (("a name", "--first", "0"), 2),
        (("a name", "--country", "XX"), 2),
        (("a name", "--country", "Thailnd"), 2),
    ],
)
def test_a_mistake_in_the_command_is_told(
    world_with_her: World, neo4j_lease: StoreLease, words: tuple[str, ...], code: int
) -> None:
    found = search(world_with_her, neo4j_lease, *words)
    assert (found.exit_code, found.stdout) == (code, "")


@pytest.mark.long
def test_all_of_a_kind_are_listed_without_a_text(world_with_her: World, neo4j_lease: StoreLease) -> None:
    world = world_with_her
    world.file("th-police", record("Site", "s", name="Park"))
    found = search(world, neo4j_lease, "--kind", "Site")
    assert (found.exit_code, found.stdout) == (0, f"-\tSite\t{world.id('th-police', 's')}\tPark\tth-police\n"), (
        found.stderr
    )
    [shown] = json.loads(search(world, neo4j_lease, "--kind", "Site", "--json").stdout)
    assert (shown["id"], shown["score"]) == (world.id("th-police", "s"), None)
    nothing = search(world, neo4j_lease)
    assert (nothing.exit_code, nothing.stderr.splitlines()[-1]) == (
        2,
        "benang: give a text, or --kind for all of a kind",
    )


def test_a_list_that_was_cut_says_so_and_how_to_come_to_the_rest(world: World, neo4j_lease: StoreLease) -> None:
    world.file("th-police", *(record("Site", f"s{n}", name=f"Romduol {n}", siteType="scam-compound") for n in range(3)))
    for words in (("--kind", "Site"), ("Romduol",)):
        cut, whole = (search(world, neo4j_lease, *words, "--first", first) for first in ("2", "3"))
        told = "these are the first 2, and there are more: `--first` takes up to 100\n"
        assert (len(cut.stdout.splitlines()), cut.stderr) == (2, told)
        assert (len(whole.stdout.splitlines()), whole.stderr) == (3, "")
    world.app.audit.flush()
    entries = [stored.entry for stored in read_audit(world.app.settings.audit)]
    assert [len(e.record_ids) for e in entries if e.operation == "search"] == [2, 3, 2, 3]


def test_a_list_as_long_as_may_be_asked_for_names_another_way(world: World, neo4j_lease: StoreLease) -> None:
    world.file("th-police", *(record("Vehicle", f"v{n}", plate=f"BKK {1000 + n}") for n in range(101)))
    told = search(world, neo4j_lease, "--kind", "Vehicle", "--first", "100").stderr
    assert told.endswith("there are more: GraphQL `entities` lists all of a kind in pages\n")
