"""The viewers that a bundle's policies can tell apart, so that a question about all viewers has an end.

A role that no policy names, a person's name and a case's reference decide nothing; what remains is agency, purpose, the
roles that are named, whether a case is, and the clearances that something is measured by.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, product

from cedarpy import pst

from policies.bundles.linting import walk
from policies.bundles.model import Bundle
from policies.viewer import ViewerContext

SUBJECT = "any"
CASE = "any"
_WHOLE_SUBSETS = 4
_CASE_NAMED = pst.GetAttr(base=pst.Var(name="context"), attr="caseNamed")
_CLEARANCE = pst.GetAttr(base=pst.Var(name="principal"), attr="clearance")


def viewer_classes(*bundles: Bundle, agencies: Iterable[str] | None = None) -> list[ViewerContext]:
    """Return one viewer context for each that these bundles' policies tell apart, in a settled order.

    Args:
        bundles: one bundle, or those that are to be compared.
        agencies: whose viewers; those of all parties by default.
    """
    parties = sorted(frozenset[str]().union(*(b.registers.parties for b in bundles)))
    purposes = sorted(frozenset[str]().union(*(b.registers.purposes for b in bundles)))
    return [
        ViewerContext(
            agency=agency, subject=SUBJECT, roles=roles, purpose=purpose, case_ref=case_ref, clearance=clearance
        )
        for agency, purpose, roles, case_ref, clearance in product(
            parties if agencies is None else sorted(agencies),
            purposes,
            _role_sets(bundles),
            (None, CASE) if _asks(bundles, _CASE_NAMED) else (None,),
            _clearances(bundles),
        )
    ]


class AlikeViewers:
    """The viewer classes of a bundle that a receipt fits: it tells agency, purpose and case, no roles or clearance."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._of: dict[str, list[ViewerContext]] = {}

    def find(self, agency: str, purpose: str, *, has_case: bool) -> list[ViewerContext]:
        """Return those of an agency under a purpose, with a case or without; none of an agency that is no party."""
        if agency not in self._bundle.registers.parties:
            return []
        if agency not in self._of:
            self._of[agency] = viewer_classes(self._bundle, agencies=[agency])
        alike = [viewer for viewer in self._of[agency] if viewer.purpose == purpose]
        # Where no policy asks for a case there are none with one.
        return [viewer for viewer in alike if (viewer.case_ref is not None) == has_case] or alike


def describe_viewer(viewer: ViewerContext, *, named_roles: Iterable[str] = ()) -> str:
    """Return a viewer class in few words; a role that decides nothing is left out."""
    decisive = sorted(viewer.roles & set(named_roles))
    words = [viewer.agency, viewer.purpose, *decisive]
    if viewer.case_ref is not None:
        words.append("case")
    return " ".join([*words, *([f"clearance {viewer.clearance}"] if viewer.clearance else [])])


class ViewerWording:
    """Puts viewers into few words: agencies on equal terms together, and only terms that make a difference."""

    def __init__(self, among: Sequence[ViewerContext], *, named_roles: frozenset[str]) -> None:
        """Make the wording.

        Args:
            among: all viewers that could be told apart, as `viewer_classes` gives them.
            named_roles: the roles that decide something.
        """
        self._every = _by_purpose(among)
        self._roles = named_roles

    def lines(self, viewers: Sequence[ViewerContext]) -> Iterator[str]:
        """Yield a line for each set of terms: the agencies, and purposes with what else it takes.

        Args:
            viewers: some of those that could be told apart, in the same order.
        """
        terms: dict[str, list[str]] = {}
        for (agency, purpose), mine in _by_purpose(viewers).items():
            terms.setdefault(agency, []).extend(_terms(mine, self._every[agency, purpose], purpose, self._roles))
        agencies: dict[str, list[str]] = {}
        for agency, told in terms.items():
            agencies.setdefault("; ".join(sorted(told)), []).append(agency)
        for told_under, who in sorted(agencies.items(), key=lambda item: item[1]):
            yield f"{', '.join(sorted(who))}: {told_under}"


def _by_purpose(viewers: Iterable[ViewerContext]) -> dict[tuple[str, str], list[ViewerContext]]:
    found: dict[tuple[str, str], list[ViewerContext]] = {}
    for viewer in viewers:
        found.setdefault((viewer.agency, viewer.purpose), []).append(viewer)
    return found


def _terms(mine: list[ViewerContext], alike: list[ViewerContext], purpose: str, roles: frozenset[str]) -> Iterator[str]:
    """Yield an agency's terms under one purpose: the purpose alone where role, case and clearance change nothing."""
    if mine == alike:
        yield purpose
    elif mine == [v for v in alike if v.case_ref is not None]:
        yield f"{purpose} with a case"
    elif mine == [v for v in alike if v.case_ref is None]:
        yield f"{purpose} without a case"
    else:
        for role in sorted(roles):
            if mine == [v for v in alike if role in v.roles]:
                yield f"{purpose} as {role}"
                return
        yield from (describe_viewer(v, named_roles=roles).partition(" ")[2] for v in mine)


def named_roles(*bundles: Bundle) -> frozenset[str]:
    """Return the roles that policies name."""
    return frozenset(
        uid.id
        for bundle in bundles
        for policy in bundle.policies
        for uid in pst.entity_uids(policy.tree)
        if uid.type.basename == "Role"
    )


def _role_sets(bundles: Sequence[Bundle]) -> list[frozenset[str]]:
    """Return the sets of roles to ask for: every one up to four named roles, else up to pairs, and all."""
    known = frozenset[str]().union(*(b.registers.roles for b in bundles))
    named = sorted(named_roles(*bundles) & known)
    rest = sorted(known - set(named))[:1]
    sizes = range(len(named) + 1) if len(named) <= _WHOLE_SUBSETS else (0, 1, 2, len(named))
    subsets = chain.from_iterable(combinations(named, size) for size in sizes)
    return [frozenset([*subset, *rest]) for subset in subsets]


def _asks(bundles: Iterable[Bundle], attribute: pst.GetAttr) -> bool:
    return any(node == attribute for b in bundles for p in b.policies for node in walk(p.tree.clauses))


def _clearances(bundles: Sequence[Bundle]) -> list[int]:
    """Return a clearance on each side of every threshold."""
    if not _asks(bundles, _CLEARANCE):
        return [0]
    levels = {p.min_clearance for b in bundles for p in b.registers.profiles.values()}
    literals = {
        node.value
        for b in bundles
        for p in b.policies
        for node in walk(p.tree.clauses)
        if isinstance(node, pst.LongLit) and 0 <= node.value < 1_000
    }
    return sorted({0, *levels, *literals, *(level + 1 for level in literals)})
