"""The commands for grants and protection claims, in the process, on a real store."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import typer

from api.cli import grants, protection
from graph import PropertyClass
from policies import Outcome
from tests.api.asking import Desk
from tests.api.shells import open_shell
from tests.world import World, record

WHO = {"name": "Anong Siriwattana", "birthDate": "1999-04-05", "nationality": "TH"}


@pytest.fixture
def shell(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    return open_shell(world, monkeypatch, grants, protection)


def give(world: World, *references: str, **changed: Any) -> None:
    grants.grants_give(
        **{
            "agency": "th-police",
            "classes": [PropertyClass.IDENTITY],
            "purpose": "investigation",
            "reason": "asked for",
            "records": [world.id("kh-police", r) for r in references],
            "as_token": "kh-police/analyst/investigation",
            **changed,
        }
    )


def test_a_grant_is_given_listed_and_taken_back(shell: World, capsys: pytest.CaptureFixture[str]) -> None:
    shell.file("kh-police", record("Site", "s", name="Golden Mekong Park"), profile="originator-controlled")
    give(shell, "s")
    line = capsys.readouterr().out.strip().split("\t")
    assert line[1:5] == ["active", "to th-police", "1 records, 0 links", "identity"]
    assert line[-2:] == ["H2", "asked for"]
    assert shell.run(shell.app.records.records(shell.scope("th-police"), [shell.id("kh-police", "s")]))
    grants.grants_list(received=True, as_token="th-police/analyst/investigation")
    assert capsys.readouterr().out.split("\t")[:3] == [line[0], "active", "from kh-police"]
    for who, direction in (("kh-police", "given"), ("th-police", "received")):
        grants.grants_list(as_token=f"{who}/analyst/investigation", json=True)
        listed = json.loads(capsys.readouterr().out)
        assert [(g["id"], g["direction"]) for g in listed] == [(line[0], direction)]
    grants.grants_list(as_token="kh-police/analyst/investigation")
    assert capsys.readouterr().out.split("\t")[:3] == [line[0], "active", "to th-police"]
    grants.grants_revoke(line[0], as_token="kh-police/analyst/investigation")
    assert capsys.readouterr().out.split("\t")[1] == "revoked"
    assert not shell.run(shell.app.records.records(shell.scope("th-police"), [shell.id("kh-police", "s")]))


def test_a_grant_that_is_given_again_under_its_key_is_the_one_that_was_given(
    shell: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after a command that was killed: nobody knows whether it had been given."""
    for name in ("s", "t"):
        shell.file("kh-police", record("Site", name, name=f"Golden Mekong {name}"), profile="originator-controlled")
    classes = [PropertyClass.IDENTITY, PropertyClass.CONTACT, PropertyClass.NARRATIVE]
    for order in (classes, classes[::-1]):
        give(shell, "s", key="k-1", classes=order)
    one, again = (line.split("\t")[0] for line in capsys.readouterr().out.splitlines())
    assert one == again

    with pytest.raises(typer.Exit):
        give(shell, "t", key="k-1")
    assert "this key was used for something else" in capsys.readouterr().err
    assert Desk(shell).trail()[-1].entry.outcome is Outcome.DENIED
    with pytest.raises(typer.Exit):
        give(shell, "s", key="")
    assert "`--key` must have 1 to 100 characters" in capsys.readouterr().err
    assert shell.query("MATCH (g:Grant) RETURN g.id AS id") == [{"id": one}]

    give(shell, "s", key="k-2", classes=classes)
    assert capsys.readouterr().out.split("\t")[0] != one


def test_a_grant_that_begins_later_opens_nothing_before(shell: World, capsys: pytest.CaptureFixture[str]) -> None:
    shell.file("kh-police", record("Site", "s", name="Golden Mekong Park"), profile="originator-controlled")
    tomorrow = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(days=1)

    give(shell, "s", begins=tomorrow, days=2, json=True)

    given = json.loads(capsys.readouterr().out)
    assert given["from"] == f"{tomorrow.isoformat()}+00:00"
    assert given["until"] == f"{(tomorrow + timedelta(days=2)).isoformat()}+00:00"
    assert not shell.run(shell.app.records.records(shell.scope("th-police"), [shell.id("kh-police", "s")]))


