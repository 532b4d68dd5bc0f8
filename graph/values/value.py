"""What a normalised value is: the raw text, its canonical form, how far it can be trusted, and its identity key."""

from dataclasses import dataclass
from enum import StrEnum


class ValueStatus(StrEnum):
    """How far a value passes the rules of its type."""

    VALID = "valid"
    CASE_LOST = "case-lost"  # a case-sensitive address whose capitals are gone: its checksum can no longer be tested
    POSSIBLE = "possible"  # well formed, but the text alone does not settle it
    SHORT = "short"  # a short code, which means something within one country only
    ALPHANUMERIC = "alphanumeric"  # a sender's name in place of a phone number
    INVALID = "invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalisedValue:
    """One value as its source gave it, and what it means.

    Attributes:
        raw: as its source gave it.
        value: the canonical form to show and to compare; one that fails its check digits keeps it where a near-miss is
            evidence.
        status: how far it is understood.
        type: refines the value type: `mobile`, `btc-taproot`, `iban`, `default-day`.
        reason: in words, why the status is not `valid`; never contains the value.
        key: set only where equal keys mean identity.
    """

    raw: str
    value: str | None
    status: ValueStatus
    type: str
    reason: str | None = None
    key: str | None = None


def valid(raw: str, value: str, value_type: str, key: str | None = None) -> NormalisedValue:
    """Return a value that passes all rules of its type."""
    return NormalisedValue(raw=raw, value=value, status=ValueStatus.VALID, type=value_type, key=key)


def possible(raw: str, value: str | None, value_type: str, reason: str, key: str | None = None) -> NormalisedValue:
    """Return a well-formed value whose text alone does not settle what it is."""
    return NormalisedValue(raw=raw, value=value, status=ValueStatus.POSSIBLE, type=value_type, reason=reason, key=key)


def invalid(raw: str, value_type: str, reason: str, value: str | None = None) -> NormalisedValue:
    """Return a value that breaks a rule of its type; `value` is kept where a near-miss is evidence."""
    return NormalisedValue(raw=raw, value=value, status=ValueStatus.INVALID, type=value_type, reason=reason)
