"""How many people have a name whose given name is put together of syllables, as in China, Korea and Vietnam."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import prod

from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.han import (
    given_on_taiwan,
    pinyin,
    pinyin_syllables,
    simplified,
    surname_length,
    taiwan_spellings,
)
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import (
    hanzi_index,
    surname_frequency,
    surname_in_dialects,
    surname_in_pinyin,
)
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.korean import in_one_way, korean_syllables
from entity_resolution.names.tongues.peoples import PEOPLE, peoples_of

_CHINESE, _IN_PINYIN, _KOREAN = "chinese", "chinese in pinyin", "korean"
_TAIWANESE, _ON_PASSPORTS = "taiwanese", "taiwanese on passports"
_COUNTED_AS = {_IN_PINYIN: _CHINESE, _ON_PASSPORTS: _TAIWANESE}
_WADE_GILES = "wade-giles"
_TABLE = "syllable_names.tsv"
# Of those whose given name is one character so few have one that is among no whole names, for each who has it in two.
_ALONE = 0.1
# A Korean given name has two syllables; one of one is told from no other people's.
_OF_KOREA = 2


@dataclass(frozen=True, slots=True)
class _Shares:
    """What share of a people of one sex has each surname, each part of a given name, and each whole given name."""

    surnames: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    parts: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    wholes: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def share(self, surname: str, given: tuple[str, ...]) -> float:
        """Return the share that has a name: as its whole given name has, or as the parts of it meet by chance."""
        of_parts = prod(self.parts.get(part, 0.0) for part in given) * (_ALONE if len(given) == 1 else 1.0)
        return self.surnames.get(surname, 0.0) * (self.wholes.get("".join(given), 0.0) + of_parts)


def namesakes_by_syllable(form: NameForm) -> float:
    """Return how many people have a person's name, in the people that has the most of them; 0 where a part is rare.

    In pinyin they are those of all characters that are read alike, of both sexes; as Taiwan's passports spell names,
    those there whose characters may be spelt so.
    """
    peoples, shares = peoples_of(_TABLE), _shares()
    return max(
        (
            peoples[_COUNTED_AS.get(people, people)].in_countries(form.countries) * shares[people].share(surname, given)
            for people, surname, given in _ways(form)
        ),
        default=0.0,
    )


def _ways(form: NameForm) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the peoples whose name it may be, each with the surname and the parts of the given name."""
    if form.script is Script.HAN:
        joined = "".join(form.native.split())
        at = surname_length(joined)
        yield _TAIWANESE, joined[:at], (joined[at:],)
        yield _CHINESE, simplified(joined[:at]), tuple(simplified(joined[at:]))
        return
    surname, *given = korean_syllables(form.tokens) or ("",)
    if len(given) == _OF_KOREA:
        yield _KOREAN, surname, tuple(given)
    if form.script is not Script.HANGUL:
        yield from _ways_in_latin(form.tokens)


def _ways_in_latin(tokens: tuple[str, ...]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for surname, given in ((tokens[0], tokens[1:]), (tokens[-1], tokens[:-1])) if len(tokens) > 1 else ():
        yield _IN_PINYIN, surname, pinyin_syllables(" ".join(given))
        yield _ON_PASSPORTS, surname, given
        yield "vietnamese", surname, given


@lru_cache(maxsize=1)
def _shares() -> Mapping[str, _Shares]:
    """Return the shares of each people, and those of the Chinese as their names are read in pinyin."""
    found: dict[str, _Shares] = defaultdict(_Shares)
    for people, role, number, words in read_rows(_TABLE):
        if role == PEOPLE:
            continue
        of = found[people]
        shares = {"surname": of.surnames, "given": of.parts, "name": of.wholes}[role]
        for word in words.split():
            shares[_in_one_way(word) if people == _KOREAN and role != "surname" else word] = float(number) / 100
    _add_surnames_of_china(found[_CHINESE])
    found[_IN_PINYIN] = _read_in_pinyin(found[_CHINESE])
    found[_ON_PASSPORTS] = _read_on_passports(found[_CHINESE], found[_TAIWANESE])
    return found


def _in_one_way(given: str) -> str:
    return "".join(map(in_one_way, given.split("-")))


def _add_surnames_of_china(people: _Shares) -> None:
    for surname, row in hanzi_index().items():
        people.surnames[simplified(surname)] = surname_frequency(row)


def _read_in_pinyin(people: _Shares) -> _Shares:
    """Return the shares of what is read in pinyin: of all characters that are read alike together."""
    read = _Shares()
    for shares, sums in ((people.parts, read.parts), (people.wholes, read.wholes)):
        for characters, share in shares.items():
            sums["".join(pinyin(characters))] += share
    for row in set(hanzi_index().values()):
        for spelt in surname_in_pinyin(row):
            read.surnames[spelt] += surname_frequency(row)
    return read


def _read_on_passports(chinese: _Shares, taiwanese: _Shares) -> _Shares:
    """Return the shares of what Taiwan's passports spell: by Wade-Giles, by its other systems and by pinyin.

    Whoever has the characters has each of their spellings, since each is one that a passport may have.
    """
    read = _Shares()
    for shares, sums in ((chinese.parts, read.parts), (_larger(chinese.wholes, taiwanese.wholes), read.wholes)):
        for characters, share in shares.items():
            for spelt in _on_passports(characters):
                sums[spelt] += share
    index = hanzi_index()
    rows = {row: surname_frequency(row) for row in index.values()}
    rows |= {index[surname]: share for surname, share in taiwanese.surnames.items()}
    for row, share in rows.items():
        for spelt in {*surname_in_pinyin(row), *surname_in_dialects(row).get(_WADE_GILES, ())}:
            read.surnames[spelt] += share
    return read


def _larger(*shares: Mapping[str, float]) -> Mapping[str, float]:
    """Return each share once by simplified characters, where several are told the largest."""
    found: dict[str, float] = {}
    for name, share in ((simplified(name), share) for each in shares for name, share in each.items()):
        found[name] = max(share, found.get(name, 0.0))
    return found


def _on_passports(characters: str) -> Iterable[str]:
    """Return the spellings of a part of a given name or a whole one, without what stands between its syllables."""
    if len(characters) == 1:
        (syllable,) = pinyin(characters)
        return {syllable, *taiwan_spellings(syllable)}
    return {"".join(pinyin(characters)), *(spelt.replace(" ", "") for spelt in given_on_taiwan(characters))}
