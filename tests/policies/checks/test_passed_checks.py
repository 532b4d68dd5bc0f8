"""What passed its checks is not checked again by the next command, until text, program or clock are others."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from policies import BundleError, PassedChecks, Promotion, promote
from policies.bundles.loading import FLOOR_FILE
from policies.checks import passed_checks, promotion
from tests.policies.edited_bundles import copied_bundle, edit

NOW = datetime(2026, 11, 1, tzinfo=UTC)
Command = Callable[..., int]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return what loads a bundle as a process of its own does, and tells how often it checked it."""
    check, checked = promotion.check_decisions, list[str]()

    def counted(*given: object, **named: object) -> Promotion:
        checked.append("")
        return check(*given, **named)  # type: ignore[arg-type]

    def run(folder: Path, *, now: datetime = NOW, decisions: int = 40) -> int:
        monkeypatch.setattr(promotion, "_passed", type(promotion._passed)())
        before = len(checked)
        found = promote(folder, now=now, decisions=decisions, kept=PassedChecks(tmp_path / "home" / "policies"))
        assert found.decisions >= decisions
        return len(checked) - before

    monkeypatch.setattr(promotion, "check_decisions", counted)
    return run


def test_what_passed_is_not_checked_again_until_something_is_another(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whether it is checked is counted here; that the laws are among what is checked, the next test holds.
    monkeypatch.setattr(promotion, "find_breaches", lambda *_given, **_named: [])
    folder, mark = copied_bundle(tmp_path), tmp_path / "home" / "policies" / "passed-checks.json"
    assert command(folder) == 1
    assert mark.stat().st_mode & 0o077 == 0
    assert command(folder, now=NOW + timedelta(days=400)) == 0
    assert command(folder, now=NOW - timedelta(seconds=1)) == 1  # an instant that was not looked at
    assert command(folder, decisions=4_000) == 1
    mark.write_text(json.dumps(json.loads(mark.read_text()) | {"left_to_engine": None}))
    assert command(folder) == 1
    for damaged in (b"\xff", b"[" * 100_000, mark.read_bytes().replace(b'"decisions": ', b'"decisions": 1e999, "d": ')):
        mark.write_bytes(damaged)
        assert command(folder) == 1
    monkeypatch.setattr(passed_checks, "program_digest", lambda: "another program")
    assert command(folder) == 1
    assert command(folder) == 0


def test_another_text_is_checked_whatever_passed_before(command: Command, tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    assert command(folder) == 1
    edit(folder, FLOOR_FILE, "!resource.linkNoticeVictims &&", "!resource.linkNoticeVictims && false &&")
    for _ in range(2):
        with pytest.raises(BundleError, match="breaks a law"):
            command(folder)
