"""Letters that make no syllable as Thai and Burmese names are spelt, so that a slip put them there: Naroig, Htnu."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from entity_resolution.names.tongues.tongue import is_burmese_syllable, is_of_dialect, is_shaped_burmese, thai_letters

# Half of a word's letters are elements of Thai names.
_MOSTLY = 2
# Syllables of Thai, in the royal transcription and as people spell themselves. A vowel that ends in a glide takes no
# consonant at the end of a word (Wichai), and a syllable without one in front begins with A, O or U (Chai-anan).
_CLUSTERS = {f"{one}{other}" for one in ("kh", "ph", "ch", "th", "jh", "bh", "dh", *"kgptdbsf") for other in "rlw"}
_ONSETS = frozenset({*_CLUSTERS, "tch", "kh", "ph", "ch", "th", "jh", "bh", "dh", "sh", "ng", "ny"}) | frozenset(
    "bcdfghjklmnprstvwyz"
)
_GLIDES_IN_A_ROW = "ueai uai uay iao iaw iew aow aew aeo oei oey eow ai ay ao au ei ey oi oy ui uy iu eo ew io ow"
_VOWELS_IN_A_ROW = "uea uue aa ii ee ie ia ue eu ua uu oo oe er ea ae aw or ar ir ur a e i o u y"
_GLIDES, _VOWELS = frozenset(_GLIDES_IN_A_ROW.split()), frozenset(_VOWELS_IN_A_ROW.split())
_CODAS = frozenset({"nn", "ck", "tt", "th", "ph", "kh", "ch", *"bdghjklmnprstwy"})
_NASALS = frozenset({"ng", "ngk"})  # but before a vowel, where the G begins the next syllable
_BEGIN_SYLLABLES = frozenset("aeiou")
_LAST_CODAS = frozenset({"ngs", "ngse", "nd", "nt", "rn", "rm", "rt", "rk", "rd", "rp", "dr", "tr"})
_LONGEST = {"onset": 3, "glide": 4, "vowel": 3, "coda": 4}


@lru_cache(maxsize=50_000)
def is_thai_word_mistyped(one: str, other: str) -> bool:
    """Tell whether one word looks Thai and the other can be none, though it may differ by a letter: Narong, Naroig.

    Args:
        one: lower-case ASCII.
        other: likewise.
    """
    return any(
        _MOSTLY * thai_letters(meant) >= len(meant) and _is_thai(meant) and not _is_thai(typed)
        for meant, typed in ((one, other), (other, one))
    )


@lru_cache(maxsize=50_000)
def is_burmese_syllable_mistyped(one: str, other: str) -> bool:
    """Tell whether one word is a Burmese syllable, and the other one of neither Burma nor China: Htun, Htnu.

    Args:
        one: lower-case ASCII.
        other: likewise.
    """
    return any(
        is_burmese_syllable(meant) and not is_shaped_burmese(typed) and not is_of_dialect(typed)
        for meant, typed in ((one, other), (other, one))
    )


def _is_thai(word: str) -> bool:
    """Tell whether a word can be made of Thai syllables, by the places that they can end at, each looked at once.

    A pattern of repeated syllables would try each way to part the word, which are many where vowels follow vowels.
    """
    reached = {0}
    for at in range(len(word)):
        if at in reached:
            reached.update(_ends(word, at))
    return bool(word) and len(word) in reached


def _ends(word: str, at: int) -> Iterator[int]:
    """Yield where syllables may end that begin at a place of a word."""
    for begins in _onset_ends(word, at):
        for end in _known(word, begins, _GLIDES, _LONGEST["glide"]):
            if not (end == len(word) - 1 and word[end].isascii() and word[end].islower()):
                yield end
        for end in _known(word, begins, _VOWELS, _LONGEST["vowel"]):
            yield end
            yield from _coda_ends(word, end)


def _onset_ends(word: str, at: int) -> Iterator[int]:
    if at == 0 or (word[at - 1] in "aeiouyw" and word[at] in "aou"):
        yield at
    yield from _known(word, at, _ONSETS, _LONGEST["onset"])


def _coda_ends(word: str, at: int) -> Iterator[int]:
    yield from _known(word, at, _CODAS, _LONGEST["coda"])
    yield from (
        end for end in _known(word, at, _NASALS, _LONGEST["coda"]) if word[end : end + 1] not in _BEGIN_SYLLABLES
    )
    if word[at:] in _LAST_CODAS:
        yield len(word)


def _known(word: str, at: int, among: frozenset[str], longest: int) -> Iterator[int]:
    """Yield where letters end that begin at a place of a word and are among some."""
    return (end for end in range(at + 1, min(at + longest, len(word)) + 1) if word[at:end] in among)
