"""Commands of analysts as they print: one thing, a pair, judgements, on the session's store. All values are invented."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app
from api.reasons import LONGEST_REASON
from graph.store import StoreLease
from policies import Exposure, Outcome, read_audit
from tests.api.cli.environment import environment_on
from tests.world import DATASET, World, link, record

NAME = "Wichit Busabamintra"
ABSENT = "r-" + "0" * 32

Invoke = Callable[..., Result]


@pytest.fixture
def pair(world: World) -> tuple[str, str]:
    """Return two records of two agencies that are one in the eyes of the Khmer police."""
    for agency in ("th-police", "kh-police"):
        world.file(
            agency,
            record("Person", "p", name=NAME, birthDate="1987-03-04", nationality="TH", role="suspect"),
            record("PhoneNumber", "n", number="+66812340678"),
            link("USES", "p", "n"),
        )
    return world.id("th-police", "p"), world.id("kh-police", "p")


@pytest.fixture
def benang(world: World, neo4j_lease: StoreLease) -> Invoke:
    """Return a way to run a command as an analyst of the Khmer police."""
    settings = world.app.settings
    environment = environment_on(neo4j_lease, settings.store.home)

    def invoke(*words: str, agency: str = "kh-police") -> Result:
        return CliRunner().invoke(app, list(words), env={**environment, "BENANG_TOKEN": world.token(agency)})

    return invoke


def parsed(found: Result) -> Any:
    assert found.exit_code == 0, found.stderr
    return json.loads(found.stdout)


def refused(found: Result, *words: str) -> None:
    """Check that a command failed with one line on standard error and nothing on standard output."""
    told = [line for line in found.stderr.splitlines() if line.startswith("benang: ")]
    assert (found.exit_code, found.stdout, len(told)) == (1, "", 1), found.output
    assert all(word in told[0] for word in words), told


@pytest.mark.long
def test_what_a_command_shows_stands_in_the_trail_with_its_basis(
    benang: Invoke, pair: tuple[str, str], world: World
) -> None:
    benang("record", pair[0])
    entry = [s.entry for s in read_audit(world.app.settings.audit) if s.entry.operation == "record"][-1]
    told = {d.originator: d for d in entry.disclosures if pair[0] in d.record_ids}
    assert set(told) == {"th-police"}
    assert (told["th-police"].profile, told["th-police"].exposure) == ("law-enforcement", Exposure.EXPORTED)
    assert told["th-police"].permits


def test_ones_own_record_is_found_by_its_reference(benang: Invoke, pair: tuple[str, str]) -> None:
    own = ("--dataset", DATASET, "--reference", "p")
    for agency, rid in zip(("th-police", "kh-police"), pair, strict=True):
        assert benang("record", *own, agency=agency).stdout == benang("record", rid, agency=agency).stdout
    refused(benang("record", *own[:-1], "q"), "no record of this data set and reference in your view")
    for words in ((), (pair[0], *own), (pair[0], *own[:2]), own[:2], own[2:]):
        assert benang("record", *words).exit_code == 2


def test_a_record_and_its_entity_are_shown_and_audited(benang: Invoke, pair: tuple[str, str], world: World) -> None:
    shown = parsed(benang("record", pair[0], "--json"))
    assert (shown["id"], shown["caption"], shown["entity"]) == (pair[0], NAME, pair[0])
    [named] = [p for p in shown["properties"] if p["name"] == "name"]
    assert (named["class"], named["values"], [r["raw"] for r in named["readings"]]) == ("identity", [NAME], [NAME])
    plain = benang("record", pair[0]).stdout
    assert plain.startswith(f"Person\t{pair[0]}\tth-police\tlaw-enforcement\tsuspect\t{NAME}\n")
    assert f"  USES\t{pair[0]} -> {world.id('th-police', 'n')}\tPhoneNumber +66812340678\n" in plain
    assert "  reference\t" not in plain
    assert "  reference\tp\n" in benang("record", pair[0], agency="th-police").stdout
    entity = parsed(benang("entity", pair[1], "--json"))
    assert {r["originator"] for r in entity["records"]} == {"kh-police", "th-police"}
    assert [(s["basis"], s["left_size"], s["obstacle"]) for s in entity["steps"]] == [("match", 1, None)]
    how = benang("entity", pair[1], "--how").stdout
    assert "a match of " in how
    assert "groups of 1 and 1\tjoined" in how
    world.app.audit.flush()
    entries = [stored.entry for stored in read_audit(world.app.settings.audit)]
    assert entries[-1].operation == "entity"
    assert set(entries[-1].record_ids) == set(pair)


def test_two_that_weigh_enough_and_cannot_be_one_wait_and_both_lists_say_why(benang: Invoke, world: World) -> None:
    for agency, number in (("th-police", "3171014503900001"), ("kh-police", "3171014503900002")):
        card = {"nationality": "ID", "nationalId": number}
        world.file(agency, record("Person", "1", name="Sulastri Wiranegara", birthDate="1990-03-05", **card))
    words = "  kept apart by two passports or national numbers of one country\n"
    assert words in benang("review").stdout
    [waiting] = parsed(benang("review", "--json"))
    assert (waiting["outcome"], waiting["kept_apart"]) == ("review", "documents")
    side_by_side = ("compare", waiting["left"], waiting["right"])
    text = benang(*side_by_side).stdout
    assert words in text
    said = "one in your view: no (kept apart: documents); nobody has judged the pair, as far as you may see\n"
    assert text.endswith(said)
    found = parsed(benang(*side_by_side, "--json"))
    assert (found["together"], found["obstacle"], found["judgement"]) == (False, "documents", "NO_JUDGEMENT")


@pytest.mark.parametrize("command", ["record", "entity", "station", "site"])
def test_what_is_hidden_and_what_is_absent_answer_alike_and_leave_an_entry(
    benang: Invoke, pair: tuple[str, str], world: World, command: str
) -> None:
    hidden = benang(command, pair[0], agency="my-telco")
    refused(hidden, "there is no such")
    assert hidden.stderr.replace(pair[0], ABSENT) == benang(command, ABSENT, agency="my-telco").stderr
    assert NAME not in hidden.output
    world.app.audit.flush()
    assert list(read_audit(world.app.settings.audit))[-1].entry.record_ids == ()


def test_a_judgement_says_which_pair_what_it_does_and_what_the_entity_is_now(
    benang: Invoke, pair: tuple[str, str], world: World
) -> None:
    judging = ("review", "--judge", *pair, "--value", "NEGATIVE")
    preview = benang(*judging, "--preview").stdout
    assert preview.startswith("NEGATIVE keeps the two apart, also where others would join them; nothing was written\n")
    assert world.query("MATCH ()-[j:JUDGEMENT]->() RETURN count(j) AS n") == [{"n": 0}]
    done = benang(*judging, "--reason", "two people")
    assert done.exit_code == 0, done.stderr
    first, effect, before, now = done.stdout.splitlines()
    assert first == f"judged NEGATIVE: Person {pair[0]} (th-police) and {pair[1]} (kh-police)"
    assert effect == "  it keeps the two apart, also where others would join them"
    assert before == f"  before: entity {pair[0]} of 2 records ({pair[0]} {pair[1]})"
    assert now == f"  now: entity {pair[0]} of 1 records ({pair[0]}); entity {pair[1]} of 1 records ({pair[1]})"
    again = benang(*judging, "--reason", "two people").stdout
    assert "  nothing changes: entity" in again
    compared = parsed(benang("compare", *pair, "--json"))
    assert (compared["together"], compared["judgement"]) == (False, "NEGATIVE")
    assert [(j["agency"], j["reason"]) for j in compared["judgements"]] == [("kh-police", "two people")]
    plain = benang("compare", *pair).stdout
    assert f"  name\t{NAME}\t{NAME}\n" in plain
    assert "one in your view: no; judgements together: NEGATIVE" in plain
    rare = "at most 1 name in 1,000,000, or of words that the tables do not have"
    assert re.search(rf"  name: .*, {rare}$", plain, re.MULTILINE)
    back = benang("review", "--judge", *pair, "--value", "NO_JUDGEMENT", "--reason", "a slip").stdout
    assert "  in place of: kh-police judged NEGATIVE: two people (" in back
    assert f"  now: entity {pair[0]} of 2 records" in back
    taken_back = benang("compare", *pair).stdout
    assert "  kh-police took its judgement back: a slip (" in taken_back
    assert re.search(r"^  kh-police judged NEGATIVE: two people \(.*, replaced \S+\)$", taken_back, re.MULTILINE)
    assert taken_back.endswith("one in your view: yes; no judgement of the pair stands, as far as you may see\n")
    data = parsed(benang("compare", *pair, "--json"))
    [judgement] = data["judgements"]
    assert (judgement["agency"], judgement["value"]) == ("kh-police", "NO_JUDGEMENT")
    assert [(j["value"], j["reason"]) for j in data["earlier_judgements"]] == [("NEGATIVE", "two people")]


@pytest.mark.long
def test_of_thousands_a_hundred_are_printed_and_json_has_all(
    benang: Invoke, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.cli.console.MOST_LINES", 3)
    world.file("kh-police", record("PhoneNumber", "hub", number="+66812340678"))
    for n in range(5):
        world.file("th-police", record("PhoneNumber", f"n{n}", number="+66812340678"))
        world.file("kh-police", record("Person", f"p{n}", name=f"Caller {n}"), link("USES", f"p{n}", "hub"))
    hub = world.id("kh-police", "hub")
    rest = "  ... and {} more; --all prints them"
    links = benang("record", hub).stdout.splitlines()
    assert (sum(line.startswith("  USES") for line in links), links[-2]) == (3, rest.format(2))
    members = benang("entity", hub).stdout.splitlines()
    assert (len(members), members[-1]) == (5, rest.format(3))
    for words, count in ((("record", hub), 5), (("entity", hub), 6)):
        every = benang(*words, "--all").stdout
        assert ("more; --all" in every, sum(line.startswith(("  USES", "  r-")) for line in every.splitlines())) == (
            False, count,
        )  # fmt: skip
    assert len(parsed(benang("record", hub, "--json"))["links"]) == 5
    assert len(parsed(benang("entity", hub, "--json"))["records"]) == 6


def test_many_judgements_are_read_from_a_table(
    benang: Invoke, pair: tuple[str, str], world: World, tmp_path: Path
) -> None:
    table = tmp_path / "judgements.csv"
    table.write_text(f"left,right,value,reason\n{pair[0]},{pair[1]},UNSURE,\n{pair[0]},{ABSENT},POSITIVE,r\n", "utf-8")
    found = benang("review", "--judgements", str(table), "--reason", "to be looked at")
    assert found.exit_code == 1
    assert "judged UNSURE: Person" in found.stdout
    assert f"not judged: there is no pair {pair[0]} {ABSENT} in your view" in found.stdout
    assert "1 of 2 pairs are not in your view" in found.stderr
    assert world.query("MATCH ()-[j:JUDGEMENT]->() RETURN j.value AS v, j.reason AS r") == [
        {"v": "UNSURE", "r": "to be looked at"}
    ]
    world.app.audit.flush()
    announced, done = (stored.entry for stored in list(read_audit(world.app.settings.audit))[-2:])
    assert (announced.operation, done.operation, done.outcome) == ("about to: judge", "judge", Outcome.ALLOWED)
    for content, told in (
        ("left,right,value\nr-1,r-2,PERHAPS\n", "row 2: `value` is one of POSITIVE"),
        ("left,right,value\nr-1,r-1,POSITIVE\n", "row 2: `left` and `right`"),
        ("left,right\nr-1,r-2\n", "has no column `value`"),
        ("left,right,value\n", "or no rows"),
        ("left,right,value,value\nr-1,r-2,UNSURE,POSITIVE\n", "two columns `value`"),
    ):
        table.write_text(content, "utf-8")
        refused(benang("review", "--judgements", str(table), "--reason", "r"), told)
    table.write_text("left,right,value\nr-1,r-2,UNSURE\n", "utf-8")
    refused(benang("review", "--judgements", str(table)), "row 2: a judgement needs a reason")
    refused(benang("review", "--judgements", str(tmp_path / "none.csv"), "--reason", "r"), "none.csv")


def test_a_reason_too_long_judges_nothing_and_the_trail_says_so(
    benang: Invoke, pair: tuple[str, str], world: World, tmp_path: Path
) -> None:
    """The bound of GraphQL's is that of the command line; a table names the row."""
    long = "w" * (LONGEST_REASON + 1)
    told = f"must have 1 to {LONGEST_REASON} characters"
    refused(benang("review", "--judge", *pair, "--value", "NEGATIVE", "--reason", long), f"`reason` {told}")
    world.app.audit.flush()
    announced, done = (stored.entry for stored in list(read_audit(world.app.settings.audit))[-2:])
    assert (announced.operation, done.operation) == ("about to: judge", "judge")
    assert (done.outcome, done.record_ids) == (Outcome.DENIED, ())
    table = tmp_path / "judgements.csv"
    table.write_text(
        f"left,right,value,reason\n{pair[0]},{pair[1]},UNSURE,r\n{pair[0]},{ABSENT},UNSURE,{long}\n", "utf-8"
    )
    refused(benang("review", "--judgements", str(table)), f"row 3: `reason` {told}")
    assert world.query("MATCH ()-[j:JUDGEMENT]->() RETURN count(j) AS n") == [{"n": 0}]


