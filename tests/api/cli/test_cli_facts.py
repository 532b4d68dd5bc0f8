"""What `benang record`, `path` and `network` say of a thing is what GraphQL says of it to the same viewer."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from api.cli import around, grants, looking
from api.cli.main import app
from graph import PropertyClass
from graph.store import StoreLease
from policies import Tlp
from tests.api.asking import Desk
from tests.api.cli.environment import environment_on
from tests.api.shells import open_shell
from tests.world import World, link, record

RECORD = """query R($id: ID!) { record(id: $id) {
  caption subjectRole claimedVictim nonPunishmentNotice redacted
  handling { tlp caveats purposes }
  grants { id until onward conditions otherRestrictions }
  provenance { reference dataset evaluation assertedAt }
  properties { name values { raw value status type } }
  links { id type sourceId targetId redacted since until note evaluation }
} }"""
PATH = """query P($source: ID!, $target: ID!) { path(source: $source, target: $target, linkTypes: [TRANSFERRED_TO]) {
  entities { id records { properties { name values { raw value status type } } } }
  edges { type sourceId targetId links { id since until note redacted evaluation } }
} }"""


@pytest.fixture
def shell(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    return open_shell(world, monkeypatch, grants, looking, around)


@pytest.fixture
def money(shell: World) -> World:
    """File a payment between two accounts, and a phone with a number that cannot be read."""
    timed = {"since": "2026-03-04", "until": "2026-03-05", "note": "seen by the desk"}
    shell.file(
        "th-police",
        record("Person", "s", name="Wichit Busabamintra", birthDate="2 พฤศจิกายน 2522", role="suspect"),
        record("PhoneNumber", "n", number="+66 81 234 5678"),
        record("PhoneNumber", "u", number="6.68E+10"),
        *(record("BankAccount", n, number=text, bank="006", country="TH") for n, text in (("a", "5328646941"),
                                                                                         ("b", "5328646942"))),
        record("Payment", "p", amount="10,000 บาท", paidAt="2026-03-04T10:30:00+07:00", purpose="for the gate"),
        replace(link("USES", "s", "n"), **timed),
        replace(link("TRANSFERRED_TO", "a", "p"), since="2026-03-04"),
        link("TRANSFERRED_TO", "p", "b"),
    )  # fmt: skip
    return shell


def told_by_graphql(world: World, rid: str, agency: str) -> dict[str, Any]:
    """Return what GraphQL says of a record, under the names that the command's JSON has."""
    found = Desk(world).data(RECORD, token=world.token(agency), id=rid)["record"]
    links = [
        {
            "id": one["id"], "type": one["type"], "source": one["sourceId"], "target": one["targetId"],
            **{name: one[name] for name in ("redacted", "since", "until", "note", "evaluation")},
        }
        for one in found["links"]
    ]  # fmt: skip
    return {
        "caption": found["caption"],
        "subject_role": words(found["subjectRole"]),
        "claimed_victim": found["claimedVictim"],
        "non_punishment_notice": found["nonPunishmentNotice"],
        "redacted": list(map(words, found["redacted"])),
        "handling": found["handling"] | {"tlp": Tlp[found["handling"]["tlp"]].value},  # names of GraphQL have no `+`
        "grants": [
            {
                "id": g["id"], "until": g["until"], "onward": g["onward"], "conditions": g["conditions"],
                "other_restrictions": g["otherRestrictions"],
            }
            for g in found["grants"]
        ],
        "provenance": None if found["provenance"] is None else list(found["provenance"].values()),
        "readings": {p["name"]: readings(p["values"]) for p in found["properties"] if p["values"]},
        "links": links,
    }  # fmt: skip


def words(name: str) -> str:
    return name.lower().replace("_", "-")


def readings(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**value, "status": words(value["status"])} for value in values]


def told_by_command(capsys: pytest.CaptureFixture[str], rid: str, agency: str) -> dict[str, Any]:
    """Return what the command's JSON says of a record."""
    capsys.readouterr()
    looking.record(rid, as_token=f"{agency}/analyst", json=True)
    found = json.loads(capsys.readouterr().out)
    names = ("id", "type", "source", "target", "redacted", "since", "until", "note", "evaluation")
    given = [found[name] for name in ("reference", "dataset", "evaluation", "asserted_at")]
    return {
        **{name: found[name] for name in ("caption", "subject_role", "claimed_victim", "non_punishment_notice",
                                          "redacted", "handling", "grants")},
        "provenance": given if found["reference"] is not None else None,
        "readings": {p["name"]: p["readings"] for p in found["properties"]},
        "links": [{name: one[name] for name in names} for one in found["links"]],
    }  # fmt: skip


