"""Compare two prepared names: how alike, at which level, worth how many bits, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate

from rapidfuzz.distance import OSA

from entity_resolution.names.companies.countries_said import say_two_countries
from entity_resolution.names.comparing.far_apart import WORTH_A_LOOK, at_first_sight
from entity_resolution.names.comparing.levels import (
    AGREEING,
    ALIKE,
    OF_RELATIVES,
    NameComparison,
    NameLevel,
    left_to_a_human,
    level_of,
    of_two_kinds,
    weighed,
    without_a_word_of_each,
)
from entity_resolution.names.comparing.pairing import (
    SPELLED_DOUBTFULLY,
    Found,
    Grid,
    grid_of,
    grid_unless_hopeless,
    has_hopeless_word,
    in_order,
    least_word,
    limit_by_weakest,
    paired_off,
    with_doubtful_word,
)
from entity_resolution.names.comparing.peoples.by_surname import (
    are_lone_surnames,
    compare_by_surname,
    compare_lone_surnames,
    given_names_differ,
    surnames_alike,
    surnames_apply,
    surnames_differ,
)
from entity_resolution.names.comparing.peoples.cambodian import are_khmer
from entity_resolution.names.comparing.peoples.native_initials import read_in_latin_letters
from entity_resolution.names.comparing.peoples.own_writing import OTHER_GIVEN, told_by_their_writing
from entity_resolution.names.comparing.peoples.traditions import (
    Tradition,
    are_one_in_cyrillic,
    is_for_human,
    shared_traditions,
    spelt_in,
    tongue_of,
)
from entity_resolution.names.comparing.peoples.writing import marks_agree
from entity_resolution.names.comparing.persons.generations import digits_in, generations_agree, generations_of
from entity_resolution.names.comparing.persons.relatives import weigh_relatives
from entity_resolution.names.comparing.persons.surname_order import weigh_surnames
from entity_resolution.names.comparing.things.called_for_short import called_for_short
from entity_resolution.names.comparing.things.company_in_english import most_alike
from entity_resolution.names.comparing.things.joined_pinyin import differ_in_joined_pinyin
from entity_resolution.names.comparing.things.khmer_places import compare_khmer_places
from entity_resolution.names.comparing.things.kind_words import compare_things
from entity_resolution.names.comparing.things.letters_said import say_other_letters
from entity_resolution.names.comparing.things.of_one_house import (
    SWAPPED_WORDS,
    doubt_of_house,
    level_of_house,
    weighed_as_house,
)
from entity_resolution.names.comparing.things.parts_of_places import parts_said, without_parts
from entity_resolution.names.comparing.things.sisters import (
    are_homophones,
    has_word_more,
)
from entity_resolution.names.comparing.two_writings.consonants import compare_consonants
from entity_resolution.names.comparing.two_writings.other_readings import (
    as_the_other_says,
    by_consonants,
    likeness_by_consonants,
)
from entity_resolution.names.comparing.two_writings.read_beside import read_beside
from entity_resolution.names.comparing.two_writings.shared_tongues import shared_tongues
from entity_resolution.names.comparing.whole_names import NEARLY_SAME, WEAK, closed_up, compare_whole
from entity_resolution.names.prepared import SPELLED, PreparedName, prepare
from entity_resolution.names.scripts.form import NameForm, NameKind, Tongue
from entity_resolution.names.scripts.numbers import OTHER_NUMBER, numbers_agree
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.filiation import find_other_child, is_without_father
from entity_resolution.names.tongues.umlaut_in_pinyin import differ_in_umlaut

_EMPTY = NameComparison(
    similarity=0.0, level=NameLevel.DIFFERENT, bits=0.0, agrees=False, left="", right="", how="a name is empty"
)
# The levels of names in one script that agree, which of two scripts are romanised.
_OF_ONE_SCRIPT = (NameLevel.EXACT_NATIVE, NameLevel.EXACT_LATIN, NameLevel.VARIANT)
_KOREA = frozenset({"KR", "KP"})
# Below this two names are not even worth an exact figure, which serves to rank what is nearly weak.
_HOPELESS = 0.52
_FAR_APART = 0.2
# By how much another language's reading must be better to be preferred.
_CLEARLY = 0.01
# By how much a bound is drawn wider, as sums of fractions are not exact.
_ROUNDING = 1e-9
# From here on names are not compared in another order.
_IN_ORDER_SAME = 0.95
# What it costs a name of as many words to agree only without its spaces.
_CLOSED_UP_COST = 0.03
# Names that can agree without their spaces share so many letters: of a different number of words, of as many.
_CLOSE_LETTERS = (0.5, 0.7)
# How alike names are at most, estimated from their worst-matched word, where that alone makes them different.
_HOPELESS_SHARE = 0.8
# What is left of a likeness of names that are one in the spelling of their tradition alone.
_TRADITION = 0.99
# How alike names are at most whose H may be a G or a KH.
_FOR_HUMAN = 0.82
# How alike names of things are at most that are called by other letters.
_OTHER_LETTERS = 0.7
# What is left of a likeness of Chinese names whose surnames are never one.
_OTHER_SURNAME = 0.9


def compare_names(left: NameForm, right: NameForm, kind: NameKind) -> NameComparison:
    """Compare two names read by the function of the same kind.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    one, other = read_beside(left, right, kind)
    found = _compare_with_what_others_say(one, other, kind)
    if kind is NameKind.SITE:
        return _held_to_what_is_no_part(one, other, found)
    if kind is not NameKind.PERSON:
        if found.agrees and say_two_countries(one, other):
            return left_to_a_human(found)._replace(how=f"{found.how}, but another country")
        return found
    found = weigh_surnames(left, right, found)
    if (one.native, other.native) != (left.native, right.native):
        found = found._replace(how=f"{found.how}, read as the other has it")
    return found if found.level in OF_RELATIVES else weigh_relatives(one, other, found)


