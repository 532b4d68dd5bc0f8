"""What is known: the ontology, records and links, compartments, scopes, and the Neo4j store that keeps them.

This package decides nothing about who may see what (`policies`), which records are one (`entity_resolution`) or how
data arrives (`ingest`). Start reading at `graph.records`, then `graph.scope`, then `graph.store`.
"""

from graph.bulk import look_for_cycles, short_turns, without_cycle_collection
from graph.compartments import COMPARTMENT_STATES, JUDGEMENT_KIND, LINK_KIND, VICTIM_KIND, Compartment, CompartmentKey
from graph.errors import (
    CursorError,
    GraphError,
    OntologyError,
    UnknownKindError,
    UnknownPropertyError,
    all_known,
    nearest_hint,
    nearest_or_all,
)
from graph.marked_yaml import (
    MarkedYaml,
    find_year_problem,
    parse_marked_yaml,
    plain_yaml,
    read_marked_yaml,
    read_text_of,
    written_parts,
)
from graph.ontology import (
    KindSchema,
    LinkSchema,
    Ontology,
    PropertyClass,
    PropertySchema,
    Resolution,
    load_ontology,
)
from graph.records import (
    MAX_REFERENCE_LENGTH,
    VICTIM_ROLES,
    Evaluation,
    IdMinter,
    InformationValidity,
    Link,
    LinkId,
    OriginatorCode,
    Provenance,
    Record,
    RecordId,
    SourceReliability,
    SubjectRole,
)
from graph.scope import ReadScope, SystemScope
from graph.side_threads import SideThreads
from graph.time_spans import TimeSpan, span_of
from graph.unix_time import from_microseconds, machine_time, to_microseconds

__all__ = [
    "COMPARTMENT_STATES",
    "JUDGEMENT_KIND",
    "LINK_KIND",
    "MAX_REFERENCE_LENGTH",
    "VICTIM_KIND",
    "VICTIM_ROLES",
    "Compartment",
    "CompartmentKey",
    "CursorError",
    "Evaluation",
    "GraphError",
    "IdMinter",
    "InformationValidity",
    "KindSchema",
    "Link",
    "LinkId",
    "LinkSchema",
    "MarkedYaml",
    "Ontology",
    "OntologyError",
    "OriginatorCode",
    "PropertyClass",
    "PropertySchema",
    "Provenance",
    "ReadScope",
    "Record",
    "RecordId",
    "Resolution",
    "SideThreads",
    "SourceReliability",
    "SubjectRole",
    "SystemScope",
    "TimeSpan",
    "UnknownKindError",
    "UnknownPropertyError",
    "all_known",
    "find_year_problem",
    "from_microseconds",
    "load_ontology",
    "look_for_cycles",
    "machine_time",
    "nearest_hint",
    "nearest_or_all",
    "parse_marked_yaml",
    "plain_yaml",
    "read_marked_yaml",
    "read_text_of",
    "short_turns",
    "span_of",
    "to_microseconds",
    "without_cycle_collection",
    "written_parts",
]
