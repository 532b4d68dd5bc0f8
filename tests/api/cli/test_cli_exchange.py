"""Cross-checks and requests from the command line, on the store of the session."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner, Result

from api.cli.cross_check import missing_qualifier
from api.cli.main import app
from api.cross_checks.questions import SelectorQuestion, read_selector
from api.reasons import LONGEST_REASON
from graph import load_ontology
from graph.store import StoreLease
from policies import Exposure, Outcome, read_audit
from tests.world import World, link, record

CASE = ("--case", "T-1", "--purpose", "investigation")
VALUES = """kind,value,country,qualifier
PhoneNumber,012 000 001,KH,
PhoneNumber,+85512000002,,
BankAccount,123-4-56780-9,TH,
"""


@dataclass(frozen=True, slots=True)
class Desks:
    """Both sides' tokens, and a way to run commands in this process, as the process of a person would."""

    world: World
    folder: Path
    environ: Mapping[str, str]
    asker: str
    holder: str

    def run(self, *words: str, token: str | None = None) -> Result:
        """Run `benang` with these words."""
        given = [str(self.folder / word) if word.endswith(".csv") else word for word in words]
        return CliRunner().invoke(app, given, env={**self.environ, "BENANG_TOKEN": token or ""})

    def json(self, *words: str, token: str | None = None) -> Any:
        """Run a command that must succeed and print JSON."""
        found = self.run(*words, "--json", token=token)
        assert found.exit_code == 0, found.stderr
        return json.loads(found.stdout)


def one_line(found: Result, status: int, words: str) -> None:
    """Check that a command ended with a status and one line that says why, and nothing on standard output."""
    told = [line for line in found.stderr.splitlines() if line.startswith("benang: ")]
    assert (found.exit_code, len(told), found.stdout) == (status, 1, ""), found.stderr
    assert words in told[0]


ACCOUNT = ("--value", "000 777 889", "--kind", "BankAccount", "--qualifier", "ABA", "--country", "KH")


