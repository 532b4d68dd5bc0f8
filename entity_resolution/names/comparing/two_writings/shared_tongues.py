"""Whose spelling two names may both be read by: that of a native script, or each language that fits both in shape."""

from __future__ import annotations

from functools import lru_cache

from entity_resolution.names.companies.legal_forms import kind_words_of_places
from entity_resolution.names.comparing.peoples.cambodian import are_khmer
from entity_resolution.names.comparing.peoples.traditions import Tradition, traditions_of
from entity_resolution.names.prepared import SPELLED, PreparedName
from entity_resolution.names.scripts.form import NameForm, Tongue
from entity_resolution.names.tongues.south_asian import is_south_asian_name
from entity_resolution.names.tongues.tongue import (
    is_rather_western,
    looks_lao,
    looks_thai,
    looks_vietnamese,
    may_be_lao,
    plausible_tongues,
)

_KHMER, _THAI, _BURMESE, _CHINESE = (
    frozenset({tongue}) for tongue in (Tongue.KHMER, Tongue.THAI, Tongue.BURMESE, Tongue.CHINESE)
)
# South Asian names no longer than this are also those of others: Rai, Das.
_SHORT = 4
_LAO = frozenset({Tongue.LAO})
_NEVER_LAO = frozenset({Tongue.BURMESE, Tongue.VIETNAMESE, Tongue.MALAY})


def shared_tongues(left: PreparedName, right: PreparedName) -> tuple[Tongue, ...]:
    """Return whose spelling both names may be read by: that of a native script, else each that fits both in shape."""
    one, other = left.form, right.form
    if one.script not in SPELLED:
        if other.script in SPELLED or one.tongue is other.tongue:
            return (one.tongue,)
        return tuple(sorted((one.tongue, other.tongue)))
    if other.script not in SPELLED:
        return (other.tongue,)
    plausible = _plausible(left, right)
    vietnamese = any(form.tongue is Tongue.VIETNAMESE or looks_vietnamese(form.tokens) for form in (one, other))
    korean = Tradition.KOREAN in traditions_of(one) | traditions_of(other)
    far = one.far_from_burma and other.far_from_burma
    if far or vietnamese or korean or _one_is_western(one, other, Tongue.BURMESE):
        plausible = plausible - _BURMESE
    if vietnamese:
        plausible = plausible - _CHINESE  # whose ear hears no O from U: Dũng, Dong
    if Tongue.BURMESE in plausible and Tongue.BURMESE in (one.tongue, other.tongue):
        return (Tongue.BURMESE,)
    # Khmer spelling forgives most, so that it is tried only where a name looks Khmer.
    if Tongue.KHMER not in (one.tongue, other.tongue):
        plausible = plausible - _KHMER
    # An ear for Thai hears Hadley in Hartley, so that one of two names has to look Thai.
    several = min(len(left.words), len(right.words)) > 1
    from_elsewhere = one.from_elsewhere and other.from_elsewhere
    if from_elsewhere or are_khmer(one, other):
        plausible = plausible - _THAI
    if several and not _may_be_thai(one, other):
        plausible = plausible - _THAI
    if from_elsewhere:
        return _in_turn(plausible - _LAO)
    return _in_turn(plausible | _LAO if _are_lao(one, other) else plausible)


def _may_be_thai(one: NameForm, other: NameForm) -> bool:
    """Tell whether one of two names looks Thai, and none is rather from elsewhere: Jan Blake, Chan Blake; Pillai."""
    if any(len(token) > _SHORT and is_south_asian_name(token) for token in (*one.tokens, *other.tokens)):
        return False
    if _one_is_western(one, other, Tongue.THAI):
        return False
    return any(form.tongue is Tongue.THAI or looks_thai(form.tokens) for form in (one, other))


def _one_is_western(one: NameForm, other: NameForm, tongue: Tongue) -> bool:
    return is_rather_western(one.tokens, tongue) or is_rather_western(other.tokens, tongue)


def _are_lao(one: NameForm, other: NameForm) -> bool:
    """Tell whether two names in Latin letters may be read as Lao ones, as one of them looks so."""
    if one.tongue in _NEVER_LAO or other.tongue in _NEVER_LAO or _one_is_western(one, other, Tongue.LAO):
        return False
    mine, theirs = (
        tuple(token for token in form.tokens if token not in kind_words_of_places()) for form in (one, other)
    )
    return (looks_lao(mine) or looks_lao(theirs)) and may_be_lao(mine) and may_be_lao(theirs)


def _plausible(left: PreparedName, right: PreparedName) -> frozenset[Tongue]:
    """Return the languages that fit both names in shape; a word that both have fits each: Ploypan Jensen."""
    plausible = left.plausible & right.plausible
    one, other = left.form.tokens, right.form.tokens
    if len(one) < 2 or len(other) < 2 or Tongue.THAI in plausible:
        return plausible
    shared = set(one) & set(other)
    rest = [" ".join(token for token in tokens if token not in shared) for tokens in (one, other)]
    if not shared or not all(rest):
        return plausible
    return plausible | (_THAI & plausible_tongues(rest[0]) & plausible_tongues(rest[1]))


@lru_cache(maxsize=64)
def _in_turn(plausible: frozenset[Tongue]) -> tuple[Tongue, ...]:
    by_ear = {Tongue.THAI_BY_EAR if tongue is Tongue.THAI else tongue for tongue in plausible}
    return tuple(sorted(by_ear, key=lambda tongue: (tongue is not Tongue.GENERAL, tongue)))
