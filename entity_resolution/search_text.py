"""Search texts: what of a record can be found by words, one text per property class, and how a question is folded.

Words are folded in this one place, for writing and for asking: NFC with marks kept, plus the romanised candidates of
names, so that a name in one script is found by its spelling in another.
"""

import unicodedata
from collections.abc import Mapping

from entity_resolution.comparisons import name_form
from entity_resolution.names import NameKind
from graph import KindSchema, PropertyClass
from graph.parts import Part, StoredValue

_NAME_KINDS = {"Organization": NameKind.ORGANISATION, "Site": NameKind.SITE}
MAX_WORDS_PER_TEXT = 200


def search_texts(kind: KindSchema, parts: Mapping[PropertyClass, Part]) -> dict[PropertyClass, str | None]:
    """Return the search text of each class; `None` where there is nothing to find."""
    texts: dict[PropertyClass, str | None] = {}
    for property_class in PropertyClass:
        words: dict[str, None] = {}
        for name, values in parts.get(property_class, {}).items():
            if kind.property(name).search:
                for value in values:
                    words.update(dict.fromkeys(_words_of(kind, name, value)))
        texts[property_class] = " ".join(list(words)[:MAX_WORDS_PER_TEXT]) or None
    return texts


def question_words(text: str) -> list[str]:
    """Return the folded words of a question: as written, and romanised where the script is not Latin."""
    form = name_form(text, NameKind.PERSON)
    words = [*fold_words(text), *fold_words(form.native)]
    if form.latin and not text.isascii():
        words += fold_words(form.latin[0])
    return list(dict.fromkeys(words))


def fold_words(text: str) -> list[str]:
    """Return the words of a text in lower case, split at spaces and punctuation; marks of all scripts are kept."""
    cleaned = "".join(c if c.isalnum() or _is_mark(c) or c in "+@.-_" else " " for c in text.casefold())
    return [word.strip(".-_") for word in cleaned.split() if word.strip(".-_")]


def _is_mark(character: str) -> bool:
    # Vowels and tones of South-East Asian scripts are marks: without them names fall together.
    return unicodedata.category(character).startswith("M")


def _words_of(kind: KindSchema, name: str, value: StoredValue) -> list[str]:
    words = fold_words(value.raw)
    if value.value is not None and value.value != value.raw:
        words += fold_words(value.value)
    if kind.property(name).type == "name":
        form = name_form(value.raw, _NAME_KINDS.get(kind.name, NameKind.PERSON))
        words += fold_words(form.native)
        for latin in form.latin[:3]:
            words += fold_words(latin)
    return words