@pytest.fixture(scope="module")
def desks(module_world: World, neo4j_lease: StoreLease, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    folder = tmp_path_factory.mktemp("files")
    (folder / "values.csv").write_text(VALUES, encoding="utf-8")
    (folder / "wrong.csv").write_text("kind,number\nPhoneNumber,1\n", encoding="utf-8")
    environ = {
        "BENANG_HOME": str(folder),
        "BENANG_KEYS": str(module_world.app.settings.keys),
        "NEO4J_URI": neo4j_lease.uri,
        "NEO4J_USERNAME": neo4j_lease.username,
        "NEO4J_PASSWORD": neo4j_lease.password,
        "COLUMNS": "200",
    }
    module_world.file("kh-police", record("PhoneNumber", "n", number="+85512000001"), profile="hit-only")
    token = module_world.token
    yield Desks(module_world, folder, environ, token("th-police"), token("kh-police"))
    structlog.reset_defaults()


def test_a_file_of_values_is_checked_and_its_holder_told_and_asked(desks: Desks) -> None:
    run, asker, holder = desks.run, desks.asker, desks.holder
    plain = run("cross-check", "values.csv", *CASE, token=asker)
    assert plain.exit_code == 0, plain.stderr
    first, second, third = plain.stdout.splitlines()
    found = re.fullmatch(
        r"012 000 001\thit: kh-police, ask duty@police\.kh\.example \((k-[0-9a-f]{32}\.0\.kh-police)\)"
        r"\tread as PhoneNumber \+85512000001",
        first,
    )
    assert found is not None
    assert second == "+85512000002\tnothing that you may be told\tread as PhoneNumber +85512000002"
    assert third.startswith("123-4-56780-9\tnot checked: ")
    told = run("alerts", "--open", token=holder).stdout
    assert f"your PhoneNumber {desks.world.id('kh-police', 'n')}" in told
    assert "was cross-checked by th-police (cross-check)" in told
    sent = desks.json("requests", "send", found[1], "--question", "Whose?", "--urgency", "three-days", token=asker)
    assert (sent["state"], sent["holder"], sent["records"]) == ("sent", "kh-police", [])
    [incoming] = desks.json("requests", "list", "--open", token=holder)
    assert (incoming["id"], incoming["records"]) == (sent["id"], [desks.world.id("kh-police", "n")])
    due = f"answer due {incoming['answer_due'][:16]}"
    [asked] = run("alerts", "--open", "--reason", "request", token=holder).stdout.splitlines()
    assert f"; request {sent['id']} sent, three-days, {due}" in asked
    assert asked.endswith(": Whose?")
    [alert] = desks.json("alerts", "--reason", "request", token=holder)
    assert (alert["request"], alert["urgency"], alert["question"]) == (sent["id"], "three-days", "Whose?")
    assert alert["answer_due"] == incoming["answer_due"]
    answered = run("requests", "answer", sent["id"], "--text", "A desk in Bavet.", token=holder)
    assert answered.exit_code == 0, answered.stderr
    listed = run("requests", "list", "--outgoing", token=asker).stdout
    assert f"{sent['id']}\tanswered\tto kh-police" in listed
    assert "answer: A desk in Bavet." in listed
    # The alert of the answer has it, and names the request, which is shown by its id.
    [line] = run("alerts", "--reason", "answer", token=asker).stdout.splitlines()
    assert line.endswith(f"; request {sent['id']} answered, three-days: Whose?; answer: A desk in Bavet.")
    [alert] = desks.json("alerts", "--reason", "answer", token=asker)
    assert (alert["request"], alert["request_state"], alert["answer"]) == (sent["id"], "answered", "A desk in Bavet.")
    shown = run("requests", "show", sent["id"], token=asker)
    assert (shown.exit_code, shown.stdout) == (0, listed)
    assert desks.json("requests", "show", sent["id"], token=holder)["records"] == incoming["records"]
    one_line(run("requests", "show", "q-0", token=asker), 1, "no such thing in your view")
    one_line(run("requests", "show", sent["id"], token=desks.world.token("my-telco")), 1, "no such thing in your view")
    one_line(run("requests", "refuse", sent["id"], "--ground", "x", token=holder), 1, "`refuse` does not fit")
    one_line(run("requests", "withdraw", "q-0", token=asker), 1, "no such thing in your view")
    other = desks.json("requests", "send", found[1], "--question", "When?", "--urgency", "three-days", token=asker)
    silently = run("requests", "refuse", other["id"], "--silently", "--ground", "no basis", token=holder)
    assert "refused silently: no basis" in silently.stdout
    assert "refused" not in run("requests", "list", "--outgoing", "--open", token=asker).stdout
    assert "refused" not in run("requests", "show", other["id"], token=asker).stdout
    assert "refused silently: no basis" in run("alerts", "--reason", "request", token=holder).stdout


def test_a_held_check_says_so_and_a_supervisor_releases_it(desks: Desks) -> None:
    numbers = [word for n in range(20) for word in ("--value", f"+855970000{n:02}")]
    held = desks.run("cross-check", *numbers, *CASE, token=desks.asker)
    assert (held.exit_code, "nothing was asked so far" in held.stderr) == (1, True)
    check_id, word = held.stdout.strip().split("\t")
    assert word == "held"
    supervisor = desks.world.token("th-police", "supervisor")
    [waiting] = desks.json("hits", "held", "--open", token=supervisor)
    assert (waiting["id"], waiting["values"], waiting["subject"]) == (check_id, 20, "analyst of th-police")
    refused = desks.run("hits", "release", check_id, "--reason", "ours", token=desks.asker)
    one_line(refused, 1, "it needs the role of a supervisor")
    wordy = desks.run("hits", "release", check_id, "--reason", "w" * (LONGEST_REASON + 1), token=supervisor)
    one_line(wordy, 1, f"`reason` must have 1 to {LONGEST_REASON} characters")
    assert [c["id"] for c in desks.json("hits", "held", "--open", token=supervisor)] == [check_id]
    assert desks.run("hits", "release", check_id, "--reason", "a batch", token=supervisor).exit_code == 0
    again = desks.json("cross-check", *numbers, *CASE, token=desks.asker)
    assert (again["held"], len(again["values"])) == (False, 20)


def test_misuse_is_one_line(desks: Desks) -> None:
    run, token = desks.run, desks.asker
    one_line(run("cross-check", *CASE, token=token), 2, "give a file of values, or --value")
    one_line(run("cross-check", "wrong.csv", *CASE, token=token), 2, "the columns are kind, value, country, qualifier")
    one_line(run("cross-check", "none.csv", *CASE, token=token), 1, "cannot be read as CSV")
    of_a_bank = ("--value", "5328646949", "--qualifier", "006", "--country", "TH")
    one_line(run("cross-check", *of_a_bank, *CASE, token=token), 2, "an account is --kind BankAccount --qualifier 006")
    one_line(run("cross-check", "--value", "x", "--kind", "Person", *CASE, token=token), 2, "is no kind of selector")
    other = ("--case", "T-2", "--purpose", "investigation")
    one_line(run("cross-check", "--value", "x", *other, token=token), 1, "must be those of the token")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Walet,0x1,,", "row 3: `Walet` is no kind of selector, did you mean `Wallet`?; they are "),
        (",0x1,,", "row 3: `kind` is missing"),
        ("Wallet,,,", "row 3: `value` is missing"),
        ("PhoneNumber,1,,,x", "row 3: there are more cells than columns"),
    ],
)
def test_a_wrong_row_of_values_is_named_by_its_number(desks: Desks, rows: str, told: str) -> None:
    head = "kind,value,country,qualifier\nPhoneNumber,+85512000002,,\n"
    (desks.folder / "row.csv").write_text(f"{head}{rows}\n", encoding="utf-8")
    one_line(desks.run("cross-check", "row.csv", *CASE, token=desks.asker), 2, told)


