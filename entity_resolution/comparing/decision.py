"""Decides whether evidence makes a match: in the resolver with all of it, in a view with what of it is in view.

The rule (law 6): a name alone never merges, and an identifier alone does not either. A match needs an agreeing name, an
independent strong identifier, and enough bits; without one of them a pair goes to a human or nowhere.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from entity_resolution.comparing.comparisons import IN_A_ROW, MISREAD, NEIGHBOURS, SAME_NAME, TWO_HOUSES
from entity_resolution.comparing.hubs import HUB_LEVEL
from entity_resolution.comparing.model import Comparator, MatchModel
from entity_resolution.names import OF_MANY, OF_RELATIVES, OF_SISTERS, NameLevel
from entity_resolution.names.comparing.levels import OF_WORDS
from graph import PropertyClass
from graph.matches import Evidence

SUPPORT_BITS = 2.0
# What the names of sisters weigh of which each has a word unlike the other's, and the group of what they share besides.
_LEAST_OF_SISTERS, _SWITCHBOARD, _MAILBOX = 0.1, "phone", "email"

_CLASSES_BESIDE_A_DESCRIPTION = 2
# What a number's level says where it is one of one kind and country, as its key has both.
_OF_ONE_COUNTRY = frozenset({"equal"})
# The level of an address that is the same one, however it is written.
_ONE_ADDRESS = "equal"
# The level of coordinates that are of one compound or street, and what names alike in part weigh there at least.
_ONE_POINT, _IN_PART_BITS = "within-300-m", 1.0
# From here on evidence speaks against a pair: another sex, birth date or birth place, not another phone or passport.
_SPEAKS_AGAINST = -1.5
_PRIVATE_SELECTORS = 2
_SOMEWHAT_ALIKE = frozenset({NameLevel.PARTIAL, NameLevel.WEAK})
_UNDER_OTHER_KEYS = frozenset({"near", IN_A_ROW, NEIGHBOURS, SAME_NAME})
# How the number of one document is read or copied otherwise; the next number is a twin's as well.
_SLIPS_IN_A_NUMBER = frozenset({"near", MISREAD})


class Outcome(StrEnum):
    """What becomes of a pair without a human."""

    MATCH = "match"
    REVIEW = "review"
    NONE = "none"


class Doubt(StrEnum):
    """Why two that agree in name and strongly may be two all the same: such a pair is never joined without a human."""

    NAMESAKES = "namesakes"
    RELATIVES = "relatives"
    ALIAS = "alias"
    WORD = "word"
    DESCRIPTION = "description"
    SISTERS = "sisters"
    LONGER = "longer"
    TWO_HOUSES = "two-houses"
    PART = "part"
    TOLD_APART = "told-apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The outcome of a pair and what it rests on.

    Attributes:
        outcome: what becomes of it.
        bits: the sum.
        name_agrees: whether a name does.
        strong: the strong features that agree, sorted.
        doubt: why it is not joined however much it weighs; the first that holds, `None` where none does.
    """

    outcome: Outcome
    bits: float
    name_agrees: bool
    strong: tuple[str, ...]
    doubt: Doubt | None = None


def decide(model: MatchModel, evidence: Sequence[Evidence], *, name_alone: bool = False) -> Decision:
    """Return the decision on a pair from the evidence given, in whatever order.

    Args:
        model: the model of the pair's kind.
        evidence: what may be used.
        name_alone: also send a pair to review that agrees in name and nothing else. In a graph of many agencies that
            would be millions of namesakes, so there it needs something more: a birth year, an identifier, or that one
            end is on a public list. So is a pair that weighs enough for a match and whose names are alike in part
            alone: of persons that would be every household of one surname, phone and address in the graph. Of other
            kinds the model says that a human gets it there as well. And so is one of one birth date whose names are
            somewhat alike, as where a clerk put one letter for another.
    """
    # Sorted, so that the sum does not depend on the order of the evidence.
    bits = round(sum(sorted([e.bits for e in counted(model, evidence)])), 9)
    worth_bits = bits + _spared(model, evidence)
    agreeing = {e.feature for e in evidence if e.agrees and e.bits > 0}
    name_agrees = not agreeing.isdisjoint(model.names)
    strong = tuple(sorted({e.feature for e in evidence if _is_strong(model, e, agreeing)}))
    weighty = bits >= model.match_bits and bool(strong)
    is_word = _is_one_word_of_a_name(model, evidence)
    # One passport under two names that are nothing alike is a slip or a second name, however little it sums up to.
    worth_a_look = (bits > 0 and is_telling(model, evidence)) or (
        worth_bits >= model.review_bits
        and (_is_one_birth(model, evidence, strong) or (name_agrees and (name_alone or _is_supported(model, evidence))))
        and (not is_word or bool(strong) or _have_one_birth_date(model, evidence))
    )
    in_part = (name_alone or model.review_in_part) and weighty and _is_alike_in_part(model, evidence)
    at_one_point = model.review_in_part and worth_bits >= model.review_bits and _are_alike_at_one_point(model, evidence)
    slipped = worth_bits >= model.review_bits and (
        (name_alone and _is_a_slip_beside_one_birth(model, evidence))
        or _is_a_slip_beside_private_selectors(model, evidence)
    )
    doubt = next((found for found, holds in _DOUBTS if holds(model, evidence, strong)), None)
    if weighty and name_agrees and doubt is None:
        outcome = Outcome.MATCH
    elif in_part or at_one_point or slipped or worth_a_look:
        outcome = Outcome.REVIEW
    else:
        outcome = Outcome.NONE
    return Decision(outcome=outcome, bits=bits, name_agrees=name_agrees, strong=strong, doubt=doubt)