def test_a_grant_that_would_be_over_before_now_is_refused(shell: World, capsys: pytest.CaptureFixture[str]) -> None:
    shell.file("kh-police", record("Site", "s", name="Golden Mekong Park"), profile="originator-controlled")

    with pytest.raises(typer.Exit):
        give(shell, "s", begins=datetime(2020, 1, 1), days=2)  # noqa: DTZ001 - as the command line reads it

    assert "must lie ahead" in capsys.readouterr().err


def test_a_grant_that_may_not_be_passed_on_says_why(shell: World, capsys: pytest.CaptureFixture[str]) -> None:
    shell.file("kh-police", record("Site", "s", name="Golden Mekong Park"), profile="originator-controlled")
    give(shell, "s")
    given = capsys.readouterr().out.split("\t")[0]
    with pytest.raises(typer.Exit):
        grants.grants_pass_on(given, "my-police", "for M-7", as_token="th-police/analyst/investigation")
    assert "its originator lets nothing of it be passed on" in capsys.readouterr().err
    assert not shell.run(shell.app.records.records(shell.scope("my-police"), [shell.id("kh-police", "s")]))
    assert Desk(shell).trail()[-1].entry.outcome is Outcome.DENIED


def test_a_grant_that_needs_a_second_person_waits_for_one(shell: World, capsys: pytest.CaptureFixture[str]) -> None:
    shell.file("kh-hotline", record("Site", "s", name="Golden Mekong Park"), profile="victim-protection")
    site = shell.id("kh-hotline", "s")

    def named_to_sg() -> bool:
        [found] = shell.run(shell.app.records.records(shell.scope("sg-police"), [site]))
        return PropertyClass.IDENTITY in found.readable

    give(shell, records=[site], as_token="kh-hotline/analyst/investigation", agency="sg-police")
    line = capsys.readouterr().out.split("\t")
    assert line[1] == "proposed"
    assert not named_to_sg()
    with pytest.raises(typer.Exit):
        grants.grants_approve(line[0], as_token="kh-hotline/analyst/investigation")
    assert "a second person has to approve" in capsys.readouterr().err
    assert Desk(shell).trail()[-1].entry.outcome is Outcome.DENIED
    assert not named_to_sg()
    grants.grants_approve(line[0], as_token="kh-hotline/duty-officer/investigation")
    assert capsys.readouterr().out.split("\t")[1] == "active"
    assert named_to_sg()


def test_a_claim_is_raised_seen_contested_and_lifted(shell: World, capsys: pytest.CaptureFixture[str]) -> None:
    shell.file("th-police", record("Person", "t", role="suspect", **WHO))
    shell.file("kh-hotline", record("Person", "h", **WHO))
    protecting = "kh-hotline/victim-support/victim-protection"
    protection.protection_claim([shell.id("kh-hotline", "h")], reason="interviewed", as_token=protecting)
    claim = capsys.readouterr().out.split("\t")[0]
    protection.protection_notices(as_token="th-police/analyst/investigation")
    told = capsys.readouterr()
    assert "Victims are not to be punished" in told.err
    notice, _, state, *rest = told.out.strip().split("\t")
    assert (state, rest[0]) == ("sealed", f"your {shell.id('th-police', 't')}")
    assert rest[1].startswith("status conflict")
    protection.protection_contest(notice, reason="she runs it", as_token="th-police/analyst/investigation")
    assert "contested: she runs it" in capsys.readouterr().out
    protection.protection_claims(as_token=protecting)
    assert "  contested: she runs it" in capsys.readouterr().out
    protection.protection_lift_claim(claim, reason="a namesake", as_token=protecting)
    assert "lifted: a namesake" in capsys.readouterr().out
    protection.protection_notices(as_token="th-police/analyst/investigation")
    assert "status conflict" not in capsys.readouterr().out
    protection.protection_notices(open_only=True, as_token="th-police/analyst/investigation")
    assert capsys.readouterr().out == ""
    with pytest.raises(typer.Exit):
        protection.protection_lift(notice, reason="x", as_token="th-police/victim-support/victim-protection")
    assert "`lift-seal` does not fit a notice that is `lifted`" in capsys.readouterr().err
    assert Desk(shell).trail()[-1].entry.outcome is Outcome.DENIED


