"""What a cross-check asks and answers, and how one value is read as an exact selector."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from api.errors import InputError
from graph import Ontology, RecordId
from graph.selectors import meeting_key
from graph.values import ValueStatus, bank_name, country_hint, normalise, normalise_country
from policies import Party

MAX_VALUE_LENGTH = 500
_LOCAL_ACCOUNT = "acct:"
_NO_KNOWN_BANK = "its bank is none of those known there: read as it was given"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectorQuestion:
    """One value to check.

    `country` is what a national number is read with; `qualifier` what else tells a value of this kind: the bank of an
    account, the chain of a wallet, the platform of a handle, the type of a document, the province of a plate.
    """

    kind: str
    value: str
    country: str | None = None
    qualifier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckHit:
    """That an agency holds what was checked, and whom to ask. `id` is what a request for information names."""

    id: str
    holder: Party


def hit_id(check_id: str, position: int, holder: str) -> str:
    """Return the id of a hit of a check: of one value, at one agency."""
    return f"{check_id}.{position}.{holder}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a value was read: a function of the question alone, whatever anybody holds.

    `read_as` is what was looked up, such as `TH:006:1234567809`, or the canonical form of what could not be looked up;
    `note` says of an account which bank its code was taken for, or that it is none of those known.
    """

    read_as: str | None
    status: ValueStatus
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedValue:
    """The answer to one value, in its place.

    `problem` says why a value could not be read as an exact selector; then nothing was looked up. `in_view` are the
    records that the asker may read by this key anyway, its own among them, with their compartments; they are no hits.
    `granted` are those of them that live grants show, with the grants' tokens. `operator` is the party that runs it
    by the registers, whatever that party or anybody holds.
    """

    kind: str
    reading: Reading
    problem: str | None = None
    in_view: Mapping[RecordId, int] = field(default_factory=dict)
    granted: Mapping[RecordId, frozenset[int]] = field(default_factory=dict)
    hits: tuple[CheckHit, ...] = ()
    operator: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCheck:
    """A cross-check and its answer. One that is held has no values: nothing was looked up."""

    id: str
    at: datetime
    held: bool
    values: tuple[CheckedValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """A value as it was read: the key by which all that hold it meet, or why it is no exact identifier."""

    kind: str
    key: str | None
    problem: str | None
    reading: Reading

    @property
    def certain_key(self) -> str:
        """The key without the kind, as `acct:TH:006:1234567809`; empty where it has none, or was read with a doubt.

        A bank that its name alone puts into another country may be another one, which would be told the account.
        """
        return (self.key or "").partition("|")[2] if self.reading.status is ValueStatus.VALID else ""


def read_selector(question: SelectorQuestion, ontology: Ontology) -> Selector:
    """Return a value as an exact selector.

    Raises:
        InputError: the value is too long, or of a kind that is no selector.
    """
    if len(question.value) > MAX_VALUE_LENGTH or len(question.qualifier or "") > MAX_VALUE_LENGTH:
        raise InputError("values", f"may hold values of {MAX_VALUE_LENGTH} characters")
    schema = ontology.kind(question.kind)
    prop = next((p for p in schema.properties.values() if p.key), None)
    if prop is None or not schema.is_selector:
        raise InputError("values", f"may hold selectors alone, and `{question.kind}` is none")
    hints = {hint: question.qualifier for hint in prop.hints if question.qualifier}
    country = normalise_country(question.country).value if question.country else None
    if question.country and country is None:
        problem = f"its country is none{country_hint(question.country)}"
        return Selector(
            kind=question.kind, key=None, problem=problem, reading=Reading(read_as=None, status=ValueStatus.INVALID)
        )
    read = normalise(prop.type, question.value, country=country, hints=hints)
    if read.key is None:
        problem = read.reason or "is no exact identifier"
        reading = Reading(read_as=read.value, status=read.status)
        return Selector(kind=question.kind, key=None, problem=problem, reading=reading)
    read_as = read.key.partition(":")[2]
    reading = Reading(read_as=read_as, status=read.status, note=_bank_note(read.key))
    key = meeting_key(f"{question.kind}|{read.key}")
    return Selector(kind=question.kind, key=key, problem=None, reading=reading)


def _bank_note(key: str) -> str | None:
    """Return of which bank an account of a local number was read: a wrong code reads like an account nobody holds."""
    if not key.startswith(_LOCAL_ACCOUNT):
        return None
    country, code, _ = key.removeprefix(_LOCAL_ACCOUNT).split(":")
    name = bank_name(country, code)
    return f"an account at {name}" if name is not None else _NO_KNOWN_BANK
