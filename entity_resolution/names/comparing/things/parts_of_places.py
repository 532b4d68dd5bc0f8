"""Which part of a place a name says: the East Zone, Block B, Phase II, 东区, ฝั่งตะวันออก. A part is not the whole.

A part is said by a side of the compass, a number or a letter, and often by a word for its kind beside it: a zone, a
phase, a block. One source leaves that word out (KK Park II), and none writes another for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from entity_resolution.names.companies.legal_forms import kind_words, town_behind
from entity_resolution.names.companies.part_words import part_without_word
from entity_resolution.names.reading import site_name
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.scripts.numbers import in_digits
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.small_numbers import with_number_in_digits

_PHASE = "phase"
_NORTH, _EAST, _SOUTH, _WEST, _MIDDLE = "north", "east", "south", "west", "middle"
# Words for a side that are no syllables of other names, wherever they stand: of English, Malay and Khmer.
_SIDES_ANYWHERE = {
    **{side: (side,) for side in (_NORTH, _EAST, _SOUTH, _WEST)},
    **{f"{side}ern": (side,) for side in (_NORTH, _EAST, _SOUTH, _WEST)},
    **{"northeast": (_NORTH, _EAST), "northwest": (_NORTH, _WEST)},
    **{"southeast": (_SOUTH, _EAST), "southwest": (_SOUTH, _WEST)},
    **{"utara": (_NORTH,), "timur": (_EAST,), "selatan": (_SOUTH,), "barat": (_WEST,)},
    **{"norte": (_NORTH,), "tboung": (_SOUTH,), "lech": (_WEST,)},
}
# Such as are: beside a word for a part alone. Of Vietnamese, pinyin, Thai, Khmer and Lao.
_SIDES_BESIDE_A_PART = {
    **{"bac": (_NORTH,), "nam": (_SOUTH,), "tay": (_WEST,), "trung": (_MIDDLE,), "central": (_MIDDLE,)},
    **{"bei": (_NORTH,), "dong": (_EAST,), "nan": (_SOUTH,), "xi": (_WEST,), "zhong": (_MIDDLE,)},
    **{"nuea": (_NORTH,), "neua": (_NORTH,), "tai": (_SOUTH,), "tawanok": (_EAST,), "tawantok": (_WEST,)},
    **{"cheung": (_NORTH,), "kaeut": (_EAST,), "keut": (_EAST,), "kert": (_EAST,), "tbong": (_SOUTH,)},
    **{"middle": (_MIDDLE,), "new": ("new",), "old": ("old",), "upper": ("upper",), "lower": ("lower",)},
}
_PART_WORDS = """
area bldg block blok building floor gate gedung hall khu lot menara number phase plot quarter section sector side tower
toa unit wing zone zona bagian fasa fase blocks cong khang fang phia qu men extension annex part
"""
_PARTS = frozenset(_PART_WORDS.split())
_KINDS = {
    _PHASE: frozenset({_PHASE, "fasa", "fase"}),
    "zone": frozenset({"zone", "zona", "area", "sector", "section", "quarter", "khu", "district", "bagian"}),
    "house": frozenset({"building", "block", "blok", "blocks", "tower", "menara", "gedung", "toa", "hall", "wing"}),
    "gate": frozenset({"gate", "cong"}),
}
_OF_PINYIN = re.compile("(dong|xi|nan|bei|zhong)(qu|men)")
_STREETS = frozenset(
    {"road", "street", "lane", "avenue", "boulevard", "highway", "drive", "parkway", "terrace", "square", "court"}
    | {"place", "soi"}
)
# Behind these a number says a street, a division or a way and no part of a house.
_NUMBERED = _STREETS | {"district", "ward", "subdistrict", "village", "moo", "mu", "km", "province", "city", "room"}
_LETTER = re.compile("[a-h]")
_SIDES_BY_LETTER = {"n": _NORTH, "e": _EAST, "s": _SOUTH, "w": _WEST}
_STEMS = dict(zip("甲乙丙丁戊己庚辛กขคง", "abcdefghabcd", strict=True))

_OF_HANZI = {"东": _EAST, "東": _EAST, "西": _WEST, "南": _SOUTH, "北": _NORTH, "中": _MIDDLE}
_BEHIND_HANZI = "[区區座栋棟幢门門楼樓院侧側翼馆館部期号號]"
_HANZI_SIDE = re.compile(rf"(?<=..)(?P<sides>[东東西南北中]{{1,2}}){_BEHIND_HANZI}{{1,2}}(?=\W|$)")
_HANZI_COUNT = re.compile(rf"(?P<count>[0-9]+|(?<![A-Za-z])[A-Za-z]|[甲乙丙丁戊己庚辛]) ?{_BEHIND_HANZI}")
_THAI_PARTS = ("ฝั่ง", "ทิศ", "โซน", "ด้าน", "ประตู", "ตึก", "อาคาร")
_LAO_PARTS, _KHMER_PARTS = ("ຝັ່ງ", "ທິດ", "ເຂດ", "ດ້ານ"), ("ខាង", "ទិស", "ប៉ែក")
_BURMESE_PARTS = ("ပိုင်း", "ဘက်", "ဇုန်")
# What is a syllable of other words (เหนือ, တောင်) beside a word for a part alone. The longest forms first.
_NATIVE_SIDES = (
    ("ตะวันออกเฉียงเหนือ", (_NORTH, _EAST)),
    ("ตะวันตกเฉียงเหนือ", (_NORTH, _WEST)),
    ("ตะวันออกเฉียงใต้", (_SOUTH, _EAST)),
    ("ตะวันตกเฉียงใต้", (_SOUTH, _WEST)),
    *((word, (_EAST,)) for word in ("ตะวันออก", "ຕາເວັນອອກ")),
    *((word, (_WEST,)) for word in ("ตะวันตก", "ຕາເວັນຕົກ")),
    *((part + word, (side,)) for part in _THAI_PARTS for word, side in (("เหนือ", _NORTH), ("ใต้", _SOUTH))),
    *((part + word, (side,)) for part in _LAO_PARTS for word, side in (("ເໜືອ", _NORTH), ("ໃຕ້", _SOUTH))),
    *((part + word, (side,)) for part in _KHMER_PARTS for word, side in (("ជើង", _NORTH), ("កើត", _EAST))),
    *((part + word, (side,)) for part in _KHMER_PARTS for word, side in (("ត្បូង", _SOUTH), ("លិច", _WEST))),
    *((word + part, (side,)) for part in _BURMESE_PARTS for word, side in (("မြောက်", _NORTH), ("အရှေ့", _EAST))),
    *((word + part, (side,)) for part in _BURMESE_PARTS for word, side in (("တောင်", _SOUTH), ("အနောက်", _WEST))),
)
_COUNTED_WORDS = """
เฟส เฟซ โซน ตึก อาคาร บล็อก ประตู ระยะที่ หมายเลข ເຟດ ເຂດ ອາຄານ ຕຶກ អគារ ប្លុក ជំហាន ដំណាក់កាល តំបន់ အဆောင် ဇုန် အဆင့် အမှတ်
"""
_NATIVE_COUNT = re.compile(
    f"(?:{'|'.join(_COUNTED_WORDS.split())})(?:ទី|ທີ|ที่)? ?"
    "(?P<count>[0-9]+|[A-Za-z](?![A-Za-z])|[กขคง](?![\u0e00-\u0e7f]))"
)
_NATIVE_SIDE = re.compile("|".join(word for word, _ in _NATIVE_SIDES))
# A part by its word, in Latin letters: Phase 2, Block No. 3, 2nd Floor, East Wing.
_WORD, _SIDE = "|".join(sorted(_PARTS | {"blk"}, key=len, reverse=True)), "|".join(_SIDES_ANYWHERE)
_WRITTEN = rf"[0-9]{{1,3}}(?:st|nd|rd|th)?|[A-Ha-h]|[IVXivx]{{1,4}}|{_SIDE}"
_COUNT_BEHIND_WORD = re.compile(rf"(?<!\w)(?:{_WORD})\.?\s+(?:no\.?\s*)?(?:{_WRITTEN})(?!\w)", re.IGNORECASE)
# Vietnamese says in front that a place is a part, and its number at the end: Khu Hải Long 2.
_KHU = re.compile(r"^khu (?=\S+ \S)", re.IGNORECASE)
_WORD_BEHIND_COUNT = re.compile(rf"(?<!\w)(?:{_WRITTEN})\s+(?:{_WORD})(?!\w)", re.IGNORECASE)
_AT_THE_END = re.compile(r"(?<![A-Za-z0-9])(?P<count>[0-9]{1,3}|[A-Ha-h]|[IVX]{1,4})$")
_FEWEST_WORDS = 2
# Writings of which the words for a part are known, so that a name without one says none.
_READ_BY_WORDS = frozenset({Script.LATIN, Script.HAN, Script.MIXED})


@lru_cache(maxsize=20_000)
def parts_said(form: NameForm) -> frozenset[str]:
    """Return which parts of a place the name of a site says: sides of the compass, numbers in digits, letters.

    Empty where it says none, as one that is a number or a side alone does not, nor one that is called for a town: in
    East Point the side is the town's, and what is behind a word for a street is its number. Of a line with commas only
    the first piece counts, and such as name a part and nothing else: others are an address.

    Args:
        form: the name as `site_name` reads it.
    """
    head, *behind = form.native.split(",")
    found = set(_of_piece(head)) if behind else set(_of_text(form.native, form.tokens, form.script))
    for piece in behind:
        said = set(_of_words(("", *in_digits(site_name(piece).tokens))))
        if said and _are_words_of_a_part(site_name(piece).tokens):
            found |= said
    return frozenset(found)


def say_other_parts(left: NameForm, right: NameForm) -> bool:
    """Tell whether one of two names of sites says a part of a place that the other does not: KK Park, KK Park East.

    Zone 2 and Tower 2 are two parts as well; a block and a building may be one. A number that the other has in words of
    a language of Europe is the same one. Of a name in a script that is spelt by sound and another in Latin letters only
    numbers count: ត្បូងឃ្មុំ is Tboung Khmum, whose side is a syllable.

    Args:
        left: one name as `site_name` reads it.
        right: the other.
    """
    if "".join(left.tokens) == "".join(right.tokens):
        return False  # a space more or less is none: KB Hotel, K B Hotel
    mine, theirs = parts_said(left), parts_said(right)
    kinds = _kinds_of_part(left), _kinds_of_part(right)
    if mine and theirs and all(kinds) and kinds[0].isdisjoint(kinds[1]):
        return True
    others = (mine - theirs - _numbers_in(right)) | (theirs - mine - _numbers_in(left))
    if left.script is not right.script and not {left.script, right.script} <= _READ_BY_WORDS:
        return any(map(str.isdecimal, others))
    return bool(others)


def _kinds_of_part(form: NameForm) -> frozenset[str]:
    """Return what kinds of part a name says in words: a phase, a zone, a house, a gate."""
    return frozenset(kind for kind, words in _KINDS.items() if not words.isdisjoint(form.tokens))


def _of_piece(text: str) -> Iterator[str]:
    form = site_name(text)
    return _of_text(form.native, form.tokens, form.script)


def _of_text(native: str, tokens: tuple[str, ...], script: Script) -> Iterator[str]:
    if not any(map(str.isalpha, native)):
        return iter(())
    return _of_words(tokens) if script is Script.LATIN else _of_native(native)


def _are_words_of_a_part(tokens: tuple[str, ...]) -> bool:
    known = _PARTS | _SIDES_ANYWHERE.keys() | _SIDES_BESIDE_A_PART.keys()
    return all(word in known or _is_count(word) for word in in_digits(tokens))


def without_word_for_phase(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two names of sites of which one says a phase and the other its number alone: 恒生四期, Hengsheng IV.

    Args:
        left: one name.
        right: the other.
        kind: what both name.

    Returns:
        The names in the order given, without the word; `None` where the other has a word for a part, or another part.
    """
    if kind is not NameKind.SITE or (_PHASE in left.tokens) is (_PHASE in right.tokens):
        return None
    said = parts_said(left)
    if not said or said != parts_said(right) or (_kinds_of_part(left) and _kinds_of_part(right)):
        return None
    one, other = (_without_phase(form) if _PHASE in form.tokens else form for form in (left, right))
    return None if one is left and other is right else (one, other)


