"""Romanise Burmese syllable by syllable: initial, medials and rhyme each have customary spellings.

Source: MLCTS tables (Myanmar Language Commission, 1980) and the BGN/PCGN agreement of 1970, in the customary spellings
of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from entity_resolution.names.tables import read_rows


def _part(name: str) -> dict[str, tuple[str, ...]]:
    rows = (row for row in read_rows("burmese.tsv") if row[0] == name)
    return {row[1].replace("-", ""): tuple(spelling.replace("-", "") for spelling in row[2].split()) for row in rows}


_INITIALS = _part("initial")
# Initial letter and medials together, where they do not simply add up.
_ONSETS = _part("onset")
# Vowel signs and final, without tone marks.
_RHYMES = _part("rhyme")
_INDEPENDENT = _part("independent")
_SYLLABLES = _part("syllable")
_CUSTOM = _part("custom")
# Where words are written together, as places are, voicing makes no difference anyway.
_VOICED = _part("voiced")
_WEAK = _part("weak")
_CONSONANT = "က-အဿၐ-ၡၵ-ႁ"
_SYLLABLE = re.compile(
    f"(?P<independent>[ဣဤဥဦဧဩဪ၌၍၏])(?P<itail>(?:[{_CONSONANT}]်)?)|(?P<initial>[{_CONSONANT}])(?P<medials>[ျြွှႂ]*)"
    f"(?P<vowel>[ါ-ဲံႃ-ႆ]*်?)(?P<dot>့?)(?P<final>(?:[{_CONSONANT}]ှ?့?်){{0,2}})"
)
_LONG_A = ("ာ", "ါ")
_TONES = re.compile("[့းႇႈႉႊ]")
_STACK = re.compile(f"([{_CONSONANT}])္")
_KINZI = re.compile("င်္")


def _in_letters(text: str) -> str:
    """Return a text with each letter of a stack in its place, and a KINZI before the letter that it stands on."""
    return _STACK.sub("\\1်", _KINZI.sub("င်", text))


# Words of everyday use by syllables, each with its spellings.
_WORDS = {
    _in_letters(row[1]): tuple(tuple(syllable.split("/")) for syllable in row[2].split())
    for row in read_rows("burmese.tsv")
    if row[0] == "word"
}
_KNOWN = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
# Pali, in which monks are named: without the signs of Burmese alone, three letters with a vowel each at least. Its
# letters as they are spelt elsewhere: sa and ra, which Burmese says tha and ya.
_PALI = re.compile(f"[{_CONSONANT}ဣဤဥဦဧဩ္ာါိီုူေံြျွ]+")
# Letters, vowel signs and letters below as Pali is spelt.
_PALI_LETTERS = {letter: spelt[0] for letter, spelt in _part("pali").items()}
_PALI_CLUSTER = re.compile(
    f"(?P<letters>[{_CONSONANT}](?:္[{_CONSONANT}])*|[ဣဤဥဦဧဩ])(?P<below>[ြျွ]*)(?P<vowel>ော|ေါ|[ာါိီုူေ])?(?P<anusvara>ံ?)"
)
_PALI_SYLLABLES = 3
# What makes one onset in the languages of the hills; the script writes it as a syllable of its own: Hpruso, Htantlang.
_STOPS, _LIQUIDS = frozenset("ကခဂပဖဗဘတထ"), {"ရ": "r", "လ": "l"}
# How many readings stand before one with such an onset.
_LIKELIEST = 2
_WORD_LIMIT = 80
_KEEP = 16


@lru_cache(maxsize=30_000)
def burmese_syllables(word: str, *, person: bool = False) -> tuple[tuple[str, ...], ...]:
    """Return the customary spellings of each syllable of a Burmese text, of a person's name or not, commonest first."""
    text = _in_letters(word[:_WORD_LIMIT])
    heard = _heard(text)
    found = [match for match in _SYLLABLE.finditer(text) if _syllable(match)]
    return tuple(
        tuple(
            dict.fromkeys(
                (
                    *heard.get(match.start(), ()),
                    *_weakened(_of_person(match) if person else _syllable(match), match, last=match is found[-1]),
                    *(_VOICED.get(match.group(), ()) if person and match.start() else ()),
                )
            )
        )
        for match in found
    )


def _heard(text: str) -> dict[int, tuple[str, ...]]:
    """Return where syllables of known words begin in a text, with how these are said."""
    return {
        match.start(): spellings
        for known in _KNOWN.finditer(text)
        for match, spellings in zip(
            _SYLLABLE.finditer(text, known.start(), known.end()), _WORDS[known.group()], strict=False
        )
    }


def _weakened(spellings: tuple[str, ...], syllable: re.Match[str], *, last: bool) -> tuple[str, ...]:
    """Return a syllable's spellings, before another one its weak form as well, behind the commonest."""
    return spellings if last else (*spellings[:1], *_WEAK.get(syllable.group(), ()), *spellings[1:])


@lru_cache(maxsize=30_000)
def romanise_burmese(word: str, *, person: bool = False) -> tuple[str, ...]:
    """Return the likeliest Latin spellings, syllables separated by spaces, best first, at most sixteen."""
    syllables = burmese_syllables(word, person=person)
    if not syllables:
        return ()
    ways = [" ".join(parts) for parts in islice(_by_rank(syllables), _KEEP)]
    if person:
        ways[1:1] = _as_pali(word[:_WORD_LIMIT])
    else:
        ways[_LIKELIEST:_LIKELIEST] = _in_clusters(_in_letters(word[:_WORD_LIMIT]), ways[0])
    return tuple(dict.fromkeys(ways))[:_KEEP]


