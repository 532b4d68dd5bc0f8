"""A command that is stopped by Ctrl-C says so, and how to go on, and ends with 130."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import data
from api.cli.main import app


def test_an_ingest_that_is_stopped_says_that_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stopped(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(data, "_ingest", stopped)
    file = tmp_path / "a.ftm.json"
    file.write_text('{"id": "a", "schema": "Person", "properties": {"name": ["Nok Dee"]}}\n', encoding="utf-8")
    given = ["ingest", str(file), "--originator", "th-police", "--profile", "law-enforcement"]
    result = CliRunner().invoke(app, given, env={"BENANG_HOME": str(tmp_path / "home")})
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "stopped: what was written stays, and the same command goes on behind it\n"


def test_another_command_that_is_stopped_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stopped(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(data, "_resolve", stopped)
    result = CliRunner().invoke(app, ["resolve"], env={"BENANG_HOME": str(tmp_path / "home")})
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "stopped\n")
