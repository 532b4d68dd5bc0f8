"""Phone numbers of an account in FollowTheMoney: each is a record of its own, by which others know it.

In the notes nobody would meet it. The account is related to it; that its owner uses it too, no source says.
"""

from collections.abc import Mapping, Sequence

from graph.values import names_nothing, normalise
from ingest.values.source_text import SourceText

Texts = Mapping[str, tuple[SourceText, ...]]

PHONE = "phone"
_PHONE_COUNTRY, _COUNTRY = "phoneCountry", "country"


def phone_properties(values: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return which of an account's properties its phone numbers are told by, none where it has none."""
    named = all(names_nothing(normalise("phone", text), "phone") for text in values.get(PHONE, ()))
    return frozenset() if named else frozenset({PHONE, _PHONE_COUNTRY}) & values.keys()


def phone_texts(values: Mapping[str, Sequence[str]], *, country: str | None, is_published: bool) -> Mapping[str, Texts]:
    """Return the texts of each phone number of an account, by what it is read as.

    Args:
        values: the account's properties as texts.
        country: of the file, with which a number is read whose country nothing says.
        is_published: whether all of the record is: then its `country` says how the number is written, as in a
            company's.
    """
    told = values.get(_PHONE_COUNTRY) or (values.get(_COUNTRY, ()) if is_published else ())
    said = normalise("country", told[0]).value if len(told) == 1 else None
    beside = {"country": (SourceText(told[0], told[0]),)} if said is not None else {}
    found: dict[str, Texts] = {}
    for text in values.get(PHONE, ()):
        read = normalise("phone", text, country=said or country)
        if not names_nothing(read, "phone"):
            found.setdefault(read.key or read.value or text, {**beside, "number": (SourceText(text, text),)})
    return found
