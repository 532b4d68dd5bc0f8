"""What crosses agencies at the command line: a check, its request and alerts, a held check, and empty lists."""

import re

import pytest

from api.reasons import LONGEST_REASON
from policies import read_audit
from tests.api.cli.desks import CASE, Desks, one_line
from tests.world import record


def test_a_file_of_values_is_checked_and_its_holder_told_and_asked(desks: Desks) -> None:
    run, asker, holder = desks.run, desks.asker, desks.holder
    plain = run("cross-check", "values.csv", *CASE, token=asker)
    assert plain.exit_code == 0, plain.stderr
    first, hit, second, nothing, third = plain.stdout.splitlines()
    assert first == "012 000 001\tread as PhoneNumber +85512000001"
    found = re.fullmatch(r"  hit\t(k-[0-9a-f]{32}\.0\.kh-police)\tkh-police\task duty@police\.kh\.example", hit)
    assert found is not None
    assert (second, nothing) == ("+85512000002\tread as PhoneNumber +85512000002", "  nothing that you may be told")
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
    one_line(run("requests", "show", "q-0", token=asker), 1, "no such request to or by your agency in your view: ")
    one_line(
        run("requests", "show", sent["id"], token=desks.world.token("my-telco")),
        1,
        "no such request to or by your agency in your view: ",
    )
    one_line(run("requests", "refuse", sent["id"], "--ground", "x", token=holder), 1, "`refuse` does not fit")
    one_line(run("requests", "withdraw", "q-0", token=asker), 1, "no such request to or by your agency in your view: ")
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
        desks.world.file(
            "kh-police", record("PhoneNumber", f"n{number}", number=f"+8551200000{number}"), profile="hit-only"
        )
        desks.run("cross-check", "--value", f"+8551200000{number}", *CASE, token=desks.asker)
    every = desks.run("alerts", token=desks.holder)
    last = desks.run("alerts", "--last", "1", token=desks.holder)
    count = len(every.stdout.splitlines())
    assert count >= 2
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
