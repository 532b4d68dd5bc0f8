"""Time zones: how far a country's clocks are ahead of UTC, and what a zone's name or `+07:00` says of it."""

import re

# Minutes ahead of UTC, for countries with one offset all year round.
_OFFSETS = {
    **dict.fromkeys(("TH", "KH", "LA", "VN"), 420),
    **dict.fromkeys(("SG", "MY", "PH", "CN", "HK", "MO", "TW", "BN"), 480),
    **dict.fromkeys(("JP", "KR", "TL"), 540),
    **{"MM": 390, "BD": 360, "IN": 330, "LK": 330, "NP": 345, "PK": 300, "AE": 240, "KE": 180, "UG": 180, "NG": 60},
}
# A country with several zones has no time of day by its name alone; a midnight there is within an hour of this one.
_MIDDLE_OFFSETS = {"ID": 480}
# Of such a country the clocks that begin a day last and first, its islands and summer time among them.
_OUTERMOST_OFFSETS = {"ID": (420, 540), "AU": (390, 720), "GB": (0, 60)}
# Names of zones that mean one thing, in minutes ahead of UTC.
_ZONES = {
    **dict.fromkeys(("ICT", "WIB"), 420),
    **dict.fromkeys(("WITA", "PHT", "PHST", "SGT", "MYT", "HKT", "BNT", "AWST"), 480),
    **dict.fromkeys(("WIT", "JST", "KST", "TLT"), 540),
    **{"MMT": 390, "NPT": 345, "PKT": 300, "UZT": 300, "MSK": 180, "EAT": 180, "WAT": 60, "SAST": 120, "TRT": 180},
    **{"CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "WET": 0, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780},
    **{"EDT": -240, "CDT": -300, "MDT": -360, "PDT": -420},
    **dict.fromkeys(("ETC/UTC", "ETC/GMT", "ETC/UCT", "ETC/ZULU", "UCT", "ZULU"), 0),
}
# By the name that the tz database has for a zone, of the region's countries: programs print it behind a time of day.
_ZONES |= {
    f"ASIA/{town}": minutes
    for minutes, towns in {
        420: "BANGKOK PHNOM_PENH VIENTIANE HO_CHI_MINH SAIGON JAKARTA PONTIANAK",
        480: "SINGAPORE KUALA_LUMPUR KUCHING MANILA SHANGHAI HONG_KONG MACAU TAIPEI BRUNEI MAKASSAR",
        540: "TOKYO SEOUL DILI JAYAPURA",
        **{390: "YANGON RANGOON", 360: "DHAKA", 345: "KATHMANDU KATMANDU", 330: "KOLKATA CALCUTTA COLOMBO"},
        **{300: "KARACHI", 240: "DUBAI"},
    }.items()
    for town in towns.split()
}
# Those that mean another thing in another country; the empty text stands for countries that have no such zone.
_ZONES_BY_COUNTRY = {
    "CST": {**dict.fromkeys(("CN", "TW", "HK", "MO", ""), 480), **dict.fromkeys(("US", "CA", "MX"), -360)},
    "IST": {**dict.fromkeys(("IN", ""), 330)},
    "BST": {"BD": 360, "GB": 60},
    "BDT": {"BD": 360, "BN": 480},
    "GST": {"AE": 240, "GU": 600},
    "MST": {"MM": 390, "MY": 480, **dict.fromkeys(("US", "CA", "MX"), -420)},
    "PST": {"PH": 480, **dict.fromkeys(("US", "CA", "MX"), -480)},
    "EST": dict.fromkeys(("US", "CA"), -300),
}
MOST_MINUTES_AHEAD = 14 * 60
"""No clock is further from UTC than that; what stands behind a time of day and is further is no zone."""
MOST_MINUTES_BEHIND = 12 * 60
"""The clocks of the westernmost zone are so far behind UTC: there a day ends last."""
NO_ZONE = "no time zone is given: read as UTC"
"""What is in doubt about an instant of which nothing says where it is."""
SEVERAL_MEANINGS = "a time zone's name that means several"
"""What is in doubt about a zone that is known by such a name."""
ZONE_NAMES = "|".join(sorted((*_ZONES, *_ZONES_BY_COUNTRY), key=len, reverse=True))
"""A pattern of the names of zones, in capitals."""


def country_offset(country: str | None) -> int | None:
    """Return the minutes that a country's clocks are ahead of UTC; of Indonesia's three zones those of the middle one.

    None where its clocks are not known.
    """
    return _OFFSETS.get(country or "", _MIDDLE_OFFSETS.get(country or ""))


def outermost_offsets(country: str | None) -> tuple[int, int]:
    """Return the minutes ahead of UTC of a country's westernmost clocks and of its easternmost ones.

    Of a country whose clocks are not known, and of none, those of the world.
    """
    offset = _OFFSETS.get(country or "")
    if offset is not None:
        return offset, offset
    return _OUTERMOST_OFFSETS.get(country or "", (-MOST_MINUTES_BEHIND, MOST_MINUTES_AHEAD))


def stated_offset(zone: str | None, country: str | None) -> tuple[int, str | None]:
    """Return the minutes ahead of UTC, and what is in doubt about them."""
    if zone is None:
        if country in _OFFSETS:
            return _OFFSETS[country], None
        return 0, NO_ZONE
    digits = re.search(r"([+-])(\d\d?)(?::?(\d\d))?$", zone)
    if digits is None:
        return 0, None
    minutes = int(digits[2]) * 60 + int(digits[3] or 0)
    return (-minutes if digits[1] == "-" else minutes), None


def named_offset(name: str, country: str | None) -> tuple[int, str | None] | None:
    """Return the minutes ahead of UTC of a named zone, and what is in doubt; None where it may be any of several."""
    name = name.upper()
    if name in _ZONES:
        return _ZONES[name], None
    meanings = _ZONES_BY_COUNTRY[name]
    if country in meanings:
        return meanings[country], None
    return (meanings[""], SEVERAL_MEANINGS) if "" in meanings else None
