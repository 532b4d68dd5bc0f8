"""Keys of values that stand where none is known: those that an older version gave one, told by the key alone."""

from graph.values.accounts.account import is_made_up_account
from graph.values.made_up_keys import is_made_up_key
from graph.values.online.local_hosts import is_local_site
from graph.values.phones.phone import is_placeholder_phone
from graph.values.placeholder_values import (
    MOST_LETTERS,
    is_placeholder_email,
    is_placeholder_number,
    is_placeholder_site,
)
from graph.values.text import fault
from graph.values.unowned import is_unowned


def is_placeholder_key(key: str) -> bool:
    """Tell whether a key, with or without its kind before it, is of a value that stands where none is known."""
    scheme, _, rest = key.rpartition("|")[2].partition(":")
    if fault(rest, MOST_LETTERS) is not None:
        return False
    if scheme == "tel":
        return is_placeholder_phone(rest)
    if scheme == "doc":
        return is_placeholder_number(rest.rpartition(":")[2])
    if scheme == "acct":
        return is_made_up_account(rest.rpartition(":")[2])
    if scheme == "email":
        return is_placeholder_email(rest)
    if is_unowned(f"{scheme}:{rest}") or is_made_up_key(f"{scheme}:{rest}"):
        return True
    return scheme in ("host", "url") and (is_placeholder_site(rest) or is_local_site(rest))
