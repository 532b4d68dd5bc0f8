"""The numbered migrations: which constraints and indexes each makes from the ontology, and which records it announces.

A migration is never changed once released; a new one is added. Running them twice changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

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


def _nothing(_: Ontology) -> list[str]:
    # Where names came to stand under other keys, the newest such step announces them: once, however many were missed.
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step: a number, what it is for, its statements, and which records it announces as changed.

    Attributes:
        number: rising without gaps.
        purpose: what it is for.
        statements: in Cypher: those that make the schema run in one transaction, those that change data each by itself.
        announces: conditions on a record `n`; those that meet one are resolved anew.
        stamps_seals: whether what sealed persons share with others is stamped anew.
        moves_notes: whether what names persons is moved out of their notes.
        supersedes: names of indexes of earlier steps that it makes needless. They are dropped, and no step makes them
            any more: one that made them while another process drops them would wait for them without end.
    """

    number: int
    purpose: str
    statements: Callable[[Ontology], list[str]] = _nothing
    announces: Callable[[Ontology], list[str]] = _nothing
    supersedes: tuple[str, ...] = ()
    stamps_seals: bool = False
    moves_notes: bool = False


def _unique(name: str, label: str, *properties: str) -> str:
    columns = ", ".join(f"n.{p}" for p in properties)
    return f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE ({columns}) IS UNIQUE"


def _index(name: str, label: str, *properties: str) -> str:
    return f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON ({', '.join(f'n.{p}' for p in properties)})"


def _foundation(ontology: Ontology) -> list[str]:
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
    return statements + _full_text_indexes(ontology)


def _full_text_indexes(_: Ontology) -> list[str]:
    # Written behind the commit: within it each costs some 10 ms of the server's time (decision 59).
    texts = ", ".join(f"n.text_{c}" for c in SEARCH_CLASSES)
    return [
        f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:Record) ON EACH [{properties}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: true}}"
        for name, properties in (("search", texts), ("blocks", "n.blocks"))
    ]


def _grants(_: Ontology) -> list[str]:
    return [
        _unique("grant_id", "Grant", "id"),
        _index("grant_grantee", "Grant", "grantee"),
        _index("grant_originator", "Grant", "originator"),
    ]


def _hits_and_requests(_: Ontology) -> list[str]:
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


def _recalls_and_retention(_: Ontology) -> list[str]:
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


def _protection(_: Ontology) -> list[str]:
    return [
        _unique("claim_id", "Claim", "id"),
        _index("claim_agency", "Claim", "agency"),
        _unique("seal_id", "Seal", "id"),
        _index("seal_record", "Seal", "record"),
        _index("seal_originator", "Seal", "originator"),
        _index("seal_claim", "Seal", "claim"),
    ]


def _sweeps_and_suspensions(_: Ontology) -> list[str]:
    return [
        _index("cross_check_at", "CrossCheck", "at"),
        _index("checked_block_since", "CheckedBlock", "since"),
        _index("suspension_agency", "Suspension", "agency"),
        _index("suspension_in_force", "ActiveSuspension", "agency"),
        _index("grant_passed_from", "Grant", "passed_from"),
        _index("grant_passed_by", "Grant", "passed_by"),
    ]


def _gone_records(_: Ontology) -> list[str]:
    return [_index("recall_record", "Recall", "record")]


def _sliding_blocks(_: Ontology) -> list[str]:
    # The index on what `last` takes the place of stays, empty: several processes may migrate at once.
    return [_index("checked_block_last", "CheckedBlock", "last")]


def _held_filings(_: Ontology) -> list[str]:
    return [
        _unique("held_record_rid", "HeldRecord", "rid"),
        _index("held_record_check", "HeldRecord", "check"),
        _index("notice_held", "Notice", "held"),
    ]


