"""What a driver does for a run: bring pairs together and weigh them. The scorer is the same function in each."""

from typing import Protocol

from entity_resolution.batch.blocking import CandidatePairs
from entity_resolution.batch.copies import Copies
from entity_resolution.batch.dictionary import Codes
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.weights import PairEvidence


class Driver(Protocol):
    """Brings pairs of a list together and weighs them."""

    @property
    def shape(self) -> ListShape:
        """The list."""
        ...

    @property
    def copies(self) -> Copies:
        """The records that are not looked at, since enough equal ones are."""
        ...

    @property
    def silent(self) -> tuple[str, ...]:
        """The fields that are not compared, since all who have a value there have the same."""
        ...

    def candidates(self) -> CandidatePairs:
        """Return the candidate pairs of the model's blocking rules, among the records that are looked at."""
        ...

    def evidence(self, left: Codes, right: Codes, *, least: float = 0.0) -> PairEvidence:
        """Return the evidence of any pairs.

        Args:
            left: of each pair one record.
            right: the other.
            least: what the evidence for a match exceeds of every pair that joins, as `least_match` has it.
        """
        ...