def test_a_table_of_values_that_names_a_column_twice_is_refused(desks: Desks) -> None:
    (desks.folder / "twice.csv").write_text(
        "kind,value,value\nPhoneNumber,+85512000002,+85512000003\n", encoding="utf-8"
    )
    one_line(desks.run("cross-check", "twice.csv", *CASE, token=desks.asker), 1, "two columns `value`")


def test_a_value_is_read_with_a_country_by_code_or_name(desks: Desks) -> None:
    for country in ("KH", "Cambodia"):
        found = desks.run("cross-check", "--value", "012 000 002", "--country", country, *CASE, token=desks.asker)
        assert "not checked" not in found.stdout
    one_line(
        desks.run("cross-check", "--value", "1", "--country", "XX", *CASE, token=desks.asker),
        2,
        "`--country` is no country; a code is two capital letters, such as `TH`",
    )
    rows = "kind,value,country,qualifier\nPhoneNumber,012000002,Camboda,\nPhoneNumber,012000002,Cambodia,\n"
    (desks.folder / "countries.csv").write_text(rows, encoding="utf-8")
    wrong, right = desks.run("cross-check", "countries.csv", *CASE, token=desks.asker).stdout.splitlines()
    assert wrong == "012000002\tnot checked: its country is none, did you mean `KH`?"
    assert "not checked" not in right


def test_a_value_of_another_kind_is_hinted_at(desks: Desks) -> None:
    wallet = "0x1111111111111111111111111111111111111111"
    found = desks.run("cross-check", "--value", wallet, *CASE, token=desks.asker)
    assert found.stdout.startswith(f"{wallet}\tnot checked: ")
    assert found.stdout.endswith("; it was read as PhoneNumber: try --kind Wallet\n")
    told = desks.run("cross-check", "--value", wallet, "--kind", "PhoneNumber", *CASE, token=desks.asker).stdout
    assert "--kind" not in told


