"""Search texts: what of a record can be found, one text per property class, and how a question is folded.

All folding is in this one place, for writing and for asking. A text holds words as written and romanised; the sounds of
names, by the keys that bring two spellings together in the resolver; and identifiers without their punctuation. Sounds
begin with `_` and identifiers with `.`, with which no folded word begins.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from entity_resolution.comparing.name_comparison import name_form
from entity_resolution.names import NameForm, NameKind
from entity_resolution.names.key_sorts import KeySort
from entity_resolution.names.scripts.skeletons import skeleton
from graph import KindSchema, Ontology, PropertyClass
from graph.parts import Part, StoredValue
from graph.values import bank_codes, normalise, platforms, zawgyi_in_unicode

MAX_WORDS_PER_TEXT = 200
MAX_SOUNDS_PER_TEXT = 60
MAX_SOUNDS_PER_NAME = 10
SOUND, IDENTIFIER = "_", "."
# Fewer consonants are shared by half a list, fewer characters by half of all numbers.
LEAST_SOUND, LEAST_IDENTIFIER = 3, 4
SELECTOR_TYPES = ("phone", "wallet", "account", "document", "device", "plate", "url", "handle")
# An officer pastes a number as a paper has it. Not found because the country was not told would read as "not known".
_REGION = (None, "TH", "KH", "MM", "LA", "MY", "SG", "VN", "PH", "ID", "CN", "AU")
_NAME_KINDS = {"Organization": NameKind.ORGANISATION, "Site": NameKind.SITE}
# Keys as explanations print them, without what says of which type they are.
_PRINTED = {"account": "acct", "document": "doc", "plate": "plate"}
_PRINTED_KEY = re.compile(r"([A-Za-z]{2}):(\S+)")
# `006-5328646949`: the bank's code before the number.
_BANK_FIRST = re.compile(r"(\d{2,4})[-: ](\d[\d -]{4,})")
# With a sign of its own, so that no name of a person is looked up on every platform.
_ACCOUNT_NAME = re.compile(r"@\S{2,64}|(?=\S*[\d_.])(?=\S*[A-Za-z])[A-Za-z0-9_.-]{3,64}")
_IDENTIFIER_TYPES = frozenset({*SELECTOR_TYPES, "email", "cell"})
# Found by a part or without country and type; what else is the key of its kind is found by that key alone.
_ALWAYS_WRITTEN = frozenset({"document", "plate", "cell"})
_READ_BY_COUNTRY = ("phone", "account", "document")
# The resolver's keys that rest on a whole name or a telling word, and what tells one sort from another.
_SOUND_KEYS = {
    KeySort.WHOLE.value: "",
    KeySort.WORD.value: "",
    KeySort.SURNAME.value: "c",
    KeySort.BURMESE.value: "b",
    KeySort.LETTERS.value: "z",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question made ready.

    Attributes:
        text: as asked.
        words: its folded words as typed, Zawgyi in Unicode, without single Latin letters and stray digits.
        romanised: the words of its Latin reading, where it is not Latin.
        sounds: the keys of its sound.
        identifiers: what it is as an identifier, in each notation of the region.
        beginnings: of what an identifier may be only the beginning, or the part on a plate.
    """

    text: str
    words: tuple[str, ...]
    romanised: tuple[str, ...]
    sounds: tuple[str, ...]
    identifiers: tuple[str, ...]
    beginnings: tuple[str, ...]

    @property
    def begun(self) -> list[str]:
        """The terms of which a record may hold a longer one."""
        return [*self.beginnings, *(w for w in (*self.words, *self.romanised) if _has_letter(w))]

    @property
    def exact(self) -> list[str]:
        """The terms that a record must hold as they are."""
        return [*self.identifiers, *(w for w in self.words if not _has_letter(w)), *self.sounds]


