"""Match weights of many pairs: what the levels of a pair say for a match, against strangers and against relatives.

The evidence is kept as two natural logarithms, P(levels | match) and P(levels | relatives), each over
P(levels | strangers). With the number of pairs of each class in the list they give the log odds of a match. A household
needs no comparison of its own: who shares surname, house and phone is a match or a relative, and names and birth dates
tell which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from entity_resolution.batch.bare_fields import are_one_common_word, name_nobody
from entity_resolution.batch.clustering import CONTRADICTION_BITS
from entity_resolution.batch.comparators import (
    APART,
    IN_ONE_AREA,
    LEVELS,
    NO_SUPPORT,
    OF_ANOTHER,
    OF_TWO_VALUES,
    ON_ONE_STREET,
    PERSONAL,
    SHARED_BY_MANY,
    STRONG,
    Comparator,
)
from entity_resolution.batch.comparison_levels import comparison_levels
from entity_resolution.batch.dictionary import FieldPairs, Flags, Floats, Levels
from entity_resolution.batch.divided_names import tell_divided_names
from entity_resolution.batch.fields import SEX_BY_TITLE
from entity_resolution.batch.kind_comparisons import AGREES_FROM_BITS, KindComparison, mapped_country
from entity_resolution.batch.near_dates import take_slips_for_two_dates
from entity_resolution.batch.objections import objects
from entity_resolution.batch.parameters import BatchComparison, BatchModel, PairClass
from entity_resolution.batch.sibling_names import tell_siblings_apart
from entity_resolution.batch.twin_names import tell_twins_apart
from entity_resolution.batch.whole_name_objections import Support, WholeNamesSay, whole_names_object
from graph import PropertyClass

# Where names are known and none agrees, so many property classes must, as a birth date and an address do: people marry
# and are renamed.
_CLASSES_WITHOUT_A_NAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PairEvidence:
    """What the comparisons say of each pair.

    Attributes:
        match: log P(levels | match) - log P(levels | strangers), natural.
        relative: the same for relatives.
        against: the sum of the bits of those comparisons that speak against a match, 0 or less; what keeps two apart
            is a contradiction at least.
        may_join: whether a name agrees and something besides the names does, or else, of two names that do not,
            properties of two classes.
        named: what whole names say that the fields of names do not, as `WholeNamesSay` has it.
    """

    match: Floats
    relative: Floats
    against: Floats
    may_join: Flags
    named: Levels


def pair_levels(model: BatchModel, fields: Mapping[str, FieldPairs], size: int) -> list[Levels]:
    """Return the levels of pairs in each comparison of a model, in its order."""
    return _levels_and_divided(model, fields, size)[0]


def _levels_and_divided(model: BatchModel, fields: Mapping[str, FieldPairs], size: int) -> tuple[list[Levels], Flags]:
    """Return the levels of pairs in each comparison, and of which pairs names are one by the whole name."""
    divided = np.zeros(size, dtype=np.bool_)
    compared = model.compared(fields)
    found = [comparison_levels(c.comparator, c.reads, compared, size) for c in model.comparisons]
    by_comparator = {c.comparator: levels for c, levels in zip(model.comparisons, found, strict=True)}
    family, date = (by_comparator.get(of) for of in (Comparator.FAMILY_NAME, Comparator.DATE))
    if family is not None and date is not None:
        # Of two families there are people of one given name born on 4 March and on 3 April: a year in common, no slip.
        others = family == LEVELS[Comparator.FAMILY_NAME].index("different")
        names = LEVELS[Comparator.DATE]
        date[others & (date == names.index("swapped"))] = names.index("year")
    for comparison in model.comparisons:
        if comparison.comparator is Comparator.DATE and comparison.reads[0] in compared:
            take_slips_for_two_dates(by_comparator, compared, comparison.reads)
    for comparison in model.comparisons:
        if comparison.comparator is Comparator.GIVEN_NAME and comparison.reads[0] in fields:
            alike, born_alike = _are_alike_as_relatives(model, found)
            tell_siblings_apart(by_comparator, fields, comparison.reads, alike)
            tell_twins_apart(by_comparator, fields, comparison.reads, born_alike)
            divided = tell_divided_names(by_comparator, fields, comparison.reads, _are_supported(model, found))
    _tell_sexes_apart(by_comparator, fields.get(SEX_BY_TITLE))
    return found, divided


def _are_supported(model: BatchModel, found: Sequence[Levels]) -> Flags:
    """Return where something agrees besides the names."""
    supported = np.zeros(len(found[0]), dtype=np.bool_)
    for comparison, levels in zip(model.comparisons, found, strict=True):
        if not comparison.is_name:
            supported |= LevelWeights.of(comparison).agrees[levels]
    return supported


def _are_alike_as_relatives(model: BatchModel, found: Sequence[Levels]) -> tuple[Flags, Flags]:
    """Return where a household agrees and no birth date agrees or conflicts, and where one agrees.

    In neither is what is one person's equal.
    """
    shared, own, born, apart = (np.zeros(len(found[0]), dtype=np.bool_) for _ in range(4))
    for comparison, levels in zip(model.comparisons, found, strict=True):
        weights = LevelWeights.of(comparison)
        if comparison.property_class is not PropertyClass.IDENTITY:
            shared |= weights.agrees[levels]
            own |= weights.is_personal[levels]
        elif comparison.comparator is Comparator.DATE:
            # Brothers and sisters are born on no two days of one month.
            born |= weights.agrees[levels] | (levels == LEVELS[Comparator.DATE].index("year-month"))
            apart |= weights.is_apart[levels]
    return shared & ~(own | born | apart), born & ~own


def _tell_sexes_apart(levels: Mapping[Comparator, Levels], sexes: FieldPairs | None) -> None:
    """Set names apart of a man and a woman by their titles: Mr Kanok and Ms Kanok, and Mr and Ms Saetang."""
    given = levels.get(Comparator.GIVEN_NAME)
    if given is not None and sexes is not None:
        # Whichever field the titles stand in, or are all that is known besides a family's name.
        given[sexes.known & ~sexes.equal] = LEVELS[Comparator.GIVEN_NAME].index("other-name")


def no_evidence(size: int) -> PairEvidence:
    """Return the evidence of so many pairs of which nothing is known yet."""
    return PairEvidence(
        match=np.zeros(size),
        relative=np.zeros(size),
        against=np.zeros(size),
        may_join=np.zeros(size, dtype=np.bool_),
        named=np.zeros(size, dtype=np.int8),
    )


def pair_evidence(
    model: BatchModel,
    more: Sequence[KindComparison],
    fields: Mapping[str, FieldPairs],
    frequencies: Mapping[str, Floats],
    size: int,
    *,
    least: float = 0.0,
) -> PairEvidence:
    """Return the evidence of pairs.

    Args:
        model: the parameters.
        more: comparisons of the kind's match model, for fields that the batch model does not read.
        fields: the fields of the pairs.
        frequencies: by field, the share of each code of its dictionary among the list's known values.
        size: the number of pairs.
        least: what `match` exceeds of every pair that joins, as `least_match` has it for a list.
    """
    found = no_evidence(size)
    signs = _Signs.none(size)
    (found_levels, divided), compared = _levels_and_divided(model, fields, size), model.compared(fields)
    for comparison, levels in zip(model.comparisons, found_levels, strict=True):
        weights = LevelWeights.of(comparison)
        match, relative = _logs(model, comparison, levels, compared, frequencies)
        found.match[:] += match
        found.relative[:] += relative
        found.against[:] += weights.against[levels]
        # A hotline says nothing where it is equal, and is nobody's own.
        telling = match > 0 if comparison.comparator in SHARED_BY_MANY else True
        signs.add_levels(comparison, weights, levels, telling)
        if comparison.comparator is Comparator.GIVEN_NAME:
            signs.add_bare_names(*(fields.get(name) for name in (*comparison.reads, SEX_BY_TITLE)))
    for other in more:
        bits = other.bits(fields, size)
        found.match[:] += bits * np.log(2)
        found.relative[:] += np.minimum(bits, 0) * np.log(2)
        found.against[:] += np.minimum(bits, 0)
        signs.add_bits(other, bits)
    kept_apart = signs.stay_apart()
    found.may_join[:] = signs.may_join() & ~kept_apart
    by_comparator = {c.comparator: levels for c, levels in zip(model.comparisons, found_levels, strict=True)}
    # What weighs no more than strangers do joins nobody: no name need be read for it. In a cluster a contradiction
    # counts otherwise where the pair may not join, however little it weighs.
    decided = (found.match > 0) & ((found.match > least) | (found.against <= CONTRADICTION_BITS))
    support = Support(asked=found.may_join & ~signs.own & decided, strong=signs.strong)
    found.named[divided] = WholeNamesSay.DIVIDED
    objections = whole_names_object(by_comparator, fields, support)
    objected = objections != WholeNamesSay.NOTHING
    found.named[objected] = objections[objected]
    found.may_join[:] &= ~objected
    impossible = objects(fields, found.may_join, mapped_country(more))
    kept_apart |= impossible
    found.may_join[:] &= ~impossible
    # And it is a contradiction in a cluster, which an undated record or an initial between the two does not bridge.
    found.against[kept_apart] = np.minimum(found.against[kept_apart], CONTRADICTION_BITS)
    return found


def comparison_bits(
    model: BatchModel,
    comparison: BatchComparison,
    levels: Levels,
    fields: Mapping[str, FieldPairs],
    frequencies: Mapping[str, Floats],
) -> Floats:
    """Return what one comparison's levels say for a match against strangers, in bits, frequencies included."""
    match, _ = _logs(model, comparison, levels, model.compared(fields), frequencies)
    bits: Floats = match / np.log(2)
    return bits


