"""The statements of the migrations that make constraints and indexes, from the ontology.

What a released migration says is never changed.
"""

from graph.compartments import VICTIM_KIND
from graph.ontology import Ontology, PropertyClass
from graph.store.schema import data_migrations

# Classes whose values can be searched by words. The analyser splits at spaces only: folding is done before, in one
# place (and the store's own Thai analyser stops the database on this Java).
SEARCH_CLASSES = (
    PropertyClass.IDENTITY,
    PropertyClass.CONTACT,
    PropertyClass.FINANCIAL,
    PropertyClass.LOCATION,
    PropertyClass.NARRATIVE,
)


def _unique(name: str, label: str, *properties: str) -> str:
    columns = ", ".join(f"n.{p}" for p in properties)
    return f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE ({columns}) IS UNIQUE"


def _index(name: str, label: str, *properties: str) -> str:
    return f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON ({', '.join(f'n.{p}' for p in properties)})"


def foundation(ontology: Ontology) -> list[str]:
    """Of migration 1: records, links, matches, changes, notices."""
    statements = [
        _unique("record_rid", "Record", "rid"),
        _unique("compartment_name", "Compartment", "name"),
        _unique("compartment_id", "Compartment", "id"),
        _unique("counter_name", "Counter", "name"),
        _unique("schema_name", "Schema", "name"),
        _unique("change_seq", "Change", "seq"),
        _unique("follower_name", "Follower", "name"),
        _unique("checkpoint_key", "Checkpoint", "key"),
        _unique("quarantine_id", "QuarantinedRow", "id"),
        _unique("notice_id", "Notice", "id"),
        _index("record_component", "Record", "component"),
        _index("record_received", "Record", "received", "rid"),
        _index("notice_agency", "Notice", "agency", "seq"),
        _index("quarantine_originator", "QuarantinedRow", "originator", "id"),
        "CREATE INDEX match_review IF NOT EXISTS FOR ()-[m:MATCH]-() ON (m.review)",
        "CREATE CONSTRAINT judgement_id IF NOT EXISTS FOR ()-[j:JUDGEMENT]-() REQUIRE j.jid IS UNIQUE",
    ]
    statements += [
        f"CREATE CONSTRAINT link_{name.lower()}_lid IF NOT EXISTS FOR ()-[r:{name}]-() REQUIRE r.lid IS UNIQUE"
        for name in ontology.links
    ]
    return statements + full_text_indexes(ontology)


def full_text_indexes(_: Ontology) -> list[str]:
    """Of migration 8: full-text indexes written behind the commit."""
    # Written behind the commit: within it each costs some 10 ms of the server's time (decision 59).
    texts = ", ".join(f"n.text_{c}" for c in SEARCH_CLASSES)
    return [
        f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:Record) ON EACH [{properties}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: true}}"
        for name, properties in (("search", texts), ("blocks", "n.blocks"))
    ]


def grants(_: Ontology) -> list[str]:
    """Of migration 2: grants."""
    return [
        _unique("grant_id", "Grant", "id"),
        _index("grant_grantee", "Grant", "grantee"),
        _index("grant_originator", "Grant", "originator"),
    ]


def hits_and_requests(_: Ontology) -> list[str]:
    """Of migration 3: hit index, cross-checks, requests."""
    return [
        _unique("hit_entry_rid", "HitEntry", "rid"),
        _index("hit_entry_token", "HitEntry", "token"),
        _unique("hit_index_name", "HitIndex", "name"),
        _unique("check_budget_agency", "CheckBudget", "agency"),
        _unique("checked_block_token", "CheckedBlock", "token"),
        _unique("cross_check_id", "CrossCheck", "id"),
        _index("cross_check_untold", "CrossCheck", "untold"),
        _index("cross_check_agency", "CrossCheck", "agency", "state"),
        _index("cross_check_reviewed", "CrossCheck", "reviewed"),
        _unique("request_id", "InformationRequest", "id"),
        _index("request_asker", "InformationRequest", "asker"),
        _index("request_holder", "InformationRequest", "holder"),
        _index("request_next_moment", "InformationRequest", "next_moment"),
    ]


def recalls_and_retention(_: Ontology) -> list[str]:
    """Of migration 4: recalls, retention, legal holds."""
    return [
        _index("notice_own", "Notice", "own"),
        _index("notice_other", "Notice", "other"),
        _unique("recall_id", "Recall", "id"),
        _index("recall_originator", "Recall", "originator"),
        _index("recall_settled", "Recall", "settled"),
        _unique("recall_notice_id", "RecallNotice", "id"),
        _index("recall_notice_agency", "RecallNotice", "agency", "seq"),
        _index("recall_notice_recall", "RecallNotice", "recall"),
        _unique("retention_rid", "Retention", "rid"),
        _index("retention_originator", "Retention", "originator"),
        _index("retention_until", "Retention", "retain_until"),
        _index("retention_review", "Retention", "review_at"),
        _unique("legal_hold_id", "LegalHold", "id"),
        _index("legal_hold_record", "LegalHold", "record"),
        _index("legal_hold_originator", "LegalHold", "originator"),
    ]


def protection(_: Ontology) -> list[str]:
    """Of migration 5: protection claims and seals."""
    return [
        _unique("claim_id", "Claim", "id"),
        _index("claim_agency", "Claim", "agency"),
        _unique("seal_id", "Seal", "id"),
        _index("seal_record", "Seal", "record"),
        _index("seal_originator", "Seal", "originator"),
        _index("seal_claim", "Seal", "claim"),
    ]