def _spared(model: MatchModel, evidence: Iterable[Evidence]) -> float:
    """Return by how many bits evidence that may keep no human from a pair weighs less than it counts there."""
    least = model.least_for_review
    return sum(max(0.0, least[e.feature] - e.bits) for e in evidence if e.feature in least) if least else 0.0


def counted(model: MatchModel, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence that counts: of what says the same thing twice, as a number on a record and linked, the most.

    A household shares all its numbers, so two shared phone numbers are no more than one.
    """
    groups = model.groups
    best: dict[str, int] = {}  # where the strongest of each group stands
    for place, item in enumerate(evidence):
        group = groups.get(item.feature)
        if group is not None and (group not in best or item.bits > evidence[best[group]].bits):
            best[group] = place
    if not best:
        return list(evidence)
    chosen = set(best.values())
    return [item for place, item in enumerate(evidence) if place in chosen or item.feature not in groups]


def is_telling(model: MatchModel, evidence: Iterable[Evidence]) -> bool:
    """Return whether evidence is worth a human's look though the names differ: one passport under two names."""
    return any(_is_telling(model, e) for e in evidence)


def _are_sisters(model: MatchModel, evidence: Iterable[Evidence]) -> bool:
    """Return whether names agree, but rather as those of two companies of one house do, or two kinds of house."""
    levels = _levels_of_agreeing_names(model, evidence)
    return bool(levels) and levels <= OF_SISTERS


def _may_be_namesakes(model: MatchModel, evidence: Sequence[Evidence], strong: Sequence[str]) -> bool:
    """Return whether two agree by a word or name that many have, and in a birth date alone or one contact alone.

    In each country several people of one such name are born every day. Among those whom one recruiter brought, and who
    give his number or mail address, or that of one interpreter or shelter, are several as well: more of one word than
    of one name in full. Hardly two of them were born on one day, whatever is known of their nationalities.
    """
    if model.review_with is None or not _agree_by_what_many_have(model, evidence) or is_telling(model, evidence):
        return False
    if set(strong) <= {model.review_with}:
        return True
    return not _have_one_birth_date(model, evidence) and _is_one_contact(model, evidence, strong)


def _is_one_contact(model: MatchModel, evidence: Sequence[Evidence], strong: Sequence[str]) -> bool:
    """Return whether what is strong is one contact, and no address of a house stands beside it."""
    contacts = {model.groups.get(feature, feature) for feature in strong}
    return len(contacts) == 1 and not any(_is_one_address(model, e) for e in evidence)


def _levels_of_agreeing_names(model: MatchModel, evidence: Iterable[Evidence]) -> set[str]:
    return {e.level for e in evidence if e.feature in model.names and e.agrees and e.bits > 0}


def _are_described_alike(model: MatchModel, evidence: Sequence[Evidence], strong: Sequence[str]) -> bool:
    """Return whether two sites or companies agree by what says their kind, and in strong things of one class alone.

    Many share an address, and many a phone; both together, one casino has. A registration number of one country one
    company has, and another company that number in another country.
    """
    if model.review_with is not None or not _agree_by_what_many_have(model, evidence):
        return False
    if any(_is_telling(model, e) and e.level in _OF_ONE_COUNTRY for e in evidence):
        return False
    return len({e.property_class for e in evidence if e.feature in strong}) < _CLASSES_BESIDE_A_DESCRIPTION


def _agree_by_what_many_have(model: MatchModel, evidence: Iterable[Evidence]) -> bool:
    levels = _levels_of_agreeing_names(model, evidence)
    return bool(levels) and levels <= OF_MANY


def _may_be_relatives(model: MatchModel, evidence: Sequence[Evidence], strong: Sequence[str]) -> bool:
    """Return whether two agree by names of which one may be a relative's, and in nothing that is one person's alone.

    A family shares its phone, its address and its accounts, but no document. A father has another birth date than his
    child; siblings may be twins, and a name that differs besides is no reason to think that a date makes them one.
    Where many have the name, a contact tells a namesake of that day.
    """
    levels = _levels_of_agreeing_names(model, evidence)
    if not levels or not levels <= OF_RELATIVES or is_telling(model, evidence):
        return False
    if NameLevel.FATHER_OF_MANY in levels and set(strong) <= {model.review_with}:
        return True
    return NameLevel.SIBLING in levels or not _have_one_birth_date(model, evidence)


def _is_one_word_of_a_name(model: MatchModel, evidence: Iterable[Evidence]) -> bool:
    """Return whether two agree by one word of a name alone, as a caller's Kriangkrai and Kriangkrai Petcharat do.

    So do two of which one has some words of the other's, turned round. Nothing but a document completes it: whoever is
    called so may have a phone or an account of a namesake's.
    """
    levels = _levels_of_agreeing_names(model, evidence)
    return bool(levels) and levels <= OF_WORDS


def _share_a_word_alone(model: MatchModel, evidence: Sequence[Evidence], _strong: Sequence[str]) -> bool:
    """Return whether two agree by some words of a name, and in no document that completes it."""
    return _is_one_word_of_a_name(model, evidence) and not is_telling(model, evidence)


def _are_longer_in_one_town(model: MatchModel, evidence: Sequence[Evidence], strong: Sequence[str]) -> bool:
    """Return whether one of two sites has a word more, or may hold the other, and a town is all that is strong.

    One town has a Poipet Star and a New Poipet Star. An address or one point tell that both names are of one house.
    """
    levels = _levels_of_agreeing_names(model, evidence)
    return levels == {NameLevel.LONGER} and _share_a_town_alone(model, evidence, strong)


def _are_two_houses_in_one_town(model: MatchModel, evidence: Sequence[Evidence], strong: Sequence[str]) -> bool:
    """Return whether both of two sites are said to be houses of other types, and a town is all that is strong.

    A residence and a hotel of one name and town are two houses more often than one that was taken for the other.
    """
    return any(e.level == TWO_HOUSES for e in evidence) and _share_a_town_alone(model, evidence, strong)


def _share_a_town_alone(model: MatchModel, evidence: Iterable[Evidence], strong: Sequence[str]) -> bool:
    """Return whether two sites have a town in common, or points in it that no one house or street has, alone."""
    return bool(strong) and all(_says_a_town(model, e) for e in evidence if e.feature in strong)


def _says_a_town(model: MatchModel, evidence: Evidence) -> bool:
    comparison = model.comparison(evidence.feature)
    if comparison is None:
        return False
    at_two_points = comparison.comparator is Comparator.DISTANCE and evidence.level != _ONE_POINT
    return at_two_points or comparison.comparator is Comparator.PLACES


def _are_alike_at_one_point(model: MatchModel, evidence: Sequence[Evidence]) -> bool:
    """Return whether two sites are within 300 m of each other and their names alike in part: Huanya, Huan Ya Plaza."""
    in_part = any(
        e.feature in model.names and e.level == NameLevel.PARTIAL and e.bits >= _IN_PART_BITS for e in evidence
    )
    return in_part and any(e.level == _ONE_POINT for e in evidence)


def _are_a_place_and_its_part(model: MatchModel, evidence: Sequence[Evidence], _strong: Sequence[str]) -> bool:
    """Return whether one of two sites is named as a part of a place that the other is not, and no address is one.

    A compound has its town, its coordinates and its phone in common with each of its zones and phases.
    """
    levels = _levels_of_agreeing_names(model, evidence)
    return levels == {NameLevel.PART} and not any(_is_one_address(model, e) for e in evidence)


def _is_one_address(model: MatchModel, evidence: Evidence) -> bool:
    comparison = model.comparison(evidence.feature)
    if comparison is None or comparison.property_class is not PropertyClass.LOCATION:
        return False
    return comparison.comparator is Comparator.TEXT and evidence.level == _ONE_ADDRESS


def _share_an_alias_alone(model: MatchModel, evidence: Sequence[Evidence], strong: Sequence[str]) -> bool:
    """Return whether two agree by an alias of both alone, beside own names that are unlike, and nothing completes it.

    Whoever works at a desk of recruiters goes by its trade name and gives its phone, its accounts and its handle; a
    group's companies have its name and its switchboard, a zone's compounds its name and its town. A document, a
    register number or one address of a site is one thing's. So is a birth date to the day, beside something else.
    """
    if _levels_of_agreeing_names(model, evidence) != {NameLevel.ALIAS} or is_telling(model, evidence):
        return False
    if not any(model.beside_an_alias.get(e.feature) == e.level for e in evidence):
        return True
    return set(strong) <= {model.review_with}


def told_apart_by(model: MatchModel, evidence: Iterable[Evidence], strong: Sequence[str]) -> str | None:
    """Return the feature by which two are rather two, where nothing is strong but what such two may have in common.

    On one day two countries register a Lucky Star Ltd each, and one agent gives his phone for both. Two provinces have
    a Ban Mai each.
    """
    if not strong or not {model.groups.get(feature, feature) for feature in strong} <= model.apart_share:
        return None
    return next((e.feature for e in evidence if model.tells_apart.get(e.feature) == e.level), None)


def _are_told_apart(model: MatchModel, evidence: Sequence[Evidence], strong: Sequence[str]) -> bool:
    return told_apart_by(model, evidence, strong) is not None


def _share_a_house_alone(model: MatchModel, evidence: Sequence[Evidence], strong: Sequence[str]) -> bool:
    """Return whether two with the names of sisters have nothing strong in common but what a house shares.

    A company shares its switchboard and mailbox with its sisters; two sites do where each name has a word unlike the
    other's, or two forms exclude each other.
    """
    if not _are_sisters(model, evidence):
        return False
    shared = {model.groups.get(feature, feature) for feature in strong}
    if _are_two_of_one_house(model, evidence):
        shared -= {_MAILBOX, _SWITCHBOARD}
    return shared <= model.sisters_share


def _are_two_of_one_house(model: MatchModel, evidence: Iterable[Evidence]) -> bool:
    """Return whether of two sisters each has a word unlike the other's, or a form that excludes the other's."""
    names = [e for e in evidence if e.feature in model.names and e.agrees]
    return any(e.level == NameLevel.OTHER_FORM for e in names) or max(e.bits for e in names) <= _LEAST_OF_SISTERS


# The levels of names keep most of them apart; what is said of two types of house, and by what two are told apart, may
# hold beside others, and is said last.
_DOUBTS: tuple[tuple[Doubt, Callable[[MatchModel, Sequence[Evidence], Sequence[str]], bool]], ...] = (
    (Doubt.NAMESAKES, _may_be_namesakes),
    (Doubt.RELATIVES, _may_be_relatives),
    (Doubt.ALIAS, _share_an_alias_alone),
    (Doubt.WORD, _share_a_word_alone),
    (Doubt.DESCRIPTION, _are_described_alike),
    (Doubt.SISTERS, _share_a_house_alone),
    (Doubt.LONGER, _are_longer_in_one_town),
    (Doubt.TWO_HOUSES, _are_two_houses_in_one_town),
    (Doubt.PART, _are_a_place_and_its_part),
    (Doubt.TOLD_APART, _are_told_apart),
)


def potential(model: MatchModel, evidence: Sequence[Evidence]) -> Decision:
    """Return the decision on the supporting evidence alone: the most that any view could make of the pair.

    Names that are somewhat alike support nothing by themselves, and some pairs go to a human by them.
    """
    somewhat = (e for e in evidence if e.bits <= 0 and _is_somewhat_alike(model, e))
    return decide(model, [*(e for e in evidence if e.bits > 0), *(replace(e, bits=0.0) for e in somewhat)])


def _is_strong(model: MatchModel, evidence: Evidence, agreeing: set[str]) -> bool:
    if evidence.bits <= 0:
        return False
    comparison = model.comparison(evidence.feature)
    if comparison is None:
        linked = model.linked_features.get(evidence.feature)
        return linked is not None and linked.strong and evidence.level != HUB_LEVEL
    if evidence.level not in comparison.strong:
        return False
    return comparison.needs is None or comparison.needs in agreeing


def _is_alike_in_part(model: MatchModel, evidence: Sequence[Evidence]) -> bool:
    """Return whether a name speaks for a pair without agreeing, as one with a slip does."""
    return any(e.feature in model.names and e.bits > 0 for e in evidence)


def _is_somewhat_alike(model: MatchModel, evidence: Evidence) -> bool:
    return evidence.feature in model.names and evidence.level in _SOMEWHAT_ALIKE


def _is_a_slip_beside_one_birth(model: MatchModel, evidence: Sequence[Evidence]) -> bool:
    """Return whether a birth date is one to the day and the names are somewhat alike."""
    somewhat = any(_is_somewhat_alike(model, e) for e in evidence)
    return somewhat and _have_one_birth_date(model, evidence)


def _is_a_slip_beside_private_selectors(model: MatchModel, evidence: Sequence[Evidence]) -> bool:
    """Return whether a birth date speaks for two whose names are somewhat alike, and who hold two things alone."""
    if model.review_with is None or not hold_private_selectors(model, evidence):
        return False
    somewhat = any(_is_somewhat_alike(model, e) for e in evidence)
    return somewhat and any(e.feature == model.review_with and e.bits >= SUPPORT_BITS for e in evidence)


def hold_private_selectors(model: MatchModel, evidence: Iterable[Evidence]) -> bool:
    """Return whether two share selectors of two sorts that somebody holds alone, as an account and a wallet are.

    A phone and a handle are lent within a family or a gang; who moves money by an account and a wallet is one, or two
    who are worth a human's look.
    """
    shared = {
        model.groups.get(e.feature, e.feature)
        for e in evidence
        if e.property_class is PropertyClass.FINANCIAL
        and e.feature in model.linked_features
        and _is_strong(model, e, set())
    }
    return len(shared) >= _PRIVATE_SELECTORS


def _is_one_birth(model: MatchModel, evidence: Sequence[Evidence], strong: Sequence[str]) -> bool:
    """Return whether a birth date is one to the day, beside something strong: two siblings share all but that.

    So is a document's number that is one but for a slip, unless that makes it the next one, which a twin has.
    """
    if not _have_one_birth_date(model, evidence):
        return False
    return strong not in ((), (model.review_with,)) or any(_is_a_slip_in_a_document(model, e) for e in evidence)


def _is_a_slip_in_a_document(model: MatchModel, evidence: Evidence) -> bool:
    comparison = model.comparison(evidence.feature)
    return comparison is not None and bool(comparison.telling) and evidence.level in _SLIPS_IN_A_NUMBER


def _have_one_birth_date(model: MatchModel, evidence: Sequence[Evidence]) -> bool:
    comparison = model.comparison(model.review_with) if model.review_with else None
    if comparison is None:
        return False
    return any(e.feature == comparison.feature and e.level in comparison.strong for e in evidence)


def _is_supported(model: MatchModel, evidence: Sequence[Evidence]) -> bool:
    """Return whether a model asks for no support, or something speaks for two namesakes by which they had met anyway.

    INVARIANT: a place brings no two records together, nor does an address that is no home. Did it count, what is hidden
    would decide whether a human looks: two namesakes of one place meet by a number that they share, which this viewer
    may not read. What a model names as support stands beside a name by which the two meet anyway: the text of an
    advertisement.
    """
    if not model.needs_support and not model.support:
        return True
    if any(e.bits >= SUPPORT_BITS and (e.feature in model.support or _brings_together(model, e)) for e in evidence):
        return True
    return _are_called_alike_at_home(model, evidence)


def _are_called_alike_at_home(model: MatchModel, evidence: Sequence[Evidence]) -> bool:
    """Return whether two have one name in full and one home, and nothing speaks against it.

    A household has one address and several names. A name that may be a relative's, or one word that many are called by,
    tells none of it from another.
    """
    if not _levels_of_agreeing_names(model, evidence) - OF_RELATIVES - OF_WORDS - {NameLevel.COMMON_WORD}:
        return False
    if any(e.bits <= _SPEAKS_AGAINST for e in evidence):
        return False
    return any(_is_one_home(model, e) for e in evidence)


def _is_one_home(model: MatchModel, evidence: Evidence) -> bool:
    comparison = model.comparison(evidence.feature)
    return comparison is not None and comparison.homes and evidence.level == _ONE_ADDRESS


def _brings_together(model: MatchModel, evidence: Evidence) -> bool:
    comparison = model.comparison(evidence.feature)
    if comparison is None:
        return True  # a linked selector, or that one end is on a public list
    by_keys = comparison.comparator in {Comparator.DATES, Comparator.KEYS, Comparator.CELLS}
    return by_keys and evidence.level not in _UNDER_OTHER_KEYS


def _is_telling(model: MatchModel, evidence: Evidence) -> bool:
    comparison = model.comparison(evidence.feature)
    if comparison is not None:
        return evidence.level in comparison.telling
    linked = model.linked_features.get(evidence.feature)
    return linked is not None and linked.telling and evidence.level != HUB_LEVEL
