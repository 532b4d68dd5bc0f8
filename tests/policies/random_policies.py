"""Draw Cedar policies that the schema accepts: every construct of the compiled subset, and some outside it."""

from hypothesis import strategies as st

OF_REQUEST = (
    'principal.agency == Party::"th-police"',
    'principal.sector in [Sector::"police", Sector::"fiu"]',
    '[Jurisdiction::"TH", Jurisdiction::"KH"].contains(principal.jurisdiction)',
    'principal in Sector::"police"',
    'principal in [Party::"th-fiu", Party::"la-police"]',
    'principal in Agreement::"scam-centre-arrangement"',
    'context.now < datetime("2026-06-01")',
    'context.now >= datetime("2026-01-01T00:00:00Z")',
    "principal.suspended",
    "true",
)
OF_VIEWER = (
    'principal.roles.contains(Role::"analyst")',
    'principal.roles.containsAny([Role::"victim-support", Role::"duty-officer"])',
    '[Role::"analyst", Role::"victim-support"].containsAll(principal.roles)',
    "principal.roles.isEmpty()",
    'context.purpose == Purpose::"investigation"',
    'context.purpose in [Purpose::"victim-protection", Purpose::"border-control"]',
    "context.caseNamed",
    "principal.clearance > 1",
    "[0, 2].contains(principal.clearance)",
)
OF_COMPARTMENT = (
    "principal.agency == resource.originator",
    "principal.jurisdiction != resource.jurisdiction",
    'resource.kind == Kind::"Person"',
    'resource.kind in [Kind::"Site", Kind::"Link"]',
    '[SubjectRole::"suspect", SubjectRole::"presumed-victim"].contains(resource.subject)',
    'resource.tlp != Tlp::"CLEAR"',
    'resource.caveats.contains(Caveat::"ORCON")',
    'resource.caveats.containsAll([Caveat::"HIT_ONLY", Caveat::"NO_ONWARD"])',
    '[Caveat::"NO_ONWARD", Caveat::"NOFORN"].containsAll(resource.caveats)',
    '[Caveat::"SEALED", Caveat::"ORCON"].containsAny(resource.caveats)',
    "resource.caveats.isEmpty()",
    "resource.releasableTo.contains(principal.agency)",
    "resource.linkNotice",
    "resource.linkNotice == true",
    "resource has community",
    "(resource has community && principal in resource.community)",
    'resource in Profile::"law-enforcement"',
    'resource in [Profile::"open", Profile::"community"]',
    "resource.minClearance >= 1",
    "1 > resource.minClearance",
)
OF_BOTH = (
    "resource.purposes.contains(context.purpose)",
    "resource.minClearance <= principal.clearance",
)
OUTSIDE = (
    'resource.caveats == [Caveat::"NO_ONWARD"]',
    "resource.minClearance + principal.clearance > 2",
    "resource.minClearance * 2 == principal.clearance",
)
ERRS = "resource.minClearance + 9223372036854775807 > principal.clearance"


def conditions(atoms: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Draw Boolean expressions over these atoms."""
    return st.recursive(
        st.sampled_from(atoms),
        lambda inner: st.one_of(
            st.builds("({} && {})".format, inner, inner),
            st.builds("({} || {})".format, inner, inner),
            st.builds("!({})".format, inner),
            st.builds("(if {} then {} else {})".format, inner, inner, inner),
        ),
        max_leaves=6,
    )


HEADS = (
    "principal",
    'principal in Sector::"police"',
    'principal in Agreement::"scam-centre-arrangement"',
    'principal in Party::"kh-police"',
)
RESOURCES = ("resource", 'resource in Profile::"law-enforcement"', "resource is Compartment")
VIEWER_HEADS = ('action in Action::"read"', 'action == Action::"hit"', 'action in [Action::"identity", Action::"hit"]')
VIEWER_ATOMS = OF_REQUEST + OF_VIEWER + OF_COMPARTMENT + OF_BOTH
BOTH_ATOMS = OF_REQUEST + OF_COMPARTMENT + tuple(f"(principal is Viewer && {atom})" for atom in OF_VIEWER)


def policies(effects: tuple[str, ...] = ("permit", "forbid"), outside: bool = False) -> st.SearchStrategy[str]:
    """Draw policies' texts; `outside` adds constructs that the compiler leaves to Cedar's engine."""
    more = OUTSIDE if outside else ()
    viewers = _policy(effects, VIEWER_HEADS, VIEWER_ATOMS + more)
    both = _policy(effects, ("action", 'action in [Action::"notice", Action::"read"]'), BOTH_ATOMS)
    return st.one_of(viewers, both)


def _policy(effects: tuple[str, ...], actions: tuple[str, ...], atoms: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.builds(
        "{} ({}, {}, {}) when {{ {} }} unless {{ {} }};".format,
        st.sampled_from(effects),
        st.sampled_from(HEADS),
        st.sampled_from(actions),
        st.sampled_from(RESOURCES),
        conditions(atoms),
        st.one_of(st.just("false"), conditions(atoms)),
    )