def _as_pali(word: str) -> list[str]:
    """Return a monk's name as Pali is spelt in Latin letters: nyanissara, where Burmese says nya-ni-tha-ya."""
    letters = _KINZI.sub("င္", word)
    found = list(_PALI_CLUSTER.finditer(letters))
    if len(found) < _PALI_SYLLABLES or _PALI.fullmatch(letters) is None:
        return []
    return ["".join(map(_pali_syllable, found))]


def _pali_syllable(found: re.Match[str]) -> str:
    onset = "".join(_PALI_LETTERS.get(letter, "") for letter in found["letters"] + found["below"])
    vowel = found["vowel"] or ("" if found["letters"] in _INDEPENDENT else "a")
    return onset + _PALI_LETTERS.get(vowel, vowel) + ("m" if found["anusvara"] else "")


def _in_clusters(text: str, reading: str) -> list[str]:
    """Return a reading with each bare stop joined to the R or L behind it, as Kayah and Chin have it: Hpruso."""
    found = [match for match in _SYLLABLE.finditer(text) if _syllable(match)]
    parts = reading.split()
    for at in reversed(range(len(found) - 1)):
        follower = _LIQUIDS.get(found[at + 1]["initial"], "")
        if follower and found[at].group() in _STOPS and not found[at + 1]["medials"] and len(found[at + 1].group()) > 1:
            onset = _INITIALS[found[at].group()][0]
            parts[at : at + 2] = [onset + follower + parts[at + 1].lstrip("yl")]
    return [] if len(parts) == len(found) else [" ".join(parts)]


def _by_rank(syllables: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, ...]]:
    """Yield combinations with the fewest departures from the commonest spellings first."""
    first = tuple(spellings[0] for spellings in syllables)
    yield first
    if len(syllables) <= 3:
        ranked = sorted(
            product(*(range(min(len(spellings), 3)) for spellings in syllables)), key=lambda ranks: (sum(ranks), ranks)
        )
        for ranks in ranked[1:]:
            yield tuple(spellings[rank] for spellings, rank in zip(syllables, ranks, strict=True))
        return
    for index, spellings in enumerate(syllables):
        for other in spellings[1:3]:
            yield (*first[:index], other, *first[index + 1 :])


def _syllable(found: re.Match[str]) -> tuple[str, ...]:
    spelled = (*_CUSTOM.get(found.group(), ()), *_regular(found))
    known = _SYLLABLES.get(_TONES.sub("", found.group()), ())
    return tuple(dict.fromkeys((*spelled[:1], *known, *spelled[1:])))


def _of_person(found: re.Match[str]) -> tuple[str, ...]:
    """Return a syllable's spellings in a person's name, where a creaky N is always NT: Than is another name."""
    spelled = _syllable(found)
    return tuple(way for way in spelled if not way.endswith("n")) if spelled[0].endswith("nt") else spelled


def _regular(found: re.Match[str]) -> tuple[str, ...]:
    if found["independent"]:
        sign = {"ဣ": "ိ", "ဤ": "ိ", "ဧ": "ေ"}.get(found["independent"], "ု")
        return _rhymes(sign + found["itail"]) if found["itail"] else _INDEPENDENT[found["independent"]]
    medials = found["medials"]
    creaky = bool(found["dot"]) or "့" in found["final"]
    rhyme = _TONES.sub("", found["vowel"] + found["final"].replace("ှ", ""))
    if "ွ" in medials:
        medials = medials.replace("ွ", "")
        rhyme = "ွ" + rhyme
    rhymes = _rhymes(rhyme)
    onsets = _onsets(found["initial"], medials)
    ranked = sorted(product(range(len(onsets)), range(len(rhymes))), key=lambda ranks: (sum(ranks), ranks))
    spelled = [onsets[onset] + rhymes[tail] for onset, tail in ranked]
    if onsets == ("w",) and rhyme == "ေ":
        spelled.append("wai")
    if onsets == ("w",) and rhymes[0] in ("an", "at"):
        spelled.extend(
            f"w{vowel}{rhymes[0][1:]}" for vowel in "uo"
        )  # Wunna, Wuntho, Won: WA before a final is sounded wu
    if creaky and rhymes[0].endswith("n"):
        # Creaky tone on a nasal rhyme is written -nt in names, not always in places: Myint, Nyunt, Gangaw.
        spelled = [f"{spelling}{tail}" for tail in ("t", "") for spelling in spelled]
    elif creaky and rhymes[0] == "aung":
        # And on this one in some: Kangyidaunt.
        spelled[1:1] = [f"{onset}aunt" for onset in onsets]
    return tuple(dict.fromkeys(spelled))


def _rhymes(rhyme: str) -> tuple[str, ...]:
    known = _RHYMES.get(rhyme)
    if known is not None:
        return known
    if rhyme[:1] in _LONG_A and rhyme[-1:] == "်":
        return _rhymes(rhyme[1:])  # before a final it is written and not heard: Nyan, Dat
    if rhyme.startswith("ွ"):
        return tuple("w" + tail for tail in _rhymes(rhyme[1:]))
    return _RHYMES.get(rhyme[:-2], _RHYMES.get(rhyme[-2:], ("a",)))


def _onsets(initial: str, medials: str) -> tuple[str, ...]:
    known = _ONSETS.get(initial + medials)
    if known is not None:
        return known
    base = _ONSETS.get(initial, _INITIALS.get(initial, ("",)))
    if "ှ" in medials and not base[0].startswith("h"):
        base = tuple("h" + spelling for spelling in base)
    if "ျ" in medials or "ြ" in medials:
        base = tuple(spelling if spelling.endswith("y") else spelling + "y" for spelling in base)
    return base