def _held_to_what_is_no_part(left: NameForm, right: NameForm, found: NameComparison) -> NameComparison:
    """Lower what two names of sites weigh whose parts are one to what the rest of them does: River and Tower, Phase 2.

    A phase and its number, which all compounds of one builder have, are most of the words of such names.
    """
    if found.similarity == 1.0 or found.bits <= 0 or parts_said(left) != parts_said(right):
        return found
    if left.script is not right.script and not found.agrees:
        return found  # spelt by sound, a short name without its number is alike in part at most: Jinbei 4, ជីនប៉ី ៤
    one, other = without_parts(left), without_parts(right)
    if one is None or other is None:
        return found
    rest = _compare_with_what_others_say(one, other, NameKind.SITE)
    if rest.agrees or rest.bits >= found.bits:
        return found
    return rest._replace(how=f"{rest.how}, without the part of both")


def _compare_with_what_others_say(left: NameForm, right: NameForm, kind: NameKind) -> NameComparison:
    found = _compare_as_read(left, right, kind)
    spelt = as_the_other_says(left, right, kind) if found.similarity < NEARLY_SAME else None
    if spelt is None or (found.level is NameLevel.SISTER and not _is_in_hangul(left, right)):
        return found
    if kind is NameKind.ORGANISATION and has_word_more(prepare(left, kind), prepare(right, kind)):
        return found  # in English it has no preposition, which tells what the body is for
    said = _compare_as_read(*spelt.pair, kind)
    if kind is NameKind.PERSON:
        said = weigh_relatives(*spelt.pair, said)
    if spelt.is_without_kinds:
        return found if found.agrees or not said.agrees else of_two_kinds(said)._replace(how=f"{said.how}, {spelt.how}")
    if spelt.is_for_human and said.agrees:
        said = left_to_a_human(said)
    if spelt.is_shortened:
        said = without_a_word_of_each(said)
    if said.level in _OF_ONE_SCRIPT:
        said = said._replace(level=NameLevel.VARIANT if left.script is right.script else NameLevel.ROMANISED)
    return max(found, said._replace(how=f"{said.how}, {spelt.how}"), key=lambda way: way.bits)


