"""The numbered migrations: which constraints and indexes each makes from the ontology, and which records it announces.

A migration is never changed once released; a new one is added. Running them twice changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from graph.ontology import Ontology
from graph.store.schema import data_migrations, schema_statements


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


MIGRATIONS = (
    Migration(number=1, purpose="records, links, matches, changes, notices", statements=schema_statements.foundation),
    Migration(number=2, purpose="grants", statements=schema_statements.grants),
    Migration(number=3, purpose="hit index, cross-checks, requests", statements=schema_statements.hits_and_requests),
    Migration(number=4, purpose="recalls, retention, legal holds", statements=schema_statements.recalls_and_retention),
    Migration(number=5, purpose="protection claims and seals", statements=schema_statements.protection),
    Migration(number=6, purpose="how the ends of matches met", announces=data_migrations.without_ways),
    Migration(
        number=7,
        purpose="cross-checks that are over, grants passed on, suspensions",
        statements=schema_statements.sweeps_and_suspensions,
    ),
    Migration(
        number=8, purpose="full-text indexes written behind the commit", statements=schema_statements.full_text_indexes
    ),
    Migration(number=9, purpose="recalls by their record", statements=schema_statements.gone_records),
    Migration(number=10, purpose="when each number of a block was asked", statements=data_migrations.times_of_asking),
    Migration(number=11, purpose="number blocks by their last question", statements=schema_statements.sliding_blocks),
    Migration(number=12, purpose="filings whose notices are held", statements=schema_statements.held_filings),
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
    Migration(
        number=25, purpose="several hit entries of one record", statements=schema_statements.entries_of_their_own
    ),
    Migration(
        number=26,
        purpose="hit entries of numbers that stand on persons",
        statements=data_migrations.entries_by_their_id,
        announces=data_migrations.carrying_selectors,
    ),
    Migration(number=27, purpose="records of a kind in their order", statements=schema_statements.records_of_a_kind),
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
    Migration(number=34, purpose="which deployment key minted the ids", statements=schema_statements.mark_of_the_key),
    Migration(
        number=35,
        purpose="hyphenated names, codes and companies' words under their keys; names in part for review",
    ),
    Migration(
        number=36,
        purpose="how far audit trails were, and one suspension an id",
        statements=schema_statements.marks_of_trails,
    ),
    Migration(number=37, purpose="waiting rows by when they were added", statements=schema_statements.added_rows),
    Migration(
        number=38,
        purpose="Ukrainian, Burmese and Italian names, Chinese cities' companies and joined prefixes under their keys",
    ),
    Migration(
        number=39, purpose="recall notices of hits by their hit and state", statements=schema_statements.notices_of_hits
    ),
    Migration(
        number=40,
        purpose="recall notices of earlier versions wait for the trail",
        statements=data_migrations.earlier_notices,
    ),
    Migration(number=41, purpose="persons by their roles", statements=schema_statements.roles_of_persons),
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
        statements=schema_statements.grants_in_order,
    ),
    Migration(
        number=46,
        purpose="waiting rows by what they name first; ids of references that were not folded",
        statements=schema_statements.names_of_waiting_rows,
    ),
    Migration(
        number=47,
        purpose="records of a profile by their age; Korean names by all syllables, companies as said, under their keys",
        statements=schema_statements.records_of_a_profile,
    ),
    Migration(
        number=48,
        purpose="records by their age without ids; titles that are names, numbers in Hanzi under their keys",
        statements=schema_statements.records_by_time_alone,
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
    Migration(
        number=53, purpose="how far the store was, for each audit folder", statements=schema_statements.marks_of_stores
    ),
    Migration(
        number=54,
        purpose="each of many linked numbers, each of many names, under its keys",
    ),
    Migration(
        number=55,
        purpose="Chinese names in Burmese and Lao letters, and letters that are said, under their keys",
    ),
    Migration(
        number=56, purpose="links by the edge of a source that they are of", statements=schema_statements.links_of_edges
    ),
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
    Migration(number=68, purpose="dates that were set under a key", statements=schema_statements.acts_of_retention),
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
        number=72,
        purpose="buildings of phases, trades of the region, names without what a register notes, under their keys",
    ),
    Migration(
        number=73,
        purpose="sites and companies under the keys of what they are also known as, adverts of two places apart",
    ),
    Migration(
        number=74,
        purpose="companies under the keys of former names that nothing parts from their own, Indonesian spellings",
    ),
    Migration(
        number=75,
        purpose="matches that were found while one of their ends was closed are told",
        announces=data_migrations.matches_untold,
    ),
    Migration(
        number=76,
        purpose="short names of Nigeria, Nepal, Bali and Indonesia, and companies for human resources",
    ),
    Migration(
        number=77,
        purpose="names of many readings under the keys of each two words, those with initials under their word",
    ),
    Migration(
        number=78,
        purpose="names behind a form of address under their own keys, companies by the day of their founding",
    ),
    Migration(
        number=79,
        purpose="names with a title behind them or amid them, and other spellings, under their own keys",
    ),
    Migration(
        number=80,
        purpose="Chinese names in Hanzi with spaces under the keys of those without, known Arabic names under theirs",
        announces=data_migrations.under_other_keys,
    ),
)
SUPERSEDED = frozenset(name for migration in MIGRATIONS for name in migration.supersedes)
