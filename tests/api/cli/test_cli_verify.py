"""`benang audit verify` on a folder: what it says and how it ends, without a database."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app
from policies import Sequencer
from tests.policies.audit_trails import NOW, SIGNER, entry, signed_trail, write_trail

ADVICE = "make some with `benang audit checkpoint`, or accept it with --unsigned"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "audit").mkdir()
    return tmp_path / "audit"


def verify(folder: Path, *words: str) -> Result:
    """Run the command on a folder, in a deployment without keys."""
    environ = {"BENANG_HOME": str(folder.parent / "home"), "COLUMNS": "200"}
    return CliRunner().invoke(app, ["audit", "verify", str(folder), "--key", str(SIGNER.key), *words], env=environ)


def test_a_signed_trail_is_intact_with_what_is_not_yet_signed(folder: Path) -> None:
    signed_trail(folder)
    write_trail(folder, entry(9))
    found = verify(folder)
    assert (found.exit_code, found.stdout.endswith(": intact\n")) == (0, True), found.stdout
    assert "1 entries not yet in a log, 1 not yet signed, the oldest of " in found.stdout
    report = json.loads(verify(folder, "--json").stdout)
    assert (report["state"], report["unsigned"], report["unvouched"]) == ("intact", 1, [])


def test_an_empty_folder_is_nothing_to_verify(folder: Path) -> None:
    found = verify(folder)
    assert (found.exit_code, found.stdout.endswith(": nothing to verify\n")) == (1, True)
    assert verify(folder, "--unsigned").exit_code == 0


def test_entries_that_no_checkpoint_vouches_for_are_accepted_when_it_is_said(folder: Path) -> None:
    write_trail(folder, entry(1))
    found = verify(folder)
    assert (found.exit_code, found.stdout.endswith(": entries that no checkpoint vouches for\n")) == (1, True)
    assert ADVICE in found.stderr
    assert json.loads(verify(folder, "--json").stdout)["state"] == "unvouched"
    accepted = verify(folder, "--unsigned")
    assert (accepted.exit_code, accepted.stdout, accepted.stderr) == (0, found.stdout, "")

    Sequencer(folder).run()
    Sequencer(folder).checkpoint(SIGNER, now=NOW)
    assert verify(folder).exit_code == 0


def test_a_trail_whose_checkpoints_are_gone_is_told_by_its_logs(folder: Path) -> None:
    signed_trail(folder)
    kept = folder.parent / "kept.txt"
    kept.write_text("".join(Sequencer(folder).last_notes().values()), encoding="utf-8")
    for path in folder.glob("*/*/checkpoints"):
        path.unlink()
    found = verify(folder)
    assert found.exit_code == 1
    assert found.stdout.splitlines()[1:] == [
        "agencies/kh-police: has no checkpoint",
        "originators/my-police: has no checkpoint",
        "originators/th-police: has no checkpoint",
    ]
    assert verify(folder, "--checkpoint", str(kept)).exit_code == 0


def test_nobody_accepts_what_was_changed(folder: Path) -> None:
    path = write_trail(folder, entry(1), entry(2))
    path.write_bytes(path.read_bytes().replace(b'"actor":"officer 1"', b'"actor":"officer 3"'))
    found = verify(folder, "--unsigned")
    assert (found.exit_code, "intact" in found.stdout) == (1, False)


@pytest.mark.parametrize("command", [["audit", "verify"], ["audit", "key"]])
def test_a_damaged_key_and_an_impossible_setting_are_told_in_one_line(folder: Path, command: list[str]) -> None:
    keys = folder.parent / "keys"
    keys.mkdir(mode=0o700)
    (keys / "checkpoint.pem").write_text("damaged", encoding="utf-8")
    (keys / "checkpoint.pem").chmod(0o600)
    environ = {"BENANG_HOME": str(folder.parent), "COLUMNS": "200"}
    damaged = CliRunner().invoke(app, command, env=environ)
    unset = CliRunner().invoke(app, command, env={**environ, "BENANG_MAX_BODY_BYTES": "x"})
    assert (damaged.exit_code, damaged.stdout, unset.exit_code, unset.stdout) == (1, "", 1, "")
    assert damaged.stderr.startswith(f"benang: setting `{keys / 'checkpoint.pem'}` must hold")
    assert unset.stderr == "benang: setting `BENANG_MAX_BODY_BYTES` must be a number of bytes from 1000 to 100000000\n"