def test_a_claim_that_asks_is_declined_by_those_who_protect_and_sealed_later(
    shell: World, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.file("my-police", record("Person", "m", role="suspect", **WHO))
    shell.file("kh-hotline", record("Person", "h", **WHO))
    investigating, protecting = "my-police/analyst/investigation", "my-police/victim-support/victim-protection"
    hotline = "kh-hotline/victim-support/victim-protection"
    protection.protection_claim([shell.id("kh-hotline", "h")], reason="interviewed", as_token=hotline)
    protection.protection_notices(as_token=investigating)
    notice, _, state, *_ = capsys.readouterr().out.splitlines()[-1].split("\t")
    assert state == "asked"
    with pytest.raises(typer.Exit):
        protection.protection_answer(notice, seal=False, reason="our suspect", as_token=investigating)
    assert "`decline-claim` is not allowed" in capsys.readouterr().err
    assert Desk(shell).trail()[-1].entry.outcome is Outcome.DENIED
    protection.protection_answer(notice, seal=False, reason="not she", as_token=protecting)
    assert capsys.readouterr().out.split("\t")[2] == "declined"
    protection.protection_answer(notice, seal=True, reason="it is she", as_token=protecting)
    assert capsys.readouterr().out.split("\t")[2] == "sealed"


def test_claims_and_notices_are_listed_by_the_record_that_they_are_on(
    shell: World, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.file("th-police", record("Person", "t", role="suspect", **WHO))
    shell.file("kh-hotline", record("Person", "h", **WHO), record("Person", "other", name="Dara Sok"))
    protecting, hers, other = (
        "kh-hotline/victim-support/victim-protection",
        shell.id("kh-hotline", "h"),
        shell.id("kh-hotline", "other"),
    )
    for rid in (hers, other):
        protection.protection_claim([rid], reason="interviewed", as_token=protecting)
    capsys.readouterr()
    protection.protection_claims(records=[hers], as_token=protecting)
    assert [line.split("\t")[3] for line in capsys.readouterr().out.splitlines()] == [hers]
    assert Desk(shell).trail()[-1].entry.record_ids == (hers,)
    protection.protection_claims(records=[hers, other], as_token=protecting)
    assert len(capsys.readouterr().out.splitlines()) == 2
    theirs = shell.id("th-police", "t")
    protection.protection_notices(records=[theirs], as_token="th-police/analyst/investigation")
    assert f"your {theirs}" in capsys.readouterr().out


def test_a_record_that_no_claim_names_is_told_from_one_that_is_not_there(
    shell: World, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.file("kh-hotline", record("Person", "h", **WHO))
    shell.file("th-police", record("Person", "t", role="suspect", **WHO))
    protecting = "kh-hotline/victim-support/victim-protection"
    for listed, none in (
        (protection.protection_claims, "no claims of your agency name such a record\n"),
        (protection.protection_notices, "no claim touches such a record in your view\n"),
    ):
        listed(records=[shell.id("kh-hotline", "h")], as_token=protecting)
        assert capsys.readouterr() == ("", none)
        for wrong in (shell.id("th-police", "t"), "r-0000000000000000"):
            with pytest.raises(typer.Exit):
                listed(records=[wrong], as_token=protecting)
            told = capsys.readouterr().err
            assert f"there is no such record of your agency in your view: `{wrong}`" in told
            assert Desk(shell).trail()[-1].entry.record_ids == ()


def test_who_is_listed_no_claims_is_told_why(shell: World, capsys: pytest.CaptureFixture[str]) -> None:
    shell.file("kh-hotline", record("Person", "h", **WHO))
    protection.protection_claim(
        [shell.id("kh-hotline", "h")], reason="x", as_token="kh-hotline/victim-support/victim-protection"
    )
    capsys.readouterr()
    protection.protection_claims(as_token="kh-hotline/analyst/investigation")
    assert "listed to a protection role under the protection purpose alone" in capsys.readouterr().err
