"""Writes what a command shows into the audit trail: each record with whose it is and on which basis it is shown."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from api.audit.auditing import audit_operation, exposure_of, named_by, recalled_by
from api.bootstrap import Application
from graph import ReadScope
from graph.grants import Grant
from graph.selectors import LinkedSelector
from graph.store import VisibleLink, VisibleRecord
from policies import ViewerContext


def audit_shown(
    app: Application,
    viewer: ViewerContext,
    operation: str,
    scope: ReadScope,
    records: Iterable[VisibleRecord],
    *,
    links: Iterable[VisibleLink] = (),
    selectors: Iterable[LinkedSelector] = (),
    grants: Iterable[Grant] = (),
    others: Iterable[str] = (),
    recalled: Mapping[str, Collection[str]] = MappingProxyType({}),
    denied: bool = False,
) -> None:
    """Append that records and the ends of links were shown, each with whose it is and on which basis it was.

    Args:
        app: the wired parts.
        viewer: who asked.
        operation: what was asked, never its arguments.
        scope: what it was answered under.
        records: those that the answer shows.
        links: those that the answer shows.
        selectors: records linked to them, whose values the answer compares.
        grants: those that the answer tells of, which name records.
        others: ids of further records that the answer names.
        recalled: by originator the ids of those that a list of recalls names.
        denied: whether it was refused.

    Raises:
        AuditError: the entry could not be written; then the answer must not leave.
    """
    terms, granted = dict[str, int](), dict[str, set[str]]()
    named = [([str(r.id)], r.compartment, r.grants) for r in records]
    named += [([str(link.source_id), str(link.target_id)], link.compartment, link.grants) for link in links]
    named += [([str(s.record_id)], s.via.selector, s.grants) for s in selectors if s.record_id is not None]
    for ids, compartment, tokens in named:
        for rid in ids:
            terms.setdefault(rid, compartment)
        for grant_id in scope.grant_ids(tokens):
            granted.setdefault(grant_id, set()).update(ids)
    audit_terms(
        app,
        viewer,
        operation,
        scope,
        terms,
        granted=granted,
        grants=grants,
        others=others,
        recalled=recalled,
        denied=denied,
    )


def audit_terms(
    app: Application,
    viewer: ViewerContext,
    operation: str,
    scope: ReadScope,
    terms: Mapping[str, int],
    *,
    granted: Mapping[str, Iterable[str]],
    grants: Iterable[Grant] = (),
    others: Iterable[str] = (),
    recalled: Mapping[str, Collection[str]] = MappingProxyType({}),
    denied: bool = False,
) -> None:
    """Append that records were shown, by the compartments that they were shown under.

    Args:
        app: the wired parts.
        viewer: who asked.
        operation: what was asked, never its arguments.
        scope: what it was answered under.
        terms: the records with the compartment that each, or the link that names it, was shown under.
        granted: of these, what was shown under a grant: grant id to record ids.
        grants: those that the answer tells of, which name records.
        others: ids of further records that the answer names.
        recalled: by originator the ids of those that a list of recalls names.
        denied: whether it was refused.

    Raises:
        AuditError: the entry could not be written; then the answer must not leave.
    """
    told = app.accountability.disclosures.disclosures(scope, terms, exposure=exposure_of(operation), granted=granted)
    told += named_by(grants, exposure_of(operation))
    shown = {*map(str, others), *terms}
    told += recalled_by(recalled, shown)
    named = shown.union(*recalled.values())
    audit_operation(app.audit, viewer, operation, scope, named, denied=denied, disclosures=told)
