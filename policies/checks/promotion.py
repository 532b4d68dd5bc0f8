"""What a bundle passes before it is put in force: its signature, the laws of the floor, and Cedar's own engine.

A bundle that fails in anything is refused whole; the one in force stays.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from pathlib import Path
from random import Random

from cedarpy import pst

from graph import COMPARTMENT_STATES, CompartmentKey, Ontology, SubjectRole
from policies.bundles.files import BUNDLE_FILE, bundle_yaml, read_bundle_files
from policies.bundles.linting import now_literals, walk
from policies.bundles.loading import FLOOR_FILE, assemble_bundle, shipped_bundle_folder
from policies.bundles.model import Bundle, Policy, SourceKind
from policies.bundles.signing import Signature, TrustedKeys
from policies.bundles.vocabulary import PolicyAction
from policies.checks.differential import find_mismatches
from policies.checks.law_probe import probe_of
from policies.checks.laws import Breach, Law, find_breaches
from policies.checks.passed_checks import Passed, PassedChecks
from policies.checks.viewer_classes import viewer_classes
from policies.errors import BundleError, SignatureError
from policies.scopes.scope_builder import ScopeBuilder
from policies.viewer import Directory, ViewerContext

DECISIONS_AT_LOAD = 4_000
DECISIONS_OF_A_CHECK = 20_000
_ROUNDS = 4
_VIEWERS_PER_ROUND = 3
_VIEWERS_BY_ENGINE = 4
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A bundle that may be put in force, and what was looked at.

    Attributes:
        bundle: the bundle.
        signature: who signed it; `None` for a bundle that says that it is made for development.
        decisions: how many decisions were compared with Cedar's engine.
        left_to_engine: originators whose policies the compiled evaluation leaves to the engine.
    """

    bundle: Bundle
    signature: Signature | None
    decisions: int
    left_to_engine: tuple[str, ...]


_REMEMBERED = 8
_passed: OrderedDict[str, Promotion] = OrderedDict()
_passing = threading.Lock()


def promote(
    folder: Path | None = None,
    *,
    trusted: TrustedKeys | None = None,
    now: datetime | None = None,
    ontology: Ontology | None = None,
    decisions: int = DECISIONS_AT_LOAD,
    kept: PassedChecks | None = None,
) -> Promotion:
    """Load a bundle and check all that a service asks for before it relies on it.

    Args:
        folder: the bundle's folder; the shipped one by default.
        trusted: whose signatures count. Without any, only a bundle made for development is taken; with them, none is.
        now: the present.
        ontology: the kinds that the schema knows.
        decisions: how many decisions to compare with Cedar's engine.
        kept: where it is kept what passed: that is not checked again. The signature always is.

    Raises:
        BundleError: the bundle's text, a law, or a comparison refuses it.
        SignatureError: nobody who is trusted vouches for it.
    """
    now = now or datetime.now(UTC)
    files = read_bundle_files(folder or shipped_bundle_folder())
    if trusted is not None:
        # Before anything is parsed: who is not trusted gives the parsers nothing to do.
        trusted.verify_files(files, now=now)
    bundle = assemble_bundle(files, ontology=ontology)
    signature = check_signature(bundle, trusted, now)
    passed = passed_lately(bundle, now=now, decisions=decisions, kept=kept)
    return Promotion(
        bundle=bundle, signature=signature, decisions=passed.decisions, left_to_engine=passed.left_to_engine
    )


def is_vouched_for(bundle: Bundle, trusted: TrustedKeys, *, now: datetime | None = None) -> bool:
    """Return whether somebody who is trusted now vouches for a bundle that was taken before, as it was then."""
    try:
        trusted.verify_files(bundle.files, now=now or datetime.now(UTC))
    except SignatureError:
        return False
    return True


def check_signature(bundle: Bundle, trusted: TrustedKeys | None, now: datetime) -> Signature | None:
    """Return who signed a bundle; `None` for one made for development where no keys are trusted.

    Raises:
        SignatureError: nobody who is trusted vouches for it.
    """
    if trusted is None:
        if not bundle.is_development:
            raise SignatureError(
                "the bundle is not for development, and no keys are trusted to sign it: name the file of keys, by "
                "`BENANG_POLICY_KEYS` or `--trust` of `benang policy check`"
            )
        return None
    if bundle.is_development:
        raise SignatureError("the bundle says that it is made for development, and this deployment trusts keys")
    return trusted.verify(bundle, now=now)


