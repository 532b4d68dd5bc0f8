"""Acts that may be sent again: a client names each by a key, and the same key makes nothing a second time.

What an act makes is called by whose key it was, so that two who send it at once make one thing, and keeps a digest of
what was asked. So nothing is kept beside the thing, and the key is free again once that is gone.
"""

import hmac
from dataclasses import dataclass

from api.errors import ActKeyError, InputError
from graph import IdMinter
from policies import ViewerContext

LONGEST_KEY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedAct:
    """An act of one person that its client gave a key.

    Attributes:
        name: what the thing that it makes is called by, behind the letter of its kind; tells nothing.
        content: a keyed digest of all that was asked, and under which purpose and case.
    """

    name: str
    content: str

    def check_same(self, content: str | None) -> None:
        """Return if what was made before, by its digest, was asked for in the same way.

        Raises:
            ActKeyError: it was not.
        """
        if not hmac.compare_digest(self.content, content or ""):
            raise ActKeyError


def keyed_act(minter: IdMinter, viewer: ViewerContext, act: str, key: str, content: str) -> KeyedAct:
    """Return an act under its key, which is the viewer's alone: another person's same key is another one.

    Args:
        minter: of this deployment.
        viewer: who acts.
        act: which act it is.
        key: the client's.
        content: what is asked, in one form.

    Raises:
        InputError: the key is empty or too long.
    """
    if not 1 <= len(key) <= LONGEST_KEY:
        raise InputError("idempotencyKey", f"must have 1 to {LONGEST_KEY} characters")
    whose = (viewer.agency, viewer.subject, act, key)
    under = (*whose, viewer.purpose, str(viewer.case_ref), content)
    return KeyedAct(
        name=minter.derived_id("n", *whose).partition("-")[2], content=minter.derived_id("n", "content", *under)
    )
