"""A call's form that is corrected and submitted again: what takes the place of what was filed, and what is left."""

import json
from typing import Any

from tests.api.cli.test_cli_submitting import PROTECTING, Officer, officer

__all__ = ["officer"]

RECORDS = {
    "victim": "{kind: Person, properties: {name: Ni Made Example, nationality: ID}}",
    "house": "{kind: Site, properties: {name: Example Park CALL, siteType: residence}}",
    "recruiter": "{kind: Person, subject_role: suspect, properties: {name: Boss Example CALL}}",
    "friend": "{kind: Person, properties: {name: Good Example CALL}}",
}
HELD = "{type: HELD_AT, from: victim, to: house, since: 2026-01-02}"
BY_FRIEND = "{type: RECRUITED, from: friend, to: victim}"


def form(call: str, *links: str, profile: str = "law-enforcement", **records: str | None) -> str:
    """Return a call of these links between the records above, or others in their place; `None` leaves one away."""
    given = {name: text for name, text in {**RECORDS, **records}.items() if text is not None}
    told = "".join(f"  {name}: {text}\n" for name, text in given.items()).replace("CALL", call)
    linked = "links:\n" + "".join(f"  - {link}\n" for link in links) if links else ""
    return f"dataset: calls\nreference: {call}\nprofile: {profile}\ncountry: KH\nrecords:\n{told}{linked}"


def held(officer: Officer, victim: str) -> list[Any]:
    query = "MATCH (n:Record)-[r:HELD_AT]->(:Record) WHERE n.rid = $rid RETURN r.lid AS id, r.since AS since"
    return officer.world.query(query.replace("$rid", f"'{victim}'"))


def unsaid(found: Any) -> list[str]:
    return [link["name"] for link in found["unsaid_links"]]


def test_corrected_times_replace_and_a_link_that_is_said_no_more_is_named(officer: Officer) -> None:
    token = officer.world.token("kh-police")
    first = officer.submit(form("L1", HELD, BY_FRIEND), token=token)
    assert first["unsaid_links"] == []
    victim, wrong = first["records"][0]["id"], first["links"][1]["id"]
    mended = form("L1", HELD.replace("01-02", "02-01"), BY_FRIEND.replace("friend", "recruiter"))

    told = officer.run("submit", "-", token=token, given=mended)

    assert told.exit_code == 0, told.stderr
    assert held(officer, victim) == [{"id": first["links"][0]["id"], "since": "2026-02-01"}]
    [line] = [line.split("\t") for line in told.stdout.splitlines() if wrong in line]
    assert line[:3] == ["friend RECRUITED victim", "", wrong]
    assert line[3].startswith("stands from before, and this file does not say it; if it is wrong, withdraw it: ")
    assert line[3].endswith(f"benang recall retract-link {wrong} --reason ...")
    assert "links of this call that stand and that the file does not say: 1; " in told.stderr
    assert wrong in [e for e in officer.trail() if e.operation == "submit records"][-1].record_ids

    gone = officer.run("recall", "retract-link", wrong, "--reason", "she recruited nobody", token=token)
    assert gone.exit_code == 0, gone.stderr
    assert officer.submit(mended, token=token)["unsaid_links"] == []


def test_links_of_records_that_the_file_has_no_more_are_named_as_well(officer: Officer) -> None:
    token = officer.world.token("kh-police")
    officer.submit(form("L2", BY_FRIEND), token=token)
    assert unsaid(officer.submit(form("L2", friend=None), token=token)) == ["friend RECRUITED victim"]
    blank = form("L2", BY_FRIEND, friend="{kind: Person, properties: {name: }}")
    found = officer.submit(blank, token=token)
    assert (found["left_out"], unsaid(found)) == (["friend"], ["friend RECRUITED victim"])


def test_what_waits_and_what_other_calls_say_is_not_named(officer: Officer) -> None:
    token = officer.world.token("kh-police")
    officer.submit(form("L3", HELD), token=token)
    other = "{type: MOVED_TO, from: {reference: L3-house}, to: house}"
    officer.submit(form("L3-1", other), token=token)
    waits = officer.submit(form("L3", HELD.replace("2026-01-02", "soon")), token=token, status=1)
    assert ([p["rule"] for p in waits["links"][0]["problems"]], waits["unsaid_links"]) == (["unreadable-date"], [])