def test_a_document_that_may_be_several_is_told_how_to_ask_for_it() -> None:
    question = SelectorQuestion(kind="IdentityDocument", value="482736451", country="CN")
    ontology = load_ontology()
    assert read_selector(question, ontology).problem is not None
    assert missing_qualifier(question, ontology) == "; name what it is, as --qualifier passport"
    named = replace(question, qualifier="passport")
    assert read_selector(named, ontology).problem is None
    assert missing_qualifier(named, ontology) == ""


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("006-5328646949", "if `006` in front is its bank, give the number behind it alone, and --qualifier 006"),
        ("006 532-8-64694-9", "if `006` in front is its bank, give the number behind it alone, and --qualifier 006"),
        ("006-1-23456-7", "name its bank, as --qualifier KBANK"),  # 006 is the branch
        ("999-5328646949", "name its bank, as --qualifier KBANK"),
        ("5328646949", "name its bank, as --qualifier KBANK"),
    ],
)
def test_an_account_behind_the_code_of_its_bank_is_told_how_to_ask_for_it(number: str, told: str) -> None:
    question = SelectorQuestion(kind="BankAccount", value=number, country="TH")
    assert missing_qualifier(question, load_ontology()) == f"; {told}"
    assert missing_qualifier(replace(question, qualifier="006"), load_ontology()) == ""


def test_an_account_without_its_platform_is_told_how_to_name_it(desks: Desks) -> None:
    words = ("cross-check", "--value", "@hr_lucky888", "--kind", "OnlineAccount")
    lacking = desks.run(*words, *CASE, token=desks.asker)
    assert lacking.stdout.endswith("not checked: no platform is given; name its platform, as --qualifier Telegram\n")
    asked = desks.run(*words, "--qualifier", "Telegram", *CASE, token=desks.asker)
    assert (asked.exit_code, "--qualifier" in asked.stdout) == (0, False)


def test_a_value_that_is_nothing_without_more_says_what_to_name_and_fails(desks: Desks) -> None:
    account = "5328646949"
    found = desks.run("cross-check", "--value", account, *CASE, token=desks.asker)
    assert found.exit_code == 1
    assert found.stderr.splitlines()[-1] == "benang: nothing was asked: no value could be read"
    hint = "; it was read as PhoneNumber: name its country, as --country TH, or what it is: an account is "
    assert hint in found.stdout
    example = found.stdout.partition(hint)[2].partition(" (")[0]
    assert example == "--kind BankAccount --qualifier 006 --country TH"
    assert "others are --kind Device, IdentityDocument, OnlineAccount, PhoneNumber, Vehicle, Wallet" in found.stdout
    asked = desks.run("cross-check", "--value", account, *example.split(), *CASE, token=desks.asker)
    assert (asked.exit_code, asked.stdout) == (
        0,
        f"{account}\tnothing that you may be told\tread as BankAccount TH:006:{account}, an account at krung thai bank\n",
    )
    # With its country alone it reads as a number that nobody has.
    doubtful = desks.run("cross-check", "--value", account, "--country", "TH", *CASE, token=desks.asker)
    assert (doubtful.exit_code, doubtful.stdout) == (
        0,
        f"{account}\tnothing that you may be told\tread as PhoneNumber +66{account}; if it is no phone number, say what "
        "it is: an account is --kind BankAccount --qualifier 006 --country TH\n",
    )
    certain = desks.run("cross-check", "--value", "+85512000002", *CASE, token=desks.asker)
    assert "if it is no phone number" not in certain.stdout
    # One of two that could be asked is an answer.
    both = desks.run("cross-check", "--value", account, "--value", "+85512000002", *CASE, token=desks.asker)
    assert both.exit_code == 0
    as_json = desks.run("cross-check", "--value", account, "--json", *CASE, token=desks.asker)
    assert (as_json.exit_code, '"problem"' in as_json.stdout) == (1, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("requests list", "no requests to your agency"),
        ("requests list --outgoing --open", "no open requests by your agency"),
        ("hits held", "no held cross-checks in your view"),
        ("grants list", "no grants to you or by your agency"),
        ("grants list --received", "no grants to you"),
        ("grants list --given", "no grants by your agency"),
        ("recall list", "no recalls to your agency"),
        ("recall issued", "no recalls by your agency"),
        ("retention due", "nothing is due for review"),
        ("retention holds", "no legal holds of your agency"),
        ("alerts", "no alerts"),
        ("protection notices", "no claim touches a record in your view"),
    ],
)
def test_an_empty_list_says_so_in_one_line(desks: Desks, words: str, told: str) -> None:
    found = desks.run(*words.split(), token=desks.world.token("vn-police", "supervisor"))
    assert (found.exit_code, found.stdout, found.stderr.splitlines()[-1]) == (0, "", told)


