"""The rules that a source row can break, and what is said about a row that breaks one."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """Why a row waits in quarantine; the codes are stored and shown."""

    MISSING_KEY = "missing-key"  # a selector without the value that tells which one it is
    SEVERAL_KEYS = "several-keys"  # a selector with more than one such value
    OUTSIDE_VOCABULARY = "outside-vocabulary"
    UNREADABLE_DATE = "unreadable-date"
    UNREADABLE_TIMESTAMP = "unreadable-timestamp"
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
    UNKNOWN_END = "unknown-end"  # one end of a link is neither in the file nor in the store
    SURPLUS_CELLS = "surplus-cells"  # more cells than the header has columns
    CELL_ERROR = "cell-error"  # the spreadsheet itself shows an error
    LOSSY_NUMBER = "lossy-number"  # the spreadsheet keeps 15 digits, and the cell shows more
    NOT_JSON = "not-json"
    MALFORMED_ENTITY = "malformed-entity"  # no id, no schema, or values that are no texts
    UNKNOWN_SCHEMA = "unknown-schema"
    UNKNOWN_KIND = "unknown-kind"
    UNKNOWN_PROPERTY = "unknown-property"
    UNKNOWN_LINK_TYPE = "unknown-link-type"
    WRONG_ENDS = "wrong-ends"  # the link type does not join these two kinds
    RETRACTION = "retraction"  # the source takes an entity back, which is for a person to carry out


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One rule that a row breaks. `value` is a stored value: it goes to the quarantine alone, never into a message."""

    rule: Rule
    column: str | None = None
    value: str | None = None