def _is_in_hangul(left: NameForm, right: NameForm) -> bool:
    """Tell whether one of two names is in Hangul, of which a trade that is spelt there is none that the other lacks."""
    return left.script is not right.script and Script.HANGUL in (left.script, right.script)


def _compare_as_read(left: NameForm, right: NameForm, kind: NameKind) -> NameComparison:
    one, other = prepare(left, kind), prepare(right, kind)
    if left.native and one.writing == other.writing:
        found = _of_one_generation(left, right, Found(1.0, left.native, right.native, "as written", in_order=True))
        level = NameLevel.EXACT_NATIVE if found.similarity == 1.0 else level_of(left, right, found)
        return weighed(found, level_of_house(level, one, other, kind, found.similarity), one, other)
    if not left.latin or not right.latin:
        return _EMPTY
    if kind is NameKind.ORGANISATION and (called := called_for_short(left, right)) is not None:
        return weighed(*called, one, other)
    if kind is NameKind.PERSON and is_without_father(left, right):
        found = Found(ALIKE, left.latin[0], right.latin[0], "the one's own name alone", in_order=True)
        return weighed(found, NameLevel.COMMON_WORD, one, other)
    hopeless = at_first_sight(one, other, kind)
    if hopeless is not None:
        return weighed(hopeless, NameLevel.DIFFERENT, one, other)
    found = by_consonants(left, right, kind, _with_marks(one, other, kind))
    if kind is NameKind.PERSON:
        found = told_by_their_writing(left, right, found)
        found = _of_one_generation(left, right, _of_one_child(left, right, found))
    level = level_of_house(level_of(left, right, found), one, other, kind, found.similarity)
    if kind is NameKind.ORGANISATION and found.similarity > SWAPPED_WORDS:
        found = weighed_as_house(one, other, found, level)
    if kind is NameKind.ORGANISATION and found.similarity > (most := most_alike(left, right)):
        found = found._replace(similarity=most, how=f"{found.how}, but another kind or place")
        level = level_of(left, right, found)
    compared = weighed(found, level, *(read_in_latin_letters(one, other) if kind is NameKind.PERSON else (one, other)))
    if kind is NameKind.ORGANISATION and compared.agrees and (doubt := doubt_of_house(one, other, level)):
        return left_to_a_human(compared)._replace(how=f"{found.how}, {doubt}")
    if kind is NameKind.SITE and compared.agrees and differ_in_joined_pinyin(left, right):
        return left_to_a_human(compared)._replace(how=f"{found.how}, but another syllable of pinyin")
    if kind is NameKind.PERSON and compared.agrees and differ_in_umlaut(left, right):
        return left_to_a_human(compared)._replace(how=f"{found.how}, but a Lü of one may be no Lu")
    return compared


def are_two_by_numbers(left: NameForm, right: NameForm, kind: NameKind) -> bool:
    """Return whether two names of companies or sites in Latin letters are two by their numbers: Block 3, Block 4.

    `compare_names` then finds that nothing speaks for them, however alike their words are. Companies that are called by
    number meet by the dozen, and their words need not be compared.

    Args:
        left: one name.
        right: the other.
        kind: what both name; persons are told apart elsewhere.
    """
    if kind is NameKind.PERSON or left.script is not Script.LATIN or right.script is not Script.LATIN:
        return False
    left, right = read_beside(left, right, kind)
    if numbers_agree(left.tokens, right.tokens) > OTHER_NUMBER:
        return False
    if kind is NameKind.ORGANISATION and called_for_short(left, right) is not None:
        return False
    return as_the_other_says(left, right, kind) is None


def _of_one_child(left: NameForm, right: NameForm, found: Found) -> Found:
    """Lower a likeness of names that say of themselves that one is another's child: a father's, or a daughter's."""
    other = find_other_child(left, right, _parts_alike) if found.similarity >= WEAK else None
    if other is None:
        return found
    similarity = limit_by_weakest(found.similarity, other.least, SPELLED_DOUBTFULLY)
    return found._replace(similarity=similarity, how=other.how, in_order=True)


