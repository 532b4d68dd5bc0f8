"""Under which terms something stands that a sealed person uses and somebody else does as well.

Whoever sees a number without her and without the other reads that a sealed person uses it. So it stands open by its
keepers: the link and the record of each who is not sealed, to whom both are open. What is kept open so keeps open in
turn, as a company does its number; of what it is tied to it is half a sealed one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from graph.compartments import CompartmentKey
from graph.records import SubjectRole
from graph.store.connection import Row

MOST_IN_A_ROW = 8
"""So many records in a row follow one seal: a company of a company, its account, what was paid from that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a selector or dependent stands.

    `key`: its terms. `of_users`: those of the seal, which close what names its users; `None` where nothing does.
    `whole`: it is sealed with a person.
    """

    key: CompartmentKey
    of_users: CompartmentKey | None = None
    whole: bool = False

    @property
    def keys(self) -> tuple[CompartmentKey, ...]:
        """All of its terms."""
        return (self.key,) if self.of_users is None else (self.key, self.of_users)


def sealed_standing(row: Row) -> Standing:
    """Return how a selector or dependent stands under a seal, by a row of its template."""
    return Standing(key=_filed(row).sealed_with_her, whole=True)


def standing_of(row: Row, key_of: Callable[[int], CompartmentKey], *, joined: bool) -> Standing:
    """Return how a selector or dependent stands that no seal closes as a whole.

    Args:
        row: of its template. `ties`: of each unsealed user the own compartment of the link and that of the user.
        key_of: gives what a compartment stands for.
        joined: it is open where all are that a keeper keeps open, and not where one is, as a payment between two.
    """
    filed, ties = _filed(row), sorted({(own, user) for own, user in row["ties"]})
    if not (row["sealers"] or row["half"]):
        return Standing(key=filed)
    # Also where what uses it is half sealed: words on the account of her company name her as those on the company do.
    of_users = filed.sealed_with_her
    if row["ring"]:
        return Standing(key=filed, of_users=of_users)
    if joined:
        half = [tie for tie in ties if key_of(tie[1]).kept_by]
        through_all = _keeper((end for tie in half for end in tie), key_of)
        return Standing(key=replace(filed, kept_by=(through_all,)), of_users=of_users)
    keepers = tuple(_keeper(tie, key_of) for tie in ties if key_of(tie[1]).keepers_in_a_row < MOST_IN_A_ROW)
    if not keepers:
        return sealed_standing(row)
    return Standing(key=replace(filed, kept_by=keepers), of_users=of_users)


def _keeper(compartments: Iterable[int], key_of: Callable[[int], CompartmentKey]) -> tuple[CompartmentKey, ...]:
    return tuple(key_of(number) for number in sorted(set(compartments)))


def _filed(row: Row) -> CompartmentKey:
    return CompartmentKey(
        originator=row["originator"], profile=row["profile"], kind=row["kind"], role=SubjectRole(row["role"])
    )