def test_nobody_suspended_and_no_claim_is_said_so(desks: Desks) -> None:
    suspended = desks.run("policy", "suspensions", "--operator")
    assert (suspended.stdout, suspended.stderr.splitlines()[-1]) == ("", "nobody was suspended by command")
    token = desks.world.token("kh-hotline", "victim-support", "victim-protection")
    claims = desks.run("protection", "claims", token=token)
    assert (claims.stdout, claims.stderr.splitlines()[-1]) == ("", "no claims of your agency")


def test_status_is_lines(desks: Desks) -> None:
    lines = desks.run("status").stdout.splitlines()
    assert "recordsByKind\tPhoneNumber\t1" in lines
    assert [line for line in lines if "{" in line] == []
    assert [line for line in lines if line.startswith(("matches", "pairsToReview"))] == [
        "matches\t0",
        "pairsToReview\t0",
    ]


def test_what_is_in_view_is_told_with_its_agency_contact_and_measures(desks: Desks) -> None:
    desks.world.file(
        "th-police",
        record("PhoneNumber", "seen", number="+85512000033"),
        record("Measure", "block", measureType="block"),
        record("Measure", "freeze", measureType="freeze", until="2020-08-06"),
        record("Measure", "prolonged", measureType="seizure", until=["2020-08-06", "2099-08-06"]),
        record("Measure", "open", measureType="freeze", until=["2020-08-06", "01/12/2020"]),
        *(link("SUBJECT_OF", "seen", name) for name in ("block", "freeze", "prolonged", "open")),
    )
    rid, block, freeze, prolonged, is_open = (
        desks.world.id("th-police", name) for name in ("seen", "block", "freeze", "prolonged", "open")
    )
    told = {
        block: f"block on it: {block}",
        freeze: f"freeze on it until 2020-08-06 (over): {freeze}",
        prolonged: f"seizure on it until 2099-08-06: {prolonged}",
        is_open: f"freeze on it until 2020-08-06, 2020-12-01: {is_open}",
    }
    on_it = "; ".join(told[measure] for measure in sorted(told))
    found = desks.run("cross-check", "--value", "+85512000033", *CASE, token=desks.asker)
    owner = "of th-police, ask duty@police.th.example"
    assert found.stdout == (
        f"+85512000033\tin your view: {rid} (PhoneNumber +85512000033 {owner}; {on_it})"
        "\tread as PhoneNumber +85512000033\n"
    )
    [value] = desks.json("cross-check", "--value", "+85512000033", *CASE, token=desks.asker)["values"]
    assert (value["read_as"], value["read_status"], value["in_view"]) == ("+85512000033", "valid", [rid])
    [own] = [m for m in value["seen"][0]["measures"] if m["id"] == freeze]
    shown = {"id": freeze, "caption": "freeze", "taken_at": None, "until": "2020-08-06", "is_over": True}
    assert own == {**shown, "redacted": False}
    ends = {m["id"]: (m["until"], m["is_over"]) for m in value["seen"][0]["measures"] if m["id"] != freeze}
    expected = {prolonged: ("2099-08-06", False), is_open: ("2020-08-06, 2020-12-01", None)}
    assert ends == {block: (None, None), **expected}
    last = [s.entry for s in read_audit(desks.folder / "audit") if s.entry.operation == "cross-check"][-1]
    assert set(last.record_ids) == {rid, block, freeze, prolonged, is_open}


