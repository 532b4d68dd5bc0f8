"""The floor under packs that permit everything, with a profile for each marking: what the laws are checked on.

Whether a law holds must not hang on what the packs of the day happen to permit or forbid, nor on which markings the
profiles of the day happen to have. So every originator permits everything here, and only the floor holds anything back.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from cedarpy import PolicySet, Schema, pst

from policies.bundles.model import ALWAYS, Bundle, Policy, Source, SourceKind
from policies.bundles.profiles import HandlingProfile
from policies.bundles.registers import Registers
from policies.bundles.vocabulary import Caveat, HitMode, Tlp

_EVERYTHING = "permit (principal, action, resource);"
_PROFILES = "entity Profile enum ["


def probe_of(bundle: Bundle) -> Bundle:
    """Return the floor's forbids with one permit of everything for everybody, over all and the probing profiles."""
    profiles = {p.name: p for p in probing_profiles(bundle.registers)}
    words = ", ".join(f'"{name}"' for name in profiles)
    text = bundle.schema_text.replace(_PROFILES, f"{_PROFILES}{words}, ", 1)
    forbids = tuple(p for p in bundle.policies if p.source.kind is SourceKind.FLOOR and not p.is_permit)
    return replace(
        bundle,
        registers=replace(bundle.registers, profiles={**bundle.registers.profiles, **profiles}),
        policies=(*forbids, _permit_of_everything()),
        schema=Schema.from_str(text),
        schema_text=text,
    )


def probing_profiles(registers: Registers) -> Iterator[HandlingProfile]:
    """Yield a profile for each thing that the floor asks of one, otherwise without any bound.

    Their names, in brackets, say what they are; no profile of a register is named so.
    """
    free = HandlingProfile(
        name="(no marking)",
        title="No marking",
        tlp=Tlp.AMBER,
        purposes=frozenset(registers.purposes),
        hit_mode=HitMode.BOTH_NOTIFIED,
        link_notice=True,
        link_notice_victims=True,
    )
    yield free
    yield from (replace(free, name=f"({c})", caveats=frozenset({c})) for c in Caveat)
    yield replace(free, name="(TLP:RED)", tlp=Tlp.RED)
    for community in sorted(registers.communities):
        yield replace(free, name=f"(TLP:GREEN of {community})", tlp=Tlp.GREEN, community=community)
    for purpose in sorted(registers.purposes)[:2]:
        yield replace(free, name=f"(for {purpose})", purposes=frozenset({purpose}))
    for party in sorted(registers.parties)[:1]:
        yield replace(free, name=f"(releasable to {party})", releasable_to=frozenset({party}))
    yield replace(free, name="(clearance 1)", min_clearance=1)
    yield replace(free, name="(no hit)", hit_mode=HitMode.NONE)
    yield replace(free, name="(no link notice)", link_notice=False)
    yield replace(free, name="(no link notice of victims)", link_notice_victims=False)


def _permit_of_everything() -> Policy:
    return Policy(
        id="laws.everything",
        source=Source(kind=SourceKind.FLOOR, name="laws", originators=None),
        file="",
        line=0,
        text=_EVERYTHING,
        tree=_tree(),
        force=ALWAYS,
    )


@cache
def _tree() -> pst.Template:
    return PolicySet.from_str(_EVERYTHING).to_pst().static_policies["policy0"]
