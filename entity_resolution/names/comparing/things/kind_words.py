"""Compare the names of two companies or places, whose words say as well what kind of thing they are."""

from __future__ import annotations

from entity_resolution.names.companies.short_words import differ_in_number, is_adjective_of, is_cut_short
from entity_resolution.names.comparing.pairing import Found, Grid, grid_of, paired_off
from entity_resolution.names.comparing.whole_names import NEARLY_SAME, compare_whole
from entity_resolution.names.prepared import SPELLED, PreparedName, prepare, whole_readings
from entity_resolution.names.scripts.form import NameForm, NameKind, Tongue
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.closeness import Closest, closest
from entity_resolution.names.tongues.slips import slip_likeness

# What is left of a likeness where two names say of different kinds of thing, where these are no two parts of a country,
# and where one alone says a kind.
_OTHER_KIND, _OTHER_HOUSE, _NO_KIND = 0.85, 0.76, 0.95
# What is left of a likeness of things of two trades, and of none and one; words that say of no trade in particular.
_OTHER_TRADE, _ONE_TRADE = 0.96, 0.98
ANY_TRADE = frozenset(
    {"group", "holding", "international", "enterprise", "partners", "association", "brothers", "shophouse"}
)
# Kinds of which a town has one each, and the town's name: Mae Sot Hospital, Mae Sot Bridge. A part of a country may be
# called a city, a district or a village by turns.
_PARTS_OF_A_COUNTRY = frozenset({"city", "prefecture", "province", "district", "subdistrict", "village"})
_OF_A_TOWN = _PARTS_OF_A_COUNTRY | frozenset(
    {"river", "waterfall", "port", "station", "temple", "prison", "checkpoint", "airport", "bridge", "market", "school"}
    | {"hospital", "university", "college"}
)
# Of these the ones whose names are whole, and how alike two of them are at most of which one has a word more.
_NAMED_BY_LAW, _WORD_MORE = frozenset({"village", "subdistrict", "district"}), 0.8
# How alike two words of a thing's name are of which one is for several.
_OTHER_COUNT = 0.97
# Words of which each makes another thing of the same name, and what is left of a likeness of two that have two of them.
_OPPOSITES = (
    frozenset({"eastern", "western", "northern", "southern", "central"}),
    frozenset({"north", "south", "east", "west"}),
    frozenset({"northeast", "northwest", "southeast", "southwest"}),
    frozenset({"upper", "lower"}),
    frozenset({"inner", "outer"}),
    frozenset({"new", "old"}),
    frozenset({"us", "uk", "eu", "un"}),
)
_OPPOSED = 0.8
# What a house calls the smaller one that it opens beside it or elsewhere: Next Door Anchor, Little Anchor.
_OFFSHOOTS = frozenset(
    {("next", "door"), ("next", "to"), ("annex",), ("annexe",), ("junior",), ("jr",), ("little",), ("petit",)}
    | {("petite",), ("mini",), ("baby",), ("too",), ("express",), ("to", "go")}
)
# What is left of a likeness of companies of which one alone says its country.
_OF_A_COUNTRY = 0.965


def divisions_said(form: NameForm) -> frozenset[str]:
    """Return which kinds of parts of a country the name of a place says, in English: commune and khum are one."""
    return prepare(form, NameKind.SITE).kinds & _PARTS_OF_A_COUNTRY if form.latin else frozenset()


def compare_things(left: PreparedName, right: PreparedName, tongue: Tongue, floor: float) -> Found:
    """Return the best way to read two names of companies or places alike in one language."""
    return _of_one_division(left, right, _compare_as_said(left, right, tongue))


def _compare_as_said(left: PreparedName, right: PreparedName, tongue: Tongue) -> Found:
    found = _with_a_slip(left, right, tongue, _whole_thing(left, right, tongue))
    if found.similarity < NEARLY_SAME and max(len(left.words), len(right.words)) > 1:
        grid = _of_one_word(grid_of(left, right, tongue), left.cut | right.cut)
        paired = _of_one_trade(left, right, paired_off(left, right, grid, tongue, person=False))
        return _opposed(left, right, max(found, paired, key=lambda way: way.similarity))
    return _opposed(left, right, found)


def _of_one_division(left: PreparedName, right: PreparedName, found: Found) -> Found:
    """Lower a likeness of two villages, communes or districts of which one name has a word more: Sambuor, Sambuor Meas.

    Parts of a country have their names from a law, which leaves out no word.
    """
    if not found.has_words_left or not left.kinds & right.kinds & _NAMED_BY_LAW or left.kinds != right.kinds:
        return found
    return found._replace(similarity=min(found.similarity, _WORD_MORE))


def _opposed(left: PreparedName, right: PreparedName, found: Found) -> Found:
    """Lower a likeness of names that differ in a word which tells two things of one name apart: Eastern, Western.

    Where both have two of them it is their order that tells: East West, West East.
    """
    if _is_offshoot(left.form.tokens, right.form.tokens) or any(
        _say_other_sides(left.form.tokens, right.form.tokens, words) for words in _OPPOSITES
    ):
        return found._replace(similarity=_OPPOSED * found.similarity)
    return found