def sweeps_and_suspensions(_: Ontology) -> list[str]:
    """Of migration 7: cross-checks that are over, grants passed on, suspensions."""
    return [
        _index("cross_check_at", "CrossCheck", "at"),
        _index("checked_block_since", "CheckedBlock", "since"),
        _index("suspension_agency", "Suspension", "agency"),
        _index("suspension_in_force", "ActiveSuspension", "agency"),
        _index("grant_passed_from", "Grant", "passed_from"),
        _index("grant_passed_by", "Grant", "passed_by"),
    ]


def gone_records(_: Ontology) -> list[str]:
    """Of migration 9: recalls by their record."""
    return [_index("recall_record", "Recall", "record")]


def sliding_blocks(_: Ontology) -> list[str]:
    """Of migration 11: number blocks by their last question."""
    # The index on what `last` takes the place of stays, empty: several processes may migrate at once.
    return [_index("checked_block_last", "CheckedBlock", "last")]


def held_filings(_: Ontology) -> list[str]:
    """Of migration 12: filings whose notices are held."""
    return [
        _unique("held_record_rid", "HeldRecord", "rid"),
        _index("held_record_check", "HeldRecord", "check"),
        _index("notice_held", "Notice", "held"),
    ]


def entries_of_their_own(_: Ontology) -> list[str]:
    """Of migration 25: several hit entries of one record."""
    # The constraint on what these take the place of stays, empty: where several processes migrate at once, one would
    # drop it while another makes it and waits for it, and that wait did not end.
    return [
        _unique("hit_entry_eid", "HitEntry", "eid"),
        _index("hit_entry_record", "HitEntry", "record"),
    ]


def records_of_a_kind(_: Ontology) -> list[str]:
    """Of migration 27: records of a kind in their order."""
    return [_index("record_kind", "Record", "kind", "received", "rid")]


def mark_of_the_key(_: Ontology) -> list[str]:
    """Of migration 34: which deployment key minted the ids."""
    # The mark itself is set by the first start: a migration does not know the key.
    return [_unique("deployment_key_name", "DeploymentKey", "name")]


def marks_of_trails(_: Ontology) -> list[str]:
    """Of migration 36: how far audit trails were, and one suspension an id."""
    return [
        _unique("trail_mark_place", "TrailMark", "place"),
        _unique("suspension_id", "Suspension", "id"),
    ]


def marks_of_stores(_: Ontology) -> list[str]:
    """Of migration 53: how far the store was, for each audit folder."""
    return [_unique("store_mark_folder", "StoreMark", "folder")]


def notices_of_hits(_: Ontology) -> list[str]:
    """Of migration 39: recall notices of hits by their hit and state."""
    return [
        _index("recall_notice_hit", "RecallNotice", "hit"),
        _index("recall_notice_state", "RecallNotice", "state"),
    ]


def roles_of_persons(_: Ontology) -> list[str]:
    """Of migration 41: persons by their roles."""
    return [_index("person_role", VICTIM_KIND, "role")]


def grants_in_order(_: Ontology) -> list[str]:
    """Of migration 45: grants by their end and number."""
    return [_index("grant_ends", "Grant", "state", "ends"), _index("grant_number", "Grant", "number")]


def added_rows(_: Ontology) -> list[str]:
    """Of migration 37: waiting rows by when they were added."""
    return [_index("quarantine_added", "QuarantinedRow", "originator", "added")]


def names_of_waiting_rows(_: Ontology) -> list[str]:
    """Of migration 46: waiting rows by what they name first; ids of references that were not folded."""
    return [
        _index("quarantine_first_name", "QuarantinedRow", "first_name"),
        _unique("former_id", "FormerId", "id"),
        """
        MATCH (q:QuarantinedRow) WHERE q.drop_reason IS NULL AND q.first_name IS NULL AND q.names <> []
        CALL (q) { SET q.first_name = q.names[0] } IN TRANSACTIONS OF 5000 ROWS
        """,
    ]


def records_of_a_profile(_: Ontology) -> list[str]:
    """Of migration 47: records of a profile by their age."""
    # The index on the time of receipt alone stays: whole views are listed in its order.
    return [_index("record_profile", "Record", "profile", "received", "rid")]


def records_by_time_alone(_: Ontology) -> list[str]:
    """Of migration 48: records by their age without ids; titles that are names, numbers in Hanzi under their keys."""
    # An id in the key of each is what most of writing it costs (decision 181). Records of one batch share their time.
    return [
        _index("record_by_time", "Record", "received"),
        _index("record_by_kind", "Record", "kind", "received"),
        _index("record_by_profile", "Record", "profile", "received"),
    ]


def acts_of_retention(_: Ontology) -> list[str]:
    """Of migration 68: dates that were set under a key."""
    return [_unique("retention_act_id", "RetentionAct", "id"), _index("retention_act_at", "RetentionAct", "at")]


def links_of_edges(ontology: Ontology) -> list[str]:
    """Of migration 56: links by the edge of a source that they are of."""
    names = [name for name, link in ontology.links.items() if link.ftm]
    indexes = [
        f"CREATE INDEX link_{name.lower()}_edge IF NOT EXISTS FOR ()-[r:{name}]-() ON (r.edge)" for name in names
    ]
    return indexes + list(map(data_migrations.edges_of_links, names))