def _entries_of_their_own(_: Ontology) -> list[str]:
    # The constraint on what these take the place of stays, empty: where several processes migrate at once, one would
    # drop it while another makes it and waits for it, and that wait did not end.
    return [
        _unique("hit_entry_eid", "HitEntry", "eid"),
        _index("hit_entry_record", "HitEntry", "record"),
    ]


def _records_of_a_kind(_: Ontology) -> list[str]:
    return [_index("record_kind", "Record", "kind", "received", "rid")]


def _mark_of_the_key(_: Ontology) -> list[str]:
    # The mark itself is set by the first start: a migration does not know the key.
    return [_unique("deployment_key_name", "DeploymentKey", "name")]


def _marks_of_trails(_: Ontology) -> list[str]:
    return [
        _unique("trail_mark_place", "TrailMark", "place"),
        _unique("suspension_id", "Suspension", "id"),
    ]


def _marks_of_stores(_: Ontology) -> list[str]:
    return [_unique("store_mark_folder", "StoreMark", "folder")]


def _notices_of_hits(_: Ontology) -> list[str]:
    return [
        _index("recall_notice_hit", "RecallNotice", "hit"),
        _index("recall_notice_state", "RecallNotice", "state"),
    ]


def _roles_of_persons(_: Ontology) -> list[str]:
    return [_index("person_role", VICTIM_KIND, "role")]


def _grants_in_order(_: Ontology) -> list[str]:
    return [_index("grant_ends", "Grant", "state", "ends"), _index("grant_number", "Grant", "number")]


def _added_rows(_: Ontology) -> list[str]:
    return [_index("quarantine_added", "QuarantinedRow", "originator", "added")]


def _names_of_waiting_rows(_: Ontology) -> list[str]:
    return [
        _index("quarantine_first_name", "QuarantinedRow", "first_name"),
        _unique("former_id", "FormerId", "id"),
        """
        MATCH (q:QuarantinedRow) WHERE q.drop_reason IS NULL AND q.first_name IS NULL AND q.names <> []
        CALL (q) { SET q.first_name = q.names[0] } IN TRANSACTIONS OF 5000 ROWS
        """,
    ]


def _records_of_a_profile(_: Ontology) -> list[str]:
    # The index on the time of receipt alone stays: whole views are listed in its order.
    return [_index("record_profile", "Record", "profile", "received", "rid")]


def _records_by_time_alone(_: Ontology) -> list[str]:
    # An id in the key of each is what most of writing it costs (decision 181). Records of one batch share their time.
    return [
        _index("record_by_time", "Record", "received"),
        _index("record_by_kind", "Record", "kind", "received"),
        _index("record_by_profile", "Record", "profile", "received"),
    ]


def _acts_of_retention(_: Ontology) -> list[str]:
    return [_unique("retention_act_id", "RetentionAct", "id"), _index("retention_act_at", "RetentionAct", "at")]


def _links_of_edges(ontology: Ontology) -> list[str]:
    names = [name for name, link in ontology.links.items() if link.ftm]
    indexes = [
        f"CREATE INDEX link_{name.lower()}_edge IF NOT EXISTS FOR ()-[r:{name}]-() ON (r.edge)" for name in names
    ]
    return indexes + list(map(data_migrations.edges_of_links, names))


