"""Words of companies' names in full: what registers and lists cut short, and one of several things for one."""

from __future__ import annotations

_SHORT = """
natl national, cos companies, cia compania, sci science, imp import, exp export, assn association,
assoc association, govt government, univ university, inst institute, dept department, elec electric,
pharm pharmaceutical, labs laboratories, lab laboratory, ins insurance, mgmt management, mktg marketing,
distr distribution, intnl international, engg engineering, equip equipment, prod production,
ents enterprise, invs investment, comml commercial
"""
_IN_FULL = dict(entry.split() for entry in _SHORT.split(","))
# Shorter words are others without their S: bus, gas.
_FEWEST_LETTERS = 5


def in_full(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a company's words with those that are cut short in full.

    Args:
        tokens: lower-case ASCII.
    """
    return tuple(_IN_FULL.get(token, token) for token in tokens)


def differ_in_number(one: str, other: str) -> bool:
    """Tell whether two words are one for one thing and for several: Beverage and Beverages.

    Args:
        one: lower-case ASCII.
        other: the same.
    """
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= _FEWEST_LETTERS and long == f"{short}s"
