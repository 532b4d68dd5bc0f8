"""Make the `ways_` sets: people of many countries, each name as two sources may write it.

A name is made up from a given name, often a middle one, and a family name of one language. Its two sides differ by
rules alone: official romanisations and the habits of French, English and German clerks, short forms, order, initials,
middle names left out, hyphens, married names, titles and slips. A negative is written as the positive before it and has
another given name or another family name that looks like its own.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from tests.entity_resolution.labelled.set_files import folder_named, lines_of, write_set

_SOURCE = "Invented names, written in several ways by rules and romanisation tables. Not taken from any list of names."
# Names of each language in each half.
_NAMES = 30
Row = tuple[str, str, int, str, str]
# Spells one part of a name; the role is `given`, `middle` or `family`.
Style = Callable[[str, str, random.Random], str]


@lru_cache(maxsize=1)
def _tables() -> dict[str, list[str]]:
    return {
        name: ["" if cell == "~" else cell for cell in cells.split()]
        for name, cells in (line.split("\t") for line in lines_of("romanisations"))
    }


@lru_cache(maxsize=64)
def _table(name: str) -> Mapping[str, str]:
    pairs = (cell.split("=") for cell in _tables()[name])
    return {unicodedata.normalize("NFC", letters): spelt.replace("~", "") for letters, spelt in pairs}


def _spell(text: str, table: str) -> str:
    """Replace the longest letters of a table first; what it does not have stays."""
    spelt = _table(table)
    longest_first = sorted(spelt, key=len, reverse=True)
    pattern = "|".join(map(re.escape, longest_first))
    return re.sub(pattern, lambda found: spelt[found.group()], unicodedata.normalize("NFC", text.lower()))


_UNMARKED = str.maketrans("łŁøØđĐı", "lLoOdDi")


def _bare(text: str) -> str:
    """Take off marks and what scholars write for sounds that others do not."""
    text = text.translate(_UNMARKED).replace("ß", "ss")
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char) and char not in "ʾʿ")


def _capital(text: str) -> str:
    """Return each word with a capital letter, particles without."""
    words = re.split(r"([ \-])", text)
    return "".join(word if word in _PARTICLES else word[:1].upper() + word[1:] for word in words)


_PARTICLES = ("de", "la", "da", "dos", "del", "von", "der", "van", "den", "al", "el", "bin", "ibn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A part of a name: how it is written, another form of it, and a name of somebody else that looks like it."""

    text: str
    short: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A made-up name in its parts; the middle one may be empty."""

    given: str
    middle: str
    family: str

    def spelled(self, style: Style, draw: random.Random) -> Person:
        """Return the name in a style."""
        parts = {"given": self.given, "middle": self.middle, "family": self.family}
        return Person(**{role: style(text, role, draw) if text else "" for role, text in parts.items()})


def _as_is(text: str, role: str, draw: random.Random) -> str:
    return text


def _plain(text: str, role: str, draw: random.Random) -> str:
    return _bare(text)


def _cyrillic(text: str, role: str, draw: random.Random, *, table: str) -> str:
    text = text.lower()
    if table == "bgn":
        text = re.sub("ий$|ый$", "ы", text)
        text = re.sub("(?<=[аеиоуыэюяьъ])е|^е", "йе", text) if draw.random() < 0.5 else text
    return _spell(text, table).capitalize()


def _arabic_latin(text: str, role: str, draw: random.Random, *, table: str) -> str:
    words = [_arabic_word(word, table, draw) for word in text.split()]
    spelt = " ".join(words)
    article = draw.choice(("al-", "al ", "al"))
    if table in ("french-arabic", "loose-arabic"):
        article = article.replace("al", "el")
    servant = draw.choice(("Abdul ", "Abdul", "Abdel ", "Abd al-", "Abdal"))
    spelt = re.sub("^Abd al-", servant, spelt)
    if spelt.startswith("al-"):
        name = spelt.removeprefix("al-")
        spelt = f"{article.capitalize()}{name.lower()}" if article in ("al", "el") else f"{article}{name}"
    return spelt


def _arabic_word(word: str, table: str, draw: random.Random) -> str:
    head, tail = ("al-", word[3:]) if word.startswith("al-") else ("", word)
    spelt = _bare(_spell(tail, table))
    if table == "english-arabic" and draw.random() < 0.5:
        spelt = spelt.replace("aa", "a")
    if draw.random() < 0.4:
        spelt = spelt.replace("ay", "ai").replace("aw", "au")
    if table == "french-arabic":
        spelt = re.sub("(?<=[aeiou])s(?=[aeiou])", "ss", spelt).replace("ouo", "oua")
    return head + spelt.capitalize()


def _arabic_script(text: str, role: str, draw: random.Random) -> str:
    words = []
    for word in text.split():
        head, tail = ("ال", word[3:]) if word.startswith("al-") else ("", word)
        tail = re.sub("^ā", "آ", re.sub("^[aiu]", "ا", re.sub("^[iī](?=[^aiuāīū]*ī)", "ا", tail)))
        tail = re.sub(r"(.)\1", r"\1", tail)
        words.append(head + _spell(tail, "script-arabic"))
    return " ".join(words).replace("الاه", "الله").replace("الرحمان", "الرحمن")


def _indian(text: str, role: str, draw: random.Random, *, table: str) -> str:
    text = re.sub("cch?", "cch", text) if table != "hunter" else text
    spelt = _bare(_spell(text, table))
    if table == "south" and draw.random() < 0.7:
        spelt = re.sub("t(?=[aeiou])", "th", spelt)
    if table == "habit" and draw.random() < 0.5:
        spelt = spelt.replace("ee", "i") if spelt.endswith("ee") else spelt
    return spelt.capitalize()


def _nagari(text: str, role: str, draw: random.Random) -> str:
    consonants, vowels, signs = (_table(f"nagari-{part}") for part in ("consonants", "vowels", "signs"))
    found, at, open_consonant = "", 0, False
    text = unicodedata.normalize("NFC", text)
    while at < len(text):
        length, kinds = next(
            (n, kinds) for n in (3, 2, 1) for kinds in (consonants, vowels) if text[at : at + n] in kinds
        )
        letters = text[at : at + length]
        if kinds is consonants:
            found += ("्" if open_consonant else "") + consonants[letters]
        elif open_consonant:
            found += signs.get(letters, "")
        else:
            found += vowels[letters]
        open_consonant = kinds is consonants
        at += length
    return found


def _korean(text: str, role: str, draw: random.Random, *, system: str) -> str:
    if role == "family":
        habits = _table("korean-surnames")[unicodedata.normalize("NFC", text)].split("/")
        if system == "pass" or draw.random() < 0.5:
            return draw.choice(habits)
    parts = [_tables()[f"{system}-{part}"] for part in ("initials", "medials", "finals")]
    syllables = []
    for char in text:
        code = ord(char) - 0xAC00
        syllables.append("".join(p[n] for p, n in zip(parts, (code // 588, code % 588 // 28, code % 28), strict=True)))
    if len(syllables) == 1:
        return syllables[0].capitalize()
    joint, second = draw.choice((("-", str.lower), (" ", str.capitalize), ("", str.lower)))
    return joint.join((syllables[0].capitalize(), *map(second, syllables[1:])))


def _wade(text: str, role: str, draw: random.Random) -> str:
    syllables = []
    for syllable in re.split("[_ ]", text.lower()):
        found = re.match("zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?", syllable)
        initial = found.group() if found else ""
        rhyme = syllable[len(initial) :]
        if initial in ("j", "q", "x") and rhyme.startswith("u"):
            rhyme = "ü" + rhyme[1:]
        if initial in ("zh", "ch", "sh", "r") and rhyme == "i":
            rhyme = "ih"
        elif rhyme in _table("wade-rhymes"):
            rhyme = _table("wade-rhymes")[rhyme]
        syllables.append(_table("wade-initials").get(initial, initial) + rhyme)
    return _bare("-".join(syllables)).capitalize()


def _pinyin(text: str, role: str, draw: random.Random) -> str:
    return draw.choice(("", "", "-", " ")).join(text.split()).capitalize()


def _by_table(text: str, role: str, draw: random.Random, *, table: str) -> str:
    return _capital(_bare(_spell(text, table)))


def _umlauts(text: str, role: str, draw: random.Random) -> str:
    for mark, spelt in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("å", "aa"), ("Å", "Aa")):
        text = text.replace(mark, spelt)
    return _bare(text)


Form = Callable[[Person, random.Random], str]


def _words(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _initial(part: str, end: str = ".") -> str:
    return f"{part[0]}{end}" if part else ""


def _slip(text: str, draw: random.Random) -> str:
    """Return a text with one slip: a letter left out, doubled, swapped with the next, or of the next key."""
    places = [at for at in range(1, len(text) - 1) if text[at].isalpha() and text[at - 1].isalpha()]
    at = draw.choice(places)
    near = {"a": "s", "e": "r", "i": "o", "n": "m", "t": "r", "s": "d", "l": "k", "r": "t", "o": "p", "u": "y"}
    return draw.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
            text[:at] + near.get(text[at], text[at]) + text[at + 1 :],
        )
    )


_IN_ORDER: Form = lambda p, _: _words(p.given, p.middle, p.family)  # noqa: E731
_SURNAME_FIRST: Form = lambda p, _: _words(p.family, p.middle, p.given)  # noqa: E731
# Of every language.
_FORMS: dict[str, Form] = {
    "as it is": _IN_ORDER,
    "surname first": lambda p, _: _words(p.family, p.given, p.middle),
    "comma": lambda p, _: f"{p.family.upper()}, {_words(p.given, p.middle)}",
    "no middle": lambda p, _: _words(p.given, p.family),
    "middle initial": lambda p, _: _words(p.given, _initial(p.middle), p.family),
    "initials": lambda p, _: _words(_initial(p.given), _initial(p.middle), p.family),
    "initials behind": lambda p, _: _words(p.family, _initial(p.given) + _initial(p.middle)),
    "slip": lambda p, draw: _slip(_words(p.given, p.middle, p.family), draw),
    "no middle, slip": lambda p, draw: _slip(_words(p.given, p.family), draw),
    "title": lambda p, draw: _words(draw.choice(("Mr.", "Dr.", "Prof.", "Mrs", "Sheikh", "Haji")), _IN_ORDER(p, draw)),
    "closed up": lambda p, _: _words(re.sub("[ -]", "", p.given).capitalize(), p.family),
    "hyphen": lambda p, _: _words(p.given.replace(" ", "-"), p.middle, p.family.replace(" ", "-")),
}
_MARRIED: dict[str, Form] = {
    "married": lambda p, draw: f"{p.given} {p.family}-{draw.choice(('Moss', 'Hart', 'Lund', 'Roth'))}",
    "two surnames": lambda p, draw: f"{p.given} {p.family} {draw.choice(('Salas', 'Rivas', 'Cano', 'Bravo'))}",
}
_BIN: dict[str, Form] = {
    "son of": lambda p, draw: _words(p.given, draw.choice(("bin", "ibn", "b.")) if p.middle else "", p.middle, p.family)
}
_EASTERN: dict[str, Form] = {
    "family, given": lambda p, _: f"{p.family.upper()}, {p.given}",
    "given last": lambda p, _: _words(p.family, p.given),
    "given first": lambda p, _: _words(p.given, p.family),
    "capitals": lambda p, _: _words(p.family.upper(), p.given),
    "slip": lambda p, draw: _slip(_words(p.family, p.given), draw),
    "with a name of the west": lambda p, draw: _words(draw.choice(("David", "Grace", "Peter")), p.family, p.given),
}
_VIETNAMESE: dict[str, Form] = {
    "as it is": _SURNAME_FIRST,
    "given first": lambda p, _: _words(p.given, p.family, p.middle),
    "in reverse": _IN_ORDER,
    "no middle": lambda p, _: _words(p.given, p.family),
    "middle initial": lambda p, _: _words(p.given, _initial(p.middle), p.family),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How names of a language are written: the usual style, all styles, and the forms beside the usual one."""

    styles: Sequence[Style]
    forms: Mapping[str, Form]
    usual: Form = _IN_ORDER
    middle: str = ""
    scripts: Sequence[Style] = ()