def test_the_index_is_made_anew(desks: Desks) -> None:
    [held] = desks.world.query("MATCH (n:PhoneNumber) RETURN count(n) AS held")
    assert desks.json("hits", "rebuild") == {"entries": held["held"]}
    rebuilt = [
        (e.entry.agency, e.entry.operation, e.entry.count) for e in list(read_audit(desks.folder / "audit"))[-2:]
    ]
    assert rebuilt == [("operator", "about to: hits rebuild", 0), ("operator", "hits rebuild", held["held"])]


@pytest.mark.long
def test_alerts_are_counted_and_the_last_are_chosen(desks: Desks) -> None:
    for number in (3, 4):
        desks.world.file("kh-police", record("PhoneNumber", f"n{number}", number=f"+8551200000{number}"))
        desks.run("cross-check", "--value", f"+8551200000{number}", *CASE, token=desks.asker)
    every = desks.run("alerts", token=desks.holder)
    last = desks.run("alerts", "--last", "1", token=desks.holder)
    count = len(every.stdout.splitlines())
    assert every.stderr.splitlines()[-1] == f"{count} alerts"
    assert last.stdout == every.stdout.splitlines(keepends=True)[-1]
    assert last.stderr.splitlines()[-1] == f"{count} alerts, the last 1 shown"


def test_alerts_are_kept_to_what_an_officer_looks_for(desks: Desks) -> None:
    every = desks.json("alerts", token=desks.holder)
    assert {a["reason"] for a in every} >= {"hit", "request"}
    for words, field, wanted in (
        (("--reason", "hit"), "reason", "hit"),
        (("--reason", "HIT"), "reason", "hit"),
        (("--agency", "th-police"), "other_agency", "th-police"),
        (("--kind", "PhoneNumber"), "kind", "PhoneNumber"),
    ):
        assert desks.json("alerts", *words, token=desks.holder) == [a for a in every if a[field] == wanted]
    assert desks.json("alerts", "--since", "2020-01-01", token=desks.holder) == every
    # A time to come is a slip, and must not read as silence.
    one_line(desks.run("alerts", "--since", "2999-01-01", token=desks.holder), 1, "--since")
    one_line(desks.run("alerts", "--agency", "th-polce", token=desks.holder), 1, "th-police")
    one_line(desks.run("alerts", "--kind", "Fone", token=desks.holder), 1, "Fone")


def test_a_record_in_view_is_asked_about_and_a_hidden_one_is_as_if_absent(desks: Desks) -> None:
    world = desks.world
    world.file("kh-police", record("PhoneNumber", "a", number="+85512000011"))
    world.file("kh-police", record("PhoneNumber", "s", number="+85512000022"), profile="originator-controlled")
    rid = world.id("kh-police", "a")
    sent = desks.run(
        "requests", "send", rid, "--question", "Is it frozen?", "--urgency", "eight-hours", token=desks.asker
    )
    assert sent.exit_code == 0, sent.stderr
    assert "to kh-police (duty@police.kh.example)\tPhoneNumber, case T-1, eight-hours" in sent.stdout
    assert f"Is it frozen?\tabout {rid}" in sent.stdout
    [mine] = [r for r in desks.json("requests", "list", "--outgoing", token=desks.asker) if r["about"] is not None]
    assert (mine["about"], mine["hit"], mine["records"]) == (rid, None, [])
    assert [r["records"] for r in desks.json("requests", "list", token=desks.holder) if r["id"] == mine["id"]] == [
        [rid]
    ]
    last = [s.entry for s in read_audit(desks.folder / "audit") if s.entry.operation == "send request"][-1]
    assert [(d.originator, d.record_ids, d.exposure) for d in last.disclosures] == [
        ("kh-police", (rid,), Exposure.EXPORTED)
    ]
    hidden, absent = (
        desks.run("requests", "send", asked, "--question", "?", token=desks.asker)
        for asked in (world.id("kh-police", "s"), "r-" + "0" * 32)
    )
    one_line(hidden, 1, "there is no such thing in your view")
    assert hidden.output == absent.output


