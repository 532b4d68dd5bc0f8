"""Records, links and scopes by hand, below ingest: for tests of what the store itself promises. Values are invented."""

from collections.abc import Iterable, Mapping

from graph import (
    Evaluation,
    IdMinter,
    InformationValidity,
    Link,
    OriginatorCode,
    PropertyClass,
    Provenance,
    ReadScope,
    Record,
    SourceReliability,
    SubjectRole,
    load_ontology,
)
from graph.values import normalise

MINTER = IdMinter(deployment_key=b"test" * 8)
EVALUATION = Evaluation(source=SourceReliability.B, information=InformationValidity.TWO)


def provenance(reference: str, *, originator: str = "th-police", profile: str = "law-enforcement") -> Provenance:
    """Return where a test's record comes from."""
    return Provenance(
        originator=OriginatorCode(originator),
        dataset="cases",
        reference=reference,
        profile=profile,
        evaluation=EVALUATION,
    )


def record(
    kind: str,
    reference: str,
    *,
    originator: str = "th-police",
    profile: str = "law-enforcement",
    role: SubjectRole | None = SubjectRole.NONE,
    country: str | None = None,
    **values: str,
) -> Record:
    """Return a record whose properties have one value each, normalised by their type."""
    schema = load_ontology().kind(kind)
    return Record(
        id=MINTER.record_id(originator, "cases", reference),
        kind=kind,
        provenance=provenance(reference, originator=originator, profile=profile),
        subject_role=role,
        properties={n: (normalise(schema.property(n).type, v, country=country),) for n, v in values.items()},
    )


def link(
    kind: str,
    source: Record,
    target: Record,
    *,
    reference: str | None = None,
    profile: str = "law-enforcement",
    note: str | None = None,
) -> Link:
    """Return a link of the source's originator."""
    given = source.provenance
    reference = reference or f"{given.reference}-{kind}-{target.provenance.reference}"
    return Link(
        id=MINTER.link_id(given.originator, given.dataset, reference),
        type=kind,
        source_id=source.id,
        target_id=target.id,
        provenance=provenance(reference, originator=given.originator, profile=profile),
        note=note,
    )


def scope_of(
    classes: Mapping[PropertyClass, Iterable[int]], *, agency: str = "viewer", notices: Iterable[int] = ()
) -> ReadScope:
    """Return a scope that opens these compartments, class by class."""
    opened = {c: frozenset(found) for c, found in classes.items()}
    return ReadScope(agency=agency, classes=opened, notices=frozenset(notices), policy_version="test")


def open_scope(compartments: Iterable[int], *, agency: str = "viewer") -> ReadScope:
    """Return a scope that opens every class of these compartments."""
    found = frozenset(compartments)
    return scope_of(dict.fromkeys(PropertyClass, found), agency=agency)
