"""The command by which an operator says that the checkpoint key is another one, and signs on."""

from typing import Annotated

import typer

from api.audit.key_succession import accept_key
from api.cli.console import fail, print_json, say, show
from api.cli.context import guarded, settings
from api.cli.options import Json
from api.keys import load_checkpoint_signer
from policies import AuditLog


def audit_accept_key(
    reason: Annotated[str, typer.Option(help="Why; is kept in the trail.")],
    json: Json = False,
) -> None:
    """Say that the earlier checkpoint key is lost or exchanged: the present one signs on; needs no database."""
    with guarded():
        found = settings()
        key = load_checkpoint_signer(found.keys).key
        try:
            with AuditLog(found.audit, node=found.node) as audit:
                earlier = accept_key(audit, key, reason)
        except OSError as exc:
            fail(f"the audit folder cannot be written: {(exc.strerror or 'unknown reason').lower()}")
    if not earlier:
        fail("no log waits for another key to be confirmed")
    if json:
        print_json({"earlier": list(earlier), "key": str(key)})
        return
    for name in earlier:
        show("accepted", name)
    say(f"give the members the new key, and sign with it by `benang audit checkpoint`: {key}")