def _of_one_generation(left: NameForm, right: NameForm, found: Found) -> Found:
    """Lower a likeness of names that are of two generations of one family."""
    factor = generations_agree(left, right)
    if factor == 1.0:
        return found
    mine, theirs = (" ".join(sorted(generations_of(form)) or digits_in(form.native)) for form in (left, right))
    return found._replace(similarity=factor * found.similarity, how=f"{found.how}, but {mine} against {theirs}")


def _parts_alike(left: NameForm, right: NameForm) -> float:
    """Return how alike two own names or two fathers' names are, short forms of a single word included."""
    if not left.latin or not right.latin:
        return 0.0
    one, other = prepare(left, NameKind.PERSON), prepare(right, NameKind.PERSON)
    paired = _word_by_word(one, other, grid_of(one, other, Tongue.GENERAL), Tongue.GENERAL)
    return max(paired.similarity, _first_readable(one, other, NameKind.PERSON).similarity)


def may_agree(left: NameForm, right: NameForm, kind: NameKind) -> bool:
    """Return whether two names may agree: false only where `compare_names` finds that they do not.

    Most pairs of names that are compared at all do not, and to know that takes a part of what an exact figure takes.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if kind is NameKind.PERSON and generations_agree(left, right) < ALIKE:
        return False
    left, right = read_beside(left, right, kind)
    spelt = as_the_other_says(left, right, kind)
    return (spelt is not None and _may_agree_as_read(*spelt.pair, kind)) or _may_agree_as_read(left, right, kind)


def _may_agree_as_read(left: NameForm, right: NameForm, kind: NameKind) -> bool:
    one, other = prepare(left, kind), prepare(right, kind)
    if left.native and one.writing == other.writing:
        return True
    if not left.latin or not right.latin:
        return False
    if kind is NameKind.ORGANISATION and (called := called_for_short(left, right)) is not None:
        return called[1] in AGREEING
    if kind is NameKind.ORGANISATION and are_homophones(one, other):
        return True
    least = ALIKE - _ROUNDING
    if likeness_by_consonants(left, right, kind) >= least:
        return True
    if (left.script is Script.ARABIC) is not (right.script is Script.ARABIC):
        return compare_consonants(left, right, kind).similarity >= least
    if left.script is right.script:
        factor, part = _marks_of_one_script(one, other, kind)
        least = (least - part) / factor
    if kind is NameKind.PERSON and is_without_father(left, right):
        return True
    if kind is not NameKind.PERSON:
        least /= numbers_agree(left.tokens, right.tokens)
        return least <= 1.0 and _things_may_reach(one, other, kind, least)
    if least > 1.0:
        return False
    one, other = read_in_latin_letters(one, other)
    tongues = shared_tongues(one, other)
    if _are_by_surname(one, other, tongues[0]) and surnames_alike(one, other) >= least:
        return True
    if any(_persons_may_reach(one, other, tongue, least) for tongue in tongues):
        return True
    return any(
        _persons_may_reach(spelt, another, tongue_of(tradition), least / _TRADITION)
        for tradition, spelt, another in _spelt_in_traditions(one, other)
    )


def _things_may_reach(left: PreparedName, right: PreparedName, kind: NameKind, least: float) -> bool:
    if any(compare_things(left, right, tongue, 0.0).similarity >= least for tongue in shared_tongues(left, right)):
        return True
    nothing = Found(0.0, left.form.latin[0], right.form.latin[0], "", in_order=True)
    return _are_latin_places(left, right, kind) and compare_khmer_places(left, right, nothing).similarity >= least


def _are_latin_places(left: PreparedName, right: PreparedName, kind: NameKind) -> bool:
    return kind is NameKind.SITE and left.form.script is right.form.script is Script.LATIN


def _persons_may_reach(left: PreparedName, right: PreparedName, tongue: Tongue, least: float) -> bool:
    """Tell whether `_best_of_person` reaches a similarity; by the words' grid alone where that is enough."""
    if len(left.words) == len(right.words) == 1:
        return compare_whole(left, right, tongue).similarity >= least
    hopeless = has_hopeless_word(left, right, tongue, least_word(least, with_doubtful_word(left, right)))
    if not hopeless and _word_by_word(left, right, grid_of(left, right, tongue), tongue).similarity >= least:
        return True
    one_by_one = len(left.words) == len(right.words)
    if (one_by_one and cut_alike(left, right)) or not _may_close_up(left, right, _CLOSE_LETTERS[one_by_one]):
        return False
    least += _CLOSED_UP_COST if one_by_one else 0.0
    return closed_up(left, right, tongue).similarity >= least


