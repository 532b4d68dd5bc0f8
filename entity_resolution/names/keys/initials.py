"""Names that another abbreviates: initials or beginnings of words run together, or an initial beside words in full."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from entity_resolution.names.companies.bracketed_short_names import without_short_name
from entity_resolution.names.companies.legal_forms import JOINING_WORDS, kind_words, untelling_words
from entity_resolution.names.scripts.cleaning import clean
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.scripts.script import Script, detect_script

FEWEST_INITIALS = 3
# From so many on they tell which company is meant.
_SURE_INITIALS = 4
# Limited, company or corporation, berhad: what initials end with.
_LETTERS_OF_FORMS = frozenset("lcb")
# How many letters a name has at least that is made of the beginnings of words, and how many one of two words gives; of
# three words one less.
_RUN_TOGETHER, _BEGINNING = 5, 3
# How many initials stand for a name at most, and before which letter the second word's beginning begins.
MOST_INITIALS, _LAST_BEGINNING = 6, 8

# Articles and prepositions that French and Italian write as one with the word behind them: de l'Artisanat.
_ELIDED = re.compile(r"\b(?:l|d|qu|un|all|dall|dell|nell|sull)['\u2019](?=\w)", re.IGNORECASE)
# Words of other languages that join, as initials leave them out.
_JOINING = JOINING_WORDS | {
    "la",
    "des",
    "au",
    "aux",
    "pour",
    "el",
    "los",
    "las",
    "e",
    "da",
    "do",
    "das",
    "dos",
    "della",
}


def abbreviates(left: NameForm, right: NameForm) -> bool:
    """Tell whether one name is the initials of the other, three or more, or beginnings of its words run together."""
    short, long = sorted((left.tokens, right.tokens), key=len)
    if "".join(short) == "".join(long):
        return False  # spaces alone, or the stops of J. P., tell them apart
    if len(short) != 1 or len(long) < 2:
        return len(short) > 1 and _stands_for_some(short, long)
    said = (short[0], without_letter_of_form(short[0]))
    if any(word in initials_as_written(form.native) for form in (left, right) for word in said):
        return True
    telling = tuple(token for token in long if token not in JOINING_WORDS)
    initials = "".join(token[0] for token in telling)
    if len(initials) >= FEWEST_INITIALS and short[0] in (initials, "".join(token[0] for token in long)):
        return True
    if short[0] in map(initials_with_form, (left.raw, right.raw)):
        return True
    # All letters of all words are the name itself, with its spaces closed up.
    return _RUN_TOGETHER <= len(short[0]) < len("".join(telling)) and any(
        _is_made_of(short[0], words, longest=0, beginning=_BEGINNING - (len(words) > 2))
        for words in _with_last_trades_left_out(telling)
    )


def are_all_initials(left: NameForm, right: NameForm) -> bool:
    """Tell whether one name is written in capitals and is the initials of all words of the other, four or more.

    Three letters are the initials of many companies. Where both names are in capitals, capitals do not say that one
    is initials.
    """
    short, long = sorted((left, right), key=lambda form: len(form.tokens))
    if len(short.tokens) != 1 or len(long.tokens) < 2 or long.native.isupper():
        return False
    word = short.tokens[0]
    if len(word) < _SURE_INITIALS or not word.isalpha() or not short.native.isupper() or word in kind_words():
        return False
    return word in initials_as_written(long.native) or word == initials_with_form(long.raw)


def _with_last_trades_left_out(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield words: all, and three or more without the last ones that say a trade: Korea Mining Development Trading."""
    yield words
    for last in range(len(words) - 1, FEWEST_INITIALS - 1, -1):
        if words[last] not in kind_words() | untelling_words():
            return
        yield words[:last]


@lru_cache(maxsize=20_000)
def initials_as_written(native: str) -> frozenset[str]:
    """Return the initials of a company's words in Latin letters, with those that join them and without; three or more.

    What the words are in English does not matter: SBI is the State Bank of India, and BOC the Bank of China.

    Args:
        native: its name without the legal form.
    """
    if not native.isascii() and detect_script(native) is not Script.LATIN:
        return frozenset()
    tokens = tokenise(ascii_fold(native))
    telling = [token for token in tokens if token not in JOINING_WORDS]
    if len(tokens) < FEWEST_INITIALS or len(telling) < 2:
        return frozenset()
    apart = tokenise(ascii_fold(_ELIDED.sub("", native)))
    ways = (tokens, telling, [token for token in apart if token not in _JOINING])
    found = {"".join(token[0] for token in words) for words in ways}
    return frozenset(initials for initials in found if len(initials) >= FEWEST_INITIALS)


