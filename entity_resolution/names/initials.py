"""Names that another abbreviates: all initials run together, or an initial beside words in full."""

from collections.abc import Sequence

from entity_resolution.names.form import NameForm
from entity_resolution.names.legal_forms import JOINING_WORDS

_FEWEST = 3


def abbreviates(left: NameForm, right: NameForm) -> bool:
    """Tell whether one name is the initials of the other, three or more."""
    short, long = sorted((left.tokens, right.tokens), key=len)
    if len(short) != 1 or len(long) < _FEWEST:
        return False
    initials = "".join(token[0] for token in long if token not in JOINING_WORDS)
    return len(initials) >= _FEWEST and short[0] in (initials, "".join(token[0] for token in long))


def may_abbreviate(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether one name has an initial and shares a word with the other."""
    return any(len(token) == 1 for token in (*left, *right)) and not set(left).isdisjoint(right)