def _with_marks(left: PreparedName, right: PreparedName, kind: NameKind) -> Found:
    """Return the best way to read two names alike, lowered by what the marks of one script say: Hoa, Hòa; ปี, ปู."""
    if left.form.script is not right.form.script:
        return _first_readable(left, right, kind)
    factor, part = _marks_of_one_script(left, right, kind)
    if factor + part < WORTH_A_LOOK + 0.05:
        return Found(part, left.form.latin[0], right.form.latin[0], "written too differently", in_order=True)
    if kind is NameKind.PERSON:
        left, right = read_in_latin_letters(left, right)
    found = _first_readable(left, right, kind)
    return found._replace(similarity=factor * found.similarity + part)


def _marks_of_one_script(left: PreparedName, right: PreparedName, kind: NameKind) -> tuple[float, float]:
    if kind is NameKind.PERSON and are_one_in_cyrillic(left.form, right.form):
        return 1.0, 0.0
    return marks_agree(left, right, kind)


def _first_readable(left: PreparedName, right: PreparedName, kind: NameKind) -> Found:
    """Return the best way over the languages that fit; names far apart by the first of them stay far by the others."""
    if (left.form.script is Script.ARABIC) is not (right.form.script is Script.ARABIC):
        return compare_consonants(left.form, right.form, kind)
    if kind is not NameKind.PERSON:
        found = _best_of_tongues(left, right, compare_things)
        if found.similarity < 1.0 and _are_latin_places(left, right, kind):
            found = compare_khmer_places(left, right, found)
        if found.similarity > _OTHER_LETTERS and say_other_letters(left.form, right.form):
            found = found._replace(similarity=_OTHER_LETTERS, how=f"{found.how}, but other letters")
        return found._replace(similarity=found.similarity * numbers_agree(left.form.tokens, right.form.tokens))
    found = _best_of_tongues(left, right, _best_of_person)
    if found.similarity >= NEARLY_SAME:
        return found
    return max([found, *_in_traditions(left, right, found.similarity)], key=lambda way: way.similarity)


def _in_traditions(left: PreparedName, right: PreparedName, floor: float) -> Iterator[Found]:
    """Yield how alike two persons' names are in each tradition of which one has a sign."""
    for tradition, one, other in _spelt_in_traditions(left, right):
        found = _best_of_person(one, other, tongue_of(tradition), floor)
        most = _FOR_HUMAN if is_for_human(tradition, left.form, right.form) else 1.0
        yield found._replace(similarity=min(most, _TRADITION * found.similarity), how=tradition.how)


def _spelt_in_traditions(
    left: PreparedName, right: PreparedName
) -> Iterator[tuple[Tradition, PreparedName, PreparedName]]:
    """Yield each tradition of which one of two names has a sign, with both as they are spelt in it."""
    if left.form.script not in SPELLED or right.form.script not in SPELLED:
        return
    for tradition in shared_traditions(left.form, right.form):
        yield tradition, spelt_in(left.form, tradition), spelt_in(right.form, tradition)