def test_a_request_about_a_record_beyond_the_budget_is_refused_and_written_down(desks: Desks) -> None:
    world = desks.world
    world.file("kh-police", record("PhoneNumber", "last", number="+85512000044"))
    (desks.folder / "budgets.yml").write_text("default: {per_request: 1, per_day: 1}\n", encoding="utf-8")
    small = replace(desks, environ={**desks.environ, "BENANG_BUDGETS": str(desks.folder / "budgets.yml")})
    before = world.query("MATCH (n:InformationRequest) RETURN count(n) AS n")
    asked = small.run("requests", "send", world.id("kh-police", "last"), "--question", "?", token=desks.asker)
    one_line(asked, 1, "of the agency's 1 values a day 0 are left")
    assert world.query("MATCH (n:InformationRequest) RETURN count(n) AS n") == before
    entry = list(read_audit(desks.folder / "audit"))[-1].entry
    assert (entry.operation, entry.outcome, entry.record_ids) == ("send request", Outcome.DENIED, ())


def test_what_is_sent_again_under_its_key_is_done_once(desks: Desks) -> None:
    """As after a command that was killed: nobody knows whether it had been done."""
    asker = desks.asker
    checks = [desks.json("cross-check", "values.csv", *CASE, "--key", "c 1", token=asker) for _ in range(2)]
    assert checks[0]["id"] == checks[1]["id"]
    one_line(
        run_check := desks.run("cross-check", "--value", "+85512000009", *CASE, "--key", "c 1", token=asker), 1, ""
    )
    assert "this key was used for something else" in run_check.stderr
    assert list(read_audit(desks.folder / "audit"))[-1].entry.outcome is Outcome.DENIED

    hit = checks[0]["values"][0]["hits"][0]["id"]
    asked = ("requests", "send", hit, "--question", "Whose is it?")
    sent = [desks.json(*asked, "--key", "r 1", token=asker) for _ in range(2)]
    assert sent[0]["id"] == sent[1]["id"]
    assert desks.json(*asked, token=asker)["id"] != sent[0]["id"]
    one_line(desks.run(*asked, "--key", "", token=asker), 2, "`--key` must have 1 to 100 characters")


def test_the_party_that_runs_an_account_is_named_and_asked_without_a_hit(desks: Desks) -> None:
    run, asker, bank = desks.run, desks.asker, desks.world.token("kh-bank")
    read = "read as BankAccount KH:ABAAKHPP:000777889, an account at advanced bank of asia"
    told = run("cross-check", *ACCOUNT, *CASE, token=asker).stdout
    runs = "nothing that you may be told; run by kh-bank, ask compliance@bank.kh.example"
    assert told == f"000 777 889\t{runs}\t{read}\n"
    [value] = desks.json("cross-check", *ACCOUNT, *CASE, token=asker)["values"]
    assert value["operator"] == {"code": "kh-bank", "contact": "compliance@bank.kh.example"}
    words = ("requests", "send", *ACCOUNT, "--question", "Freeze it?", "--urgency", "eight-hours", "--key", "one")
    sent = desks.json(*words, token=asker)
    assert (sent["holder"], sent["identifier"], sent["hit"], sent["records"]) == (
        "kh-bank",
        "KH:ABAAKHPP:000777889",
        None,
        [],
    )
    assert desks.json(*words, token=asker) == sent
    [line] = run("alerts", "--reason", "request", token=bank).stdout.splitlines()
    assert "\ta BankAccount that you run is asked about by th-police (request for information); ask " in line
    assert line.endswith(": Freeze it?")
    [incoming] = run("requests", "list", token=bank).stdout.splitlines()
    assert incoming.endswith("\tFreeze it?\tabout KH:ABAAKHPP:000777889")