def _logs(
    model: BatchModel,
    comparison: BatchComparison,
    levels: Levels,
    fields: Mapping[str, FieldPairs],
    frequencies: Mapping[str, Floats],
) -> tuple[Floats, Floats]:
    shares, areas = (_commoner(field, fields, frequencies) for field in (comparison.frequency, comparison.area))
    match, relative = LevelWeights.of(comparison).logs(levels, shares, areas)
    if comparison.comparator is Comparator.GIVEN_NAME:
        places = np.nonzero(levels == LEVELS[Comparator.GIVEN_NAME].index("swapped"))[0]
        less = np.maximum(match[places] - _in_their_places(model, places, fields, frequencies), 0.0)
        match[places] -= less
        relative[places] -= less
    return match, relative


def _in_their_places(
    model: BatchModel, places: npt.NDArray[np.intp], fields: Mapping[str, FieldPairs], frequencies: Mapping[str, Floats]
) -> Floats:
    """Return what given and family names that are in each other's place would say for a match if they were not.

    Crossed they say no more: strangers have common names crossed by chance too, as Li Ying and Ying Li.
    """
    found = np.zeros(len(places))
    for comparison in model.comparisons:
        if not comparison.is_name:
            continue
        shares = _commoner(comparison.frequency, fields, frequencies)
        if shares is None:
            return np.full(len(places), np.inf)
        share = LevelWeights.of(comparison).match_share
        found += np.log(share / shares[places] + (1 - share))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelWeights:
    """Tables over the levels of one comparison; the last entry, which -1 finds, is that of an unknown value."""

    match: Floats
    relative: Floats
    against: Floats
    agrees: Flags
    is_strong: Flags
    is_near: Flags
    is_another: Flags
    is_apart: Flags
    is_personal: Flags
    on_street: Flags
    in_area: Flags
    by_chance: float
    area_by_chance: float
    match_share: float
    relative_share: float

    @classmethod
    def of(cls, comparison: BatchComparison) -> "LevelWeights":
        """Return the tables of a comparison."""
        strangers = comparison.probabilities[PairClass.STRANGER]
        logs = {of: np.append(np.log(p / strangers), 0.0) for of, p in comparison.probabilities.items()}
        bits = logs[PairClass.MATCH] / np.log(2)
        agrees = (bits >= AGREES_FROM_BITS) & ~_are_among(NO_SUPPORT, comparison)
        return cls(
            match=logs[PairClass.MATCH],
            relative=logs[PairClass.RELATIVE],
            against=np.minimum(bits, 0.0),
            agrees=agrees,
            is_strong=agrees & _are_among(STRONG, comparison) if comparison.comparator in STRONG else agrees,
            is_near=_near_levels(comparison),
            is_another=_are_among(OF_ANOTHER, comparison),
            is_apart=_are_among(APART, comparison),
            is_personal=_are_among(PERSONAL, comparison),
            on_street=_are_among(ON_ONE_STREET, comparison),
            in_area=_are_among(IN_ONE_AREA, comparison),
            by_chance=comparison.by_chance,
            area_by_chance=comparison.area_by_chance,
            match_share=_share(comparison, PairClass.MATCH),
            relative_share=_share(comparison, PairClass.RELATIVE),
        )

    def logs(self, levels: Levels, shares: Floats | None, areas: Floats | None = None) -> tuple[Floats, Floats]:
        """Return what levels say for a match and for relatives, both against strangers, as natural logarithms.

        An equal value weighs by its own frequency f: two strangers have it with f squared, sharers with f. A near one
        says no more for a match than the commoner of the two values would, were it equal: strangers have a name like a
        common one by chance more often than on average. That is said of strangers, and lowers both classes alike.

        Args:
            levels: of pairs.
            shares: the frequency of the commoner value of each pair, `None` where it does not weigh.
            areas: the same of the area, of an address.
        """
        match, relative = self.match[levels], self.relative[levels]
        if areas is not None:
            _lower_as_common(np.nonzero(self.in_area[levels])[0], areas, self.area_by_chance, match, relative)
        if shares is None:
            return match, relative
        if self.on_street.any():
            _lower_as_common(np.nonzero(self.on_street[levels])[0], shares, self.by_chance, match, relative)
            return match, relative
        equal, near = np.nonzero(levels == 0)[0], np.nonzero(self.is_near[levels])[0]
        of_equal = np.log(self.match_share / shares[near] + (1 - self.match_share))
        relative[near] -= np.maximum(match[near] - of_equal, 0)
        match[near] = np.minimum(match[near], of_equal)
        for logs, share in ((match, self.match_share), (relative, self.relative_share)):
            logs[equal] = np.log(share / shares[equal] + (1 - share))
        return match, relative