def check_succession(old: Bundle, new: Bundle) -> None:
    """Return if a bundle may follow another while a service runs: registers grow, and no profile changes its meaning.

    Records, tokens and grants name parties, profiles, purposes and roles. A party that leaves is suspended, not struck
    out; other terms are a profile of another name.

    Raises:
        BundleError: the new bundle lacks a registered word, or a profile means something else in it.
    """
    before, after = old.registers, new.registers
    for file, known, kept in (
        ("parties.yml", before.parties, after.parties),
        ("profiles.yml", before.profiles, after.profiles),
        ("purposes.yml", before.purposes, after.purposes),
        ("roles.yml", before.roles, after.roles),
    ):
        for name in known:
            if name not in kept:
                raise BundleError(
                    file, 1, f"lacks `{name}`, which the bundle in force knows: keep its entry and take its rules away"
                )
    for name, profile in before.profiles.items():
        if replace(after.profiles[name], title=profile.title) != profile:
            lines = {word.text(): word.line for word in bundle_yaml(new.files, "profiles.yml").names()}
            raise BundleError(
                "profiles.yml", lines[name], f"`{name}` changes its meaning: give other terms another name"
            )


def lost_forbids(old: Bundle, new: Bundle) -> tuple[str, ...]:
    """Return ids of the forbids of a bundle that another one lacks, sorted; one by another name is not lacking."""
    kept = {_rule(p) for p in new.policies if not p.is_permit}
    named = {p.id for p in new.policies if not p.is_permit}
    return tuple(sorted(p.id for p in old.policies if not p.is_permit and p.id not in named and _rule(p) not in kept))


def _rule(policy: Policy) -> tuple[object, ...]:
    tree = policy.tree
    return (policy.source.key, tree.principal, tree.action, tree.resource, tree.clauses)


def passed_lately(bundle: Bundle, *, now: datetime, decisions: int, kept: PassedChecks | None = None) -> Promotion:
    """Return what `check_decisions` finds; a text that passed it lately, here or as kept, is not compared again.

    The sample is drawn by the bundle's version, and of each interval between breakpoints, so it would be the same.

    Raises:
        BundleError: as there.
    """
    with _passing:
        passed = _passed.pop(bundle.version, None) or _found(bundle, now, kept)
        if passed is not None:
            _passed[bundle.version] = passed
    if passed is None or passed.decisions < decisions:
        passed = check_decisions(bundle, now=now, decisions=decisions)
        with _passing:
            _passed[bundle.version] = passed
            while len(_passed) > _REMEMBERED:
                _passed.popitem(last=False)
        if kept is not None:
            told = Passed(
                version=bundle.version,
                since=now,
                decisions=passed.decisions,
                left_to_engine=passed.left_to_engine,
            )
            kept.keep(told)
    return passed


def _found(bundle: Bundle, now: datetime, kept: PassedChecks | None) -> Promotion | None:
    found = kept.find(bundle.version, now=now) if kept is not None else None
    if found is None:
        return None
    return Promotion(bundle=bundle, signature=None, decisions=found.decisions, left_to_engine=found.left_to_engine)


