"""Names that are two at first sight, as nearly all are: they share no blocking key, no words and few consonants."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from entity_resolution.names.comparing.pairing import Found
from entity_resolution.names.comparing.peoples.by_surname import may_be_of_one_surname
from entity_resolution.names.comparing.peoples.native_initials import have_initials
from entity_resolution.names.comparing.things.called_for_short import called_for_short
from entity_resolution.names.comparing.two_writings.other_readings import as_the_other_says
from entity_resolution.names.comparing.two_writings.read_beside import read_beside
from entity_resolution.names.keys.initials import may_abbreviate
from entity_resolution.names.prepared import PreparedName, prepare
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.skeletons import skeleton
from entity_resolution.names.short_names import full_form
from entity_resolution.names.tongues.filiation import is_without_father

WORTH_A_LOOK = 0.5
"""How alike names have to be for a closer look."""


def are_far_apart(left: NameForm, right: NameForm, kind: NameKind) -> bool:
    """Return whether two names are two at first sight, as nearly all are; `compare_names` finds such ones different.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    left, right = read_beside(left, right, kind)
    one, other = prepare(left, kind), prepare(right, kind)
    if one.writing == other.writing or (kind is NameKind.ORGANISATION and called_for_short(left, right) is not None):
        return False
    if as_the_other_says(left, right, kind) is not None:
        return False
    return not left.latin or not right.latin or at_first_sight(one, other, kind) is not None


def at_first_sight(one: PreparedName, other: PreparedName, kind: NameKind) -> Found | None:
    """Return a result at once for names that share no blocking key, no words and few consonants."""
    left, right = one.form, other.form
    keyed = left.keying.are_made and right.keying.are_made
    if keyed and not left.keys.isdisjoint(right.keys):
        return None
    found = _hopeless(one, other)
    if found is None or _may_be_one(one, other, kind):
        return None
    # Last, where they were not made before: making keys takes as long as comparing two names takes.
    return found if keyed or left.keys.isdisjoint(right.keys) else None


def _may_be_one(one: PreparedName, other: PreparedName, kind: NameKind) -> bool:
    """Tell whether words, a surname or initials make a closer look worth it, however few consonants two names share."""
    left, right = one.form, other.form
    least = 1 if kind is NameKind.SITE else 2
    if _holds_all_words(left.tokens, right.tokens, least=least) or may_be_of_one_surname(one, other):
        return True
    return kind is NameKind.PERSON and (is_without_father(left, right) or have_initials(left, right))


def _holds_all_words(left: tuple[str, ...], right: tuple[str, ...], *, least: int) -> bool:
    """Tell whether the longer name has every word of the other, so many at least, as a branch has its bank's."""
    short, long = sorted((set(left), set(right)), key=len)
    return len(short) >= least and short <= long


def _hopeless(left: PreparedName, right: PreparedName) -> Found | None:
    """Return a result at once for names that share few consonants, as nearly all pairs do that share no key."""
    if (left.form.script is Script.ARABIC) is not (right.form.script is Script.ARABIC):
        return None
    one, other = left.form.latin[0], right.form.latin[0]
    alike = OSA.normalized_similarity(skeleton(one), skeleton(other))
    if alike < WORTH_A_LOOK and (left.kinds or right.kinds):
        alike = max(alike, OSA.normalized_similarity(skeleton(left.core[0]), skeleton(right.core[0])))
    if alike >= WORTH_A_LOOK or _share_in_full(one, other) or may_abbreviate(left.form.tokens, right.form.tokens):
        return None
    return Found(0.5 * alike, one, other, "consonants differ", in_order=True)


def _share_in_full(left: str, right: str) -> bool:
    """Tell whether two words of each name are the same once short forms are full: Robert James Miller, Bob Miller."""
    mine, theirs = ({full_form(token) for token in name.split()} for name in (left, right))
    return len(mine & theirs) > 1