def _is_offshoot(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Tell whether one name is the other with words for a smaller house of it before or behind: Next Door Anchor."""
    short, long = sorted((mine, theirs), key=len)
    more = len(long) - len(short)
    if not more or not short:
        return False
    before, behind = long[:more] in _OFFSHOOTS, long[-more:] in _OFFSHOOTS
    return (before and long[more:] == short) or (behind and long[:-more] == short)


def _say_other_sides(mine: tuple[str, ...], theirs: tuple[str, ...], sides: frozenset[str]) -> bool:
    ones, others = [word for word in mine if word in sides], [word for word in theirs if word in sides]
    if not ones or not others:
        return False
    if set(ones) != set(others):
        return True
    # A central bank has its word beside any side.
    return [word for word in ones if word != "central"] != [word for word in others if word != "central"]


def _with_a_slip(left: PreparedName, right: PreparedName, tongue: Tongue, found: Found) -> Found:
    """Raise a likeness of names that one slip of the hand makes one, whatever their sound."""
    if tongue is not Tongue.GENERAL or left.form.script not in SPELLED or right.form.script not in SPELLED:
        return found
    slipped = slip_likeness(left.latin_joined, right.latin_joined)
    return found._replace(similarity=slipped, how="one slip apart") if slipped > found.similarity else found


def _of_one_trade(left: PreparedName, right: PreparedName, found: Found) -> Found:
    """Lower a likeness of things whose names say of different trades: what is left out is rather a holding's word."""
    mine, theirs = left.kinds - ANY_TRADE, right.kinds - ANY_TRADE
    if mine == theirs:
        return found
    if not mine & theirs and mine & _OF_A_TOWN and theirs & _OF_A_TOWN:
        return found._replace(similarity=_left_of_other_kinds(mine, theirs) * found.similarity)
    factor = _OTHER_TRADE if mine - theirs and theirs - mine else _ONE_TRADE
    return found._replace(similarity=factor * found.similarity)


def _left_of_other_kinds(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Return what is left of a likeness of two things of one name and other kinds: a town and its hospital are two."""
    in_town, in_other = mine & _OF_A_TOWN, theirs & _OF_A_TOWN
    if not mine & theirs and in_town and in_other and not in_town | in_other <= _PARTS_OF_A_COUNTRY:
        return _OTHER_HOUSE
    return _OTHER_KIND


def _of_one_word(grid: Grid, cut: frozenset[str]) -> Grid:
    """Raise the likeness of words that are one for one thing and for several, or of which one is cut short."""
    return [
        [way._replace(similarity=max(way.similarity, _OTHER_COUNT)) if _is_one_word(way, cut) else way for way in row]
        for row in grid
    ]


def _is_one_word(way: Closest, cut: frozenset[str]) -> bool:
    words = (way.left, way.right)
    return differ_in_number(*words) or is_cut_short(*words, cut) or is_adjective_of(*words)


def _whole_thing(left: PreparedName, right: PreparedName, tongue: Tongue) -> Found:
    """Compare whole readings without regard to spaces, and kind-of-thing words by themselves: they would hide much."""
    if not left.kinds and not right.kinds:
        found = compare_whole(left, right, tongue)
        ways = [_country_left_out(left, right, tongue)] if found.similarity < NEARLY_SAME else []
        return max([found, *filter(None, ways)], key=lambda way: way.similarity)
    similarity, one, other = closest(left.core, right.core, tongue)
    if left.kinds != right.kinds:
        both = left.kinds and right.kinds
        similarity *= _left_of_other_kinds(left.kinds, right.kinds) if both else _NO_KIND
    found = Found(similarity, one, other, f"read as {tongue}", in_order=True)
    if left.kinds == right.kinds and similarity < NEARLY_SAME:
        bare = _country_left_out(left, right, tongue)
        found = found if bare is None else max(found, bare, key=lambda way: way.similarity)
    if left.kinds and right.kinds:
        return found
    # What says a kind in one name may be a part of it: Ywangan has the word for a village.
    return max(found, compare_whole(left, right, tongue), key=lambda way: way.similarity)


def _country_left_out(left: PreparedName, right: PreparedName, tongue: Tongue) -> Found | None:
    """Compare whole readings of names of which one alone has a company's country at an end, without that country.

    Before a name it is left out only between Hanzi, which write it there, and another script.
    """
    of_hanzi = Script.HAN in (left.form.script, right.form.script) and left.form.script is not right.form.script
    mine, theirs = (_without_country(name, in_front=of_hanzi) for name in (left, right))
    if bool(mine) is bool(theirs):
        return None
    similarity, one, other = closest(mine or whole_readings(left.form), theirs or whole_readings(right.form), tongue)
    return Found(_OF_A_COUNTRY * similarity, one, other, f"read as {tongue}, without the country", in_order=True)


def _without_country(name: PreparedName, *, in_front: bool) -> tuple[str, ...]:
    """Return a company's readings without its country, or none where it says none."""
    behind = ("".join(name.telling),) if name.telling != name.form.tokens else ()
    return (*behind, *(name.apart if in_front else ()))