def _lower_as_common(
    places: npt.NDArray[np.intp], shares: Floats, by_chance: float, match: Floats, relative: Floats
) -> None:
    """Lower what a house says that is on a commoner street, or in a commoner area, than two strangers share on average.

    Strangers live there by chance so much more often, which is said of strangers and lowers both classes alike. It
    speaks against nobody.
    """
    commoner = np.maximum(np.log(shares[places] / by_chance), 0.0)
    less = np.minimum(commoner, np.maximum(match[places], 0.0))
    match[places] -= less
    relative[places] -= less


@dataclass(slots=True, kw_only=True)
class _Signs:
    """What says of each pair whether it may join at all, whatever it weighs; gathered comparison by comparison.

    Attributes:
        named: whether a name agrees.
        known: whether both have a name to compare.
        another: whether a name is somebody else's, or many people's.
        nobody: whether a name is initials, one letter or a surname's character alone.
        apart: whether something tells them apart.
        personal: whether something agrees that is one person's own, if with a slip.
        own: whether something is equal that is one person's own.
        supported: by property class, whether something agrees besides the names.
        strong: the same of what is equal, and no slip apart.
    """

    named: Flags
    known: Flags
    another: Flags
    nobody: Flags
    apart: Flags
    personal: Flags
    own: Flags
    supported: Mapping[PropertyClass, Flags]
    strong: Mapping[PropertyClass, Flags]

    @classmethod
    def none(cls, size: int) -> "_Signs":
        """Return no sign of so many pairs."""
        named, known, another, nobody, apart, personal, own = (np.zeros(size, dtype=np.bool_) for _ in range(7))
        supported, strong = ({of: np.zeros(size, dtype=np.bool_) for of in PropertyClass} for _ in range(2))
        return cls(
            named=named,
            known=known,
            another=another,
            nobody=nobody,
            apart=apart,
            personal=personal,
            own=own,
            supported=supported,
            strong=strong,
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
        if comparison.is_name:
            self.known |= levels >= 0
            self.another |= weights.is_another[levels]
            if comparison.comparator is Comparator.GIVEN_NAME:
                self.another |= levels < 0  # a family name alone is that of a family

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

    def may_join(self) -> Flags:
        """Return where the names agree and something besides, or else, of two that do not, things of two classes."""
        classes = np.sum(list(self.supported.values()), axis=0)
        # INVARIANT: a name alone joins nobody, and neither do identifiers without one: a household shares them all.
        named = self.named & ~self.another
        joined: Flags = (named & (classes >= 1)) | (self.known & (classes >= _CLASSES_WITHOUT_A_NAME))
        return joined & ~self.nobody

    def stay_apart(self) -> Flags:
        """Return where the two are not one, however much they share."""
        # INVARIANT: twins have one birth date, family name, house and phone, and a father and a son have one name: what
        # tells them apart is not outweighed by what a family shares, however long or short the list.
        return self.apart & ~self.personal


def _are_among(chosen: Mapping[Comparator, Sequence[str]], comparison: BatchComparison) -> Flags:
    """Return which levels of a comparison are among the chosen ones; the last entry is that of an unknown one."""
    of = chosen.get(comparison.comparator, ())
    return np.array([*(name in of for name in LEVELS[comparison.comparator]), False])


def _share(comparison: BatchComparison, of: PairClass) -> float:
    """Return how often a class's pairs have an equal value because it is shared, rather than by chance.

    P(equal | class) = share + (1 - share) P(equal by chance).
    """
    by_chance = float(comparison.probabilities[PairClass.STRANGER][0])
    return max(0.0, (float(comparison.probabilities[of][0]) - by_chance) / (1 - by_chance))


def _near_levels(comparison: BatchComparison) -> Flags:
    """Return which levels are of two values that are not equal but nearly; the last entry is that of an unknown one."""
    names = LEVELS[comparison.comparator]
    near = [at > 0 and (comparison.comparator, name) not in OF_TWO_VALUES for at, name in enumerate(names)]
    return np.array([*near, False])


def _commoner(name: str | None, fields: Mapping[str, FieldPairs], frequencies: Mapping[str, Floats]) -> Floats | None:
    return commoner_shares(fields[name], frequencies[name]) if name is not None and name in fields else None


def commoner_shares(field: FieldPairs, frequencies: Floats) -> Floats:
    """Return the frequency of the commoner value of each pair, 1 where a side has none."""
    found = np.append(frequencies, 1.0)
    commoner: Floats = np.maximum(found[field.left], found[field.right])
    return commoner
