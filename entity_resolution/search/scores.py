"""How well what a viewer sees of an entity answers a question, from 0 to 1, by the comparison that the resolver uses.

Nothing but visible texts and values goes in: a figure of the index, such as how rare a word is, counts what is hidden.
"""

from collections.abc import Iterable, Iterator, Sequence

from entity_resolution.comparing.name_comparison import name_form
from entity_resolution.names import NameForm, NameKind, NameLevel, compare_names
from entity_resolution.search.text import IDENTIFIER, SOUND, Question, name_kind
from entity_resolution.views.entities import Entity
from graph import Ontology

# Below this an entity only happens to share a word, a few digits or a sound.
FLOOR = 0.62
_BEGUN = 0.75  # of a word that only begins with the one asked for
_HEARD = 0.6  # of a sound, before names are compared
_TEXT = 0.9  # of words in any order, against names as a whole: two of three are below the floor
_PART_OF_NAME = 0.7  # of a name of which hardly a word was asked for
_BESIDE_THE_NAME = 0.9  # a name that is not the thing's own, as an account's holder
_OWN_NAMES = ("name", "alias", "displayName")
_BEGUN_IDENTIFIER = 0.65
_READINGS = 3
# What the resolver would not even call partly alike shares a word or a sound with half a list.
_NOISE = (NameLevel.DIFFERENT, NameLevel.WEAK)


def entity_score(question: Question, ontology: Ontology, entity: Entity, texts: Sequence[str]) -> float:
    """Return how well an entity answers.

    Args:
        question: the question.
        ontology: of the records.
        entity: as the viewer sees it.
        texts: the visible search texts of its records that hold something of the question.
    """
    found = [score for text in texts for score in (_identified(question, text), _worded(question, text))]
    for kind, name, raw in _names(entity, ontology):
        weight = 1.0 if name in _OWN_NAMES else _BESIDE_THE_NAME
        found.append(weight * name_score(question.text, raw, name_kind(kind)))
    return round(max(found, default=0.0), 3)


def has_text(entity: Entity, ontology: Ontology, text: str) -> bool:
    """Return whether a visible value that is searched is the text itself, as somebody wrote it."""
    asked = text.strip()
    return any(
        value.raw.strip() == asked
        for record in entity.records
        for part in record.parts.values()
        for name, values in part.items()
        if ontology.kind(record.kind).property(name).search
        for value in values
    )


def first_guess(question: Question, text: str) -> float:
    """Return how promising a visible text is, before the names of its record are compared."""
    terms = set(text.split())
    sounds = sum(sound in terms for sound in question.sounds) / len(question.sounds) if question.sounds else 0.0
    romanised = _share(question.romanised, terms)
    return max(_identified(question, text), _worded(question, text), _HEARD * sounds, _HEARD * romanised)


def name_score(asked: str, raw: str, kind: NameKind) -> float:
    """Return how well a name answers a question, as a whole or by as many of its words as were asked for."""
    question, name = name_form(asked, kind), name_form(raw, kind)
    best = _alike(question, name, kind)
    count = len(question.tokens)
    if best >= 1.0 or not count:
        return best
    for part, share in _parts(name, count):
        likeness = _alike(question, name_form(part, kind), kind)
        best = max(best, likeness * (_PART_OF_NAME + (1.0 - _PART_OF_NAME) * share))
    return best


def _alike(question: NameForm, name: NameForm, kind: NameKind) -> float:
    found = compare_names(question, name, kind)
    return 0.0 if found.level in _NOISE else found.similarity


def _parts(name: NameForm, count: int) -> Iterator[tuple[str, float]]:
    """Yield each run of so many words of a name, as written and as read, with its share of the name."""
    texts = dict.fromkeys([name.native.casefold(), *name.latin[:_READINGS]])
    for words in (text.split() for text in texts):
        for start in range(len(words) - count + 1) if len(words) > count else ():
            yield " ".join(words[start : start + count]), count / len(words)


def _names(entity: Entity, ontology: Ontology) -> Iterable[tuple[str, str, str]]:
    """Return the names that the viewer sees, each once: kind, property, as written."""
    return dict.fromkeys(
        (record.kind, name, value.raw)
        for record in entity.records
        for part in record.parts.values()
        for name, values in part.items()
        for schema in (ontology.kind(record.kind).property(name),)
        if schema.type == "name" and schema.search
        for value in values
    )


def _identified(question: Question, text: str) -> float:
    """Return whether a text holds the identifier that was asked for, or how much of one."""
    if not question.beginnings:
        return 0.0
    codes = [term for term in text.split() if term.startswith(IDENTIFIER)]
    if any(code in question.identifiers or code in question.beginnings for code in codes):
        return 1.0
    begun = [len(start) / len(code) for start in question.beginnings for code in codes if code.startswith(start)]
    return max((_BEGUN_IDENTIFIER + 0.3 * share for share in begun), default=0.0)


def _worded(question: Question, text: str) -> float:
    words = {term for term in text.split() if not term.startswith((IDENTIFIER, SOUND))}
    return _TEXT * _share(question.words, words)


def _share(words: Sequence[str], terms: set[str]) -> float:
    """Return the share of words that are among the terms; one that only begins a term counts less."""
    if not words:
        return 0.0
    found = 0.0
    for word in words:
        if word in terms:
            found += 1.0
        elif len(word) > 2 and any(term.startswith(word) for term in terms):
            found += _BEGUN
    return found / len(words)
