"""Read the ontology's YAML files strictly: an unknown word in a file is an error that names file and word."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from graph.errors import OntologyError
from graph.marked_yaml import plain_yaml
from graph.ontology.model import (
    MAY_STAY_UNREAD,
    KindSchema,
    LinkSchema,
    Ontology,
    PropertyClass,
    PropertySchema,
    Resolution,
)
from graph.values import VALUE_TYPES, ValueType

S = TypeVar("S", bound=StrEnum)

_KIND_NEEDS = ("kind", "description", "resolution", "properties")
_KIND_WORDS = {*_KIND_NEEDS, "subject", "ftm"}
_PROPERTY_NEEDS = ("type", "class")
_PROPERTY_WORDS = {
    *_PROPERTY_NEEDS,
    "description",
    "vocabulary",
    "synonyms",
    "country",
    "country_beside",
    "hints",
    "key",
    "selector",
    "may_be",
    "identifies",
    "of_users",
    "past",
    "must_be_read",
    "stays_unread",
    "caption",
    "search",
    "ftm",
}
_FIXED = "="  # in front of a hint that is a value, not the name of another property
_WEAKLY = "weakly"
_SEALING_WORDS = ("seals", "seals_each", "keeps_open")
_LINK_NEEDS = ("description",)
_LINK_WORDS = {*_LINK_NEEDS, "from", "to", "identifies", "ftm", *_SEALING_WORDS}


@lru_cache(maxsize=1)
def load_ontology() -> Ontology:
    """Return the ontology that the package ships.

    Raises:
        OntologyError: a file has an unknown word, a missing one, or refers to what does not exist.
    """
    folder = files("graph.ontology")
    found = sorted(folder.joinpath("kinds").iterdir(), key=lambda f: f.name)
    kind_files = [f for f in found if f.name.endswith(".yml")]
    shared = _read(folder.joinpath("vocabularies.yml"))
    kinds = [_kind(f, shared) for f in kind_files]
    by_name = {k.name: k for k in kinds}
    for file, kind in zip(kind_files, kinds, strict=True):
        _check_carried(file.name, kind, by_name)
        _check_may_be(file.name, kind, by_name)
    links = _links(folder.joinpath("links.yml"), by_name)
    return Ontology(kinds=by_name, links=links)


def _kind(file: Traversable, shared: Mapping[str, Any]) -> KindSchema:
    data = _read(file)
    _check_words(file.name, data, _KIND_WORDS, _KIND_NEEDS)
    name = str(data["kind"])
    if file.name != f"{name}.yml":
        raise OntologyError(file.name, f"holds the kind `{name}`")
    properties = {n: _property(f"{file.name}, {n}", n, p, shared) for n, p in data["properties"].items()}
    schema = KindSchema(
        name=name,
        description=str(data["description"]),
        resolution=_one_of(Resolution, file.name, data["resolution"]),
        has_subject=bool(data.get("subject", False)),
        properties=properties,
        ftm=tuple(data.get("ftm", ())),
    )
    _check_references(file.name, schema)
    return schema


def _property(where: str, name: str, data: Mapping[str, Any], shared: Mapping[str, Any]) -> PropertySchema:
    _check_words(where, data, _PROPERTY_WORDS, _PROPERTY_NEEDS)
    vocabulary = _vocabulary(where, data.get("vocabulary", ()), shared)
    _check_type(where, data, has_vocabulary=bool(vocabulary))
    hints: dict[str, str] = data.get("hints", {})
    return PropertySchema(
        name=name,
        type=str(data["type"]),
        property_class=_one_of(PropertyClass, where, data["class"]),
        description=str(data.get("description", "")),
        vocabulary=vocabulary,
        synonyms=_synonyms(where, data.get("synonyms", {}), vocabulary),
        country=data.get("country"),
        country_beside=data.get("country_beside"),
        hints={hint: other for hint, other in hints.items() if not other.startswith(_FIXED)},
        fixed_hints={hint: other.removeprefix(_FIXED) for hint, other in hints.items() if other.startswith(_FIXED)},
        key=bool(data.get("key", False)),
        selector=data.get("selector"),
        may_be=data.get("may_be"),
        identifies=bool(data.get("identifies") or data.get("key") or data.get("selector")),
        identifies_weakly=data.get("identifies") == _WEAKLY,
        of_users=bool(data.get("of_users", False)),
        past=bool(data.get("past", False)),
        must_be_read=bool(data.get("must_be_read", False)),
        stays_unread=bool(data.get("stays_unread", False)),
        caption=bool(data.get("caption", False)),
        search=bool(data.get("search", False)),
        ftm=tuple(data.get("ftm", ())),
    )


def _check_type(where: str, data: Mapping[str, Any], *, has_vocabulary: bool) -> None:
    """Refuse an unknown type, and words that are of other types alone."""
    if data["type"] not in VALUE_TYPES:
        raise OntologyError(where, f"unknown value type `{data['type']}`")
    if (data["type"] == ValueType.CODE) != has_vocabulary:
        raise OntologyError(where, "a `code` needs a vocabulary, and nothing else has one")
    if data.get("past") and data["type"] != ValueType.DATE:
        raise OntologyError(where, "`past` is for a date")
    if data.get("must_be_read") and data["type"] not in MAY_STAY_UNREAD:
        raise OntologyError(where, "`must_be_read` is for an amount, a country or a timestamp")
    if data.get("stays_unread") and data["type"] not in {ValueType.DATE, ValueType.CODE}:
        raise OntologyError(where, "`stays_unread` is for a date or a code")


def _vocabulary(where: str, data: Any, shared: Mapping[str, Any]) -> tuple[str, ...]:
    if isinstance(data, str):
        if data not in shared:
            raise OntologyError(where, f"unknown vocabulary `{data}`")
        data = shared[data]
    return tuple(str(word) for word in data)


def _synonyms(where: str, data: Mapping[str, str], vocabulary: tuple[str, ...]) -> dict[str, str]:
    found = {synonym.casefold(): word for word, synonyms in data.items() for synonym in synonyms.split()}
    if not set(found.values()) <= set(vocabulary) or not found.keys().isdisjoint(vocabulary):
        raise OntologyError(where, "synonyms are of words of the vocabulary, and are none themselves")
    return found


def _check_references(file: str, schema: KindSchema) -> None:
    for prop in schema.properties.values():
        for other in (prop.country, prop.country_beside, *prop.hints.values()):
            if other is not None and other not in schema.properties:
                raise OntologyError(f"{file}, {prop.name}", f"refers to the unknown property `{other}`")
        _check_read_with(f"{file}, {prop.name}", prop, schema)
    keys = [p.name for p in schema.properties.values() if p.key]
    if schema.is_selector != (len(keys) == 1):
        raise OntologyError(file, "a selector has exactly one `key` property, and no other kind has one")


def _check_read_with(where: str, prop: PropertySchema, schema: KindSchema) -> None:
    """Refuse a value that is read with one of another class: who may read it alone would learn of the other by it."""
    for other in (prop.country, *prop.hints.values()):
        if other is not None and schema.properties[other].property_class != prop.property_class:
            raise OntologyError(where, f"is read with `{other}`, which is of another class")
    beside = schema.properties.get(prop.country_beside or "")
    if beside is not None and (beside.property_class == prop.property_class or beside.type != ValueType.COUNTRY):
        raise OntologyError(where, f"`{beside.name}` beside it is no country of another class")


def _check_carried(file: str, schema: KindSchema, kinds: Mapping[str, KindSchema]) -> None:
    """Refuse a carried selector that could not be told from a record's own, or that another class would open."""
    for prop in schema.carried:
        kind = kinds.get(prop.selector or "")
        key = kind.key if kind is not None else None
        if key is None or schema.is_selector:
            raise OntologyError(f"{file}, {prop.name}", f"`{prop.selector}` is no kind of selector that it may carry")
        if (key.type, key.property_class) != (prop.type, prop.property_class):
            raise OntologyError(
                f"{file}, {prop.name}", f"is of another type or class than the key of `{prop.selector}`"
            )