def _best_of_tongues(
    left: PreparedName, right: PreparedName, read: Callable[[PreparedName, PreparedName, Tongue, float], Found]
) -> Found:
    tongues = shared_tongues(left, right)
    found = read(left, right, tongues[0], 0.0)
    if found.similarity < NEARLY_SAME and _are_by_surname(left, right, tongues[0]):
        if are_lone_surnames(left, right):
            found = compare_lone_surnames(left, right, found)
            tongues = tuple(tongue for tongue in tongues if tongue in (tongues[0], Tongue.BURMESE))
        else:
            found = max(found, compare_by_surname(left, right), key=lambda way: way.similarity)
        if surnames_differ(left, right):
            found = found._replace(similarity=_OTHER_SURNAME * found.similarity)
            # No Chinese name after all, they may still be one in Burmese: Wai Lin and Way Lynn.
            tongues = (tongues[0], *(tongue for tongue in tongues[1:] if tongue is Tongue.BURMESE))
        elif given_names_differ(left, right):
            found = found._replace(similarity=min(found.similarity, OTHER_GIVEN))
            tongues = (tongues[0], *(tongue for tongue in tongues[1:] if tongue is Tongue.BURMESE))
    for tongue in tongues[1:]:
        if found.similarity < _FAR_APART or found.similarity == 1.0:
            break
        other = read(left, right, tongue, found.similarity + _CLEARLY)
        if other.similarity > found.similarity + _CLEARLY:
            found = other
    return found


def _are_by_surname(left: PreparedName, right: PreparedName, tongue: Tongue) -> bool:
    """Tell whether two names are compared as Chinese ones; Khmer ones of a Chinese surname are not, nor Korea's."""
    countries = [name.form.countries for name in (left, right)]
    if all(countries) and frozenset().union(*countries) <= _KOREA:
        return False
    return surnames_apply(left, right, tongue) and not are_khmer(left.form, right.form)


def _best_of_person(left: PreparedName, right: PreparedName, tongue: Tongue, floor: float) -> Found:
    """Return the best way to read two persons' names alike in one language.

    A name is no more alike than its least alike word allows, so most pairs of names that share a word end with the
    grid of their words. What cannot reach the floor, or a weak agreement, gets an estimate.
    """
    if len(left.words) == len(right.words) == 1:
        return compare_whole(left, right, tongue)
    one_by_one = len(left.words) == len(right.words)
    with_doubtful = with_doubtful_word(left, right)
    grid, worst = grid_unless_hopeless(left, right, tongue, least_word(max(floor, _HOPELESS), with_doubtful))
    if grid is None:
        estimate = limit_by_weakest(_HOPELESS_SHARE * worst, worst, with_doubtful)
        found = Found(estimate, left.form.latin[0], right.form.latin[0], f"read as {tongue}", in_order=True)
    else:
        found = _word_by_word(left, right, grid, tongue)
    if one_by_one and cut_alike(left, right):
        return found
    if found.similarity < NEARLY_SAME and _may_close_up(left, right, _CLOSE_LETTERS[one_by_one]):
        whole = closed_up(left, right, tongue)
        if not one_by_one:
            return max(found, whole, key=lambda way: way.similarity)
        similarity = whole.similarity - _CLOSED_UP_COST
        if similarity >= max(0.9, found.similarity):
            return whole._replace(similarity=similarity)
    return found


def _word_by_word(left: PreparedName, right: PreparedName, grid: Grid, tongue: Tongue) -> Found:
    found = in_order(grid, tongue, with_doubtful_word(left, right)) if len(left.words) == len(right.words) else None
    if found is not None and found.similarity >= _IN_ORDER_SAME:
        return found
    paired = paired_off(left, right, grid, tongue, person=True)
    return paired if found is None or paired.similarity > found.similarity else found


def _may_close_up(left: PreparedName, right: PreparedName, least: float) -> bool:
    """Tell whether names may be one once their spaces are gone; such names share most of their letters."""
    return OSA.normalized_similarity(left.latin_joined, right.latin_joined, score_cutoff=least) > 0.0


def cut_alike(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two names of as many words have their spaces at the same places, so that nothing is to close up.

    So they have where no more than one word differs, however much longer it is: beside a long surname Rama would else
    be Rahmat.
    """
    mine, theirs = ([readings[0] for readings in name.words] for name in (left, right))
    differing = [at for at, pair in enumerate(zip(mine, theirs, strict=True)) if pair[0] != pair[1]]
    if len(differing) < 2:
        return True
    ends = [accumulate(map(len, words)) for words in (mine, theirs)]
    return all(abs(one - other) <= 1 for one, other in zip(*ends, strict=True))
