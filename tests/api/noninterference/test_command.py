"""The command: it says for whom it checks, and never opens the store that the settings name."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.cli.noninterference import Coverage, _asked, _print, _scratch_settings, _tell_of_viewers
from api.noninterference import AlikeViewers, Finding, Report
from api.noninterference.verdicts import Check
from api.settings import Settings
from graph.store import SHORT_RUN_OPTIONS
from policies import ViewerContext
from tests.policies.edited_bundles import copied_bundle, edit


@pytest.mark.parametrize("words", [[], ["--all", "--viewer", "x"]])
def test_it_asks_for_whom(words: list[str]) -> None:
    done = CliRunner().invoke(app, ["noninterference", *words])
    assert done.exit_code == 2
    assert "say for whom: give --viewer TOKEN, or --all, or set BENANG_TOKEN" in done.stderr


def test_the_token_need_not_stand_on_a_command_line_that_others_see(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str | None] = []

    def stop(token: str | None) -> list[AlikeViewers]:
        given.append(token)
        raise SystemExit(0)

    monkeypatch.setattr("api.cli.noninterference._asked", stop)
    for words in ([], ["--viewer", "named"], ["--all"]):
        CliRunner().invoke(app, ["noninterference", *words], env={"BENANG_TOKEN": "kept"})
    assert given == ["kept", "named", None]


@pytest.mark.long
def test_all_viewers_are_those_of_the_bundle_that_the_settings_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "parties.yml", "tl-police:", "tl-guard:")
    edit(folder, "parties.yml", "Sample Police (TL)", "Sample Guard (TL)")
    monkeypatch.setenv("BENANG_POLICY", str(folder))
    agencies = {a.viewer.agency for a in _asked(None)}
    assert "tl-guard" in agencies
    assert "tl-police" not in agencies


def test_a_token_that_speaks_for_nobody_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["noninterference", "--viewer", "x"], env={"BENANG_HOME": str(tmp_path)})
    assert done.exit_code != 0
    assert not (tmp_path / "neo4j").exists()


def test_the_store_of_the_settings_is_never_the_one_it_works_on(tmp_path: Path) -> None:
    live = {"NEO4J_URI": "neo4j://live.example:7687", "NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": "x"}
    given = Settings.from_env({**live, "BENANG_HOME": "/srv/benang", "BENANG_AUDIT": "/srv/audit", "HOME": "/root"})
    made = _scratch_settings(given, tmp_path)
    assert made.store.external is None
    assert {made.store.home, made.keys.parent, made.jwks.parent.parent, made.audit.parent} == {tmp_path}
    assert made.store.cache == given.store.cache


def test_a_report_is_told_in_a_few_lines(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(viewers=["v"], questions=3, answers=9, examples=2, checks={Check.PROBE, Check.DELETION})
    report.asked_fields |= {"grants"}
    _print(report)
    assert capsys.readouterr().out.splitlines() == [
        "1 viewers, 3 questions, 9 answers, 2 times something happened unseen",
        "checked: deletion, hidden or absent",
        "asked, and always answered with nothing or an error: grants",
        "nothing was found",
    ]
    report.sealed = 1
    _print(report)
    assert "not compared, since a victim's seal fell meanwhile, which is told: 1 times" in capsys.readouterr().out
    report.findings += [Finding(check=Check.PROBE, viewer="v", question="q", before="a", after="b")]
    _print(report)
    assert capsys.readouterr().out.endswith("hidden or absent: v: q\n  a\n  b\n1 answers tell of something hidden\n")


def test_fields_that_were_not_checked_have_a_line_for_each_type(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(viewers=["v"], questions=3, answers=9, examples=2)
    report.schema_fields |= {"Site.region", "Site.id", "Receipt.time", "Site.alias", "Person.id"}
    report.given_fields |= {"Site.id", "Person.id"}
    _print(report)
    assert capsys.readouterr().out.splitlines()[2:] == [
        "2 of 5 fields of the schema had a value, and about these nothing was checked:",
        "  Receipt: time",
        "  Site: alias, region",
        "nothing was found",
    ]
    report.given_fields |= report.schema_fields
    _print(report)
    assert "5 of 5 fields of the schema had a value\n" in capsys.readouterr().out


def test_it_says_whom_it_asks_and_after_each_viewer_for_whom_all_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    bank, police = (
        ViewerContext(agency=code, subject="a", roles=frozenset({"analyst"}), purpose="investigation", case_ref="K-1")
        for code in ("kh-bank", "kh-police")
    )
    asked = [AlikeViewers(viewer=bank, others=("vn-bank", "au-bank")), AlikeViewers(viewer=police)]
    _tell_of_viewers(asked)
    tell = Coverage(asked)
    tell(bank, [])
    tell(police, [Finding(check=Check.PROBE, viewer="v", question="asked", before="a", after="b")] * 2)
    told = " ".join(capsys.readouterr().err.split())
    assert "checking 2 viewers of 2 agencies on a store of its own; 2 more are on equal terms with one of them" in told
    assert "kh-bank, analyst, investigation (and vn-bank, au-bank): nothing was found; 1 of 2, about" in told
    assert "kh-police, analyst, investigation: 2 answers tell of something hidden; the last one" in told
    assert "the first: hidden or absent: v: asked a b" in told


def test_a_long_run_leaves_java_its_second_compiler(tmp_path: Path) -> None:
    given = Settings.from_env({"BENANG_HOME": str(tmp_path), "HOME": "/root"})
    assert _scratch_settings(given, tmp_path, long=True).store.java_options == ()
    assert _scratch_settings(given, tmp_path).store.java_options == SHORT_RUN_OPTIONS
