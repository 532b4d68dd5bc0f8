"""The last A of a woman's name, which makes no man's in another writing: كريمة is no Karim, カルメラ no Carmelo.

Arabic and Hebrew letters and kana meet Latin ones by consonants, so that a brother and a sister would agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice, permutations

from entity_resolution.names.scripts.arabic_letters import are_two_by_letters, is_spelt_so
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.hebrew import has_hebrew_letters
from entity_resolution.names.scripts.loan_sounds import KATAKANA_ALONE
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.arabic import (
    arabic_parts,
    arabic_words,
    are_of_same_consonants,
    letters_of_words,
    pair_off_bones,
)
from entity_resolution.names.tongues.bare_consonants import bare

# What ends a Latin word in a vowel, an H behind it or not, in an A, and in the I of a man and in the IA of a woman.
_VOWEL, _LATIN_A = re.compile("[aeiouyw]h?$"), re.compile("ah?$")
_MANS_I, _WOMANS_IA = re.compile("[iy]$"), re.compile("[iy]y?ah?$")
# As Iran and the Turks say it: Vahideh, Hamide.
_LATIN_E = re.compile("[^aeiouy]eh?$")
# A last AYN is written AA and EA, and is no woman's A: Sebaa, Rafea.
_AYN = re.compile("[ae]ah?$")
# An E behind N that French does not say: Amine, Sofiane.
_MUTE_E = re.compile("[aiou]ne$")
# Words as `by_letters` spells them: on A, on a throat's H and on it with an A behind, on Y and on IA.
_WRITTEN_A, _WRITTEN_H_A = re.compile("(?:a|ah)$"), re.compile("(?<![skgdtz])hah$")
_WRITTEN_IA = re.compile("yah?$")
_SPELT_H_A, _SPELT_HA = re.compile("h[aeiou]+h?$"), re.compile("(?:(?<!h)a|ha)$")
# A last A of kana that is an R or an RE elsewhere: Peter, Claire.
_LONG_A = ("\u30fc", "\u30a2")
_OF_GOD, _LAMED, _ALEF_AND_AYN, _HET = re.compile("[aeiu]el$"), "\u05dc", ("\u05d0", "\u05e2"), "\u05d7"
_SPELL_VOWELS = frozenset({Script.LATIN, Script.CYRILLIC})
_ORDERS = 24  # of four words
_KANA_BREAK = re.compile("[\\s\u30fb\uff65]+")


def differ_in_last_a(left: NameForm, right: NameForm) -> bool:
    """Tell whether a word of one name ends in a woman's A and the same consonants of the other do not, or in an I.

    Asked of two writings of which one says little of vowels, Arabic and Hebrew letters and kana, and the other spells
    them. Two names that the table of Arabic tells apart by letters are such as well: سمر (Samar), Samir.

    Args:
        left: one person's name.
        right: another that agrees with it.
    """
    if left.script is right.script:
        return False
    native, latin = (left, right) if right.script in _SPELL_VOWELS else (right, left)
    if latin.script not in _SPELL_VOWELS:
        return False
    if native.script is Script.ARABIC:
        return _differ_in_arabic(native, latin)
    if has_hebrew_letters(native.native):
        return _differ_word_by_word(native, latin, _in_hebrew)
    return KATAKANA_ALONE.fullmatch(native.native) is not None and _differ_word_by_word(native, latin, _in_kana)


def _differ_in_arabic(native: NameForm, latin: NameForm) -> bool:
    ones, others = (arabic_parts(arabic_words(form.native, form.script, form.tokens)) for form in (native, latin))
    if not ones or not others:
        return False
    letters = letters_of_words(native.native)
    return any(
        are_of_same_consonants(written, spelled)
        and (are_two_by_letters(letters.get(written, ""), spelled) or _in_arabic(written, spelled))
        for written, spelled in pair_off_bones(ones, others).pairs
    )


def _in_arabic(written: str, spelled: str) -> bool:
    """Tell likewise of a word as `by_letters` spells it and of a Latin one with the same consonants."""
    if is_spelt_so(written, spelled):
        return False
    if _WRITTEN_H_A.search(written):
        return _SPELT_H_A.search(spelled) is None
    if _WRITTEN_A.search(written):
        return _lacks_last_a(written, spelled) or (written.endswith("nah") and _MUTE_E.search(spelled) is not None)
    if written.endswith("y"):
        return _WOMANS_IA.search(spelled) is not None
    if written.endswith("h"):
        return _SPELT_HA.search(spelled) is not None  # Saliha, and Salah, whose H is his own
    if written.endswith("w") or _AYN.search(spelled) is not None:
        return False
    is_on_e = _LATIN_E.search(spelled) is not None and _MUTE_E.search(spelled) is None
    return is_on_e or _LATIN_A.search(spelled) is not None


def _lacks_last_a(written: str, spelled: str) -> bool:
    """Tell whether a Latin word ends in a consonant, or in I beside a native one on IA."""
    is_of_a_man = _WRITTEN_IA.search(written) is not None and _MANS_I.search(spelled) is not None
    return is_of_a_man or _VOWEL.search(spelled) is None


def _differ_word_by_word(native: NameForm, latin: NameForm, differ: Callable[[str, str, str], bool]) -> bool:
    """Tell whether two words of the same consonants differ by a rule, in the first order that pairs them off.

    Args:
        native: a name in letters that say little of vowels.
        latin: the same in Latin letters.
        differ: tells it of a word, of its reading, and of the Latin one.
    """
    readings = native.latin[-1].split()
    letters = _KANA_BREAK.split(native.native)
    words = list(zip(letters if len(letters) == len(readings) else readings, readings, strict=True))
    orders = (list(zip(words, order, strict=False)) for order in permutations(latin.tokens))
    pairs = next((order for order in islice(orders, _ORDERS) if all(_sound_alike(*pair) for pair in order)), None)
    if pairs is not None and len(words) == len(latin.tokens):
        return any(differ(*word, spelled) for word, spelled in pairs)
    return any(differ(*word, spelled) for word in words for spelled in latin.tokens if _sound_alike(word, spelled))


def _sound_alike(word: tuple[str, str], spelled: str) -> bool:
    return bare(word[1]) == bare(spelled)


def _in_hebrew(word: str, reading: str, spelled: str) -> bool:
    """Tell likewise of a word in Hebrew letters, whose last HE is an A, an E or an O: Moshe, Shlomo."""
    if reading.endswith("a"):
        return _lacks_last_a(reading, spelled)
    if _OF_GOD.search(spelled) is not None and word.endswith(_LAMED) and word[-2:-1] not in _ALEF_AND_AYN:
        return True  # Michal, and Michael, whom God's name ends
    spelt = _SPELT_HA if word.endswith(_HET) else _LATIN_A  # Noah
    return spelt.search(spelled) is not None


def _in_kana(word: str, reading: str, spelled: str) -> bool:
    """Tell likewise of a word in kana, which write each vowel, and one behind a consonant that has none."""
    if not reading.endswith("a"):
        return _LATIN_A.search(spelled) is not None
    is_as_heard = word.endswith(_LONG_A) and spelled.rstrip("e").endswith("r")
    return not is_as_heard and _LATIN_A.search(spelled) is None and not spelled.endswith("e")
