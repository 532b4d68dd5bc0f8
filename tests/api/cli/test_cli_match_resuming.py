"""`benang match dedupe` of whole names, killed while it weighs pairs: the same command goes on and ends alike."""

import random
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app
from entity_resolution.batch import record_scoring, resuming
from entity_resolution.views.plausibility import objection

NAMES = ("Somchai Jaidee", "สมชาย ใจดี", "Malee Srisuk", "Anong Thongdee", "Manee Thongdee", "Prasert Kaewmanee")


def dedupe(folder: Path) -> Result:
    files = [f"{folder / name}" for name in ("people.csv", "people.yml", "clusters.csv")]
    command = ["match", "dedupe", files[0], "--kind", "Person", "--mapping", files[1], "--out", files[2]]
    return CliRunner().invoke(app, command)


def test_a_run_that_is_killed_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(5)  # noqa: S311 - invented people
    rows = [f"{at},{dice.choice(NAMES)},19{dice.randint(60, 64)}-03-0{dice.randint(1, 9)}" for at in range(120)]
    (tmp_path / "people.csv").write_text("no,name,born\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "people.yml").write_text(
        "kind: Person\nid: no\nproperties: {name: name, birthDate: born}\n", encoding="utf-8"
    )
    assert dedupe(tmp_path).exit_code == 0
    whole = (tmp_path / "clusters.csv").read_bytes()
    weighed = 0

    def count(*pair: object, last: int) -> object:
        nonlocal weighed
        weighed += 1
        if weighed > last:
            raise KeyboardInterrupt
        return objection(*pair)  # type: ignore[arg-type]  # two records' facts

    monkeypatch.setattr(resuming, "PAIRS_A_PART", 200)
    (tmp_path / "clusters.csv").unlink()
    monkeypatch.setattr(record_scoring, "objection", lambda *pair: count(*pair, last=500))
    assert dedupe(tmp_path).exit_code == 130
    assert not (tmp_path / "clusters.csv").exists()
    assert list(tmp_path.glob(".clusters.csv.*.weighed/candidates-*.npz")) != []
    weighed = 0
    monkeypatch.setattr(record_scoring, "objection", lambda *pair: count(*pair, last=1_000_000))
    assert dedupe(tmp_path).exit_code == 0
    again = weighed
    assert (tmp_path / "clusters.csv").read_bytes() == whole
    assert list(tmp_path.glob(".clusters.csv.*")) == []
    weighed = 0
    assert dedupe(tmp_path).exit_code == 0
    # All but the part in which it was killed, of 200 pairs, was weighed once.
    assert again + 300 <= weighed <= again + 500