MIGRATIONS = (
    Migration(number=1, purpose="records, links, matches, changes, notices", statements=_foundation),
    Migration(number=2, purpose="grants", statements=_grants),
    Migration(number=3, purpose="hit index, cross-checks, requests", statements=_hits_and_requests),
    Migration(number=4, purpose="recalls, retention, legal holds", statements=_recalls_and_retention),
    Migration(number=5, purpose="protection claims and seals", statements=_protection),
    Migration(number=6, purpose="how the ends of matches met", announces=data_migrations.without_ways),
    Migration(
        number=7,
        purpose="cross-checks that are over, grants passed on, suspensions",
        statements=_sweeps_and_suspensions,
    ),
    Migration(number=8, purpose="full-text indexes written behind the commit", statements=_full_text_indexes),
    Migration(number=9, purpose="recalls by their record", statements=_gone_records),
    Migration(number=10, purpose="when each number of a block was asked", statements=data_migrations.times_of_asking),
    Migration(number=11, purpose="number blocks by their last question", statements=_sliding_blocks),
    Migration(number=12, purpose="filings whose notices are held", statements=_held_filings),
    Migration(number=13, purpose="names under the keys of their traditions"),
    Migration(number=14, purpose="names under the keys of more readings"),
    Migration(number=15, purpose="South Asian names and short names under their keys"),
    Migration(
        number=16,
        purpose="names of Macau, known places and Arabic names under their keys",
    ),
    Migration(number=17, purpose="Slavic and Greek names under the keys of their spelling"),
    Migration(
        number=18,
        purpose="Khmer names with a THO under their keys, others without needless ones",
    ),
    Migration(number=19, purpose="Thai names with CHAI under their keys"),
    Migration(
        number=20,
        purpose="documents bring persons together, and seal",
        announces=data_migrations.seals_by_documents,
    ),
    Migration(
        number=21,
        purpose="Thai names under the keys of their letters, Khmer and companies' names under theirs",
    ),
    Migration(
        number=22,
        purpose="seals reach what an entity holds together",
        announces=data_migrations.seals_that_reach_further,
    ),
    Migration(
        number=23,
        purpose="two national numbers are two persons, whom a human may know to be one",
        announces=data_migrations.national_numbers,
    ),
    Migration(
        number=24,
        purpose="persons under learned weights, Khmer and Burmese names under their keys",
    ),
    Migration(number=25, purpose="several hit entries of one record", statements=_entries_of_their_own),
    Migration(
        number=26,
        purpose="hit entries of numbers that stand on persons",
        statements=data_migrations.entries_by_their_id,
        announces=data_migrations.carrying_selectors,
    ),
    Migration(number=27, purpose="records of a kind in their order", statements=_records_of_a_kind),
    Migration(
        number=28,
        purpose="sites and measures found by their codes, payments by their reference",
        announces=data_migrations.codes_and_references,
    ),
    Migration(
        number=29,
        purpose="names spelt by their letters under the keys of how Thai says them",
    ),
    Migration(
        number=30,
        purpose="Korean names, numbers in words and words cut short under their keys",
    ),
    Migration(
        number=31,
        purpose="Chinese names under the keys of their surname and a syllable in Mandarin",
    ),
    Migration(
        number=32,
        purpose="names behind titles of honour, companies' foreign words and joined legal forms under their keys",
    ),
    Migration(
        number=33,
        purpose="one birth date and one number under two names are left to a human; companies' words in full",
    ),
    Migration(number=34, purpose="which deployment key minted the ids", statements=_mark_of_the_key),
    Migration(
        number=35,
        purpose="hyphenated names, codes and companies' words under their keys; names in part for review",
    ),
    Migration(number=36, purpose="how far audit trails were, and one suspension an id", statements=_marks_of_trails),
    Migration(number=37, purpose="waiting rows by when they were added", statements=_added_rows),
    Migration(
        number=38,
        purpose="Ukrainian, Burmese and Italian names, Chinese cities' companies and joined prefixes under their keys",
    ),
    Migration(number=39, purpose="recall notices of hits by their hit and state", statements=_notices_of_hits),
    Migration(
        number=40,
        purpose="recall notices of earlier versions wait for the trail",
        statements=data_migrations.earlier_notices,
    ),
    Migration(number=41, purpose="persons by their roles", statements=_roles_of_persons),
    Migration(
        number=42,
        purpose="what is short for companies, Lao and Khmer readings and western names behind others under their keys",
    ),
    Migration(
        number=43,
        purpose="branches, trades in Latin letters, numbers in words and names of the Caucasus under their keys",
    ),
    Migration(
        number=44,
        purpose="companies' short names, acronyms and joined words, names of Taiwan and Tamil ones under their keys",
    ),
    Migration(
        number=45,
        purpose="grants by their end and number",
        statements=_grants_in_order,
    ),
    Migration(
        number=46,
        purpose="waiting rows by what they name first; ids of references that were not folded",
        statements=_names_of_waiting_rows,
    ),
    Migration(
        number=47,
        purpose="records of a profile by their age; Korean names by all syllables, companies as said, under their keys",
        statements=_records_of_a_profile,
    ),
    Migration(
        number=48,
        purpose="records by their age without ids; titles that are names, numbers in Hanzi under their keys",
        statements=_records_by_time_alone,
        supersedes=("record_received", "record_kind", "record_profile"),
    ),
    Migration(
        number=49,
        purpose="names in scripts of India and Ethiopic, South Asian firms, names without a father under their keys",
    ),
    Migration(
        number=50,
        purpose="documents under the key of how a misread letter is read",
    ),
    Migration(
        number=51,
        purpose="estates, and Vietnamese companies with their trades cut short, under the keys of their names",
    ),
    Migration(
        number=52,
        purpose="single words, initials of one birth date, sites at one point, zones in Hanzi under their keys",
    ),
    Migration(number=53, purpose="how far the store was, for each audit folder", statements=_marks_of_stores),
    Migration(
        number=54,
        purpose="each of many linked numbers, each of many names, under its keys",
    ),
    Migration(
        number=55,
        purpose="Chinese names in Burmese and Lao letters, and letters that are said, under their keys",
    ),
    Migration(number=56, purpose="links by the edge of a source that they are of", statements=_links_of_edges),
    Migration(
        number=57,
        purpose="names in other letters, companies, houses and texts as they are read now, under their keys",
    ),
    Migration(
        number=58,
        purpose="sites by the cells around them and by initials, names by numbers of their own, under their keys",
    ),
    Migration(
        number=59,
        purpose="accounts that are phone numbers meet these",
        announces=data_migrations.accounts_that_are_numbers,
    ),
    Migration(
        number=60,
        purpose="what sealed persons share with others is open to whom these are",
        stamps_seals=True,
    ),
    Migration(
        number=61,
        purpose="birth dates by numbers and homes, names by homes, under their keys; sites by their types",
    ),
    Migration(
        number=62,
        purpose="names in one cell, parts of places, companies in other letters, under their keys; streets",
    ),
    Migration(
        number=63,
        purpose="what a withdrawal closed or opened behind another record is told to the hit index and to alerts",
        announces=data_migrations.hits_left_behind,
    ),
    Migration(
        number=64,
        purpose="recalls of sealed records are for those who had them, or could have",
        statements=data_migrations.recalls_of_sealed,
    ),
    Migration(
        number=65,
        purpose="foreign, Urdu, Swahili and shortened names, sites, trades under their keys; aliases of both",
    ),
    Migration(
        number=66,
        purpose="trades; Arabic, French, Indian, Japanese, Turkish names, names of common words, under their keys",
    ),
    Migration(
        number=67,
        purpose="what was lost behind a hidden record of a number is told",
        announces=data_migrations.carrying_selectors,
    ),
    Migration(number=68, purpose="dates that were set under a key", statements=_acts_of_retention),
    Migration(
        number=69,
        purpose="birth dates by numbers with a slip, names by surnames behind and without Muhammad, under their keys",
    ),
    Migration(
        number=70,
        purpose="what names persons leaves their notes; descriptions of people, and of houses in a town, are no names",
        moves_notes=True,
    ),
    Migration(
        number=71,
        purpose="words behind what sealed persons share with others, of payments too, are closed with them",
        stamps_seals=True,
    ),
    Migration(
        number=73,
        purpose="buildings of phases, trades of the region, names without what a register notes, under their keys",
        announces=data_migrations.under_other_keys,
    ),
)
SUPERSEDED = frozenset(name for migration in MIGRATIONS for name in migration.supersedes)
