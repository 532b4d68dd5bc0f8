"""The command: it says for whom it checks, and never opens the store that the settings name."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.cli.noninterference import _print, _scratch_settings, _viewers
from api.noninterference import Finding, Report
from api.noninterference.verdicts import Check
from api.settings import Settings
from tests.policies.bundles import copied_bundle, edit


@pytest.mark.parametrize("words", [[], ["--all", "--viewer", "x"]])
def test_it_asks_for_whom(words: list[str]) -> None:
    done = CliRunner().invoke(app, ["noninterference", *words])
    assert done.exit_code == 2
    assert "say for whom: give --viewer TOKEN, or --all" in done.stderr


def test_all_viewers_are_those_of_the_bundle_that_the_settings_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied_bundle(tmp_path)
    edit(folder, "parties.yml", "tl-police:", "tl-guard:")
    edit(folder, "parties.yml", "Sample Police (TL)", "Sample Guard (TL)")
    monkeypatch.setenv("BENANG_POLICY", str(folder))
    agencies = {v.agency for v in _viewers(None)}
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
    assert capsys.readouterr().out.endswith("1 answers tell of something hidden\n")
