"""Filing a call from the command line, on the store of the session: what is filed, refused, told, and in the trail."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner, Result

from api.authentication import Authenticated
from api.bootstrap import Application
from api.cli import context, submitting
from api.cli.main import app
from api.errors import AuthenticationError
from graph.errors import StoreUnavailableError
from graph.store import StoreLease
from policies import AuditEntry, Directory, Exposure, Outcome, read_audit
from tests.api.cli.environment import environment_on
from tests.world import World, record

# What an officer writes into the form of `benang submit --template`: label, then property and text.
CALL = {
    "victim": {"name": "Ni Made Example", "age": "22", "nationality": "Indonesia", "phone": "+62 812 3456 7781"},
    "house": {"name": "Example Park", "siteType": "residence", "locality": "Sihanoukville"},
    "caller_phone": {"number": "+62 812 9999 7782"},
    "recruiter": {"name": "Boss Example"},
    "recruiter_handle": {"handle": '"@boss_example_302"', "platform": "Telegram"},
    "account": {"number": "000 777 889", "bank": "aba", "country": "KH"},
    "report": {"text": '"Her mother calls: third floor, #12"'},
}
PROTECTING = ("victim-support", "victim-protection")
COUNTS = "MATCH (n:Record|Quarantined|Change) RETURN labels(n)[0] AS what, count(n) AS n"


@dataclass(frozen=True, slots=True)
class Officer:
    """Runs `benang` in this process, as that of a person would."""

    world: World
    folder: Path
    environ: Mapping[str, str]

    def run(self, *words: str, token: str | None = None, given: str | None = None) -> Result:
        """Run `benang` with these words, and text on its standard input."""
        return CliRunner().invoke(app, list(words), env={**self.environ, "BENANG_TOKEN": token or ""}, input=given)

    def submit(self, call: str, *, token: str, status: int = 0) -> Any:
        """Submit a call from standard input and return what is told as JSON."""
        found = self.run("submit", "-", "--json", token=token, given=call)
        assert found.exit_code == status, found.stderr
        return json.loads(found.stdout)

    def form(self, call: str, filled: Mapping[str, Mapping[str, str]], profile: str = "victim-protection") -> str:
        """Return the form that the command prints, filled in."""
        text = self.run("submit", "--template").stdout
        text = text.replace("\nreference:\n", f"\nreference: {call}\n").replace(
            "\nprofile:\n", f"\nprofile: {profile}\n"
        )
        text = text.replace("\ncountry:\n", "\ncountry: KH\n")
        text = text.replace("\nasserted_at:\n", "\nasserted_at: 2026-11-30T22:15:00+07:00\n")
        for label, values in filled.items():
            head, block, tail = text.partition(f"\n  {label}:\n")
            for name, value in values.items():
                assert f"      {name}:\n" in tail, (label, name)
                tail = tail.replace(f"      {name}:\n", f"      {name}: {value}\n", 1)
            text = head + block + tail
        return text

    def trail(self) -> list[AuditEntry]:
        """Return the entries of submissions; others tell of what follows, as of a seal."""
        found = (stored.entry for stored in read_audit(self.folder / "audit"))
        return [entry for entry in found if "submit records" in entry.operation]

    def counts(self) -> dict[str, int]:
        """Return how many records, waiting rows and changes the store holds."""
        return {row["what"]: row["n"] for row in self.world.query(COUNTS)}


@pytest.fixture(scope="module")
def officer(
    module_world: World, neo4j_lease: StoreLease, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Officer]:
    folder = tmp_path_factory.mktemp("calls")
    environ = environment_on(neo4j_lease, folder, BENANG_KEYS=str(module_world.app.settings.keys), COLUMNS="200")
    yield Officer(module_world, folder, environ)
    structlog.reset_defaults()


def call_of(number: str, reference: str, **extra: str) -> str:
    """Return a call that is a number and nothing else."""
    words = "".join(f"    {name}: {text}\n" for name, text in extra.items())
    return (
        f"dataset: calls\nreference: {reference}\nprofile: law-enforcement\nrecords:\n  n:\n    kind: PhoneNumber\n"
        f"{words}    properties:\n      number: {number!r}\n"
    )


def test_a_call_is_filed_sealed_audited_and_once(officer: Officer) -> None:
    token = officer.world.token("kh-hotline", *PROTECTING)
    path = officer.folder / "call.yml"
    path.write_text(officer.form("H26-077", CALL), encoding="utf-8")
    before = len(officer.trail())

    told = officer.run("submit", str(path), token=token)

    assert told.exit_code == 0, told.stderr
    lines = [line.split("\t") for line in told.stdout.splitlines()]
    assert [(name, kind, what) for name, kind, _, what in lines[:7]] == [
        ("victim", "Person", "filed"),
        ("house", "Site", "filed"),
        ("caller_phone", "PhoneNumber", "filed"),
        ("recruiter", "Person", "filed"),
        ("recruiter_handle", "OnlineAccount", "filed"),
        ("account", "BankAccount", "filed"),
        ("report", "Report", "filed"),
    ]
    assert "victim HELD_AT house" in [name for name, *_ in lines[7:]]
    assert "records: 7 new, 0 changed, 0 unchanged" in told.stderr
    assert "left out with their links, as nothing is filled in: shared_phone, recruiter_phone" in told.stderr
    ids = [line[2] for line in lines]
    announced, filed, met = officer.trail()[before:]
    assert (announced.operation, announced.outcome) == ("about to: submit records", Outcome.ALLOWED)
    assert (filed.operation, filed.outcome, set(filed.record_ids)) == ("submit records", Outcome.ALLOWED, set(ids))
    assert [(d.originator, set(d.record_ids), d.exposure) for d in filed.disclosures] == [
        ("kh-hotline", set(ids[:7]), Exposure.FILED)
    ]
    assert (met.operation, met.outcome) == ("submit records, what they meet", Outcome.ALLOWED)
    shown = officer.run("record", ids[0], token=token).stdout
    assert "presumed-victim" in shown
    assert "2003/2004" in shown
    for other in (officer.world.token("kh-hotline"), officer.world.token("th-police")):
        hidden = officer.run("record", ids[0], token=other)
        assert "Made Example" not in hidden.output
        assert "7781" not in hidden.output
    counts = officer.counts()
    again = officer.submit(path.read_text(encoding="utf-8"), token=token)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 7)
    assert [r["id"] for r in (*again["records"], *again["links"])] == ids
    assert officer.counts()["Record"] == counts["Record"]


def test_what_cannot_be_read_waits_is_told_and_is_mended_by_submitting_again(officer: Officer) -> None:
    token = officer.world.token("kh-hotline", *PROTECTING)
    wrong = {"siteType": "house", "name": "Example Court", "coordinates": "up the hill"}
    form = officer.form(
        "H26-078",
        {"victim": {"name": "Aye Example"}, "house": wrong, "caller_phone": {"number": "077 474 938 (mother)"}},
    )
    told = officer.run("submit", "-", token=token, given=form)
    assert told.exit_code == 1
    names = {line.split("\t")[0]: line.split("\t")[2:] for line in told.stdout.splitlines()}
    assert names["house"][0] == ""
    assert (
        "siteType: the value is not one of the words that this property takes: none of the words scam-compound"
        in (names["house"][1])
    )
    assert names["victim HELD_AT house"][1].endswith("an end of the link is filed neither by this input nor before")
    assert names["caller_phone"][1].startswith("filed; not read, kept as it is written: number: ")
    assert "benang: 2 not filed, waiting in your agency's quarantine" in told.stderr
    waits = officer.run("quarantine", "list", "--originator", "kh-hotline", "--json").stdout
    assert sorted(row["rule"] for row in json.loads(waits)) == ["outside-vocabulary", "unknown-end"]

    done = officer.submit(form.replace("siteType: house", "siteType: residence"), token=token)

    assert (done["created"], [r["problems"] for r in (*done["records"], *done["links"])]) == (1, [[], [], [], []])
    assert json.loads(officer.run("quarantine", "list", "--originator", "kh-hotline", "--json").stdout) == []


def test_a_dry_run_tells_what_is_wrong_and_neither_files_nor_asks_anything(officer: Officer, tmp_path: Path) -> None:
    path = tmp_path / "dry.yml"
    text = officer.form("H26-090", {**CALL, "victim": {**CALL["victim"], "birthDate": "soon"}})
    path.write_text(text.replace("siteType: residence", "siteType: dwelling"), encoding="utf-8")
    before, trail = officer.counts(), len(officer.trail())

    told = officer.run("submit", str(path), "--dry-run")  # without a token

    assert told.exit_code == 1
    lines = {name: (kind, what) for name, kind, what in (line.split("\t") for line in told.stdout.splitlines())}
    assert lines["recruiter"] == ("Person", "would be filed")
    assert lines["victim"][1].startswith("would be filed; not read, kept as it is written: birthDate: ")
    assert lines["house"][1].startswith("would not be filed (line ")
    assert "siteType: the value is not one of the words that this property takes" in lines["house"][1]
    assert "dry run: nothing filed, and neither asked what stands nor who else has it" in told.stderr
    assert "1 would not be filed: mend it in the file" in told.stderr
    assert not any(text in told.output for text in ("soon", "dwelling", "Ni Made", "3456"))
    assert (officer.counts(), len(officer.trail())) == (before, trail)

    path.write_text(text.replace("birthDate: soon", "birthDate: 1990"), encoding="utf-8")
    found = officer.run("submit", str(path), "--dry-run", "--json")
    data = json.loads(found.stdout)
    assert (found.exit_code, data["dry_run"], {item["id"] for item in data["records"]}) == (0, True, {None})
    assert officer.counts() == before


def test_who_else_has_it_is_told_at_once_as_far_as_the_token_may_know(officer: Officer) -> None:
    theirs = officer.world.file("th-police", record("PhoneNumber", "t", number="+85577474001"))[0]
    holder, asker = officer.world.token("th-police"), officer.world.token("kh-police")
    found = officer.submit(call_of("+855 77 474 001", "K-1"), token=asker)
    [filed] = found["records"]
    [alert] = found["alerts"]
    assert (alert["record"], alert["other_agency"], alert["kind"]) == (filed["id"], "th-police", "PhoneNumber")
    [seen] = found["in_view"][filed["id"]]
    assert (seen["id"], seen["originator"]) == (theirs, "th-police")
    assert filed["id"] in officer.run("alerts", "--open", token=holder).stdout + json.dumps(found)
    lines = officer.run("submit", "-", token=asker, given=call_of("+855 77 474 001", "K-1")).stdout.splitlines()
    assert lines[1].startswith(f"n\tin your view: {theirs} (PhoneNumber ")
    assert f"your PhoneNumber {filed['id']} " in lines[2]
    last = officer.trail()[-1]
    assert {theirs, filed["id"]} <= set(last.record_ids)
    assert ("th-police", (theirs,), Exposure.EXPORTED) in [
        (d.originator, d.record_ids, d.exposure) for d in last.disclosures
    ]


def test_a_call_stands_where_what_follows_fails(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object) -> None:
        raise StoreUnavailableError("away")

    monkeypatch.setattr(Application, "settle", fails)
    token, text = officer.world.token("kh-police"), call_of("+85577474020", "F-1")
    found = officer.submit(text, token=token)
    assert (found["created"], found["in_view"], found["alerts"]) == (1, None, None)
    told = officer.run("submit", "-", token=token, given=text)
    assert (told.exit_code, told.stdout.count("\tfiled\n")) == (0, 1)
    assert "done, and it stands; what follows from it was not: " in told.stderr
    assert "a serving process does it, or `benang resolve`" in told.stderr


def test_whose_token_ends_meanwhile_is_told_nothing_of_others(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = officer.world.file("th-police", record("PhoneNumber", "e", number="+85577474021"))[0]

    asked: list[str | None] = []

    def confirming(text: str | None, directory: Directory) -> Callable[[], Authenticated]:
        confirm = context.confirming(text, directory)

        def once() -> Authenticated:
            asked.append(text)
            if len(asked) > 2:  # to begin, and before it is announced
                raise AuthenticationError("the token has expired")
            return confirm()

        return once

    monkeypatch.setattr(submitting, "confirming", confirming)
    token = officer.world.token("kh-police")
    told = officer.run("submit", "-", token=token, given=call_of("+85577474021", "F-2"))
    assert (told.exit_code, told.stdout.count("\n")) == (0, 1)
    assert "what follows from it was not: the token has expired" in told.stderr
    assert theirs not in told.output
    assert officer.trail()[-1].operation == "submit records"


def test_what_the_policies_hide_is_told_as_what_is_not_there(officer: Officer) -> None:
    officer.world.file("th-police", record("PhoneNumber", "h", number="+85577474002"), profile="originator-controlled")
    token = officer.world.token("kh-hotline", *PROTECTING)
    hidden, absent = (officer.submit(call_of(n, "H"), token=token) for n in ("+85577474002", "+85577474003"))
    assert (hidden["in_view"], hidden["alerts"]) == (absent["in_view"], absent["alerts"]) == ({}, [])


def test_a_refused_submission_changes_nothing_shows_nothing_and_is_in_the_trail(officer: Officer) -> None:
    before = officer.counts()
    refused = officer.run(
        "submit", "-", token=officer.world.token("kh-police", "policy-officer"), given=call_of("+85577474009", "K-9")
    )
    assert (refused.exit_code, refused.stdout, refused.stderr.count("benang: ")) == (1, "", 1)
    assert "it needs the role of an analyst, a duty officer or victim support" in refused.stderr
    assert "474009" not in refused.output
    assert officer.counts() == before
    announced, denied = officer.trail()[-2:]
    assert (announced.operation, denied.operation) == ("about to: submit records", "submit records")
    assert (denied.outcome, denied.record_ids, denied.agency) == (Outcome.DENIED, (), "kh-police")


def test_an_investigator_takes_no_seal_off_a_victims_record(officer: Officer) -> None:
    protecting = officer.world.token("kh-hotline", *PROTECTING)
    form = officer.form("H26-079", {"victim": {"name": "Sokha Example"}})
    [victim] = officer.submit(form, token=protecting)["records"]
    open_role = form.replace("subject_role: presumed-victim", "subject_role: witness").replace("Sokha", "Other")

    found = officer.submit(open_role, token=officer.world.token("kh-hotline"), status=1)

    [outcome] = found["records"]
    assert (outcome["id"], [p["rule"] for p in outcome["problems"]]) == (None, ["protected"])
    assert "Sokha" not in json.dumps(found)
    shown = officer.run("record", victim["id"], token=protecting).stdout
    assert "Sokha Example" in shown
    assert "presumed-victim" in shown


def test_a_record_on_hold_that_is_submitted_as_a_victims_is_told_closed(officer: Officer) -> None:
    token, supervisor = officer.world.token("kh-hotline", *PROTECTING), officer.world.token("kh-hotline", "supervisor")
    form = officer.form("H26-082", {"victim": {"name": "Dara Example"}}, "law-enforcement")
    suspect = form.replace("subject_role: presumed-victim", "subject_role: suspect", 1)
    [held] = officer.submit(suspect, token=officer.world.token("kh-hotline"))["records"]
    assert held["closed"] is False
    placed = officer.run("retention", "hold", held["id"], "--reason", "a court asks for it", token=supervisor)
    assert placed.exit_code == 0, placed.stderr

    told = officer.run("submit", "-", token=token, given=form)

    assert told.exit_code == 1
    [line] = [line.split("\t") for line in told.stdout.splitlines() if line.startswith("victim\t")]
    assert line[:3] == ["victim", "Person", ""]
    assert "closed as a victim's from now on; a legal hold keeps the rest as it stands" in line[3]
    assert "presumed-victim" in officer.run("record", held["id"], token=token).stdout


def test_a_record_on_hold_tells_closed_as_json(officer: Officer) -> None:
    token, supervisor = officer.world.token("kh-hotline", *PROTECTING), officer.world.token("kh-hotline", "supervisor")
    form = officer.form("H26-083", {"victim": {"name": "Vuthy Example"}}, "law-enforcement")
    suspect = form.replace("subject_role: presumed-victim", "subject_role: suspect", 1)
    [held] = officer.submit(suspect, token=officer.world.token("kh-hotline"))["records"]
    placed = officer.run("retention", "hold", held["id"], "--reason", "a court asks for it", token=supervisor)
    assert placed.exit_code == 0, placed.stderr

    [found] = officer.submit(form, token=token, status=1)["records"]

    assert (found["id"], found["closed"]) == (None, True)
    assert [problem["rule"] for problem in found["problems"]] == ["legal-hold"]


def test_many_neighbouring_numbers_are_held_as_over_graphql(officer: Officer) -> None:
    records = "".join(f"  n{n}: {{kind: PhoneNumber, properties: {{number: '+855970000{n:02}'}}}}\n" for n in range(12))
    text = f"dataset: calls\nreference: B\nprofile: law-enforcement\nrecords:\n{records}"
    found = officer.submit(text, token=officer.world.token("kh-police"))
    assert found["created"] == 12
    assert found["held_check"].startswith("k-")


@pytest.mark.parametrize("shared", [True, False])
def test_a_phone_that_many_use_joins_nobody_where_it_is_filed_as_the_houses(officer: Officer, shared: bool) -> None:
    """Two callers of one name: a number of their own makes them one, and the dormitory's leaves them two."""
    token = officer.world.token("kh-hotline", *PROTECTING)
    who = "Wayan Example" if shared else "Kadek Example"
    number = "+62 812 3456 7700" if shared else "+62 812 3456 7711"
    ids = []
    for call in ("D-1", "D-2"):
        name = {"name": who} if shared else {"name": who, "phone": number}
        filled = {"victim": name, "house": {"name": f"Hall {who}"}}
        filled |= {"shared_phone": {"number": number}} if shared else {}
        found = officer.submit(officer.form(f"{call}-{shared}", filled), token=token)
        ids.append(found["records"][0]["id"])
    assert (found["in_view"].get(ids[1], []) == []) is shared
    if not shared:
        assert [seen["id"] for seen in found["in_view"][ids[1]]] == ids[:1]