_WESTERN = _FORMS | _MARRIED
LANGUAGES: dict[str, Language] = {
    "russian": Language(
        styles=[partial(_cyrillic, table=table) for table in ("bgn", "icao", "iso", "french", "german")],
        forms=_FORMS,
        middle="patronymic",
        scripts=[lambda text, role, draw: text],
    ),
    "arabic": Language(
        styles=[partial(_arabic_latin, table=f"{table}-arabic") for table in ("plain", "english", "loose", "french")],
        forms=_FORMS | _BIN,
        middle="father",
        scripts=[_arabic_script],
    ),
    "indian": Language(
        styles=[partial(_indian, table=table) for table in ("hunter", "north", "south", "habit")],
        forms=_FORMS,
        middle="middle",
        scripts=[_nagari],
    ),
    "korean": Language(
        styles=[partial(_korean, system=system) for system in ("rr", "mr", "pass", "pass")],
        forms=_EASTERN,
        usual=_SURNAME_FIRST,
        scripts=[lambda text, role, draw: text],
    ),
    "japanese": Language(
        styles=[_as_is, *(partial(_by_table, table=table) for table in ("plain-japanese", "kunrei", "oh", "ou"))],
        forms=_EASTERN,
    ),
    "chinese": Language(styles=[_pinyin, _pinyin, _wade], forms=_EASTERN, usual=_SURNAME_FIRST),
    "english": Language(styles=[_as_is], forms=_WESTERN, middle="middle"),
    "spanish": Language(styles=[_as_is, _plain, _plain], forms=_WESTERN),
    "portuguese": Language(styles=[_as_is, _plain, _plain], forms=_WESTERN),
    "central": Language(styles=[_as_is, _plain, _umlauts], forms=_WESTERN),
    "vietnamese": Language(styles=[_as_is, _plain], forms=_VIETNAMESE, usual=_SURNAME_FIRST, middle="middle"),
    "turkish": Language(styles=[_as_is, _plain, partial(_by_table, table="turk")], forms=_FORMS),
    "malay": Language(styles=[_as_is, partial(_by_table, table="new-malay")], forms=_FORMS | _BIN, middle="father"),
    "greek": Language(
        styles=[partial(_by_table, table=table) for table in ("elot", "greek-habit")],
        forms=_FORMS,
        scripts=[lambda text, role, draw: text],
    ),
    "african": Language(styles=[_as_is, _plain], forms=_WESTERN),
}


