"""Writes what a command shows or changes into the audit trail: each record with whose it is and on which basis.

Before each entry the command's token is asked again: starting the store, waiting and reading may take longer than it
lives, and what is printed or changed afterwards nobody can call back.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from api.audit.auditing import WITHHELD, announce_change, audit_operation, exposure_of, named_by, recalled_by
from api.bootstrap import Application
from api.cli.context import TOKEN_REFUSALS, TokenViewer
from api.errors import AuthenticationError
from graph import ReadScope
from graph.grants import Grant
from graph.selectors import LinkedSelector
from graph.store import VisibleLink, VisibleRecord
from policies import Disclosure, Outcome, ViewerContext


def ask_again(
    app: Application, viewer: ViewerContext, operation: str, scope: ReadScope, *, is_made: bool = False
) -> None:
    """Return if a command's token speaks for its viewer still; else write down that nothing of an answer leaves.

    Args:
        app: the wired parts.
        viewer: who asked; one without a token, as in a rehearsal, is not asked.
        operation: what is about to be shown or done, never its arguments.
        scope: what it is answered under.
        is_made: whether it changed something, which stands.

    Raises:
        AuthenticationError, KeysUnreadableError: it does not; then the answer must not leave.
    """
    if not isinstance(viewer, TokenViewer):
        return
    try:
        viewer.ask()
    except TOKEN_REFUSALS as exc:
        outcome = Outcome.ALLOWED if is_made else Outcome.DENIED
        audit_operation(app.audit, viewer, f"{operation}{WITHHELD}", scope, (), outcome=outcome)
        if is_made:
            raise AuthenticationError(f"{exc}: what was asked for is done, and its answer is withheld") from exc
        raise


def announce_as(app: Application, viewer: ViewerContext, operation: str, scope: ReadScope) -> None:
    """Append that a change is about to be made, once the token was asked again.

    Raises:
        AuthenticationError, KeysUnreadableError: it speaks for nobody any more; then the change must not be made.
        AuditError: the entry could not be written; then neither.
    """
    ask_again(app, viewer, operation, scope)
    announce_change(app.audit, viewer, operation, scope)


def audit_named(
    app: Application,
    viewer: ViewerContext,
    operation: str,
    scope: ReadScope,
    named: Iterable[str],
    *,
    denied: bool = False,
    is_made: bool = False,
    disclosures: Sequence[Disclosure] = (),
) -> None:
    """Append what a command names, once the token was asked again.

    Args:
        app: the wired parts.
        viewer: who asked.
        operation: what was asked, never its arguments.
        scope: what it was answered under.
        named: the records that the answer names.
        denied: whether nothing of it was done.
        is_made: whether a change was announced, and stands unless it is `denied`.
        disclosures: of these, whose they are and on which basis they were shown.

    Raises:
        AuthenticationError, KeysUnreadableError: the token speaks for nobody any more; then the answer must not leave.
        AuditError: the entry could not be written; then neither.
    """
    ask_again(app, viewer, operation, scope, is_made=is_made and not denied)
    audit_operation(app.audit, viewer, operation, scope, named, denied=denied, disclosures=disclosures)


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
    is_made: bool = False,
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
        is_made: whether a change was announced, and stands unless it is `denied`.

    Raises:
        AuthenticationError, KeysUnreadableError: the token speaks for nobody any more; then the answer must not leave.
        AuditError: the entry could not be written; then neither.
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
        is_made=is_made,
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
    is_made: bool = False,
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
        is_made: whether a change was announced, and stands unless it is `denied`.

    Raises:
        AuthenticationError, KeysUnreadableError: the token speaks for nobody any more; then the answer must not leave.
        AuditError: the entry could not be written; then neither.
    """
    told = app.accountability.disclosures.disclosures(scope, terms, exposure=exposure_of(operation), granted=granted)
    told += named_by(grants, exposure_of(operation))
    shown = {*map(str, others), *terms}
    told += recalled_by(recalled, shown)
    named = shown.union(*recalled.values())
    audit_named(app, viewer, operation, scope, named, denied=denied, is_made=is_made, disclosures=told)