def says_short_name(left: NameForm, right: NameForm) -> bool:
    """Tell whether one of two companies is called as the other says in brackets that it is called for short."""
    return _is_short_name_of(left, right) or _is_short_name_of(right, left)


def _is_short_name_of(one: NameForm, other: NameForm) -> bool:
    return len(one.tokens) == 1 and one.tokens[0] == _short_name_in(other.raw)


@lru_cache(maxsize=20_000)
def _short_name_in(raw: str) -> str:
    return without_short_name(clean(raw))[1]


def without_letter_of_form(word: str) -> str:
    """Return initials of a company without that of its legal form, empty where they have none: MEHL, a limited one.

    Args:
        word: the only word of a name, lower-case ASCII.
    """
    return word[:-1] if len(word) > FEWEST_INITIALS and word[-1] in _LETTERS_OF_FORMS else ""


@lru_cache(maxsize=20_000)
def initials_with_form(raw: str) -> str:
    """Return the initials of a company's name in Latin letters with those of its legal form; empty where they are few.

    Args:
        raw: as the source wrote it: China National Petroleum Corporation is CNPC.
    """
    if not raw.isascii() and detect_script(raw) is not Script.LATIN:
        return ""
    tokens = tokenise(ascii_fold(without_short_name(clean(raw))[0]))
    telling = [token for token in tokens if token not in JOINING_WORDS]
    return "".join(token[0] for token in telling) if len(telling) > FEWEST_INITIALS else ""


def _stands_for_some(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether one word is the initials of words that stand in its place: HKMS Holdings, GP Tech Solutions."""
    shared_front = next((at for at, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), None)
    if shared_front is None:
        return False
    behind = len(short) - shared_front - 1
    if short[shared_front + 1 :] != long[len(long) - behind :]:
        return False
    words = [word for word in long[shared_front : len(long) - behind] if word not in JOINING_WORDS]
    # Two letters are the initials of many: a word that is no trade has to agree, or two others.
    others = (*short[:shared_front], *short[shared_front + 1 :])
    few = len(others) == 1 and others[0] in kind_words()
    fewest = FEWEST_INITIALS if few else FEWEST_INITIALS - 1
    return len(words) >= fewest and short[shared_front] == "".join(word[0] for word in words)


@lru_cache(maxsize=20_000)
def _is_made_of(word: str, tokens: tuple[str, ...], *, longest: int, beginning: int) -> bool:
    """Tell whether a word is beginnings of all tokens in order, one of some letters: LOTUS+E+P, Gold+Tel."""
    if not tokens:
        return not word and longest >= beginning
    first, rest = tokens[0], tokens[1:]
    most = next((at for at, (one, other) in enumerate(zip(word, first, strict=False)) if one != other), len(word))
    return any(
        _is_made_of(word[taken:], rest, longest=max(longest, taken), beginning=beginning)
        for taken in range(1, min(most, len(first)) + 1)
    )


def may_abbreviate(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether one name has an initial and shares a word with the other."""
    return any(len(token) == 1 for token in (*left, *right)) and not set(left).isdisjoint(right)


def initials_before_trades(tokens: tuple[str, ...], trades: Collection[str]) -> Iterator[str]:
    """Yield what two names share of which one has initials before its trades: GP Technology, Global Pacific Technology.

    Args:
        tokens: the words of a company's name, lower-case ASCII.
        trades: words that say what kind of thing a company is.
    """
    telling = tuple(token for token in tokens if token not in JOINING_WORDS)
    for last in range(len(telling) - 1, 0, -1):
        if telling[last] not in trades:
            return
        front = telling[:last]
        initials = front[0] if len(front) == 1 else "".join(token[0] for token in front)
        if 1 < len(initials) <= MOST_INITIALS:
            yield "+".join((initials, *telling[last:]))


def beginnings_run_together(tokens: tuple[str, ...]) -> Iterator[str]:
    """Yield what a word shares with the name whose first words' beginnings it is: Metrobank, Metropolitan Bank.

    Args:
        tokens: the words of a company's name, lower-case ASCII.
    """
    telling = tuple(token for token in tokens if token not in JOINING_WORDS)
    if len(telling) == 1 and len(telling[0]) >= _RUN_TOGETHER:
        word = telling[0]
        yield from (f"{word[:2]}{word[at : at + 2]}" for at in range(2, min(len(word) - 1, _LAST_BEGINNING)))
    elif len(telling) > 1:
        yield f"{telling[0][:2]}{telling[1][:2]}"
