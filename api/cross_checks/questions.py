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

    `country` is the country by which a national number is read. `qualifier` is what else a value of this kind needs:
    the bank of an account, the chain of a wallet, the platform of a handle, the type of a document, the province of a
    plate.
    """

    kind: str
    value: str
    country: str | None = None
    qualifier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckHit:
    """That an agency holds what was checked, and whom to ask. A request for information names the hit by its `id`."""

    id: str
    holder: Party


def hit_id(check_id: str, position: int, holder: str) -> str:
    """Return the id of a check's hit: that of one value at one agency."""
    return f"{check_id}.{position}.{holder}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a value was read. It follows from the question alone, whatever anybody holds.

    `read_as` is what was looked up, such as `TH:006:1234567809`, or the canonical form of what could not be looked up.
    `note` says of an account which bank its code was taken for, or that no such bank is known.
    """

    read_as: str | None
    status: ValueStatus
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedValue:
    """The answer to one value, at the value's place in the question.

    `problem` says why a value could not be read as an exact selector; nothing was looked up then. `in_view` are records
    with this key that the asker may read anyway, its own among them, with their compartments; these are no hits.
    `granted` are those of them that live grants show, with the grants' tokens. `operator` is the party that the
    registers name as running the identifier, whatever anybody holds.
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
    """A cross-check and its answer. A check that is held has no values: nothing was looked up."""

    id: str
    at: datetime
    held: bool
    values: tuple[CheckedValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """A value as it was read: the key that all holders have in common, or why it is no exact identifier."""

    kind: str
    key: str | None
    problem: str | None
    reading: Reading

    @property
    def certain_key(self) -> str:
        """The key without the kind, as `acct:TH:006:1234567809`; empty where there is none or the reading is in doubt.

        A bank that was placed in another country by its name alone is in doubt: another bank might be told the account.
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
