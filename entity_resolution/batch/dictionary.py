"""Dictionaries of distinct values, and pairs of codes into them: what comparisons read instead of texts.

What a comparison needs of a value (its length, its date, its writing) is worked out once a distinct value.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from entity_resolution.batch.pair_keys import PairKeys, pair_keys
from entity_resolution.batch.short_forms import is_known_given_name, names_behind
from entity_resolution.names.comparing.persons.bare_names import may_be_run_together, says_a_calling
from entity_resolution.names.comparing.persons.generations import generation_behind
from entity_resolution.names.tongues.korean import is_korean_surname_alone
from graph.values import is_perhaps_a_role

Codes: TypeAlias = npt.NDArray[np.int32]
Flags: TypeAlias = npt.NDArray[np.bool_]
Levels: TypeAlias = npt.NDArray[np.int8]
Floats: TypeAlias = npt.NDArray[np.float64]
Texts: TypeAlias = npt.NDArray[np.object_]

UNKNOWN = -1
_NOT_ASKED = -1
_LETTER_BITS = 64
_EPOCH, _MONTHS = 1970, 12  # as numpy counts months
_INITIALS = 5  # characters, as `a b c`, at most
_PIECE = 50_000  # values looked at together: characters take more room as numbers than as text


@dataclass(frozen=True, slots=True, kw_only=True)
class DateParts:
    """Year, month and day of each value, 0 where it is not known."""

    year: Codes
    month: Codes
    day: Codes

    @property
    def ordinals(self) -> Codes:
        """The day of each whole date as a number, the next day's one more; of others 0 says nothing."""
        whole = self.day > 0
        months = (self.year.astype(np.int64) - _EPOCH) * _MONTHS + np.where(whole, self.month - 1, 0)
        days = months.astype("M8[M]").astype("M8[D]").astype(np.int64) + self.day - 1
        return np.where(whole, days, 0).astype(np.int32)