@lru_cache(maxsize=1)
def _read_words() -> dict[tuple[str, str], list[Word]]:
    rows = (line.split("\t") for line in lines_of("ways_words"))
    return {(language, role): [_word(cell) for cell in cells.split()] for language, role, cells in rows}


def _word(cell: str) -> Word:
    own, _, other = cell.replace("_", " ").partition("/")
    text, _, short = own.partition("=")
    return Word(text=text, short=short or text, other=other)


def _of(language: str, role: str, half: int) -> list[Word]:
    return _read_words().get((language, role), [])[half::2]


def people(half: int, seed: int) -> Iterator[Row]:
    """Yield names of every language in two ways each, and behind each two names of other people in its second way."""
    draw = random.Random(seed)  # noqa: S311  a fixed draw, nothing secret
    for name, language in LANGUAGES.items():
        givens, middles, families = (_of(name, role, half) for role in ("given", language.middle, "family"))
        made: set[tuple[str, str]] = set()
        while len(made) < _NAMES:
            given, family = draw.choice(givens), draw.choice(families)
            middle = draw.choice(middles).text if middles and draw.random() < 0.7 else ""
            person = Person(given=given.text, middle=middle, family=family.text)
            rows = list(_two_ways(name, language, person, (given, family), draw))
            if rows and rows[0][:2] not in made:
                made.add(rows[0][:2])
                yield from rows


