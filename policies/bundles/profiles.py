"""Handling profiles: the markings that records are filed under, as `profiles.yml` of a bundle registers them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from graph import MarkedYaml
from policies.bundles.vocabulary import Caveat, HitMode, Tlp

MOST_CLEARANCE = 2**31 - 1
"""What an `Int` of GraphQL holds; policies compare with numbers of 64 bits."""
MOST_DAYS_KEPT = 365_000
"""A thousand years, counted back from today and on from it: no calendar has the days of 800,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingProfile:
    """A registered, immutable marking: a change of terms is a profile of another name.

    Attributes:
        name: what records are filed under.
        title: what people call it.
        tlp: its Traffic Light Protocol colour, which closes and never opens.
        purposes: those that it may be asked for under.
        hit_mode: who is told of a cross-check that finds such a record.
        link_notice: whether a record may be named to the agency whose record it joins.
        link_notice_victims: whether that holds for victims too.
        community: the one that TLP:GREEN names; `None` under every other colour.
        caveats: what else restricts it.
        releasable_to: the parties that may receive it at all; empty where any may.
        min_clearance: the least clearance of who reads it.
        review_days: so long after it was received a record is due for review; `None` is never.
        retain_days: so long after it was received a record is erased; `None` is never.
        second_approver: a grant of such a record waits for a second person.
    """

    name: str
    title: str
    tlp: Tlp
    purposes: frozenset[str]
    hit_mode: HitMode
    link_notice: bool
    link_notice_victims: bool = False
    community: str | None = None
    caveats: frozenset[Caveat] = frozenset()
    releasable_to: frozenset[str] = frozenset()
    min_clearance: int = 0
    review_days: int | None = None
    retain_days: int | None = None
    second_approver: bool = False


_OPTIONAL_TERMS = ("community", "releasable_to", "min_clearance", "link_notice_victims", "second_approver")


def read_profile(
    name: str,
    value: MarkedYaml,
    communities: Collection[str],
    parties: Collection[str],
    purposes: Collection[str],
) -> HandlingProfile:
    """Return the profile of a name as the register has it.

    Args:
        name: what records are filed under.
        value: its terms.
        communities: the registered ones.
        parties: the codes of the registered ones.
        purposes: the registered ones.

    Raises:
        BundleError: a term is missing, unknown or out of its bounds, or does not fit another one.
    """
    fields = value.fields(
        required=("title", "tlp", "caveats", "purposes", "hit_mode", "link_notice"),
        optional=(*_OPTIONAL_TERMS, "review_days", "retain_days"),
    )
    tlp = _tlp(value, fields)
    named = fields["releasable_to"].words(parties, "party") if "releasable_to" in fields else frozenset()
    review_days, retain_days = _review_and_retention(fields)
    return HandlingProfile(
        name=name,
        title=fields["title"].text(),
        tlp=tlp,
        purposes=fields["purposes"].words(purposes, "purpose"),
        hit_mode=HitMode(fields["hit_mode"].one_of(list(HitMode), "hit mode")),
        link_notice=fields["link_notice"].flag(),
        link_notice_victims=fields["link_notice_victims"].flag() if "link_notice_victims" in fields else False,
        community=fields["community"].one_of(communities, "community") if "community" in fields else None,
        caveats=frozenset(Caveat(c) for c in fields["caveats"].words(list(Caveat), "caveat")),
        releasable_to=named,
        min_clearance=fields["min_clearance"].whole_number(most=MOST_CLEARANCE) if "min_clearance" in fields else 0,
        review_days=review_days,
        retain_days=retain_days,
        second_approver=fields["second_approver"].flag() if "second_approver" in fields else False,
    )


def _tlp(value: MarkedYaml, fields: Mapping[str, MarkedYaml]) -> Tlp:
    """Return the TLP label; `GREEN` alone is for a community, and needs one."""
    tlp = Tlp(fields["tlp"].one_of(list(Tlp), "TLP label"))
    if (tlp is Tlp.GREEN) != ("community" in fields):
        value.fail("a `community` is needed for the TLP label `GREEN`, and for no other")
    return tlp


def _review_and_retention(fields: Mapping[str, MarkedYaml]) -> tuple[int | None, int | None]:
    """Return `review_days` and `retain_days`, the review never after the erasure."""
    review_days, retain_days = (
        fields[name].whole_number(least=1, most=MOST_DAYS_KEPT) if name in fields else None
        for name in ("review_days", "retain_days")
    )
    if review_days is not None and retain_days is not None and review_days > retain_days:
        both = f"`review_days` {review_days} is more than `retain_days` {retain_days}"
        fields["review_days"].fail(f"{both}: records would be erased before anybody reviews them")
    return review_days, retain_days
