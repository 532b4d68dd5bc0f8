"""A deployment offers, a member cosigns on its own machine, and whoever verifies asks for the member's word."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer

from api.cli import audit, witnessing
from policies import Sequencer, WitnessNotes
from tests.policies.audit_trails import NOW, SIGNER, entry, signed_trail, write_trail

NAME = "witness.sg-fiu.example"


@dataclass(frozen=True, slots=True)
class Places:
    audit: Path
    keys: Path


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "keys").mkdir()
    signed_trail(tmp_path / "audit")
    found = Places(audit=tmp_path / "audit", keys=tmp_path / "keys")
    monkeypatch.setattr(witnessing, "settings", lambda: found)
    monkeypatch.setattr(audit, "settings", lambda: found)
    return tmp_path


def cosign(places: Path) -> list[Path]:
    """Offer and cosign, and return the cosigned checkpoints."""
    since = sorted((places / "cosigned").glob("*.txt"))
    witnessing.audit_offer(to=places / "offers", since=since, every=True)
    offers = sorted((places / "offers").glob("*.offer"))
    witnessing.audit_cosign(offers, str(SIGNER.key), NAME, places / "kept", places / "cosigned")
    return sorted((places / "cosigned").glob("*.txt"))


def test_cosigned_checkpoints_hold_a_trail_to_its_witness(places: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = cosign(places)
    key = capsys.readouterr().err.strip().rsplit(" ", 1)[-1]
    assert (places / "cosigned" / "witness.key").read_text() == f"{key}\n"
    assert (places / "kept").stat().st_mode & 0o077 == 0
    assert {p.stem for p in first} >= {"agencies-kh-police", "originators-th-police"}

    write_trail(places / "audit", entry(40), node="two")
    sequencer = Sequencer(places / "audit")
    sequencer.run()
    sequencer.checkpoint(SIGNER, now=NOW)
    again = cosign(places)
    assert again == first
    capsys.readouterr()

    audit.audit_verify(places / "audit", key=[str(SIGNER.key)], checkpoint=again, witness=[key])
    assert "intact" in capsys.readouterr().out
    with pytest.raises(typer.Exit):
        audit.audit_verify(
            places / "audit", key=[str(SIGNER.key)], checkpoint=again, witness=[str(SIGNER.key), key[:-4]]
        )
    with pytest.raises(typer.Exit):
        audit.audit_verify(places / "audit", key=[str(SIGNER.key)], witness=[key])


def test_one_log_offered_twice_is_not_cosigned(places: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both could follow what was cosigned last, and fork from one another."""
    witnessing.audit_offer(to=places / "offers", every=True)
    offers = sorted((places / "offers").glob("*.offer"))

    with pytest.raises(typer.Exit):
        witnessing.audit_cosign([*offers, offers[0]], str(SIGNER.key), NAME, places / "kept", places / "cosigned")

    assert "is offered more than once" in capsys.readouterr().err
    assert sorted((places / "cosigned").glob("*.txt")) == []
    assert WitnessNotes(places / "kept").last(f"{SIGNER.key.name}/agencies/kh-police") is None


def test_a_rewritten_trail_is_cosigned_by_nobody(places: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = {p.name: p.read_text() for p in cosign(places)}
    for path in sorted((places / "audit").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    write_trail(places / "audit", *(entry(n) for n in range(50, 60)))
    sequencer = Sequencer(places / "audit")
    sequencer.run()
    sequencer.checkpoint(SIGNER, now=NOW)

    with pytest.raises(typer.Exit):
        cosign(places)

    assert "when it was cosigned last" in capsys.readouterr().err
    assert {p.name: p.read_text() for p in sorted((places / "cosigned").glob("*.txt"))} == kept


def offered(places: Path, agency: str) -> dict[str, str]:
    """Return what a member is offered, by file."""
    to = places / f"to {agency}"
    witnessing.audit_offer(to=to, agency=agency)
    return {path.name: path.read_text() for path in sorted(to.iterdir())}


def test_a_member_is_offered_its_own_logs_and_learns_nothing_of_how_others_grow(places: Path) -> None:
    """An entry by which th-police was shown kh-hotline's record makes both their logs longer."""
    before = offered(places, "kh-police")
    assert set(before) == {"agencies-kh-police.offer"}
    told = entry(50, of=("kh-hotline",), agency="th-police")
    write_trail(places / "audit", told, node="two")
    sequencer = Sequencer(places / "audit")
    sequencer.run()
    grown = sequencer.checkpoint(SIGNER, now=NOW)
    assert {"agencies/th-police", "originators/kh-hotline"} <= grown.keys()
    assert offered(places, "kh-police") == before
    assert set(offered(places, "th-police")) == {"agencies-th-police.offer", "originators-th-police.offer"}
    # A member that has been given nothing yet, and one that there is not, read the same.
    assert offered(places, "my-telco") == offered(places, "nobody") == {}


@pytest.mark.parametrize("said", [{}, {"agency": "kh-police", "every": True}])
def test_whom_checkpoints_are_for_is_to_be_said(places: Path, said: dict[str, Any]) -> None:
    with pytest.raises(typer.Exit) as offer:
        witnessing.audit_offer(to=places / "offers", **said)
    with pytest.raises(typer.Exit) as checkpoint:
        audit.audit_checkpoint(out=places / "offers", **said)
    assert (offer.value.exit_code, checkpoint.value.exit_code) == (2, 2)
    assert not (places / "offers").exists()
