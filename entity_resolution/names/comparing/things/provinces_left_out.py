"""Read a company in Hanzi without the province in front of its city where the other name says the city alone."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from entity_resolution.names.companies.divisions import place_in_front, without_province
from entity_resolution.names.reading import organisation_name
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.script import Script


def without_province_of_city(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two companies' names of which one in Hanzi says a city's province besides: 云南瑞丽恒昌, Ruili Hengchang.

    Args:
        left: one name.
        right: the other.
        kind: what both name.

    Returns:
        The names in the order given, without the province; `None` where nothing else is said of where, or both say it.
    """
    if kind is not NameKind.ORGANISATION or {left.script, right.script} != {Script.HAN, Script.LATIN}:
        return None
    if left.script is Script.HAN:
        bare = _without_province(left, right.tokens)
        return None if bare is None else (bare, right)
    bare = _without_province(right, left.tokens)
    return None if bare is None else (left, bare)


@lru_cache(maxsize=10_000)
def _without_province(form: NameForm, tokens: tuple[str, ...]) -> NameForm | None:
    province, rest = without_province(form.native)
    if not province or province in tokens:
        return None
    _, city = place_in_front(rest)
    if not city or tokens[:1] != (city,):
        return None
    said = organisation_name(rest)
    return replace(said, raw=form.raw, legal_form=form.legal_form, form_countries=form.form_countries)
