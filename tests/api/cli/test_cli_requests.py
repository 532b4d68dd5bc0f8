"""Requests from the command line: about a record, to who runs an identifier, and to all whom a check names."""

import json
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import Result

from api.requests.desk import RequestDesk
from api.requests.views import RequestView
from graph.errors import StoreUnavailableError
from policies import Exposure, Outcome, read_audit
from tests.api.cli.desks import ACCOUNT, CASE, Desks, one_line
from tests.world import record


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
    one_line(hidden, 1, f"there is no such hit or record in your view: `{world.id('kh-police', 's')}`")
    assert hidden.output.replace(world.id("kh-police", "s"), "r-" + "0" * 32) == absent.output


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
    runs = "  nothing that you may be told\n  run by\tkh-bank\task compliance@bank.kh.example"
    assert told == f"000 777 889\t{read}\n{runs}\n"
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
    assert len([line for line in checked if not line.startswith("  ")]) == 4
    assert "\tsent\tto kh-police " in first
    assert second.startswith("not asked: kh-bank\t")
    assert "no inquiry of the registers" in second
    assert [r["holder"] for r in desks.json("requests", "list", "--outgoing", token=hotline)] == ["kh-police"]
    nobody = run("cross-check", "--value", "+85512777703", *CASE, "--request", "Whose?", token=asker)
    assert "nobody to ask: no hit, and no party that runs it" in nobody.stderr
    one_line(run("cross-check", "--value", "1", *CASE, "--request", " ", token=asker), 2, "say with --request what")


AN_ACCOUNT = ("--kind", "BankAccount", "--qualifier", "ABA", "--country", "KH")


def test_one_identifier_in_two_writings_is_asked_about_once(desks: Desks) -> None:
    (desks.folder / "file.csv").write_text(
        "kind,value,country,qualifier\nBankAccount,000 777 891,KH,ABA\nPhoneNumber,012 000 001,KH,\n"
        "BankAccount,000777891,KH,ABA\nPhoneNumber,+85512000001,,\n",
        encoding="utf-8",
    )
    words = ("--request", "Can you freeze it?", "--key", "writings")
    found = desks.json("cross-check", "file.csv", *CASE, *words, token=desks.asker)
    assert [value["read_as"] for value in found["values"]] == ["KH:ABAAKHPP:000777891", "+85512000001"] * 2
    assert [request["holder"] for request in found["requests"]] == ["kh-bank", "kh-police"]
    incoming = desks.json("requests", "list", token=desks.world.token("kh-bank"))
    assert [r["identifier"] for r in incoming].count("KH:ABAAKHPP:000777891") == 1
    assert desks.json("cross-check", "file.csv", *CASE, *words, token=desks.asker)["requests"] == found["requests"]


def test_a_question_that_is_too_long_is_refused_before_anything_is_checked(desks: Desks) -> None:
    entries = len(list(read_audit(desks.folder / "audit")))
    words = ("cross-check", "--value", "000777892", *AN_ACCOUNT, *CASE, "--request")
    one_line(desks.run(*words, "x" * 4_001, token=desks.asker), 2, "`--request` must have 1 to 4000 characters")
    assert len(list(read_audit(desks.folder / "audit"))) == entries
    assert desks.run(*words, "x" * 4_000, token=desks.asker).exit_code == 0


@pytest.mark.parametrize("as_json", [False, True])
def test_what_was_answered_and_asked_is_told_though_the_next_request_fails(
    desks: Desks, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    send = RequestDesk.ask_operator
    calls = list[str]()

    async def failing(*args: Any, **given: Any) -> RequestView | None:
        calls.append(given["value"].value)
        if len(calls) > 1:
            raise StoreUnavailableError("it stopped")
        return await send(*args, **given)

    monkeypatch.setattr(RequestDesk, "ask_operator", failing)
    values = [word for n in range(3) for word in ("--value", f"00077789{as_json + 3}{n}")]
    form = ("--json",) if as_json else ()
    words = ("cross-check", *values, *AN_ACCOUNT, *CASE, "--request", "Whose?", *form)
    found = desks.run(*words, token=desks.asker)
    assert (found.exit_code, len(calls)) == (1, 2)
    assert found.stderr.splitlines()[-1].startswith("benang: ")
    sent = desks.json("requests", "list", token=desks.world.token("kh-bank"))[-1]["id"]
    if as_json:
        told = json.loads(found.stdout)
        assert (len(told["values"]), [r["id"] for r in told["requests"]]) == (3, [sent])
    else:
        lines = found.stdout.splitlines()
        assert [line for line in lines if not line.startswith("  ")][3:] == lines[9:]
        assert [line.split("\t")[0] for line in lines[9:]] == [sent]


def test_a_command_of_which_every_request_was_refused_ends_with_1(desks: Desks) -> None:
    hotline = desks.world.token("kh-hotline")
    words = ("cross-check", "--value", "000777893", *AN_ACCOUNT, *CASE, "--request", "Whose?")
    refused = desks.run(*words, token=hotline)
    assert (refused.exit_code, refused.stderr.splitlines()[-1]) == (
        1,
        "benang: nobody was asked: no request could be sent",
    )
    checked, _, _, told = refused.stdout.splitlines()
    assert (checked.split("\t")[0], told.split("\t")[0]) == ("000777893", "not asked: kh-bank")
    as_json = desks.run(*words, "--json", token=hotline)
    assert (as_json.exit_code, [r["holder"] for r in json.loads(as_json.stdout)["requests"]]) == (1, ["kh-bank"])
    assert desks.run(*words, token=desks.asker).exit_code == 0
