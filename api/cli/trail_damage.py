"""The command by which an operator says to have looked at a damaged audit trail."""

from dataclasses import asdict
from typing import Annotated

import typer

from api.audit.trail_damage import accept_damage
from api.cli.console import fail, print_json, show
from api.cli.context import guarded, settings
from api.cli.options import Json
from policies import AuditLog


def audit_accept_damage(
    reason: Annotated[str, typer.Option(help="Why; is kept in the trail.")],
    json: Json = False,
) -> None:
    """Say that you have looked at a damaged trail: answers leave again, and it stays damaged; needs no database."""
    with guarded():
        found = settings()
        try:
            with AuditLog(found.audit, node=found.node) as audit:
                looked_at = accept_damage(audit, reason)
        except OSError as exc:
            fail(f"the audit folder cannot be written: {(exc.strerror or 'unknown reason').lower()}")
    if json:
        print_json({name: list(map(asdict, getattr(looked_at, name))) for name in ("accepted", "whole_again")})
        return
    if not looked_at.accepted and not looked_at.whole_again:
        fail("nothing of the audit trail is damaged that was not accepted before")
    for damage in looked_at.accepted:
        show("accepted", damage.name, damage.problem)
    for damage in looked_at.whole_again:
        show("whole again", damage.name)
