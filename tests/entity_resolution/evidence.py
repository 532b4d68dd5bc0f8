"""Evidence, stored values and visible records by hand, for tests of pure decisions. All values are invented."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from hypothesis import strategies as st

from entity_resolution.comparing.model import Comparator, MatchModel, linked_feature, load_models
from entity_resolution.names import NameLevel
from graph import PropertyClass, ReadScope, RecordId, SubjectRole, load_ontology
from graph.matches import Evidence, Judgement, JudgementValue, Terms, Via, Way
from graph.parts import Part, StoredValue
from graph.selectors import LinkedSelector, key_classes
from graph.store import Neighbourhood, VisibleMatch, VisibleRecord
from graph.values import normalise
from tests.graph.building import open_scope

PERSON = load_models()["Person"]
KEY_CLASSES = key_classes(load_ontology())
PUBLISHED = Evidence(feature="published", level="listed", property_class=PropertyClass.IDENTITY, bits=2.0, agrees=True)
NAME = Evidence(feature="name", level="exact latin", property_class=PropertyClass.IDENTITY, bits=12.0, agrees=True)
DOCUMENT = Evidence(feature="document", level="equal", property_class=PropertyClass.IDENTITY, bits=15.5, agrees=True)
PHONE = Evidence(feature="phone", level="equal", property_class=PropertyClass.CONTACT, bits=9.0, agrees=True)
ADDRESS = Evidence(feature="address", level="equal", property_class=PropertyClass.LOCATION, bits=8.1, agrees=True)
ACCOUNT = Evidence(
    feature="linked-bank-account", level="equal", property_class=PropertyClass.FINANCIAL, bits=10.0, agrees=True
)
REGISTRATION = Evidence(
    feature="registration", level="equal", property_class=PropertyClass.IDENTITY, bits=15.5, agrees=True
)

ALWAYS = Way(left=Terms(classes=()), right=Terms(classes=()))


def possible_evidence(model: MatchModel, *, compartments: Sequence[int] = (1, 2)) -> st.SearchStrategy[Evidence]:
    """Return a strategy for everything that the model's comparisons can say of a pair."""
    vias = st.builds(Via, link=st.sampled_from(compartments), selector=st.sampled_from(compartments))
    choices: list[st.SearchStrategy[Evidence]] = []
    for c in model.comparisons:
        if c.comparator is Comparator.NAMES:
            choices.append(_names(c.feature, c.property_class))
        for level, bits in c.levels.items():
            choices.append(st.just(_one(c.feature, level, c.property_class, bits)))
    for kind, item in model.linked.items():
        one = _one(linked_feature(kind), "equal", KEY_CLASSES[kind], item.bits)
        choices.append(st.builds(_through, st.just(one), vias, vias))
    return st.one_of(choices)


def _names(feature: str, property_class: PropertyClass) -> st.SearchStrategy[Evidence]:
    return st.builds(
        Evidence,
        feature=st.just(feature),
        level=st.sampled_from(list(NameLevel)),
        property_class=st.just(property_class),
        bits=st.floats(-8, 45).map(lambda bits: round(bits, 6)),
        agrees=st.booleans(),
    )


def _one(feature: str, level: str, property_class: PropertyClass, bits: float) -> Evidence:
    return Evidence(feature=feature, level=level, property_class=property_class, bits=bits, agrees=bits > 0)


def _through(one: Evidence, left: Via, right: Via) -> Evidence:
    return Evidence(
        feature=one.feature,
        level=one.level,
        property_class=one.property_class,
        bits=one.bits,
        agrees=True,
        left=left,
        right=right,
    )


def stored(
    value_type: str, raw: str, *, country: str | None = None, hints: Mapping[str, str] | None = None
) -> StoredValue:
    """Return a value as the store keeps it."""
    made = normalise(value_type, raw, country=country, hints=hints or {})
    return StoredValue(raw=raw, value=made.value, status=made.status, type=made.type, key=made.key)


def parts_of(
    kind: str = "Person",
    values: Mapping[str, str | Sequence[str]] | None = None,
    *,
    country: str | None = None,
    **more: str | Sequence[str],
) -> dict[PropertyClass, Part]:
    """Return a record's values by class; a property takes one text or several."""
    schema = load_ontology().kind(kind)
    found: dict[PropertyClass, dict[str, tuple[StoredValue, ...]]] = {}
    for name, given in {**(values or {}), **more}.items():
        texts = [given] if isinstance(given, str) else list(given)
        prop = schema.property(name)
        made = tuple(stored(prop.type, text, country=country, hints=dict(prop.fixed_hints)) for text in texts)
        found.setdefault(prop.property_class, {})[name] = made
    return dict(found)


def linked(kind: str, key: str, *, link: int = 5, selector: int = 6) -> LinkedSelector:
    """Return a selector that a record is linked to."""
    return LinkedSelector(
        kind=kind, key=f"{kind}|{key}", property_class=KEY_CLASSES[kind], via=Via(link=link, selector=selector)
    )


def visible(
    number: int,
    *,
    kind: str = "Person",
    compartment: int = 1,
    scope: ReadScope | None = None,
    parts: Mapping[PropertyClass, Part] | None = None,
    originator: str = "th-police",
) -> VisibleRecord:
    """Return a record as a scope shows it: `r-01`, `r-02`, ... received in that order."""
    scope = scope or open_scope([1, 2, 3])
    readable = scope.readable_classes(compartment)
    return VisibleRecord(
        id=RecordId(f"r-{number:02}"),
        compartment=compartment,
        kind=kind,
        originator=originator,
        profile="law-enforcement",
        subject_role=SubjectRole.NONE,
        received=number,
        readable=readable,
        parts={c: p for c, p in (parts or {}).items() if c in readable},
        provenance=None,
    )


def match(one: int, other: int, *evidence: Evidence) -> VisibleMatch:
    """Return a match of two records, by default one that joins."""
    a, b = sorted((one, other))
    return VisibleMatch(
        left_id=RecordId(f"r-{a:02}"),
        right_id=RecordId(f"r-{b:02}"),
        evidence=evidence or (NAME, DOCUMENT),
        ways=(ALWAYS,),
    )


def judgement(one: int, other: int, value: JudgementValue, *, agency: str = "th-police") -> Judgement:
    """Return an agency's judgement of a pair."""
    a, b = sorted((one, other))
    return Judgement(
        left_id=RecordId(f"r-{a:02}"),
        right_id=RecordId(f"r-{b:02}"),
        agency=agency,
        value=value,
        author="a",
        reason="r",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        compartment=1,
    )


def neighbourhood(
    records: Sequence[VisibleRecord],
    matches: Sequence[VisibleMatch] = (),
    judgements: Sequence[Judgement] = (),
    components: Mapping[RecordId, int] | None = None,
) -> Neighbourhood:
    """Return what a reader fetches: by default every record in a component of its own."""
    own = {r.id: i for i, r in enumerate(records)}
    return Neighbourhood(
        records=tuple(records),
        components=components or own,
        matches=tuple(matches),
        judgements=tuple(judgements),
    )
