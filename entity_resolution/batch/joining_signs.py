"""What says of a pair of rows whether it may join at all, whatever it weighs, and in words why it may not."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from entity_resolution.batch.bare_fields import are_one_common_word, name_nobody
from entity_resolution.batch.comparators import Comparator
from entity_resolution.batch.dictionary import FieldPairs, Flags, Floats, Levels
from entity_resolution.batch.kind_comparisons import AGREES_FROM_BITS, KindComparison
from entity_resolution.batch.level_weights import LevelWeights
from entity_resolution.batch.parameters import BatchComparison
from graph import PropertyClass

# Where names are known and none agrees, so many property classes must, as a birth date and an address do: people marry
# and are renamed.
_CLASSES_WITHOUT_A_NAME = 2


class Refusal(IntEnum):
    """Why a pair may not join, whatever it weighs."""

    NONE = 0
    NAME_ALONE = 1
    NO_NAME = 2
    FAMILY_ALONE = 3
    OTHER_GIVEN_NAME = 4
    NOBODY = 5
    GIVEN_NAMES = 6
    BIRTH_DATES = 7

    @property
    def words(self) -> str:
        """The same in words, for an explanation; empty where it may join."""
        return _IN_WORDS.get(self, "")


_IN_WORDS: Mapping[Refusal, str] = {
    Refusal.NAME_ALONE: "nothing but the name is a reason to join",
    Refusal.NO_NAME: "no name agrees",
    Refusal.FAMILY_ALONE: "a family name agrees, and no given name is known of both",
    Refusal.OTHER_GIVEN_NAME: "a family name agrees, and the given name is another",
    Refusal.NOBODY: "a name hardly says who",
    Refusal.GIVEN_NAMES: "kept apart by two given or middle names",
    Refusal.BIRTH_DATES: "kept apart by two birth dates",
}


@dataclass(slots=True, kw_only=True)
class JoiningSigns:
    """What says of each pair whether it may join at all, whatever it weighs; gathered comparison by comparison.

    Attributes:
        named: whether a name agrees.
        known: whether both have a name to compare.
        another: whether a name is somebody else's, or many people's.
        alone: whether a given name is not known of both, and a family name that agrees is that of a family.
        nobody: whether a name is initials, one letter or a surname's character alone.
        apart: whether something tells them apart.
        born_apart: whether two birth dates do.
        born: whether a birth date is equal.
        personal: whether something agrees that is one person's own, if with a slip.
        own: whether something is equal that is one person's own.
        documented: whether a document is.
        supported: by property class, whether something agrees besides the names.
        strong: the same of what is equal, and no slip apart.
    """

    named: Flags
    known: Flags
    another: Flags
    alone: Flags
    nobody: Flags
    apart: Flags
    born_apart: Flags
    born: Flags
    personal: Flags
    own: Flags
    documented: Flags
    supported: Mapping[PropertyClass, Flags]
    strong: Mapping[PropertyClass, Flags]

    @classmethod
    def none(cls, size: int) -> "JoiningSigns":
        """Return no sign of so many pairs."""

        def unset() -> Flags:
            return np.zeros(size, dtype=np.bool_)

        return cls(
            named=unset(),
            known=unset(),
            another=unset(),
            alone=unset(),
            nobody=unset(),
            apart=unset(),
            born_apart=unset(),
            born=unset(),
            personal=unset(),
            own=unset(),
            documented=unset(),
            supported={of: unset() for of in PropertyClass},
            strong={of: unset() for of in PropertyClass},
        )

    def add_levels(
        self, comparison: BatchComparison, weights: LevelWeights, levels: Levels, telling: Flags | bool
    ) -> None:
        """Add what the levels of a comparison say; one that agrees says something only where it is telling."""
        agreeing = self.named if comparison.is_name else self.supported[comparison.property_class]
        agreeing |= weights.agrees[levels] & telling
        if not comparison.is_name:
            self.strong[comparison.property_class] |= weights.is_strong[levels] & telling
        self.apart |= weights.is_apart[levels]
        self.personal |= weights.is_personal[levels] & telling
        self.own |= weights.is_personal[levels] & telling
        if comparison.comparator is Comparator.DATE:
            self.born_apart |= weights.is_apart[levels]
            self.born |= weights.is_strong[levels]
        if comparison.is_name:
            self.known |= levels >= 0
            self.another |= weights.is_another[levels]
            if comparison.comparator is Comparator.GIVEN_NAME:
                self.alone |= levels < 0

    def add_bare_names(self, given: FieldPairs | None, family: FieldPairs | None, titled: FieldPairs | None) -> None:
        """Add which names hardly say who: what names nobody, and one common given name, no more than a family's."""
        mapped = given if given is not None else family
        if mapped is not None:
            own, of_family = (of if of is not None else mapped.without_values for of in (given, family))
            self.nobody |= name_nobody(own, of_family, titled)
            self.another |= are_one_common_word(own, of_family)

    def add_bits(self, comparison: KindComparison, bits: Floats) -> None:
        """Add what the bits of a kind's own comparison say."""
        self.supported[comparison.model.property_class][bits >= AGREES_FROM_BITS] = True
        strong = bits >= comparison.least_strong
        self.strong[comparison.model.property_class][strong] = True
        if comparison.is_personal:
            self.personal |= bits >= AGREES_FROM_BITS
            self.own |= strong
            self.documented |= strong

    def may_join(self) -> Flags:
        """Return where the names agree and something besides, or else, of two that do not, things of two classes."""
        found: Flags = self.refusals() == Refusal.NONE
        return found

    def refusals(self) -> Levels:
        """Return why pairs may not join, as `Refusal` has it; the last reason that holds counts."""
        found = np.full(len(self.named), Refusal.NONE, dtype=np.int8)
        classes = np.sum(list(self.supported.values()), axis=0)
        # INVARIANT: a name alone joins nobody, and neither do identifiers without one: a household shares them all. A
        # family's name is one beside a number that is one person's own and a birth date.
        alone = self.alone & ~(self.documented & self.born)
        few = ~(self.known & (classes >= _CLASSES_WITHOUT_A_NAME))
        found[few & (classes < 1)] = Refusal.NAME_ALONE
        found[few & ~self.named] = Refusal.NO_NAME
        found[few & self.named & alone] = Refusal.FAMILY_ALONE
        found[few & self.named & self.another] = Refusal.OTHER_GIVEN_NAME
        found[self.nobody] = Refusal.NOBODY
        apart = self.stay_apart()
        found[apart] = np.where(self.born_apart[apart], Refusal.BIRTH_DATES, Refusal.GIVEN_NAMES)
        return found

    def stay_apart(self) -> Flags:
        """Return where the two are not one, however much they share."""
        # INVARIANT: twins have one birth date, family name, house and phone, and a father and a son have one name: what
        # tells them apart is not outweighed by what a family shares, however long or short the list.
        return self.apart & ~self.personal