@pytest.mark.long
def test_review_keeps_to_a_kind_and_an_agency(benang: Invoke, world: World) -> None:
    for agency, born in (("th-police", "1987-03-04"), ("kh-police", "1987")):
        world.file(agency, record("Person", "p", name=NAME, birthDate=born, role="suspect"))
    [whole] = parsed(benang("review", "--json"))
    assert (whole["kind"], whole["outcome"]) == ("Person", "review")
    assert whole["worth"] > 0
    assert parsed(benang("review", "--kind", "Person", "--agency", "th-police", "--json")) == [whole]
    assert parsed(benang("review", "--kind", "Site", "--json")) == []
    assert parsed(benang("review", "--agency", "sg-fiu", "--json")) == []
    refused(benang("review", "--kind", "Persn"), "unknown kind `Persn`, did you mean `Person`?")
    refused(benang("review", "--agency", "kh-polize"), "did you mean `kh-police`?")
    unknown = benang("review", "--judge", "a", "b", "--value", "UNSURE", "--reason", "r", "--profile", "opem")
    refused(unknown, "unknown handling profile `opem`: known are")


@pytest.mark.parametrize(
    "words",
    [
        ("review", "--judge", "a", "b"),
        ("review", "--judge", "a", "b", "--value", "UNSURE"),
        ("review", "--preview"),
        ("review", "--judge", "a", "b", "--value", "UNSURE", "--reason", "r", "--judgements", "x.csv"),
    ],
)
def test_misuse_ends_with_two(benang: Invoke, words: tuple[str, ...]) -> None:
    found = benang(*words)
    assert (found.exit_code, found.stdout, found.stderr.count("\n")) == (2, "", 1)


