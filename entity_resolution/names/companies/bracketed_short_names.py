"""A company's short name in brackets behind the words that it shortens: Golden Delta Export Corp. (GODECO).

Sanction lists, annual reports and press releases write a body's name so. What stands in brackets and does not shorten
the words tells sister companies apart: (Thailand), (HK), (No. 2).
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.companies.legal_forms import (
    JOINING_WORDS,
    is_country,
    is_legal_form_alone,
    is_place_alone,
    kind_words,
)
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.scripts.script import Script, detect_script

# One word of letters and digits behind two words or more; lists print its letters with stops as well: (G.O.D.E.C.O.).
_IN_BRACKETS = re.compile(r"(?<=\S)\s*[(（]\s*[\"“']?(?P<short>[^\W_](?:[^\W_]|[.&-])*)[\"”']?\s*[)）]")
# A letter said so many times by the digit before it: 3M.
_TIMES = re.compile(r"([2-9])([a-z])")
# How many letters a short name has at least, and of how many words.
_FEWEST_LETTERS, _FEWEST_WORDS = 3, 2
_MOST_WORDS = 12
# Countries by their letters, which tell sister companies apart however the words before them begin.
COUNTRY_LETTERS = frozenset(
    {"usa", "uae", "prc", "roc", "rok", "dprk", "ksa", "drc", "png", "sar", "eu", "uk", "us", "asean"}
)
# And how the countries of the region and their large towns are cut short, as a house's parts are told apart by them.
_OF_REGION = frozenset(
    {"sing", "spore", "sgp", "viet", "vnm", "phi", "phil", "phils", "thai", "tha", "siam", "cam", "camb", "khm", "lao"}
    | {"laos", "mya", "myan", "mmr", "bur", "mal", "mys", "msia", "ina", "indo", "indon", "idn", "brn", "bru", "tls"}
    | {"hkg", "mac", "twn", "chn", "jpn", "kor", "ind", "bgd", "aus", "aust", "nzl"}
    | {"siem", "bkk", "cnx", "hcm", "hcmc", "sgn", "ygn", "rgn", "mdy", "pnh", "mnl", "jkt", "vte"}
)


@lru_cache(maxsize=20_000)
def without_short_name(text: str) -> tuple[str, str]:
    """Return a company's name without its short name in brackets, and that one in lower-case ASCII without stops.

    The text itself and nothing where it has none.

    Args:
        text: a cleaned name, with its legal form.
    """
    if "(" not in text and "（" not in text:
        return text, ""
    for found in _IN_BRACKETS.finditer(text):
        short = "".join(tokenise(ascii_fold(found["short"].replace(".", "").replace("&", ""))))
        before = text[: found.start()]
        if _is_capital(found["short"]) and detect_script(before) is Script.LATIN and _shortens(short, before):
            return f"{before}{text[found.end() :]}", short
    return text, ""


def _is_capital(written: str) -> bool:
    return written.isascii() and (written[0].isupper() or written[0].isdigit())


def _shortens(short: str, words_before: str) -> bool:
    """Tell whether letters are beginnings of words in their order, the first one's among them: KOMID, Vinalines."""
    if (
        short in COUNTRY_LETTERS | _OF_REGION
        or is_country((short,))
        or is_place_alone((short,))
        or is_legal_form_alone(short)
        or short in kind_words()
    ):
        return False
    letters = _TIMES.sub(lambda times: times[2] * int(times[1]), short)
    words = [word for word in tokenise(ascii_fold(words_before)) if word not in JOINING_WORDS or word[0] in letters]
    if words and words[0] in JOINING_WORDS and words[0][0] != letters[0]:
        words = words[1:]
    if len(letters) < _FEWEST_LETTERS or len(words) < _FEWEST_WORDS:
        return False
    # Of a long name the last words are left out, and count as such.
    beyond = max(0, len(words) - _MOST_WORDS)
    return _is_made_of(letters, tuple(words[:_MOST_WORDS]), most_left_out=len(words) // 2 - beyond)


def _is_made_of(letters: str, words: tuple[str, ...], *, most_left_out: int) -> bool:
    """Tell whether letters are beginnings of words in order; some words may be left out, not the first one."""
    # How far the letters go, by how many words have been left out: from the first word's beginnings on.
    reached = {(taken, 0) for taken in _beginnings(letters, 0, words[0])}
    if (len(letters), 0) in reached:
        return False  # the first word alone, which is its name and no short one
    for word in words[1:]:
        further = {(end, left_out) for at, left_out in reached for end in _beginnings(letters, at, word)}
        reached = further | {(at, left_out + 1) for at, left_out in reached if left_out < most_left_out}
    return any(at == len(letters) for at, _ in reached)


def _beginnings(letters: str, at: int, word: str) -> range:
    """Return where letters may go on behind beginnings of a word that stand at a place of them."""
    same = next(
        (length for length, pair in enumerate(zip(letters[at:], word, strict=False)) if pair[0] != pair[1]),
        min(len(letters) - at, len(word)),
    )
    return range(at + 1, at + same + 1)