def test_links_that_the_viewer_does_not_see_are_not_named(officer: Officer) -> None:
    sealed = "{kind: Person, subject_role: presumed-victim, properties: {name: Sokha Example}}"
    first = form("L4", HELD, profile="victim-protection", victim=sealed)
    protecting = officer.world.token("kh-hotline", *PROTECTING)
    link = officer.submit(first, token=protecting)["links"][0]["id"]
    without = form("L4", victim=None, profile="victim-protection")

    told = officer.run("submit", "-", "--json", token=officer.world.token("kh-hotline"), given=without)

    assert (told.exit_code, json.loads(told.stdout)["unsaid_links"]) == (0, [])
    assert link not in told.output
    assert unsaid(officer.submit(without, token=protecting)) == ["victim HELD_AT house"]


def test_two_stays_in_one_house_need_references(officer: Officer) -> None:
    token = officer.world.token("kh-police")
    two = (HELD, HELD.replace("01-02", "05-06"))
    refused = officer.run("submit", "-", token=token, given=form("L5", *two))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "line 12: `victim HELD_AT house` stands here twice: give each a `reference`" in refused.stderr

    called = [link.replace("}", f", reference: L5-stay-{n}}}") for n, link in enumerate(two)]
    victim = officer.submit(form("L5", *called), token=token)["records"][0]["id"]
    assert sorted(row["since"] for row in held(officer, victim)) == ["2026-01-02", "2026-05-06"]
    assert officer.submit(form("L5", HELD, HELD), token=token)["links"][0]["id"]


def test_what_was_withdrawn_stays_away_and_is_told_until_it_is_asked_for(officer: Officer) -> None:
    token = officer.world.token("kh-police")
    first = form("W1", HELD, BY_FRIEND)
    found = officer.submit(first, token=token)
    friend, wrong = found["records"][3]["id"], found["links"][1]["id"]
    withdrawn = officer.run("recall", "retract-link", wrong, "--reason", "recruited nobody", token=token)
    assert withdrawn.exit_code == 0, withdrawn.stderr
    more = first.replace("siteType: residence", "siteType: residence, locality: Sihanoukville")

    told = officer.run("submit", "-", token=token, given=more)

    assert told.exit_code == 0, told.stderr
    [line] = [line for line in told.stdout.splitlines() if line.startswith("friend RECRUITED victim")]
    assert line.endswith("\t\t\tstays withdrawn, or leads to what is: --restore-withdrawn brings it back")
    assert "records: 0 new, 1 changed, 3 unchanged" in told.stderr
    assert "stay withdrawn, or lead to what is: 1; --restore-withdrawn brings them back" in told.stderr
    assert standing(officer, friend) == [(friend, 0)]
    assert wrong not in [e for e in officer.trail() if e.operation == "submit records"][-1].record_ids

    withdrawn = officer.run("recall", "retract", friend, "--reason", "not her", token=token)
    assert withdrawn.exit_code == 0, withdrawn.stderr
    again = officer.submit(first, token=token)
    assert (again["created"], [r["withdrawn"] for r in again["records"]]) == (0, [False] * 3 + [True])
    assert [(link["id"], link["withdrawn"], link["problems"]) for link in again["links"]][1] == (None, True, [])
    assert again["unsaid_links"] == []
    assert standing(officer, friend) == []
    assert officer.world.query("MATCH (q:QuarantinedRow) WHERE q.content CONTAINS 'W1-' RETURN q.rule AS rule") == []

    back = json.loads(officer.run("submit", "-", "--json", "--restore-withdrawn", token=token, given=first).stdout)
    assert (back["created"], back["records"][3]["id"], back["links"][1]["id"]) == (1, friend, wrong)
    assert standing(officer, friend) == [(friend, 1)]


def standing(officer: Officer, rid: str) -> list[tuple[str, int]]:
    """Return a record that stands, with how many links it has that it leads from."""
    query = (
        f"MATCH (n:Record {{rid: '{rid}'}}) RETURN n.rid AS rid, COUNT {{ (n)-[r]->() WHERE r.lid IS NOT NULL }} AS n"
    )
    return [(row["rid"], row["n"]) for row in officer.world.query(query)]
