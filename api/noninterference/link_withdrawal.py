"""Withdraws a link that a viewer never saw, as its originator does."""

import re
from dataclasses import replace

from api.noninterference.caller import Reply
from api.noninterference.errors import RefusedError
from api.noninterference.viewers import HIGHEST, colleague
from api.noninterference.worlds import Filing, Scratch
from ingest import SubmittedLink


async def file_and_withdraw(scratch: Scratch, filing: Filing, link: SubmittedLink) -> str:
    """File a link and withdraw it, before anybody has seen it; return what was done, in words.

    Raises:
        RefusedError: the link was not withdrawn, and so nothing was tested of a withdrawal.
    """
    await scratch.file(filing)
    given = f'ids: ["{scratch.link_id(filing.originator, link)}"], reason: "unseen"'
    text = f"mutation {{ retractLinks(input: {{{given}}}) {{ done userErrors {{ code }} }} }}"
    # Cleared for all: some terms that hide a link from a viewer hide it from most of its originator's people too.
    withdrawing = replace(colleague(filing.originator), clearance=HIGHEST)
    [reply] = await scratch.caller.ask_all([text], scratch.token(withdrawing))
    if b'"done":true' not in reply.body:
        raise RefusedError("retractLinks", _code(reply), text)
    return f"{filing}, which it withdraws"


def _code(reply: Reply) -> str:
    """Return the first code that an answer gives for not doing what was asked."""
    found = re.search(rb'"code":"([A-Z_]+)"', reply.body)
    return found[1].decode() if found else f"status {reply.status}"