def _check_may_be(file: str, schema: KindSchema, kinds: Mapping[str, KindSchema]) -> None:
    """Refuse what may be a selector of another kind, where another class would open it as that."""
    for prop in schema.properties.values():
        carried = kinds[prop.selector].key if prop.selector is not None else None
        if carried is not None and prop.may_be != carried.may_be:
            raise OntologyError(f"{file}, {prop.name}", f"`may_be` is other than that of the key of `{prop.selector}`")
        if prop.may_be is None or carried is not None:
            continue
        other = kinds.get(prop.may_be)
        key = other.key if other is not None else None
        if not prop.key or key is None or key.may_be is not None:
            raise OntologyError(f"{file}, {prop.name}", f"`{prop.may_be}` is no kind of selector that its key may be")
        if key.property_class != prop.property_class:
            raise OntologyError(f"{file}, {prop.name}", f"is of another class than the key of `{prop.may_be}`")


def _links(file: Traversable, kinds: Mapping[str, KindSchema]) -> dict[str, LinkSchema]:
    links = {}
    for name, data in _read(file).items():
        _check_words(f"{file.name}, {name}", data, _LINK_WORDS, _LINK_NEEDS)
        for kind in (kind for word in ("from", "to", *_SEALING_WORDS) for kind in data.get(word, ())):
            if kind not in kinds:
                raise OntologyError(f"{file.name}, {name}", f"unknown kind `{kind}`")
        links[name] = LinkSchema(
            name=name,
            description=str(data["description"]),
            sources=tuple(data.get("from", ())),
            targets=tuple(data.get("to", ())),
            identifies=bool(data.get("identifies", False)),
            seals=tuple(data.get("seals", ())),
            seals_each=tuple(data.get("seals_each", ())),
            keeps_open=tuple(data.get("keeps_open", ())),
            ftm=dict(data.get("ftm", {})),
        )
    return links


def _read(file: Traversable) -> dict[str, Any]:
    data = plain_yaml(file.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise OntologyError(file.name, "is not a mapping")
    return data


def _check_words(where: str, data: Mapping[str, Any], known: set[str], needed: tuple[str, ...]) -> None:
    for word in data:
        if word not in known:
            raise OntologyError(where, f"unknown word `{word}`")
    for word in needed:
        if word not in data:
            raise OntologyError(where, f"`{word}` is missing")


def _one_of(words: type[S], where: str, word: str) -> S:
    """Return the member of a closed set that a word names."""
    try:
        return words(word)
    except ValueError:
        raise OntologyError(where, f"`{word}` is none of {', '.join(words)}") from None
