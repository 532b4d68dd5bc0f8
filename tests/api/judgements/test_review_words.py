"""What the command line says of a pair in words."""

import pytest

from api.cli.review import _how_common


@pytest.mark.parametrize(
    ("frequency", "said"),
    [
        (None, ""),
        (1.0, ""),
        (1 / 189, ", 1 name in 189"),
        (1 / 250_000, ", 1 name in 250,000"),
        (1 / 25_000_000, ", at most 1 name in 1,000,000, or of words that the tables do not have"),
    ],
)
def test_how_common_a_name_is_is_told_as_far_as_the_tables_know(frequency: float | None, said: str) -> None:
    assert _how_common(frequency) == said
