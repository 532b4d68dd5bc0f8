"""Bundles for tests: the shipped one with more profiles, with further policies, or with one word changed."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from cedarpy import PolicySet, validate_policies
from hypothesis import strategies as st

from graph import COMPARTMENT_STATES, Compartment, CompartmentKey, SubjectRole
from policies import Bundle, Policy, Source, SourceKind, ViewerContext, load_bundle, shipped_bundle_folder
from policies.bundles.model import ALWAYS

MORE_PROFILES = """
named-only: {title: T, tlp: RED, caveats: [], purposes: [investigation], hit_mode: both-notified, link_notice: true}
community: {title: T, tlp: GREEN, community: scam-centre-response, caveats: [], purposes: [investigation], hit_mode: both-notified, link_notice: true}
sealed: {title: T, tlp: AMBER, caveats: [SEALED], purposes: [investigation], hit_mode: both-notified, link_notice: true}
domestic: {title: T, tlp: AMBER, caveats: [NOFORN], purposes: [investigation], hit_mode: both-notified, link_notice: true}
cleared: {title: T, tlp: AMBER, caveats: [], purposes: [investigation], hit_mode: both-notified, link_notice: true, min_clearance: 2}
chosen: {title: T, tlp: AMBER, caveats: [], purposes: [investigation], hit_mode: both-notified, link_notice: true, releasable_to: [kh-police, sg-fiu]}
victims-named: {title: T, tlp: AMBER, caveats: [], purposes: [victim-protection], hit_mode: both-notified, link_notice: true, link_notice_victims: true}
consent: {title: T, tlp: AMBER, caveats: [PRIOR_CONSENT, NO_PRIVATE], purposes: [investigation], hit_mode: both-notified, link_notice: true}
"""  # noqa: E501 - one profile a line
THAI_PACK = "packs/th/pack.cedar"
# An edit of that pack after which nobody but the Thai police sees what they hold.
NOBODY = (
    '@id("th.hit-only")',
    '@id("th.nobody")\nforbid (principal, action, resource)\n'
    'when { resource.originator == Party::"th-police" && principal.agency != resource.originator };\n\n'
    '@id("th.hit-only")',
)
ORIGINATORS = ("th-police", "th-fiu", "kh-police", "kh-hotline", "my-telco", "us-ofac")
KINDS = ("Person", "Site", "PhoneNumber", "Link")
ROLES = (SubjectRole.NONE, SubjectRole.SUSPECT, SubjectRole.PRESUMED_VICTIM, SubjectRole.IDENTIFIED_VICTIM)


def copied_bundle(folder: Path) -> Path:
    """Return a copy of the shipped bundle's folder that a test may change."""
    return Path(shutil.copytree(shipped_bundle_folder(), folder / "bundle"))


def edit(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first occurrence of a text in a bundle's file and return its line."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.partition(old)[0].count("\n") + 1


def wide_bundle(folder: Path) -> Bundle:
    """Return the shipped bundle with a profile for each thing that the floor asks for."""
    copied = copied_bundle(folder)
    with (copied / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(MORE_PROFILES)
    return load_bundle(copied)


def is_valid(bundle: Bundle, text: str) -> bool:
    """Return whether Cedar's validator takes a policy."""
    return validate_policies(text, bundle.schema).validation_passed


def with_policies(bundle: Bundle, source: Source, texts: Sequence[str]) -> Bundle:
    """Return a bundle with further policies, past the linter."""
    added = [
        Policy(
            id=f"added.{number}",
            source=source,
            file="added",
            line=1,
            text=text,
            tree=PolicySet.from_str(text).to_pst().static_policies["policy0"],
            force=ALWAYS,
        )
        for number, text in enumerate(texts)
    ]
    # The same in every process, unlike `hash`: what is drawn for a check goes by the version.
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
    return replace(bundle, policies=(*bundle.policies, *added), version=f"{bundle.version}+{digest}")


def pack(*originators: str) -> Source:
    """Return a pack of these originators."""
    return Source(kind=SourceKind.PACK, name="added", originators=dict.fromkeys(originators, ALWAYS))


def keys(
    bundle: Bundle,
    *,
    originators: Iterable[str] = ORIGINATORS,
    kinds: Iterable[str] = KINDS,
    roles: Iterable[SubjectRole] = ROLES,
    states: Iterable[tuple[bool, bool]] = COMPARTMENT_STATES[:1],
) -> Iterator[CompartmentKey]:
    """Yield every compartment key over these originators and all profiles."""
    for originator, profile, kind, role, state in product(originators, bundle.registers.profiles, kinds, roles, states):
        claimed, uncompared = state
        yield CompartmentKey(
            originator=originator, profile=profile, kind=kind, role=role, claimed=claimed, uncompared=uncompared
        )


def registered(found: Iterable[CompartmentKey]) -> tuple[Compartment, ...]:
    """Return base compartments of these keys, numbered from 1."""
    return tuple(Compartment(id=number, key=key) for number, key in enumerate(found, start=1))


def viewer(
    agency: str = "th-police",
    *roles: str,
    purpose: str = "investigation",
    case_ref: str | None = None,
    clearance: int = 0,
) -> ViewerContext:
    """Return a viewer context; an analyst under the purpose investigation by default."""
    return ViewerContext(
        agency=agency,
        subject="officer-1",
        roles=frozenset(roles or ("analyst",)),
        purpose=purpose,
        case_ref=case_ref,
        clearance=clearance,
    )


def viewers(bundle: Bundle) -> st.SearchStrategy[ViewerContext]:
    """Draw viewer contexts over everything that the registers know."""
    return st.builds(
        ViewerContext,
        agency=st.sampled_from(sorted(bundle.registers.parties)),
        subject=st.just("officer-1"),
        roles=st.frozensets(st.sampled_from(sorted(bundle.registers.roles)), max_size=3),
        purpose=st.sampled_from(sorted(bundle.registers.purposes)),
        case_ref=st.sampled_from((None, "C-1")),
        clearance=st.integers(0, 3),
    )


def every_viewer(bundle: Bundle) -> Iterator[ViewerContext]:
    """Yield each agency under each purpose, as an analyst and as victim support, with and without clearance."""
    for agency, purpose, role, clearance in product(
        bundle.registers.parties, bundle.registers.purposes, ("analyst", "victim-support"), (0, 2)
    ):
        yield viewer(agency, role, purpose=purpose, clearance=clearance)
