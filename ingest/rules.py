"""The rules that a source row can break, and what is said about a row that breaks one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Rule(StrEnum):
    """Why a row waits in quarantine; the codes are stored and shown."""

    MISSING_KEY = "missing-key"  # a selector without the value that tells which one it is
    SEVERAL_KEYS = "several-keys"  # a selector with more than one such value
    OUTSIDE_VOCABULARY = "outside-vocabulary"
    UNREADABLE_DATE = "unreadable-date"
    UNREADABLE_TIMESTAMP = "unreadable-timestamp"
    MISSING_ZONE = "missing-zone"  # a time of day of which nothing says where
    UNREADABLE_NUMBER = "unreadable-number"
    UNREADABLE_AMOUNT = "unreadable-amount"
    UNREADABLE_COUNTRY = "unreadable-country"
    UNREADABLE_EVALUATION = "unreadable-evaluation"
    MISSING_PROFILE = "missing-profile"
    UNKNOWN_PROFILE = "unknown-profile"
    UNKNOWN_ROLE = "unknown-role"
    MISSING_REFERENCE = "missing-reference"  # the row should hold a record, but none has a reference
    LONG_REFERENCE = "long-reference"
    DUPLICATE_REFERENCE = "duplicate-reference"  # an earlier row gives the reference other content
    OTHER_KIND = "reference-of-other-kind"  # an earlier row gives the reference to a record of another kind
    UNKNOWN_END = "unknown-end"  # one end of a link is neither in the file nor in the store
    SURPLUS_CELLS = "surplus-cells"  # more cells than the header has columns
    MISSING_CELLS = "missing-cells"  # fewer
    CELL_ERROR = "cell-error"  # the spreadsheet itself shows an error
    MISSING_RESULT = "missing-result"  # a formula of which the workbook keeps no result
    LONG_CELL = "long-cell"  # more text than a record keeps, or a quote that was closed too late
    TOO_MANY_VALUES = "too-many-values"  # more than a record, edge or cell may hold; the value is their number
    LOSSY_NUMBER = "lossy-number"  # the spreadsheet keeps 15 digits, and the cell shows more
    NOT_JSON = "not-json"
    MALFORMED_ENTITY = "malformed-entity"  # no id, no schema, no properties, or values that are no texts
    UNKNOWN_SCHEMA = "unknown-schema"
    UNKNOWN_KIND = "unknown-kind"
    UNKNOWN_PROPERTY = "unknown-property"
    UNKNOWN_LINK_TYPE = "unknown-link-type"
    WRONG_ENDS = "wrong-ends"  # the link type does not join these two kinds
    WITHDRAWN = "withdrawn"  # the record or link was withdrawn or erased, and a file brings nothing of that back
    LEGAL_HOLD = "legal-hold"  # the record is kept as it stands until the hold is lifted
    PROTECTED = "protected"  # a victim's record is changed by those who protect her
    RETRACTION = "retraction"  # the source takes an entity back, which is for a person to carry out


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One rule that a row breaks. `value` is a stored value: it goes to the quarantine alone, never into a message.

    `reason`: why the reader could not read it, or which words there are, without the value.
    """

    rule: Rule
    column: str | None = None
    value: str | None = None
    reason: str | None = field(default=None, compare=False)


CELL_COUNTS = frozenset({Rule.SURPLUS_CELLS, Rule.MISSING_CELLS})
"""Rules of rows of which nobody knows what stands in which column."""

_EXPLANATIONS = {
    Rule.MISSING_KEY: "a selector needs the value that tells which one it is",
    Rule.SEVERAL_KEYS: "a selector has one such value; file one record for each (`each` in a mapping)",
    Rule.OUTSIDE_VOCABULARY: "the value is not one of the words that this property takes",
    Rule.UNREADABLE_DATE: "the value is no date that can be read",
    Rule.UNREADABLE_TIMESTAMP: "the value is no time that can be read",
    Rule.MISSING_ZONE: "a time of day needs a zone, as `2026-11-30T10:00:00+07:00` has, or the submission a country",
    Rule.UNREADABLE_NUMBER: "the value is no number",
    Rule.UNREADABLE_AMOUNT: "the value is no amount of money that can be read",
    Rule.UNREADABLE_COUNTRY: "the value is no country",
    Rule.UNREADABLE_EVALUATION: "an evaluation is a letter A, B, C or X and a digit 1 to 4",
    Rule.MISSING_PROFILE: "the item has no handling profile, and neither has the submission",
    Rule.UNKNOWN_PROFILE: "no such handling profile is registered",
    Rule.UNKNOWN_ROLE: "the kind has no subject, or the role is none that is known",
    Rule.MISSING_REFERENCE: "the item has no reference",
    Rule.LONG_REFERENCE: "the reference is too long",
    Rule.DUPLICATE_REFERENCE: "an earlier item gives this reference other content",
    Rule.OTHER_KIND: "an earlier item of another kind has this reference, which all kinds of a dataset share",
    Rule.UNKNOWN_END: "an end of the link is filed neither by this input nor before",
    Rule.SURPLUS_CELLS: "the row has more cells than the header has columns",
    Rule.MISSING_CELLS: "the row has fewer cells than the header has columns",
    Rule.CELL_ERROR: "the spreadsheet itself shows an error",
    Rule.MISSING_RESULT: "the workbook keeps no result of the formula: open it in a spreadsheet and save it again",
    Rule.LONG_CELL: "the cell has more text than a record takes; a quote may have been closed too late",
    Rule.TOO_MANY_VALUES: "there are more values than a record or an edge may hold, or more parts than `each` takes",
    Rule.LOSSY_NUMBER: "the spreadsheet has cut the number to 15 digits",
    Rule.NOT_JSON: "the line is no JSON object",
    Rule.MALFORMED_ENTITY: "the entity lacks its id, schema, properties or an end, or has values that are no texts",
    Rule.UNKNOWN_SCHEMA: "no such schema is known",
    Rule.UNKNOWN_KIND: "no such kind is known",
    Rule.UNKNOWN_PROPERTY: "the kind has no such property",
    Rule.UNKNOWN_LINK_TYPE: "no such type of link is known",
    Rule.WRONG_ENDS: "this type of link does not join these two kinds",
    Rule.WITHDRAWN: "the record or link was withdrawn, and only who files it by hand brings it back",
    Rule.LEGAL_HOLD: "a legal hold keeps the record, or one that the link leads to, as it stands",
    Rule.PROTECTED: "the record is a victim's, and those who protect victims change it",
    Rule.RETRACTION: "the source takes an entity back, which is for a person to carry out",
}


_ADVICE: Mapping[str, str] = {
    Rule.UNKNOWN_END: "an end of the link is not filed: load the file that holds it, then `benang quarantine retry`"
}


def advise(rule: str) -> str | None:
    """Return what whoever waits for a quarantined row can do about it, where the rule alone does not say."""
    return _ADVICE.get(rule)


def describe_problem(problem: Problem) -> str:
    """Return in a few words what is wrong with a row, with the reason where there is one; no value stands in it."""
    told = _EXPLANATIONS.get(problem.rule, "the item breaks this rule")
    return f"{told}: {problem.reason}" if problem.reason else told
