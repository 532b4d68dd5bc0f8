"""Whether two places of work are two: Myawaddy and Sihanoukville, or Cambodia and Myanmar."""

from entity_resolution.places.address_parts import COMMA
from entity_resolution.places.regions import are_one_region, place_in_region
from entity_resolution.places.towns import Towns, is_known_town, relate_towns
from graph.values import normalise_country

# Provinces that go by the name of their town, and the large towns in them that have another.
_IN_PROVINCE = {
    "bavet": "svay rieng",
    "poipet": "banteay meanchey",
    "mae sot": "tak",
    "mae sai": "chiang rai",
    "chiang saen": "chiang rai",
    "hat yai": "songkhla",
    "pattaya": "chonburi",
}


def are_two_known_places(left: str, right: str) -> bool:
    """Tell whether two places are two by the tables: of two countries, or two known cities of which neither holds one.

    Args:
        left: a place of work as a source wrote it, its parts between commas, the smallest first.
        right: another.
    """
    countries = _country(left), _country(right)
    if all(countries) and countries[0] != countries[1]:
        return True
    one, other = (place_in_region(text).place for text in (left, right))
    if not (is_known_town(one) and is_known_town(other)) or _holds(one, other) or _holds(other, one):
        return False
    return relate_towns([one], [other]) is Towns.OTHER


def _holds(province: str, town: str) -> bool:
    within = _IN_PROVINCE.get(town.casefold())
    return within is not None and are_one_region(province, within) is True


def _country(text: str) -> str | None:
    parts = [part.strip() for part in COMMA.split(text) if part.strip()]
    return normalise_country(parts[-1]).value if parts else None
