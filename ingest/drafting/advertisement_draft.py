"""The draft of a table of advertisements for work: what each says, and whom it says to call, write to or read.

Without it the one who is named in a row is the employer whom an advertisement promises, drafted as a person.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from ingest.drafting.column_guesses import ColumnGuess
from ingest.drafting.column_words import Meaning, heading_word
from ingest.drafting.draft_lines import Part, Told, of_references, quoted, to_fill
from ingest.drafting.heading_owners import Owner
from ingest.drafting.transfer_draft import when_read

_RECORD = "advertisement"
_PROPERTIES = MappingProxyType(
    {
        Meaning.ADVERT_TITLE: "title",
        Meaning.ADVERT_TEXT: "text",
        Meaning.COMPANY_OR_PLACE: "employer",
        Meaning.WORKPLACE: "workplace",
        Meaning.SALARY: "salary",
        Meaning.POSTED: "postedAt",
    }
)
_SAY_SO = (Meaning.ADVERT_TITLE, Meaning.ADVERT_TEXT, Meaning.SALARY)
_TELL = frozenset({*_SAY_SO, Meaning.WORKPLACE, Meaning.POSTED})
_FEWEST = 2
# Who has these is a person: `Job title` and `Salary` are then what she does and earns.
_OF_A_PERSON = (
    *(
        Meaning.FULL_NAME,
        Meaning.NAME_PART,
        Meaning.SOMEBODY,
        Meaning.ALIAS,
        Meaning.BIRTH_DATE,
        Meaning.AGE,
        Meaning.SEX,
        Meaning.NATIONALITY,
    ),
    *(Meaning.PASSPORT, Meaning.NATIONAL_ID),
)
_NOTES: Mapping[Meaning | None, str] = MappingProxyType(
    {
        Meaning.COMPANY_OR_PLACE: "who employs, or who posted it?",
        Meaning.NOTES: "what it says, or what was noted of it?",
        None: "where the work is?",
    }
)


def are_advertisements(told: Told) -> bool:
    """Return whether rows are advertisements: two columns say so, and none says that they are of persons."""
    count = sum(bool(told[meaning]) for meaning in _TELL)
    return count >= _FEWEST and any(told[meaning] for meaning in _SAY_SO) and not _name_persons(told)


class AdvertisementDraft:
    """What is drafted of advertisements, beside the numbers, accounts and pages that they name.

    Args:
        told: the columns by what they probably have.
        guesses: all columns, in the file's order.
        names: the names of the drafted records of columns, by those of the columns.
    """

    note = "only where the advertisement itself names it: who posted or collected it may be another"
    ends: frozenset[str] = frozenset()

    def __init__(self, told: Told, guesses: Sequence[ColumnGuess], names: Mapping[str, str]) -> None:
        self._guesses, self._names = guesses, names
        self._columns = _columns(told, guesses)

    def may_name_person(self, guess: ColumnGuess) -> bool:
        """Return False: who is named in a row is an employer whom it promises, or who posted it."""
        return False

    def records(self) -> Iterator[Part]:
        """Yield the lines of an advertisement."""
        yield Part(1, f"{_RECORD}:")
        yield Part(2, "kind: JobAdvertisement")
        yield to_fill(2, "reference", of_references(self._guesses))
        yield Part(2, "properties:")
        for word, guess in self._columns.items():
            text = (when_read([guess]) or "") if guess.meaning is Meaning.POSTED else quoted(guess.name)
            is_sure = guess.is_certain and guess.meaning is not Meaning.NOTES
            yield Part(3, f"{word}: {text}", is_sure, _NOTES.get(guess.meaning, ""))

    def links(self) -> Iterator[Part]:
        """Yield the links of what an advertisement names, without the word above them."""
        for guess in self._guesses:
            name = self._names.get(guess.name)
            # A recruiter's or an agent's is whom the advertisement says to call.
            if name is not None and guess.meaning not in {Meaning.PLATE, Meaning.DEVICE}:
                kind = "ADVERTISES" if guess.meaning is Meaning.URL else "CONTACT_IN"
                yield Part(1, f"- {{type: {kind}, from: {name}, to: {_RECORD}}}", False)

    def read(self) -> frozenset[str]:
        """Return the names of the columns that an advertisement reads."""
        return frozenset(guess.name for guess in self._columns.values())


def _name_persons(told: Told) -> bool:
    """Return whether a column is a person's: `Name` alone is, and `Page name` is not."""
    names = [heading_word(guess.name) for guess in told[Meaning.SOME_NAME]]
    return any(told[meaning] for meaning in _OF_A_PERSON) or any(name is not None and name.is_whole for name in names)


def _columns(told: Told, guesses: Sequence[ColumnGuess]) -> Mapping[str, ColumnGuess]:
    """Return the column of each property; where none is headed as the text or the place, one of notes or of a place."""
    found = {word: told[meaning][0] for meaning, word in _PROPERTIES.items() if told[meaning]}
    for word, others in (
        ("text", told[Meaning.NOTES]),
        ("workplace", [guess for guess in guesses if guess.meaning is None and guess.owner is Owner.PLACE]),
    ):
        if others:
            found.setdefault(word, others[0])
    return found
