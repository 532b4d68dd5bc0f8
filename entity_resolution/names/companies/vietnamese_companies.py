"""What Vietnamese companies' names cut short, in full, and what their marks tell: TM DV is trade, service; quỹ a fund.

Registers, invoices and bank files write the trades between the legal form and the name as initials of their syllables.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Behind a legal form of Vietnam; the second ones, which say other things as well, beside one of the first alone.
_SHORT_WORDS = """
tm thương mại;dv dịch vụ;xnk xuất nhập khẩu;xk xuất khẩu;nk nhập khẩu;sx sản xuất;xd xây dựng;đt đầu tư;bđs bất động sản
vlxd vật liệu xây dựng;bds bất động sản;gtvt giao thông vận tải;tmđt thương mại điện tử
"""
_SHORT_BESIDE_WORDS = """
dt đầu tư;pt phát triển;tv tư vấn;dl du lịch;qc quảng cáo;kd kinh doanh;ks khách sạn
nh nhà hàng;cb chế biến;vt vận tải;gd giáo dục
"""
_JOINING = frozenset({"và", "va", "&", "-", "+", ","})
_WORD = re.compile(r"[^\W_]+|[&+,-]")
_MARKED_HEADS = {"quỹ": "foundation", "viện": "institute"}
_HEAD = re.compile(rf"^(?:{'|'.join(_MARKED_HEADS)})(?=\s)", re.IGNORECASE)


def _table(words: str) -> dict[str, str]:
    rows = (row.split(" ", 1) for row in re.split(r"[;\n]", words.strip()))
    return {unicodedata.normalize("NFC", short): unicodedata.normalize("NFC", full) for short, full in rows}


_SHORT, _SHORT_BESIDE = _table(_SHORT_WORDS), _table(_SHORT_BESIDE_WORDS)
_FULL = frozenset((*_SHORT.values(), *_SHORT_BESIDE.values(), "công nghệ", "nông nghiệp", "vận chuyển"))
_LONGEST = max(len(full.split()) for full in _FULL)


def trades_in_full(name: str) -> str:
    """Return a Vietnamese company's name with the trades in front in full: TM&DV Sao Mai, Thương mại Dịch vụ Sao Mai.

    Nothing changes where nothing is left beside them.

    Args:
        name: without its legal form, which is of Vietnam.
    """
    found = list(_WORD.finditer(unicodedata.normalize("NFC", name)))
    words = [match.group().lower() for match in found]
    trades, at = _trades_in_front(words)
    if not trades or at >= len(words):
        return name
    return f"{' '.join(trades)} {unicodedata.normalize('NFC', name)[found[at].start() :]}"


def _trades_in_front(words: list[str]) -> tuple[list[str], int]:
    """Return the trades that words begin with, in full and without what joins them, and where the name begins."""
    trades: list[str] = []
    at = behind = 0
    while at < len(words):
        full, length = _trade_at(words, at, beside=bool(trades))
        if full:
            trades, at = [*trades, *full], at + length
            behind = at
        elif words[at] in _JOINING and trades:
            at += 1
        else:
            break
    return trades, behind


def _trade_at(words: list[str], at: int, *, beside: bool) -> tuple[list[str], int]:
    """Return the trades that stand at a place, in full, and of how many words; nothing where none does."""
    for length in range(_LONGEST, 1, -1):
        if (full := " ".join(words[at : at + length])) in _FULL:
            return [full], length
    beside = beside or (at + 1 < len(words) and _is_short(words[at + 1 :]))
    return _parted(words[at], beside=beside), 1


def _is_short(words: list[str]) -> bool:
    behind = next((word for word in words if word not in _JOINING), "")
    return bool(_parted(behind, beside=False))


@lru_cache(maxsize=5_000)
def _parted(word: str, *, beside: bool) -> list[str]:
    """Return in full what a word of initials says: `tmdv` trade and service, of which each part is known."""
    known = _SHORT | _SHORT_BESIDE if beside else _SHORT
    if word in known:
        return [known[word]]
    for cut in range(len(word) - 2, 1, -1):
        head = _SHORT.get(word[:cut]) or (_SHORT_BESIDE.get(word[:cut]))
        rest = _parted(word[cut:], beside=True) if head is not None else []
        if head is not None and rest:
            return [head, *rest]
    return []


def heads_by_marks(native: str) -> str:
    """Return a name with the kind of body that it begins with in English, where only its marks tell it: Quỹ Hoa Mai.

    Without marks `quy` is rather quý, of which many companies are called, and `vien` viễn.
    """
    return native if native.isascii() else _HEAD.sub(lambda found: _MARKED_HEADS[found.group().lower()], native)