def search_texts(kind: KindSchema, parts: Mapping[PropertyClass, Part]) -> dict[PropertyClass, str | None]:
    """Return the search text of each class; `None` where there is nothing to find."""
    texts = _NO_TEXTS.copy()
    for property_class, part in parts.items():
        words: list[str] = []
        sounds: list[str] = []
        for name, values in part.items():
            schema = kind.property(name)
            if schema.search:
                if schema.type == "name":
                    for value in values:
                        form = _form(kind.name, value.raw)
                        words += _words_of_name(value, form)
                        sounds += name_sounds(form)
                else:
                    for value in values:
                        words += _words_of(value)
            if schema.type in _IDENTIFIER_TYPES and property_class is not PropertyClass.SOURCE:
                for value in values:
                    if schema.type in _ALWAYS_WRITTEN or not schema.key or value.key is None:
                        words += _identifiers_of(schema.type, value)
        if words or sounds:
            found = [*dict.fromkeys(words)][:MAX_WORDS_PER_TEXT] + [*dict.fromkeys(sounds)][:MAX_SOUNDS_PER_TEXT]
            texts[property_class] = " ".join(found)
    return texts


# Walking the enumeration itself costs ten times as much as a copy, and this is done for every record.
_NO_TEXTS: dict[PropertyClass, str | None] = dict.fromkeys(PropertyClass)


def kinds_with_numbers(ontology: Ontology) -> list[str]:
    """Return the kinds that have an identifier in a search text."""
    return sorted(
        kind.name
        for kind in ontology.kinds.values()
        if any(p.type in _ALWAYS_WRITTEN for p in kind.properties.values())
    )


def read_question(text: str, country: str | None = None) -> Question:
    """Return a question made ready.

    Args:
        text: words, or an identifier in any notation.
        country: the country that a national number is read in; without it those of the region are tried.
    """
    form = name_form(text, NameKind.PERSON)
    typed = list(dict.fromkeys([*fold_words(zawgyi_in_unicode(text)), *fold_words(form.native)]))
    lettered = [word for word in typed if _has_letter(word) and (len(word) > 1 or not word.isascii())]
    # A number in groups is no words: of each group half a list has records.
    whole = lettered or (len(typed) == 1 and len(fold_code(text)) >= LEAST_IDENTIFIER)
    numbers = [word for word in typed if not _has_letter(word)] if whole else []
    romanised = fold_words(form.latin[0]) if form.latin and lettered and not text.isascii() else []
    forms = (form, name_form(text, NameKind.ORGANISATION))
    identifiers, beginnings = _asked_identifiers(text, country)
    return Question(
        text=text,
        words=tuple(word for word in typed if word in lettered or word in numbers),
        romanised=tuple(dict.fromkeys(word for word in romanised if len(word) > 1 and word not in lettered)),
        sounds=tuple(dict.fromkeys(sound for f in forms for sound in name_sounds(f))) if lettered else (),
        identifiers=identifiers,
        beginnings=beginnings,
    )


def fold_words(text: str) -> list[str]:
    """Return the words of a text in lower case, split at spaces and punctuation; marks of all scripts are kept."""
    return _folded_words(text.casefold())


def _folded_words(text: str) -> list[str]:
    words = text.translate(_KEPT).split()
    # Of letters and digits alone, as nearly all words are, nothing is left to strip.
    return [stripped for word in words if (stripped := word if word.isalnum() else word.strip(".-_"))]


class _Kept(dict[int, str]):
    """What becomes of each character of a word, looked up once per character ever met."""

    def __missing__(self, code: int) -> str:
        """Return letters, digits, marks and the signs that stand within words as they are, else a space."""
        char = chr(code)
        kept = char if char.isalnum() or _is_mark(char) or char in "+@.-_" else " "
        self[code] = kept
        return kept


_KEPT = _Kept()


def fold_code(text: str) -> str:
    """Return an identifier in lower case without spaces and punctuation, its digits in ASCII."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = (c for c in folded if c.isalnum() or _is_mark(c))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept)


def name_sounds(form: NameForm) -> list[str]:
    """Return what a name sounds like: the resolver's keys of the whole and of its words, common words as well."""
    found: dict[str, None] = {}
    for reading in form.latin[:2]:
        found.update(dict.fromkeys(bone for token in reading.split() if len(bone := skeleton(token)) >= LEAST_SOUND))
    for key in sorted([key for key in form.keys if key[:2] in _SOUND_KEYS]):
        sort = _SOUND_KEYS[key[:2]]
        if len(key) - 2 >= LEAST_SOUND + (sort == "b"):
            found[sort + key[2:]] = None
    # A number is not heard, and a surname without a given name stands for too many.
    heard = [sound for sound in found if sound.isalpha() or (sound.startswith("c") and not sound.endswith("."))]
    return [SOUND + sound for sound in heard[:MAX_SOUNDS_PER_NAME]]