def check_decisions(bundle: Bundle, *, now: datetime, decisions: int) -> Promotion:
    """Check the laws, and compare a sample of decisions with Cedar's engine at several instants.

    Raises:
        BundleError: a law is broken, a decision errs, or the two differ.
    """
    builder, random = ScopeBuilder(bundle), Random(bundle.version)  # noqa: S311 - a sample, the same at each load
    left = builder.left_to_engine(now)
    _check_laws(bundle, now, random)
    per_round, compared = max(decisions // (_ROUNDS * _VIEWERS_PER_ROUND * len(PolicyAction)), 10), 0
    while compared < decisions:
        instant = now if compared == 0 else random.choice(_instants(bundle, now))
        viewers = random.sample(viewer_classes(bundle), _VIEWERS_PER_ROUND)
        keys = list(islice(_sample(bundle, random), per_round))
        _compare(builder, viewers, keys, instant)
        compared += len(viewers) * len(keys) * len(PolicyAction)
    return Promotion(bundle=bundle, signature=None, decisions=compared, left_to_engine=left)


def _check_laws(bundle: Bundle, now: datetime, random: Random) -> None:
    """Check the laws on the floor alone, whatever packs permit or forbid, over every marking that a profile could have.

    The engine takes a thousand times as long as the compiled evaluation: where it decides, some viewers are asked.
    """
    probe = probe_of(bundle)
    left = frozenset(ScopeBuilder(probe).left_to_engine(now))
    viewers = viewer_classes(probe)
    some = random.sample(viewers, min(_VIEWERS_BY_ENGINE, len(viewers)))
    compiled = frozenset(bundle.registers.parties) - left
    for instant in (now, *_changes(probe, now)):
        for owners, asked in ((compiled, viewers), (left, some)):
            for breach in find_breaches(probe, asked, _keys_of(owners, probe), instant) if owners else ():
                what = _described(breach.action, breach.key, breach.viewer)
                by_grant = ", by a grant" if breach.granted else ""
                at = "" if instant == now else f" at {instant.isoformat()}"
                problem = f"breaks a law: {breach.law}; nothing forbids {what}{by_grant}{at}"
                raise _broken(bundle, breach, instant, problem)


def _broken(bundle: Bundle, breach: Breach, instant: datetime, problem: str) -> BundleError:
    """Return the refusal of a floor at the policy that keeps the law in the sample, or with the name that it lacks."""
    own = {p.id: p for p in bundle.policies if p.source.kind is SourceKind.FLOOR}
    keeping = _keeping(bundle, breach, instant)
    for policy in (own[i] for i in keeping if i in own):
        return BundleError(FLOOR_FILE, policy.line, f"`{policy.id}` {problem}")
    return BundleError(FLOOR_FILE, 0, f"{problem}; the sample's `{keeping[0]}` is missing" if keeping else problem)


def _keeping(bundle: Bundle, breach: Breach, instant: datetime) -> tuple[str, ...]:
    """Return ids of the sample's forbids that would forbid what a bundle's floor does not."""
    text = (shipped_bundle_folder() / FLOOR_FILE).read_text(encoding="utf-8")
    try:
        sample = probe_of(assemble_bundle(bundle.files.replacing(FLOOR_FILE, text)))
    except BundleError:  # its registers lack words of the sample
        return ()
    builder = ScopeBuilder(sample, Directory(sample.registers))
    if breach.law is Law.SUSPENDED:
        builder.directory.suspend(breach.viewer.agency)
    found = builder.decide(breach.viewer, breach.action, breach.key, instant, granted=breach.granted)
    return tuple(sorted(found.determining)) if not found.allowed else ()


def _changes(probe: Bundle, now: datetime) -> list[datetime]:
    """Return the instants to come at which a forbid may end or begin."""
    literals = {t for p in probe.policies for t in now_literals(p.tree)}
    return sorted({t + step for t in literals for step in (timedelta(0), timedelta(milliseconds=1)) if t >= now})


def _keys_of(owners: frozenset[str], bundle: Bundle) -> list[CompartmentKey]:
    # Kinds that the floor names may be let through by it, of the others one is as good as any.
    named = {kind for policy in bundle.policies for kind in _named_kinds(policy)}
    kinds = sorted(({"Person", "PhoneNumber", "Link"} | named) & bundle.kinds) or sorted(bundle.kinds)
    return [
        CompartmentKey(originator=o, profile=p, kind=k, role=r, claimed=claimed, uncompared=uncompared)
        for o, p, k, r in product(sorted(owners), bundle.registers.profiles, kinds, SubjectRole)
        for claimed, uncompared in COMPARTMENT_STATES
    ]


def _named_kinds(policy: Policy) -> Iterator[str]:
    """Yield the kinds that a policy names, read as Cedar reads them: a text may hold spaces and escapes."""
    for node in walk(policy.tree.clauses):
        if isinstance(node, pst.EntityLit) and str(node.value.type) == "Kind":
            yield node.value.id


def _described(action: PolicyAction, key: CompartmentKey, viewer: ViewerContext) -> str:
    terms = f"`{key.originator}`, `{key.profile}`, `{key.kind}`, `{key.role}`"
    return f"`{action}` of {terms} to `{viewer.agency}` for `{viewer.purpose}`"


def _compare(
    builder: ScopeBuilder, viewers: Sequence[ViewerContext], keys: Sequence[CompartmentKey], instant: datetime
) -> None:
    for mismatch in find_mismatches(builder, viewers, keys, instant, with_errors=True):
        if mismatch.decision.errors:
            problem = f"errs on the compartments of `{mismatch.key.originator}`: a decision that errs is a denial"
            raise BundleError(BUNDLE_FILE, 1, problem)
        what = _described(mismatch.action, mismatch.key, mismatch.viewer)
        problem = f"is evaluated otherwise than by Cedar's engine: {what} at {instant.isoformat()}"
        raise BundleError(BUNDLE_FILE, 1, problem)


def _instants(bundle: Bundle, now: datetime) -> list[datetime]:
    """Return an instant of every interval between breakpoints."""
    first = min([now, *bundle.breakpoints]) - timedelta(days=1)
    return [max(first, _EARLIEST), now, *bundle.breakpoints]


def _sample(bundle: Bundle, random: Random) -> Iterator[CompartmentKey]:
    """Yield compartments at random, those of originators with a pack or agreement twice as often."""
    named = [code for p in bundle.policies for code in (p.source.originators or ())]
    owners = [*sorted(bundle.registers.parties), *sorted(set(named))]
    profiles, kinds, roles = sorted(bundle.registers.profiles), sorted(bundle.kinds), list(SubjectRole)
    while True:
        claimed, uncompared = random.choice(COMPARTMENT_STATES)
        yield CompartmentKey(
            originator=random.choice(owners),
            profile=random.choice(profiles),
            kind=random.choice(kinds),
            role=random.choice(roles),
            claimed=claimed,
            uncompared=uncompared,
        )
