"""What `benang normalise` writes for one line of its input."""

from collections.abc import Callable, Mapping

from graph.values.accounts.account_line import read_account
from graph.values.dates.days import normalise_date
from graph.values.errors import UnknownValueTypeError
from graph.values.name import normalise_name
from graph.values.phones.phone import has_extension, normalise_phone
from graph.values.text import unguarded, unmarked
from graph.values.value import NormalisedValue
from graph.values.wallets.wallet import normalise_wallet

_KINDS: Mapping[str, Callable[[str, str | None, str | None], NormalisedValue]] = {
    "phone": lambda raw, country, bank: normalise_phone(raw, country=country),
    "wallet": lambda raw, country, bank: normalise_wallet(raw),
    "account": lambda raw, country, bank: read_account(raw, country=country, bank=bank),
    "date": lambda raw, country, bank: normalise_date(raw, country=country),
    "name": lambda raw, country, bank: normalise_name(raw),
}

_EXTENDED = "an extension behind it is left out"


def describe(kind: str, raw: str, country: str | None = None, bank: str | None = None) -> dict[str, str | None]:
    """Return one value's report: `raw`, `value`, `status`, `type`, `reason`, in this order.

    Args:
        kind: `phone`, `wallet`, `account`, `date` or `name`.
        raw: one line of input without its line end.
        country: ISO 3166 alpha-2 code of the country that the value is read with.
        bank: bank of an account, where its line names none: a BIC, a word or a domestic code.

    Raises:
        UnknownValueTypeError: `kind` is none of the five.
    """
    normaliser = _KINDS.get(kind)
    if normaliser is None:
        raise UnknownValueTypeError(kind, _KINDS)
    result = normaliser(unguarded(raw) if kind == "name" else unmarked(raw), country, bank)
    left_out = _EXTENDED if kind == "phone" and result.reason is None and has_extension(raw) else None
    return {
        "raw": raw,
        "value": result.value,
        "status": str(result.status),
        "type": result.type,
        "reason": result.reason or left_out,
    }
