"""Parameter files: read strictly, written so that they read back the same, and honest in their head."""

from pathlib import Path

import numpy as np
import pytest

from entity_resolution.batch.parameters import (
    BatchModel,
    PairClass,
    batch_model,
    model_text,
    shipped_kinds,
    shipped_model,
)
from entity_resolution.errors import BatchMappingError
from graph import read_marked_yaml


def read_model(path: Path) -> BatchModel:
    return batch_model(read_marked_yaml(path, BatchMappingError))


def test_the_shipped_file_says_on_what_when_and_how_well_it_was_learned() -> None:
    assert shipped_kinds() == {"Person"}
    learned = shipped_model("Person").learned
    assert set(learned) == {"data", "date", "method", "quality"}
    assert "F1" in learned["quality"]


def test_a_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    model = shipped_model("Person")
    path = tmp_path / "p.yml"
    path.write_text(model_text(model), encoding="utf-8")
    found = read_model(path)
    assert model_text(found) == model_text(model)
    assert (found.kind, found.version, found.fields, found.blocking) == (
        model.kind,
        model.version,
        model.fields,
        model.blocking,
    )
    for one, other in zip(model.comparisons, found.comparisons, strict=True):
        for of in PairClass:
            assert np.allclose(one.probabilities[of], other.probabilities[of], atol=1e-6)
            assert abs(other.probabilities[of].sum() - 1) < 1e-12


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("compare: date", "compare: dates", "unknown comparison `dates`, did you mean `date`?"),
        ('format: "1"', 'format: "2"', "format 1 is expected"),
        ("      swapped:", "      swaped:", "unknown level `swaped`, did you mean `swapped`?"),
        ("kind: Person\n", "", "`kind` is missing"),
        ("  birthDate: date\n", "  birthDate: day\n", "unknown type of field `day`"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, before: str, after: str, message: str) -> None:
    text = model_text(shipped_model("Person"))
    assert before in text
    path = tmp_path / "p.yml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(BatchMappingError) as caught:
        read_model(path)
    assert message in str(caught.value)
    assert str(caught.value).startswith("p.yml, line ")


def test_probabilities_that_do_not_sum_to_one_are_refused(tmp_path: Path) -> None:
    text = model_text(shipped_model("Person"))
    line = next(line for line in text.splitlines() if line.strip().startswith("conflict:"))
    path = tmp_path / "p.yml"
    path.write_text(text.replace(line, "      conflict: [0.5, 0.5, 0.5]"), encoding="utf-8")
    with pytest.raises(BatchMappingError, match="do not sum to 1"):
        read_model(path)