class Dictionary:
    """Distinct values of one or more fields; a code is a value's place."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values: Texts = np.array([*values, ""], dtype=object)[:-1]
        self._told: dict[Callable[[str], int], Codes] = {}

    def __len__(self) -> int:
        return len(self.values)

    def told(self, of: Callable[[str], int], codes: Codes) -> Codes:
        """Return what a function says of the values with some codes, 0 of an unknown one.

        It is asked once about each value that is asked for, which may be few of a dictionary. Two threads share
        the work.

        Args:
            of: says 0 or more of a value, the same every time.
            codes: into the dictionary.
        """
        known = self._told.setdefault(of, np.append(np.full(len(self), _NOT_ASKED, dtype=np.int32), np.int32(0)))
        for code in np.unique(codes[known[codes] == _NOT_ASKED]).tolist():
            if known[code] == _NOT_ASKED:  # nor has another thread meanwhile
                known[code] = of(self.values[code])
        found: Codes = known[codes]
        return found

    @cached_property
    def lengths(self) -> Codes:
        """The number of characters of each value."""
        return np.fromiter(map(len, self.values), dtype=np.int32, count=len(self.values))

    @cached_property
    def letters(self) -> npt.NDArray[np.uint64]:
        """The characters of each value as a set, one bit for each; some stand for several characters."""
        pieces = [
            _letters_of(self.values[at : at + _PIECE], self.lengths[at : at + _PIECE])
            for at in range(0, len(self.values), _PIECE)
        ]
        return np.concatenate([*pieces, np.empty(0, dtype=np.uint64)])

    @cached_property
    def first_letters(self) -> Codes:
        """The first character of each value, as its code point."""
        return np.fromiter((ord(v[0]) if v else 0 for v in self.values), dtype=np.int32, count=len(self.values))

    @cached_property
    def beginnings(self) -> Codes:
        """A code of the first three characters of each value."""
        seen: dict[str, int] = {}
        codes = (seen.setdefault(v[:3], len(seen)) for v in self.values)
        return np.fromiter(codes, dtype=np.int32, count=len(self.values))

    @cached_property
    def in_ascii(self) -> Flags:
        """Whether each value is written in plain Latin letters."""
        return np.fromiter((v.isascii() for v in self.values), dtype=np.bool_, count=len(self.values))

    @cached_property
    def has_words(self) -> Flags:
        """Whether each value is of several words."""
        return np.fromiter((" " in v for v in self.values), dtype=np.bool_, count=len(self.values))

    @cached_property
    def may_be_initials(self) -> Flags:
        """Whether each value may be bare, as initials and a lettered role are, and one more for what is not known."""
        short = self.lengths <= _INITIALS
        few = (self.lengths == 1) | (short & (self.has_words | ~self.in_ascii))
        return np.append(
            few | np.fromiter(map(_may_be_bare, self.values), dtype=np.bool_, count=len(self.values)), True
        )

    @cached_property
    def known_given_names(self) -> Flags:
        """Whether each value is a given name, or a short form of one, that the tables know."""
        return np.fromiter(map(is_known_given_name, self.values), dtype=np.bool_, count=len(self.values))

    @cached_property
    def short_forms(self) -> PairKeys:
        """The pairs of different values that are usual forms of one given name, sorted, each as `pair_keys` says."""
        sharing: dict[tuple[str, str], list[int]] = {}
        for code in np.nonzero(self.known_given_names)[0].tolist():
            for name in names_behind(self.values[code]):
                sharing.setdefault(name, []).append(code)
        pairs = {pair for codes in sharing.values() for pair in combinations(codes, 2)}
        one, other = np.array(sorted(pairs), dtype=np.int32).reshape(-1, 2).T
        return np.sort(pair_keys(one, other))

    def are_short_forms(self, left: Codes, right: Codes) -> Flags:
        """Return which pairs of different values are usual forms of one name, among names that the tables know."""
        pairs = pair_keys(left, right)
        if not len(self.short_forms):
            return np.zeros(len(pairs), dtype=np.bool_)
        at = np.searchsorted(self.short_forms, pairs)
        found: Flags = self.short_forms[np.minimum(at, len(self.short_forms) - 1)] == pairs
        return found

    @cached_property
    def generations(self) -> Codes:
        """A code of the `Jr`, `Sr` or `III` behind each value, 0 where there is none."""
        seen: dict[str, int] = {"": 0}
        codes = (seen.setdefault(generation_behind(v), len(seen)) for v in self.values)
        return np.fromiter(codes, dtype=np.int32, count=len(self.values))

    @cached_property
    def dates(self) -> DateParts:
        """Each value read as an ISO date or its beginning."""
        parts = np.zeros((3, len(self.values)), dtype=np.int32)
        for at, value in enumerate(self.values):
            for place, text in enumerate(value.split("-")[:3]):
                parts[place, at] = int(text)
        return DateParts(year=parts[0], month=parts[1], day=parts[2])


def _may_be_bare(value: str) -> bool:
    """Tell whether a value may be bare for its words, whatever its length."""
    if may_be_run_together(value) or is_korean_surname_alone(value) or says_a_calling(value):
        return True
    return (" " in value or not value.isascii()) and is_perhaps_a_role(value)


def letter_bits(letters: str) -> np.uint64:
    """Return some characters as a set as `Dictionary.letters` has them."""
    return np.uint64(sum(1 << of for of in {ord(letter) % _LETTER_BITS for letter in letters}))


def _letters_of(values: Texts, lengths: Codes) -> npt.NDArray[np.uint64]:
    characters = np.frombuffer("".join(values).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    bits = np.left_shift(np.uint64(1), characters.astype(np.uint64) & np.uint64(_LETTER_BITS - 1))
    found = np.zeros(len(values), dtype=np.uint64)
    some = np.flatnonzero(lengths)
    if len(some):
        found[some] = np.bitwise_or.reduceat(bits, (np.cumsum(lengths, dtype=np.int64) - lengths)[some])
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPairs:
    """One field of many pairs: codes into a dictionary on both sides, `UNKNOWN` where a side has no value."""

    dictionary: Dictionary
    left: Codes
    right: Codes

    @property
    def known(self) -> Flags:
        """Whether both sides have a value."""
        found: Flags = (self.left >= 0) & (self.right >= 0)
        return found

    @property
    def equal(self) -> Flags:
        """Whether both sides have the same value."""
        found: Flags = (self.left == self.right) & (self.left >= 0)
        return found

    @property
    def without_values(self) -> "FieldPairs":
        """A field of the same pairs that no side has a value in."""
        nothing = np.full(len(self.left), UNKNOWN, dtype=np.int32)
        return FieldPairs(dictionary=self.dictionary, left=nothing, right=nothing)

    def texts(self, codes: Codes) -> list[str]:
        """Return the values with some codes, empty ones for what is not known."""
        found = np.full(len(codes), "", dtype=object)
        known = codes >= 0
        found[known] = self.dictionary.values[codes[known]]
        texts: list[str] = found.tolist()
        return texts

    def at(self, places: npt.NDArray[np.intp]) -> "FieldPairs":
        """Return the pairs at some places."""
        return FieldPairs(dictionary=self.dictionary, left=self.left[places], right=self.right[places])

    def edits(self, places: npt.NDArray[np.intp], *, at_most: int) -> Codes:
        """Return the edits between the values at some places, all of them known; `at_most` + 1 stands for more.

        An edit inserts, deletes or replaces a character, or swaps two neighbours (optimal string alignment), which is
        the same in both directions, so that no driver depends on the order of a pair.
        """
        left, right = self.left[places], self.right[places]
        found = np.full(len(places), at_most + 1, dtype=np.int32)
        near = np.nonzero(self._may_be_near(left, right, at_most))[0]
        values = self.dictionary.values
        found[near] = process.cpdist(
            values[left[near]].tolist(),
            values[right[near]].tolist(),
            scorer=OSA.distance,
            score_cutoff=at_most,
            dtype=np.int32,
            workers=-1,
        )
        return found

    def _may_be_near(self, left: Codes, right: Codes, at_most: int) -> Flags:
        """Return which values are not further apart than some edits by their lengths and letters alone.

        An edit changes the length by one at most, and takes one letter out of the set and puts one in.
        """
        lengths, letters = self.dictionary.lengths, self.dictionary.letters
        near: Flags = np.abs(lengths[left] - lengths[right]) <= at_most
        near &= np.bitwise_count(letters[left] ^ letters[right]) <= 2 * at_most
        return near