def test_misuse_and_wrong_files_are_one_line(officer: Officer) -> None:
    token = officer.world.token("kh-police")
    before, told = len(officer.trail()), []
    (officer.folder / "wrong.yml").write_text(call_of("077", "x").replace("law-enforcement", "open-to-all"))
    for words, given, status in (
        ((), None, 2),
        (("--template", "-"), None, 2),
        (("-",), "a: 1", 1),
        (("-",), call_of("077", "x").replace("profile: law-enforcement\n", ""), 1),
        ((str(officer.folder / "wrong.yml"),), None, 1),
        (("none.yml",), None, 1),
    ):
        found = officer.run("submit", *words, token=token, given=given)
        assert (found.exit_code, found.stdout, found.stderr.count("\n")) == (status, "", 1), found.output
        told.append(found.stderr)
    assert "give a file of records, or - for standard input" in told[0]
    assert "`standard input`, line 1: unknown word `a`" in told[2]
    assert "`n` has no handling profile" in told[3]
    assert "victim-protection` (Victims, and what victims told)" in told[3]
    assert "`wrong.yml`, line 3: unknown handling profile `open-to-all`" in told[4]
    assert "`none.yml`: cannot be read: no such file or directory" in told[5]
    without = officer.run("submit", "-", given=call_of("077", "x"))
    assert (without.exit_code, "say who asks" in without.stderr) == (2, True)
    assert len(officer.trail()) == before