def test_a_request_names_one_thing_and_what_its_words_belong_to(desks: Desks) -> None:
    def send(*words: str, token: str = desks.asker) -> Result:
        return desks.run("requests", "send", *words, "--question", "Whose?", token=token)

    one_line(send(), 2, "give the id of a hit or of a record, or --value, and not both")
    one_line(send("k-1.0.kh-bank", *ACCOUNT), 2, "give the id of a hit or of a record, or --value, and not both")
    one_line(send("k-1.0.kh-bank", "--country", "KH"), 2, "--country belongs to --value")
    one_line(send("--value", "1", "--qualifier", "ABA"), 2, "say with --kind what --qualifier belongs to")
    one_line(send("--value", "000777889", "--kind", "BankAccount"), 1, "is no exact identifier: no country is given")
    one_line(send("--value", "+85512000001"), 1, "the registers name no party that runs it")
    hotline = desks.world.token("kh-hotline")
    one_line(send(*ACCOUNT, token=hotline), 1, "no inquiry of the registers lets your agency put an identifier to that")
    assert desks.json("requests", "list", "--outgoing", token=hotline) == []


def test_one_command_checks_and_asks_the_holders_and_the_parties_that_run_it(desks: Desks) -> None:
    run, asker = desks.run, desks.asker
    (desks.folder / "both.csv").write_text(
        "kind,value,country,qualifier\nPhoneNumber,+85512000001,,\nBankAccount,000777887,KH,ABA\n"
        "PhoneNumber,+85512777703,,\nBankAccount,000777887,,ABA\n",
        encoding="utf-8",
    )
    words = ("cross-check", "both.csv", *CASE, "--request", "Whose is it?", "--urgency", "eight-hours")
    found = desks.json(*words, "--key", "all", token=asker)
    sent = found["requests"]
    assert [(r["holder"], r["kind"], r["identifier"], r["urgency"], r["state"]) for r in sent] == [
        ("kh-police", "PhoneNumber", None, "eight-hours", "sent"),
        ("kh-bank", "BankAccount", "KH:ABAAKHPP:000777887", "eight-hours", "sent"),
    ]
    assert sent[0]["hit"] == found["values"][0]["hits"][0]["id"]
    before = desks.json("requests", "list", "--outgoing", token=asker)
    assert desks.json(*words, "--key", "all", token=asker)["requests"] == sent
    assert desks.json("requests", "list", "--outgoing", token=asker) == before
    # What one may not be asked keeps no other back, and is said.
    hotline = desks.world.token("kh-hotline")
    *checked, first, second = run(*words, token=hotline).stdout.splitlines()
    assert len(checked) == 4
    assert "\tsent\tto kh-police " in first
    assert second.startswith("not asked: kh-bank\t")
    assert "no inquiry of the registers" in second
    assert [r["holder"] for r in desks.json("requests", "list", "--outgoing", token=hotline)] == ["kh-police"]
    nobody = run("cross-check", "--value", "+85512777703", *CASE, "--request", "Whose?", token=asker)
    assert "nobody to ask: no hit, and no party that runs it" in nobody.stderr
    one_line(run("cross-check", "--value", "1", *CASE, "--request", " ", token=asker), 2, "say with --request what")
