"""Memos behind addresses: the text by which an exchange tells its customers apart on chains that have one.

An exchange gives all of them one address there, so that two memos are two wallets.
"""

import re
from typing import Final
from urllib.parse import unquote

from graph.values.text import is_shortened

_CANDIDATE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{39,80}(?![0-9A-Za-z])")
# `memo 77`, `(MEMO ID: 77)`, `&memo=77`, `tag 77`, `备注 77`.
_WORD = r"(?:\b(?:memo|tag|comment|remark|msg|message)|备注|備註|标签|標籤|เมโม|แท็ก|メモ)"
_LABELLED = re.compile(
    _WORD + r"(?:[\s_-]*(?:id|text|no|number)\b)?[\s:=#.()\[\]-]*(?P<memo>[^\s()\[\]&,;:=#]{1,100})?", re.I
)
_SORT_OF_MEMO = re.compile(r"\bmemo_?type=[^&\s]*", re.I)
# What stands behind an address without a word for it is one where it is a number: `:77`, ` 77`, ` (77)`.
_BARE = re.compile(r"[\s:;,/|#_(\[+?-]*([0-9]{1,20})[\s)\].]*")

# One that a program wrote in another way, or an amount: `12,345`, `1.00231E5`.
_OTHER_NUMBER = re.compile(r"[\s:;,/|#_(\[+?-]*[0-9][0-9.,']*(?:E[+-]?[0-9]+)?[\s)\].]*", re.I)
_GOES_ON = re.compile(r"[,'][0-9]| [0-9]{3}(?![0-9])")
_FIRST_GROUP = 3  # digits at most of the group that such a number begins with
# Beside other words a number may be one, or not; a date and an amount in a coin are none.
_PERHAPS = re.compile(
    r"(?<!\w)(?<![0-9][.,/-])(?:[0-9]{1,3}(?:[,' ][0-9]{3})+|[0-9]{3,20})(?:[.,]0+)?(?!\w|[.,/-][0-9])"
    r"(?!\s*(?:xrp|drops|xlm|ton|bnb|atom|rune|osmo|inj|usd[tc]?|rlusd)(?![0-9A-Za-z]))",
    re.IGNORECASE,
)

UNTOLD: Final = "a memo beside it that cannot be told"


def split_memo(text: str) -> tuple[str, str | None] | None:
    """Return what may be an address and the memo beside it; None where there is no memo, or more than one address.

    Args:
        text: a folded text: an address with a memo behind or before it, a payment URI, a label with both.

    Returns:
        The memo is None where a word for one stands beside the address without one that has a digit (`memo required`),
        a number in groups or in powers of ten, or a number that may be one among other words.
    """
    candidates = list(_CANDIDATE.finditer(text))
    if len({found[0] for found in candidates}) != 1:
        return None
    behind, before = text[candidates[-1].end() :], text[: candidates[0].start()]
    for rest in (behind, before):
        labelled = _LABELLED.search(_SORT_OF_MEMO.sub("", rest))
        if labelled is not None:
            memo = unquote(labelled["memo"] or "").strip(" .'\"")
            told = any(map(str.isdecimal, memo)) and not is_part_of_number(memo, labelled.string[labelled.end() :])
            return candidates[0][0], memo if told else None
    bare = _BARE.fullmatch(behind)
    if bare is not None:
        return candidates[0][0], bare[1]
    return (candidates[0][0], None) if is_other_number(behind) or may_hold_memo(before, behind) else None


def may_hold_memo(*around: str) -> bool:
    """Tell whether a number that may be a memo stands among the words around an address: `100231 (hot)`.

    Of such an address nobody can say that it is the exchange's own, which all of its customers would then share.
    """
    return any(_PERHAPS.search(text) is not None for text in around)


def is_part_of_number(memo: str, behind: str) -> bool:
    """Tell whether what was read as a memo is the first group of a number, or one in powers of ten.

    Of `12,345` and `12 678` the 12 would make two customers one wallet, as `1.23E+11` would many.

    Args:
        memo: without quotation marks around it.
        behind: the text behind it.
    """
    if not memo.isdecimal():
        return is_shortened(memo)
    goes_on = _GOES_ON.match(behind)
    return goes_on is not None and (goes_on[0][0] != " " or len(memo) <= _FIRST_GROUP)


def is_other_number(behind: str) -> bool:
    """Tell whether a number alone stands behind an address, as no memo is written."""
    return _OTHER_NUMBER.fullmatch(behind) is not None
