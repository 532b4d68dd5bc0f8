"""Whether what two records say of a place tells that they are two, and not that one says it at large or otherwise."""

from entity_resolution.comparing.compared import Compared
from entity_resolution.comparing.model import Comparator, ComparisonModel
from entity_resolution.places.address_parts import has_house_number
from entity_resolution.places.provinces import province_of
from entity_resolution.places.regions import are_one_region, place_in_region
from entity_resolution.places.telling import is_at_large, names_no_house
from entity_resolution.places.towns import holds_many_of_one_name

_UNLIKE, _OTHER_CITY = "different", "other-city"


def tells_two(comparison: ComparisonModel, found: Compared) -> bool:
    """Tell whether a level that says two say another point, house, town or state is of two places.

    A way that is described, `near the old market`, may lead to any house. A province may hold the other's town.

    Args:
        comparison: what was compared.
        found: what came of it, at a level by which the model tells two apart.
    """
    if comparison.comparator is Comparator.TEXT and found.level == _UNLIKE:
        return _names_a_house(found.left) and _names_a_house(found.right)
    if comparison.comparator is Comparator.TEXT and found.level == _OTHER_CITY:
        return not _ends_in_whole_of(found.left, found.right) and not _ends_in_whole_of(found.right, found.left)
    if comparison.comparator is Comparator.PLACES and found.level == _UNLIKE:
        return not _may_hold(found.left, found.right) and not _may_hold(found.right, found.left)
    return True


def _names_a_house(address: str) -> bool:
    return has_house_number(address) and not names_no_house(address)


def _ends_in_whole_of(address: str, other: str) -> bool:
    """Tell whether an address ends in a province that may hold the other's town: 12 St. 136, Bavet, Svay Rieng."""
    region = place_in_region(address).region
    return region is not None and _may_hold(region, other)


def _may_hold(whole: str, town: str) -> bool:
    """Tell whether a place may be the country, province or city that another place is in."""
    if is_at_large(whole):
        return True
    # A city of many quarters has the name of its province, and is its own.
    if province_of(whole) is None or holds_many_of_one_name(whole):
        return False
    region = place_in_region(town).region or town
    return are_one_region(whole, region) is not False