def without_word_for_house(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two names of sites of which one says in Chinese and the other in another word which house: Block B, B栋.

    Args:
        left: one name.
        right: the other.
        kind: what both name.

    Returns:
        The names in the order given, without the words; `None` where both are in Chinese or neither, or of two parts.
    """
    said = [part_without_word(form.native) for form in (left, right)] if kind is NameKind.SITE else []
    houses = [part for part in said if part is not None and not part.is_phase]
    if len(houses) != len((left, right)) or houses[0].is_in_chinese is houses[1].is_in_chinese:
        return None
    if parts_said(left) != parts_said(right):
        return None
    one, other = (replace(site_name(part.name), raw=form.raw) for part, form in zip(houses, (left, right), strict=True))
    return one, other


@lru_cache(maxsize=20_000)
def without_parts(form: NameForm) -> NameForm | None:
    """Return the name of a site without the parts that it says and the words for them: Royal River Casino.

    Args:
        form: the name as `site_name` reads it.

    Returns:
        `None` where it says no part, or nothing else than one.
    """
    if not parts_said(form):
        return None
    text = form.native
    for pattern in (
        _HANZI_SIDE,
        _HANZI_COUNT,
        _NATIVE_COUNT,
        _NATIVE_SIDE,
        _COUNT_BEHIND_WORD,
        _WORD_BEHIND_COUNT,
        _KHU,
    ):
        text = pattern.sub(" ", text)
    text = _AT_THE_END.sub(" ", " ".join(text.split()))
    rest = site_name(text)
    told = any(word not in kind_words() and len(word) > 1 for word in rest.tokens)
    return replace(rest, raw=form.raw) if told and rest.native != form.native else None


@lru_cache(maxsize=5_000)
def _without_phase(form: NameForm) -> NameForm:
    words = form.native.split()
    kept = [word for word in words if word.casefold() != _PHASE]
    return replace(site_name(" ".join(kept)), raw=form.raw) if _FEWEST_WORDS <= len(kept) < len(words) else form


def _numbers_in(form: NameForm) -> frozenset[str]:
    words = {*form.tokens, *with_number_in_digits(form.tokens), *in_digits(form.tokens)}
    return frozenset(_plain(word) for word in words if word.isdecimal())


def _plain(number: str) -> str:
    return number.lstrip("0") or "0"


def _of_words(tokens: tuple[str, ...]) -> Iterator[str]:
    of_town = town_behind(tokens)
    words = _before_an_address(in_digits(tokens))
    if len(words) < _FEWEST_WORDS:
        return
    for at, word in enumerate(words):
        if at in of_town:
            continue
        before, behind = (words[at - 1] if at else ""), (words[at + 1] if at + 1 < len(words) else "")
        beside = not _PARTS.isdisjoint((before, behind))
        if word in _SIDES_ANYWHERE:
            yield from _SIDES_ANYWHERE[word]
        elif beside and word in _SIDES_BESIDE_A_PART:
            yield from _SIDES_BESIDE_A_PART[word]
        elif (found := _OF_PINYIN.fullmatch(word)) is not None and at:
            yield from _SIDES_BESIDE_A_PART[found[1]]
        elif _is_count(word) and before not in _NUMBERED and (beside or _is_at_an_end(words, at)):
            yield _plain(word) if word.isdecimal() else word


def _before_an_address(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words before the number of a house in a street: Papillon of Papillon 5988 North Lafayette Road."""
    streets = [at for at, word in enumerate(words) if word in _STREETS]
    house = next((at for at, word in enumerate(words) if at and word.isdecimal()), len(words))
    return words[:house] if streets and house < streets[-1] else words


def _is_count(word: str) -> bool:
    return word.isdecimal() or _LETTER.fullmatch(word) is not None


def _is_at_an_end(words: tuple[str, ...], at: int) -> bool:
    """Tell whether nothing but kinds of things follows a word that is not the first: Dongmei Park 2, Dongmei 2 Park."""
    return at > 0 and all(word in kind_words() for word in words[at + 1 :])


def _of_native(native: str) -> Iterator[str]:
    text = native
    for form, sides in _NATIVE_SIDES:
        if form in text:
            text = text.replace(form, " ")
            yield from sides
    for found in _HANZI_SIDE.finditer(text):
        yield from (_OF_HANZI[sign] for sign in found["sides"])
    for pattern in (_HANZI_COUNT, _NATIVE_COUNT):
        yield from (_count(found["count"]) for found in pattern.finditer(text))
    latin = tokenise(ascii_fold(" ".join(re.findall("[A-Za-z0-9]+", text))))
    yield from _of_words(("", *latin))
    end = _AT_THE_END.search(text.rstrip())
    if end is not None and end.start():
        yield _count(end["count"])


def _count(written: str) -> str:
    said = in_digits(("", written.lower()))[1] if len(written) > 1 else written.lower()
    if said.isdecimal():
        return _plain(said)
    letter = _STEMS.get(said, said)
    return _SIDES_BY_LETTER.get(letter, letter)