def _two_ways(
    name: str, language: Language, person: Person, words: tuple[Word, Word], draw: random.Random
) -> Iterator[Row]:
    """Yield a positive and its two negatives; nothing where the two ways come to be the same."""
    given, family = words
    left_style = draw.choice([language.styles[0], language.styles[0], *language.scripts])
    left = language.usual(person.spelled(left_style, draw), draw)
    form_name = draw.choice(list(language.forms))
    style = draw.choice([*language.styles, *language.scripts] if left_style in language.styles else language.styles)
    if style in language.scripts:
        form_name = "surname first" if "surname first" in language.forms else "given last"
    if given.short != given.text and draw.random() < 0.5 and "initial" not in form_name:
        person = replace(person, given=given.short)
        form_name = f"{form_name}, other form"
    if family.short != family.text and draw.random() < 0.5:
        person = replace(person, family=family.short)
    form = language.forms[form_name.partition(", other form")[0]]
    turn = draw.random()

    def written(someone: Person) -> str:
        again = random.Random(turn)  # noqa: S311  the same choices for all three
        return form(someone.spelled(style, again), again)

    right = written(person)
    strangers = [written(replace(person, given=given.other)), written(replace(person, family=family.other))]
    if right.lower() in (left.lower(), *(stranger.lower() for stranger in strangers)):
        return
    yield left, right, 1, name, form_name
    yield from ((left, stranger, 0, name, form_name) for stranger in dict.fromkeys(strangers))


def main(folder: Path) -> None:
    """Write the sets into a folder."""
    for half, part in enumerate(("ways", "frozen_ways")):
        head = ("left", "right", "label", "language", "form")
        write_set(folder, f"{part}_people", _SOURCE, people(half, 61 + half), head=head)


if __name__ == "__main__":
    main(folder_named())