def test_a_device_and_a_site_that_moved_are_shown(benang: Invoke, world: World) -> None:
    world.file(
        "kh-police",
        record("FalseBaseStation", "s", cell="456-01-4321-98765", label="Sample box"),
        record("Sighting", "o1", observedAt="2026-05-02T09:00:00Z", locality="Poipet"),
        record("Sighting", "o2", observedAt="2026-05-01T09:00:00Z", locality="Bavet"),
        link("OBSERVED_AT", "s", "o1"),
        link("OBSERVED_AT", "s", "o2"),
        record("Site", "a", name="Romduol Sample Park", alias="Old Casino"),
        record("Site", "b", name="Chhouk Sample Plaza"),
        link("MOVED_TO", "a", "b"),
    )
    station = benang("station", world.id("kh-police", "s")).stdout.splitlines()
    assert [line.split("\t")[:2] for line in station[1:]] == [
        ["  2026-05-01T09:00:00Z", "Bavet"],
        ["  2026-05-02T09:00:00Z", "Poipet"],
    ]
    site = benang("site", world.id("kh-police", "a")).stdout
    assert "  also Old Casino\tkh-police\n" in site
    assert "  moved\t\tRomduol Sample Park -> Chhouk Sample Plaza\n" in site
    moves = parsed(benang("site", world.id("kh-police", "b"), "--json"))["moves"]
    assert [(m["source"], m["target"]) for m in moves] == [(world.id("kh-police", "a"), world.id("kh-police", "b"))]
    assert [m["redacted"] for m in moves] == [False]
    # Whoever may not read when says so, and not that nobody knows.
    closed = benang("site", world.id("kh-police", "a"), agency="th-police").stdout
    assert "  moved\tdate redacted\tRomduol Sample Park -> Chhouk Sample Plaza\n" in closed
