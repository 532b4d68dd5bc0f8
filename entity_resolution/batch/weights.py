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

from entity_resolution.batch.clustering import CONTRADICTION_BITS
from entity_resolution.batch.comparators import LEVELS, SHARED_BY_MANY, Comparator
from entity_resolution.batch.comparison_levels import comparison_levels
from entity_resolution.batch.dictionary import FieldPairs, Flags, Floats, Levels
from entity_resolution.batch.divided_names import tell_divided_names
from entity_resolution.batch.fields import SEX_BY_TITLE
from entity_resolution.batch.joining_signs import JoiningSigns
from entity_resolution.batch.kind_comparisons import KindComparison, mapped_country
from entity_resolution.batch.level_weights import LevelWeights
from entity_resolution.batch.near_dates import take_slips_for_two_dates
from entity_resolution.batch.objections import objects
from entity_resolution.batch.parameters import BatchComparison, BatchModel
from entity_resolution.batch.sibling_names import tell_siblings_apart
from entity_resolution.batch.twin_names import tell_twins_apart
from entity_resolution.batch.whole_name_objections import Support, WholeNamesSay, whole_names_object
from graph import PropertyClass


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
    (found_levels, divided), compared = _levels_and_divided(model, fields, size), model.compared(fields)
    found, signs = _gathered(model, more, (fields, compared), frequencies, found_levels)
    kept_apart = signs.stay_apart()
    found.may_join[:] = signs.may_join()
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


def _gathered(
    model: BatchModel,
    more: Sequence[KindComparison],
    both: tuple[Mapping[str, FieldPairs], Mapping[str, FieldPairs]],
    frequencies: Mapping[str, Floats],
    found_levels: Sequence[Levels],
) -> tuple[PairEvidence, JoiningSigns]:
    """Return what comparisons say of pairs one by one, before names are read.

    `both`: all fields of the pairs, and those that are compared.
    """
    (fields, compared), size = both, len(found_levels[0])
    found, signs = no_evidence(size), JoiningSigns.none(size)
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
    return found, signs


def refusals(
    model: BatchModel,
    more: Sequence[KindComparison],
    fields: Mapping[str, FieldPairs],
    frequencies: Mapping[str, Floats],
    size: int,
) -> Levels:
    """Return why pairs may not join, as `Refusal` has it, before whole names and documents are asked.

    It takes what `pair_evidence` does.
    """
    found_levels, _ = _levels_and_divided(model, fields, size)
    _, signs = _gathered(model, more, (fields, model.compared(fields)), frequencies, found_levels)
    return signs.refusals()


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


def _commoner(name: str | None, fields: Mapping[str, FieldPairs], frequencies: Mapping[str, Floats]) -> Floats | None:
    return commoner_shares(fields[name], frequencies[name]) if name is not None and name in fields else None


def commoner_shares(field: FieldPairs, frequencies: Floats) -> Floats:
    """Return the frequency of the commoner value of each pair, 1 where a side has none."""
    found = np.append(frequencies, 1.0)
    commoner: Floats = np.maximum(found[field.left], found[field.right])
    return commoner
