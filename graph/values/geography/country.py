"""Countries: ISO 3166-1 alpha-2 from codes, English names, nationalities and names in the region's languages."""

import re
from difflib import get_close_matches

from graph.values.geography.country_names import country_named
from graph.values.geography.iso3166 import ALPHA_2, ALPHA_3, NAMES, OLD_CODES
from graph.values.not_known import NOT_KNOWN, says_not_known
from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier
from graph.values.value import NormalisedValue, invalid, valid
from graph.values.zawgyi import zawgyi_in_unicode

_ARTICLE = re.compile(r"^(?:the|republic of|kingdom of|state of)\s+", re.I)


def normalise_country(raw: str) -> NormalisedValue:
    """Return the ISO 3166-1 alpha-2 code of a country; withdrawn names and codes lead to today's."""
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "country", reason)
    text = fold_identifier(zawgyi_in_unicode(raw)).strip(" .,;()[]")
    if says_not_known(text):  # `N.A.` is not Namibia
        return invalid(raw, "country", NOT_KNOWN)
    code = text.upper().replace(".", "")
    found = code if code in ALPHA_2 else ALPHA_3.get(code) or OLD_CODES.get(code) or _by_name(text.lower())
    if found is None:
        return invalid(raw, "country", "no country of this name or code")
    return valid(raw, found, "iso-3166-1")


def is_country_code(text: str) -> bool:
    """Return whether a text is an ISO 3166-1 alpha-2 code as it stands."""
    return text in ALPHA_2


def country_hint(raw: str) -> str:
    """Return `, did you mean ...?` with the code of what was meant, by name or nearest name, or what a code is like.

    Of a code that nobody has none is proposed: two letters are near to too many.
    """
    near = normalise_country(raw).value or _by_nearest_name(raw)
    return f", did you mean `{near}`?" if near else "; a code is two capital letters, such as `TH`"


def _by_nearest_name(raw: str) -> str | None:
    if fault(raw, MAX_IDENTIFIER_LENGTH) is not None:
        return None
    close = get_close_matches(fold_identifier(raw).lower(), NAMES, n=1, cutoff=0.8)
    return NAMES[close[0]] if close else None


def _by_name(name: str) -> str | None:
    plain = name.replace("&", "and").replace(" sar", "").replace("st. ", "saint ")
    return NAMES.get(name) or NAMES.get(plain) or NAMES.get(_ARTICLE.sub("", plain)) or country_named(name)