def _is_mark(character: str) -> bool:
    # Vowels and tones of South-East Asian scripts are marks: without them names fall together.
    return unicodedata.category(character).startswith("M")


def _has_letter(word: str) -> bool:
    return any(c.isalpha() for c in word)


def _form(kind: str, raw: str) -> NameForm:
    return name_form(raw, name_kind(kind))


def name_kind(kind: str) -> NameKind:
    """Return as what the names of a kind of record are read."""
    return _NAME_KINDS.get(kind, NameKind.PERSON)


def _words_of(value: StoredValue) -> list[str]:
    words = fold_words(value.raw)
    if value.value is not None and value.value != value.raw:
        words += fold_words(value.value)
    if value.type == "code":  # nobody types the hyphen of `scam-compound`
        words += [part for word in words if "-" in word for part in word.split("-") if len(part) > 1]
    return words


def _words_of_name(value: StoredValue, form: NameForm) -> list[str]:
    """Return the words of a name as it was written, as it is meant and as it is read; a text is folded once."""
    texts = [value.raw, value.value or "", form.native, *form.latin[:3]]
    return [word for text in dict.fromkeys([text.casefold() for text in texts]) for word in _folded_words(text)]


def _identifiers_of(value_type: str, value: StoredValue) -> Iterator[str]:
    text = value.value or value.raw
    yield from _codes([text])
    if value_type == "plate":
        yield from _codes(text.split()[:1])  # the plate without its province


def _codes(texts: list[str]) -> Iterator[str]:
    for text in texts:
        code = fold_code(text)[:100]
        if len(code) >= LEAST_IDENTIFIER and any(c.isdigit() or "@" in text for c in code):
            yield IDENTIFIER + code


def _asked_identifiers(text: str, country: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a text is as an identifier, and of what an identifier may be the beginning."""
    begun = list(_codes([text]))
    if not begun:
        return (), ()
    pieces = text.split()
    if any(_has_letter(piece) and not any(map(str.isdigit, piece)) for piece in pieces):
        begun += _codes(pieces)  # the plate beside its province
    readings = [
        normalise(value_type, text, country=c).value
        for value_type in _READ_BY_COUNTRY
        for c in ((country,) if country else _REGION)
    ]
    return tuple(dict.fromkeys(_codes([r for r in readings if r]))), tuple(dict.fromkeys(begun))


def readings_as_keys(ontology: Ontology, text: str, country: str | None, kind: str | None) -> list[str]:
    """Return the keys of selectors, prefixed by their kind, that a text may be, read in the countries of the region.

    An account's number is read as of each bank known there, since an officer is seldom told which one, and the name of
    an account as of each platform. What explanations print of a key is read as well (`CN:passport:EJ0961620`).
    """
    keys = []
    countries = (country,) if country else _REGION
    for schema in ontology.kinds.values():
        prop = next((p for p in schema.properties.values() if p.key), None)
        if prop is None or prop.type not in SELECTOR_TYPES or (kind is not None and schema.name != kind):
            continue
        readings = {normalise(prop.type, text, country=c).key for c in countries}
        if prop.type == "account":
            banks = ((c, bank) for c in countries if c is not None for bank in bank_codes(c))
            readings |= {normalise(prop.type, text, country=c, hints={"bank": bank}).key for c, bank in banks}
            if (found := _BANK_FIRST.fullmatch(text.strip())) is not None:
                hint = {"bank": found[1]}
                readings |= {normalise(prop.type, found[2], country=c, hints=hint).key for c in countries}
        elif prop.type == "handle" and _ACCOUNT_NAME.fullmatch(text.strip()):
            readings |= {normalise(prop.type, text, hints={"platform": p}).key for p in platforms()}
        if prop.type in _PRINTED and (printed := _PRINTED_KEY.fullmatch(text.strip())) is not None:
            readings.add(f"{_PRINTED[prop.type]}:{printed[1].upper()}:{printed[2]}")
        keys += [f"{schema.name}|{key}" for key in sorted(k for k in readings if k is not None)]
    return keys
