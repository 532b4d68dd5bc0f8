"""How Japanese names in Kanji are said: 宮田健一 is Miyata Kenichi, 大沢なおみ is Osawa Naomi.

A character has several readings, and which of them a name takes nobody can tell from it. So a name in Kanji has no
spelling of its own: it is told whether one in Latin letters may be its reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from anyascii import anyascii

from entity_resolution.names.scripts.han import forms_of_characters
from entity_resolution.names.scripts.surnames import hanzi_index
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.japanese import japanese_form, japanese_forms

_LONGEST_FAMILY, _PARTS_OF_FAMILY, _LONGEST_NAME, _WORDS = 3, 2, 8, 2
_AGAIN = re.compile("(.)々")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30faー]+")
_SMALL_Y, _SMALL_TSU, _LONG = "ゃゅょャュョ", "っッ", "ー"
# What the first consonant of a reading turns into behind another: Shinzaburo, Kanda.
_BEHIND = (("sh", "j"), ("ch", "j"), ("ts", "z"), ("k", "g"), ("s", "z"), ("t", "d"), ("h", "b"), ("f", "b"))
# Readings that are cut short before a consonant, which then stands twice: tetsu and hei are Teppei.
_CUT_SHORT, _TWICE = ("tsu", "chi", "ku"), frozenset({"kk", "ss", "tt", "pp"})
_LONGEST_CHINESE = 3
# Said as 斎 is, and the character of other families: 斉藤, 斎藤.
_OTHER_FAMILIES = frozenset("斉齊")
# How many ways to say a family name and a given name have keys.
_FAMILIES, _GIVEN = 2, 6


class _Parted(NamedTuple):
    """A family name as it is written, its readings where the table has it, and the given name as it is written."""

    family: str
    readings: tuple[str, ...]
    given: str


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {"family": {}, "part": {}, "given": {}, "behind": {}, "as": {}}
    for role, kanji, said in read_rows("japanese_names.tsv"):
        found[role][kanji] = tuple(said.split())
    return found


@lru_cache(maxsize=1)
def _in_new_forms() -> dict[int, str]:
    return str.maketrans({old: new[0] for old, new in _table()["as"].items()})


@lru_cache(maxsize=1)
def _one_form() -> dict[int, str]:
    """Return for each character that is written in several forms one of them."""
    found: dict[str, str] = {}
    forms = [(old, new[0]) for old, new in _table()["as"].items() if old not in _OTHER_FAMILIES]
    for one, other in (*forms_of_characters(), *forms):
        kept, given_up = sorted((found.get(one, one), found.get(other, other)))
        found |= {char: kept for char in (*found, one, other) if found.get(char, char) == given_up}
    return str.maketrans(found)


def in_one_form(text: str) -> str:
    """Return a text with each character in one of its forms: simplified, traditional, and those of Japan, old and new.

    髙橋 is 高橋, 齋藤 is 斎藤, and 澤, 泽 and 沢 are one. Which form is kept says nothing.
    """
    return text.translate(_one_form())


@lru_cache(maxsize=20_000)
def _parted(native: str) -> tuple[_Parted, ...]:
    """Return the ways to part a name into family and given name, the longer family name first; none of other names."""
    joined = "".join(native.split()).translate(_in_new_forms())
    if not 1 < len(joined) <= _LONGEST_NAME or joined.isascii():
        return ()
    families, parts = _table()["family"], _table()["part"]
    found: list[_Parted] = []
    for length in range(min(_LONGEST_FAMILY, len(joined) - 1), 0, -1):
        family, given = joined[:length], _AGAIN.sub(r"\1\1", joined[length:])
        if family in families or (length == _PARTS_OF_FAMILY and all(part in parts for part in family)):
            found.append(_Parted(family, families.get(family, ()), given))
    return tuple(found)


def may_be_family_name(written: str) -> bool:
    """Tell whether a word may be a family name of Japan: one of the table, or of parts that begin and end such ones.

    張本 may be one by its parts, and 張明 is none: no family name ends in 明.

    Args:
        written: in Kanji. Of what is not in the table a character of China alone is not read as the Kanji for it.
    """
    if written.translate(_in_new_forms()) in _table()["family"]:
        return True
    if len(written) < _PARTS_OF_FAMILY or written[-1] not in _ends_of_families():
        return False
    of_parts = len(written) <= _LONGEST_FAMILY and all(part in _table()["part"] for part in written)
    return of_parts and (len(written) == _PARTS_OF_FAMILY or written[0] in _beginnings_of_families())


@lru_cache(maxsize=1)
def _beginnings_of_families() -> frozenset[str]:
    return frozenset(family[0] for family in _table()["family"] if len(family) > 1)


@lru_cache(maxsize=1)
def _ends_of_families() -> frozenset[str]:
    return frozenset(family[-1] for family in _table()["family"] if len(family) > 1)


@lru_cache(maxsize=20_000)
def said_as(native: str, tokens: tuple[str, ...]) -> str:
    """Return a name in Kanji in the Latin letters and the order of another name; empty where it is not said so.

    Args:
        native: a person's name without titles, with or without a space.
        tokens: the other name's words, lower-case ASCII; one of other than two words is none.
    """
    ways = _parted(native) if len(tokens) == _WORDS else ()
    forms = japanese_forms(tokens) if ways else ()
    if any(_is_said(way, *order) for order in (forms, forms[::-1]) if order for way in ways):
        return " ".join(tokens)
    return ""


def _is_said(way: _Parted, family: str, given: str) -> bool:
    in_table = family in way.readings or (not way.readings and _may_be_said(way.family, family, "part"))
    return in_table and _may_be_said(way.given, given, "given")


def _may_be_said(written: str, said: str, role: str, before: str = "") -> bool:
    """Tell whether the parts of what is written have readings of a role that make up what is said.

    Args:
        written: what is left of a name in Kanji and kana.
        said: what is left of one in Latin letters.
        role: `part` of a family name, or `given`.
        before: the letter before what is left, if any.
    """
    if not written:
        return not said
    return any(
        _may_be_said(written[length:], said[end:], role, (before + said)[end + len(before) - 1])
        for length in range(1, len(written) + 1)
        for end in _ends(_sounds(written, length, role, is_behind=bool(before)), said, before)
    )


def _ends(sounds: tuple[str, ...], said: str, before: str) -> Iterator[int]:
    """Yield where what is said goes on behind each sound that it begins with."""
    for sound in sounds:
        if before and japanese_form(before + sound[0]) == before:
            yield from _ends((sound[1:],), said, "") if sound[1:] else (0,)
        if said.startswith(sound):
            yield len(sound)
        stem = next((sound.removesuffix(end) for end in _CUT_SHORT if sound.endswith(end)), sound)
        doubled = said[len(stem) : len(stem) + 2]
        if stem != sound and said.startswith(stem) and doubled in _TWICE:
            yield len(stem) + 1


def _sounds(written: str, length: int, role: str, *, is_behind: bool) -> tuple[str, ...]:
    """Return how the first characters are said in a role: behind others also with another consonant, or in one way."""
    readings = _readings(written, length, role, is_behind=is_behind)
    if not is_behind or _in_one_way_behind(written[:length], role):
        return readings
    return tuple(sound for reading in readings for sound in (reading, *_changed(reading)))


def _in_one_way_behind(part: str, role: str) -> tuple[str, ...]:
    """Return what a part of a given name is said as behind others where that is one sound: 子 is KO, no SHI or GO."""
    return _table()["behind"].get(part, ()) if role == "given" else ()


def _changed(reading: str) -> Iterator[str]:
    first, changed = next((way for way in _BEHIND if reading.startswith(way[0])), ("", ""))
    if first:
        yield changed + reading.removeprefix(first)
    if first in ("h", "f"):
        yield f"p{reading[1:]}"


@lru_cache(maxsize=20_000)
def _readings(written: str, length: int, role: str, *, is_behind: bool = False) -> tuple[str, ...]:
    """Return the readings that the first characters have in a role; kana say themselves, all that stand together."""
    part = written[:length]
    if is_behind and (sounds := _in_one_way_behind(part, role)):
        return sounds
    if _KANA.fullmatch(part) and role == "given":
        return () if _KANA.match(written[length:]) else (japanese_form(_say_kana(part)),)
    return _table()[role].get(part, ())


def _say_kana(kana: str) -> str:
    said, doubled = "", False
    for letter in kana.replace(_LONG, ""):
        sound = "" if letter in _SMALL_TSU else anyascii(letter).lower()
        if letter in _SMALL_Y:
            said = said.removesuffix("i")
            sound = sound[1:] if said.endswith(("sh", "ch", "j")) else sound
        said += sound[:1] + sound if doubled else sound
        doubled = letter in _SMALL_TSU
    return said


def family_name_said(written: str) -> str:
    """Return the commonest reading of a family name of several characters, empty where the table has it not.

    Args:
        written: in Kanji.
    """
    readings = _table()["family"].get(written.translate(_in_new_forms()), ())
    return readings[0] if readings and len(written) > 1 else ""


@lru_cache(maxsize=20_000)
def likely_readings(native: str) -> tuple[tuple[str, str], ...]:
    """Return likely ways to say a name in Kanji, family and given name, where it is rather no Chinese one.

    Args:
        native: a person's name without titles.
    """
    way = min(_parted(native), key=lambda way: not way.readings, default=None)
    if way is None or _may_be_chinese(way):
        return ()
    families = way.readings or tuple(islice(_ways_to_say(way.family, "part"), _FAMILIES))
    given = list(islice(dict.fromkeys(_ways_to_say(way.given, "given")), _GIVEN))
    return tuple((family, said) for said in given for family in families[:_FAMILIES])


def _may_be_chinese(way: _Parted) -> bool:
    """Tell whether a name is rather a surname of China and a given name than a family name that the table has."""
    in_table = bool(way.readings) and len(way.family) > 1
    return not in_table and way.family[0] in hanzi_index() and len(way.family + way.given) <= _LONGEST_CHINESE


def _ways_to_say(written: str, role: str) -> Iterator[str]:
    """Yield likely readings: of all that is written, and of each character the commonest first."""
    yield from _readings(written, len(written), role)
    parts = [_readings(written[at:], 1, role, is_behind=at > 0) for at in range(len(written))]
    if len(parts) > 1:
        ranks = product(*(range(len(part)) for part in parts))
        for ranked in sorted(ranks, key=lambda ranked: (sum(ranked), ranked)):
            yield "".join(part[rank] for part, rank in zip(parts, ranked, strict=True))
