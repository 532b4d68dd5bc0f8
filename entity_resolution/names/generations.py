"""What tells father and son of one name apart, and stands behind it: Jr. and Sr., II and III."""

from __future__ import annotations

from entity_resolution.names.form import NameForm

_GENERATIONS = {
    **{"jr": "jr", "jnr": "jr", "junior": "jr", "sr": "sr", "snr": "sr"},
    **{"ii": "ii", "2nd": "ii", "iii": "iii", "3rd": "iii", "iv": "iv", "4th": "iv"},
}
# What is left of a likeness where two names say different generations; one that says none may be of any.
_OTHER_GENERATION = 0.72


def generations_of(form: NameForm) -> frozenset[str]:
    """Return which bearer of a name within a family a person's name says that it means, in one spelling each."""
    return frozenset(_GENERATIONS[title] for title in form.honorifics if title in _GENERATIONS)


def generation_behind(name: str) -> str:
    """Return which bearer of a name a cleaned lower-case field says that it means, as its last word of several."""
    before, _, last = name.rpartition(" ")
    return _GENERATIONS.get(last, "") if before else ""


def generations_agree(left: NameForm, right: NameForm) -> float:
    """Return by what a likeness of two persons' names is multiplied for their generations: 1 where none contradict."""
    if not left.honorifics or not right.honorifics:
        return 1.0
    mine, theirs = generations_of(left), generations_of(right)
    return _OTHER_GENERATION if mine and theirs and mine.isdisjoint(theirs) else 1.0
