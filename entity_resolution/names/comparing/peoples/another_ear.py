"""Given names that are one by another people's ear or by sound alone: Dewi and Devi of Indonesia, สุภาพร and สุภาภรณ์.

Vilma and Wilma are two where V is no W, Nasir and Nazir where S is no Z, and Niraj and Niroj outside Bengal.

So sisters may be called. A clerk may have heard one for the other as well, which a birth date tells.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from entity_resolution.names.comparing.peoples.traditions import Tradition
from entity_resolution.names.scripts.arabic_letters import is_spelling_of_arabic_letters, may_mean_one_name
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.arabic import is_arabic_name

# Where names are spelt by South Asian ears, at home and among those who came from there.
_COUNTRIES_WORDS = "AE AF BD BH BN BT CA FJ GB GY IN KE KW LK MM MU MV MY NP OM PK QA SA SG SR TT TZ UG US ZA"
_SOUTH_ASIA = frozenset(_COUNTRIES_WORDS.split())
# A Tamil's father stands behind these, in Malaysia and Singapore.
_TAMIL_CHILD = re.compile(r"\b(?:[as] ?/ ?[lo]|[ad] ?/ ?[po])\b", re.IGNORECASE)
# Whose languages have both an S and a Z, and who write S for the Z of some Arabic names as well.
_WITH_Z = _SOUTH_ASIA | frozenset({"ID", "PH", "TL"})
# Where V is no W: not in South Asia, and not where clerks of the region hear one for the other.
_WITH_V = frozenset({"AU", "CA", "GB", "GH", "IE", "KE", "NG", "NZ", "PH", "UG", "US", "ZA", "ZM", "ZW"})
# Where an O of Bengal is said for an A.
_OF_BENGAL = frozenset({"BD", "IN"})
# What a blessing and a strength or a fruit are written in Latin letters behind a name: -phorn or -porn, -phon or -phol.
_BLESSING, _OTHER_PHON = re.compile("(?<=..)ph?orn$"), re.compile("(?<=..)ph?o[nl]$")
# What clerks of every people write in either way: Dharma and Darma, Achmad and Ahmad, Siti and Sitti, Yudi and Yudhi.
_EITHER_WAY = ((re.compile(r"(?<=[bcdgjkpst])h"), ""), (re.compile("y"), "i"), (re.compile(r"(.)\1+"), r"\1"))
# Two endings of women's names: a blessing, and an ornament.
_ENDINGS_OF_THAI = (re.compile("(?<=.{2})พร$"), re.compile("(?<=.{2})ภรณ?์?$"))


def heard_by_another_ear(left: NameForm, right: NameForm, how: str) -> str:
    """Return in words why two names that agree may be two siblings', who are called alike; or nothing.

    Args:
        left: one name.
        right: the other.
        how: in which way they were found alike.
    """
    if _end_in_two_blessings(left, right):
        return "two names of one sound"
    if left.script is not Script.LATIN or right.script is not Script.LATIN:
        return ""
    if (words := _given_names_that_differ(left, right)) is not None and (told := _told_by_letters(left, right, *words)):
        return told
    if how == Tradition.SOUTH_ASIAN.how and _are_of_elsewhere(left, right) and _differ(left, right):
        return "of no country of South Asia"
    if how == Tradition.ARABIC.how and _is_tamil(left) and _is_tamil(right) and _differ(left, right):
        return "of Tamils"
    return ""


def _given_names_that_differ(left: NameForm, right: NameForm) -> tuple[str, str] | None:
    """Return the words in which alone two names of as many words differ, none of them the last."""
    if len(left.tokens) != len(right.tokens) or left.tokens[-1] != right.tokens[-1]:
        return None
    differing = [pair for pair in zip(left.tokens, right.tokens, strict=True) if pair[0] != pair[1]]
    return differing[0] if len(differing) == 1 else None


def _told_by_letters(left: NameForm, right: NameForm, one: str, other: str) -> str:
    """Return in words by which letters two given names are two among their own people, or nothing."""
    if _are_blessing_and_another(one, other) or _are_blessing_and_another(other, one):
        return "-porn and -pon are two words of Thai"
    if may_mean_one_name(one, other):
        return ""
    if one.replace("z", "s") == other.replace("z", "s") and _are_of(left, right, _WITH_Z):
        return "S and Z are two sounds there"
    if one.replace("w", "v") == other.replace("w", "v") and _are_of(left, right, _WITH_V):
        return "V and W are two sounds there"
    if one.replace("o", "a") == other.replace("o", "a") and _are_of(left, right, _SOUTH_ASIA - _OF_BENGAL):
        return "an O is no A there"
    return ""


def _are_blessing_and_another(one: str, other: str) -> bool:
    blessing, another = _BLESSING.search(one), _OTHER_PHON.search(other)
    return blessing is not None and another is not None and one[: blessing.start()] == other[: another.start()]


def _are_of(left: NameForm, right: NameForm, countries: AbstractSet[str]) -> bool:
    return all(form.countries and form.countries <= countries for form in (left, right))


def _are_of_elsewhere(left: NameForm, right: NameForm) -> bool:
    return all(form.countries and form.countries.isdisjoint(_SOUTH_ASIA) for form in (left, right))


def _is_tamil(form: NameForm) -> bool:
    return _TAMIL_CHILD.search(form.raw) is not None


def _differ(left: NameForm, right: NameForm) -> bool:
    """Tell whether two names of as many words differ in one that is no spelling of one name by any clerk."""
    if len(left.tokens) != len(right.tokens):
        return False
    pairs = zip(left.tokens, right.tokens, strict=True)
    differing = [pair for pair in pairs if _in_either_way(pair[0]) != _in_either_way(pair[1])]
    return bool(differing) and not all(_is_of_arabic(word) for pair in differing for word in pair)


def _in_either_way(word: str) -> str:
    for written, spelt in _EITHER_WAY:
        word = written.sub(spelt, word)
    return word


def _is_of_arabic(word: str) -> bool:
    return is_arabic_name(word) or is_spelling_of_arabic_letters(word)


def _end_in_two_blessings(left: NameForm, right: NameForm) -> bool:
    """Tell whether two names in Thai letters have given names that are alike but for two endings of one sound."""
    if left.script is not Script.THAI or right.script is not Script.THAI:
        return False
    (one, *rest), (other, *others) = left.native.split() or [""], right.native.split() or [""]
    blessing, ornament = _ENDINGS_OF_THAI
    return rest == others and any(
        (found := blessing.search(a))
        and (found_too := ornament.search(b))
        and a[: found.start()] == b[: found_too.start()]
        for a, b in ((one, other), (other, one))
    )
