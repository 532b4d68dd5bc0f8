"""How many examples a law is tried with: all where new ones are looked for, fewer where the same come in each run."""

from hypothesis import settings

# Of a hundred.
SAME, SEARCH = 30, 100


def examples(many: int) -> int:
    """Return with how many examples a law is tried now, one at least, where `make test-all` tries `many`."""
    return -(-many * settings().max_examples // SEARCH)