@pytest.mark.parametrize("agency", ["th-police", "kh-police", "th-fiu"])
@pytest.mark.parametrize("reference", ["s", "u", "p"])
def test_a_record_has_the_facts_that_graphql_has_for_the_same_viewer(
    money: World, capsys: pytest.CaptureFixture[str], agency: str, reference: str
) -> None:
    rid = money.id("th-police", reference)
    assert told_by_command(capsys, rid, agency) == told_by_graphql(money, rid, agency)


def test_the_terms_of_a_grant_stand_with_what_it_opens_and_nowhere_else(
    shell: World, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.file("kh-police", record("Site", "s", name="Golden Mekong Park"), profile="originator-controlled")
    rid = shell.id("kh-police", "s")
    grants.grants_give(
        agency="th-police",
        classes=[PropertyClass.IDENTITY],
        purpose="investigation",
        reason="asked for",
        records=[rid],
        as_token="kh-police/analyst/investigation",
    )
    given = capsys.readouterr().out.split("\t")
    until = next(cell for cell in given if cell.startswith("until "))

    looking.record(rid, as_token="th-police/analyst")

    assert f"  grant\t{given[0]}\t{until}\tnot to be passed on\tH2\n" in capsys.readouterr().out
    for agency in ("th-police", "kh-police"):
        assert told_by_command(capsys, rid, agency) == told_by_graphql(shell, rid, agency)
    looking.record(rid, as_token="kh-police/analyst")
    assert "  grant\t" not in capsys.readouterr().out


def test_values_stand_beside_how_they_were_read_and_links_beside_their_times(
    money: World, capsys: pytest.CaptureFixture[str]
) -> None:
    person, phone = money.id("th-police", "s"), money.id("th-police", "n")

    looking.record(person, as_token="kh-police/analyst")
    shown = capsys.readouterr().out.splitlines()
    assert "  birthDate\t2 พฤศจิกายน 2522 (read as 1979-11-02)" in shown
    [line] = [line for line in shown if line.startswith("  USES\t")]
    cells = ["  USES", f"{person} -> {phone}", "PhoneNumber +66 81 234 5678", "since 2026-03-04", "until 2026-03-05"]
    assert line.split("\t")[:6] == [*cells, "note: seen by the desk"]
    looking.record(phone, as_token="th-police/analyst")
    shown = capsys.readouterr().out.splitlines()
    assert "  number\t+66 81 234 5678 (read as +66812345678)" in shown
    assert {line.split("\t")[0] for line in shown} >= {"  handling", "  reference", "  dataset", "  received"}
    looking.record(money.id("th-police", "u"), as_token="th-police/analyst")
    assert "  number\t6.68E+10 (not read: invalid phone)\n" in capsys.readouterr().out


def test_a_path_of_money_shows_amounts_and_times_as_graphql_does(
    money: World, capsys: pytest.CaptureFixture[str]
) -> None:
    ends = [money.id("th-police", reference) for reference in ("a", "b")]
    payment = money.id("th-police", "p")
    for agency in ("th-police", "th-fiu"):
        found = Desk(money).data(PATH, token=money.token(agency), source=ends[0], target=ends[1])["path"]
        around.path(ends[0], ends[1], link_type=["TRANSFERRED_TO"], as_token=f"{agency}/analyst", json=True)
        shown = json.loads(capsys.readouterr().out)
        for mine, theirs in zip(shown["entities"], found["entities"], strict=True):
            told = {p["name"]: readings(p["values"] or []) for r in theirs["records"] for p in r["properties"]}
            assert {m["name"]: m["readings"] for m in mine["money"]} == {
                name: told[name] for name in ("amount", "paidAt") if told.get(name)
            }
        names = ("id", "since", "until", "note", "redacted", "evaluation")
        assert [[{n: d[n] for n in names} for d in edge["details"]] for edge in shown["edges"]] == [
            edge["links"] for edge in found["edges"]
        ]
    around.path(ends[0], ends[1], link_type=["TRANSFERRED_TO"], as_token="th-police/analyst")
    lines = capsys.readouterr().out.splitlines()
    assert lines[2:4] == [
        "  amount\t10,000 บาท (read as 10000 THB)",
        "  paidAt\t2026-03-04T10:30:00+07:00 (read as 2026-03-04T03:30:00Z)",
    ]
    assert f"  TRANSFERRED_TO\t{ends[0]} -> {payment}\tsince 2026-03-04" in "\n".join(lines)
    follow = partial(around.path, link_type=["TRANSFERRED_TO"], directed=True, as_token="th-police/analyst")
    follow(ends[0], ends[1])
    assert capsys.readouterr().out.splitlines() == lines
    with pytest.raises(typer.Exit):
        follow(ends[1], ends[0])
    assert "no path of at most 12 links in your view" in capsys.readouterr().err


@pytest.mark.long
def test_a_directed_path_names_payments_that_were_paid_before_the_one_before(
    shell: World, capsys: pytest.CaptureFixture[str]
) -> None:
    times = {
        "p1": "2026-11-05T10:00:00+07:00",
        "p2": "2026-11-01",
        "q1": "2026-11-05T10:00:00+07:00",
        "q2": "2026-11-05",
    }
    shell.file(
        "th-police",
        *(
            record("BankAccount", n, number=f"732864694{n}", bank="006", country="TH")
            for n in ("1", "2", "3", "4", "5")
        ),
        *(record("Payment", name, paidAt=at) for name, at in times.items()),
        *(link("TRANSFERRED_TO", *ends) for ends in (("1", "p1"), ("p1", "2"), ("2", "p2"), ("p2", "3"))),
        *(link("TRANSFERRED_TO", *ends) for ends in (("1", "q1"), ("q1", "4"), ("4", "q2"), ("q2", "5"))),
    )
    ids = {name: shell.id("th-police", name) for name in ("1", "3", "5", "p2")}
    follow = partial(around.path, link_type=["TRANSFERRED_TO"], directed=True, as_token="th-police/analyst")
    follow(ids["1"], ids["3"], max_length=4)
    told = capsys.readouterr()
    assert f"{ids['p2']} was paid before a payment that stands before it" in told.err
    assert len(told.out.splitlines()) > 5
    follow(ids["1"], ids["3"], max_length=4, json=True)
    assert json.loads(capsys.readouterr().out)["too_early"] == [ids["p2"]]
    asked = "query($a: ID!, $b: ID!) {path(source: $a, target: $b, directed: true) {tooEarly}}"
    found = Desk(shell).data(asked, token=shell.token("th-police"), a=ids["1"], b=ids["3"])
    assert found == {"path": {"tooEarly": [ids["p2"]]}}
    follow(ids["1"], ids["5"], max_length=4)
    assert "was paid before" not in capsys.readouterr().err


def test_a_directed_path_names_what_was_paid_beside_it_and_says_that_a_shorter_one_is_against_time(
    shell: World, capsys: pytest.CaptureFixture[str]
) -> None:
    days = {"w1": 10, "w2": 1, "w3": 1, "x1": 11, "x2": 12, "x3": 13}
    ends = {"w1": "12", "w2": "23", "w3": "23", "x1": "24", "x2": "43", "x3": "43"}
    numbers = {n: f"732864695{n}" for n in "1234"}
    shell.file(
        "th-police",
        *(record("BankAccount", f"w{n}-", number=text, bank="006", country="TH") for n, text in numbers.items()),
        *(record("Payment", n, amount="1 THB", paidAt=f"2026-11-{day:02d}T00:00:00Z") for n, day in days.items()),
        *(link("TRANSFERRED_TO", f"w{pair[0]}-", name) for name, pair in ends.items()),
        *(link("TRANSFERRED_TO", name, f"w{pair[1]}-") for name, pair in ends.items()),
    )
    ids = {name: shell.id("th-police", name) for name in ("w1-", "w3-", *days)}
    follow = partial(around.path, ids["w1-"], ids["w3-"], directed=True, as_token="th-police/analyst")
    follow()
    told = capsys.readouterr()
    assert "a shorter path goes against time: --max-length 4 shows it" in told.err
    assert "was paid before" not in told.err
    follow(json=True)
    found = json.loads(capsys.readouterr().out)
    way = {e["id"] for e in found["entities"] if e["kind"] == "Payment"}
    [on_it] = way & {ids["x2"], ids["x3"]}
    [beside] = {ids["x2"], ids["x3"]} - way
    assert f"  1 more between the same two as {on_it}\nPayment\t{beside}\t" in told.out
    assert way == {ids["w1"], ids["x1"], on_it}
    assert found["shorter_against_time"] == 4
    [parallel] = found["parallel"]
    assert (parallel["payment"], parallel["count"]) == (on_it, 1)
    assert [e["id"] for e in parallel["entities"]] == [beside]
    assert [m["name"] for m in parallel["entities"][0]["money"]] == ["amount", "paidAt"]
    follow(max_length=4)
    told = capsys.readouterr()
    assert "no path of at most 4 links in your view is without such a payment" in told.err
    asked = """query($a: ID!, $b: ID!, $n: Int) { path(source: $a, target: $b, directed: true, maxLength: $n) {
      tooEarly shorterAgainstTime parallel { paymentId count entities { id } } } }"""
    desk = Desk(shell)
    shown = desk.data(asked, token=shell.token("th-police"), a=ids["w1-"], b=ids["w3-"])["path"]
    parallel = {"paymentId": on_it, "count": 1, "entities": [{"id": beside}]}
    assert shown == {"tooEarly": [], "shorterAgainstTime": 4, "parallel": [parallel]}
    # What is named beside the path stands in the trail as what is on it does.
    assert beside in desk.trail()[-1].entry.record_ids
    [early] = desk.data(asked, token=shell.token("th-police"), a=ids["w1-"], b=ids["w3-"], n=4)["path"]["tooEarly"]
    assert early in {ids["w2"], ids["w3"]}


def test_a_payment_that_is_closed_tells_no_amount(shell: World, capsys: pytest.CaptureFixture[str]) -> None:
    shell.file(
        "th-police",
        *(record("BankAccount", n, number=f"532864694{n}", bank="006", country="TH") for n in ("1", "2")),
        record("Payment", "p", amount="4321 THB", profile="hit-only"),
        link("TRANSFERRED_TO", "1", "p"),
        link("TRANSFERRED_TO", "p", "2"),
    )
    ends = [shell.id("th-police", reference) for reference in ("1", "2")]
    around.path(ends[0], ends[1], link_type=["TRANSFERRED_TO"], as_token="th-police/analyst")
    assert "4321 THB" in capsys.readouterr().out
    with pytest.raises(typer.Exit):
        around.path(ends[0], ends[1], link_type=["TRANSFERRED_TO"], as_token="kh-police/analyst")
    assert "4321" not in "".join(capsys.readouterr())


def test_a_row_that_waits_for_the_end_of_a_link_says_what_to_do(
    world: World, neo4j_lease: StoreLease, tmp_path: Path
) -> None:
    environment = environment_on(neo4j_lease, world.app.settings.store.home)

    def benang(*words: str) -> str:
        found = CliRunner().invoke(app, list(words), env=environment)
        assert found.exit_code == 0, found.stderr
        return found.stdout

    edge = {"id": "e1", "schema": "Ownership", "properties": {"owner": ["p1"], "asset": ["far-1"]}}
    person = {"id": "p1", "schema": "Person", "properties": {"name": ["Wichit Busabamintra"]}}
    file = tmp_path / "edges.ftm.json"
    file.write_text("\n".join(map(json.dumps, (person, edge))), encoding="utf-8")
    benang("ingest", str(file), "--originator", "th-police", "--profile", "law-enforcement")
    advice = "an end of the link is not filed: load the file that holds it, then `benang quarantine retry`"

    listed = benang("quarantine", "list", "--originator", "th-police")
    assert listed == f"edges.ftm.json:2\tasset\tunknown-end\tfar-1\t{advice}\n"
    [row] = json.loads(benang("quarantine", "list", "--originator", "th-police", "--json"))
    assert (row["column"], row["value"], row["advice"]) == ("asset", "far-1", advice)
