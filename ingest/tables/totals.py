"""Rows below a table that add it up: `Total`, `รวม`, `Jumlah`. They look like records, and are pointed out as none.

Nothing is left out on account of this: a person may be called so.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from graph.values import ValueStatus, normalise_amount

_WORDS = """
total/totals/grand total/sub total/subtotal/sub-total/sum total/sum/overall total/total amount/net total/total sum
รวม/รวมทั้งสิ้น/รวมทั้งหมด/รวมยอด/รวมเป็นเงิน/รวมเป็นเงินทั้งสิ้น/รวมเงิน/ยอดรวม/ยอดรวมทั้งสิ้น/ยอดเงินรวม/ผลรวม/รวมจำนวน/จำนวนรวม/จำนวนเงินรวม
ລວມ/ລວມທັງໝົດ/ຍອດລວມ/ຍອດລວມທັງໝົດ/ລວມຍອດ/ລວມເງິນ/ລວມເປັນເງິນ
សរុប/សរុបរួម/សរុបទាំងអស់/ផលបូក/ទឹកប្រាក់សរុប/ចំនួនទឹកប្រាក់សរុប
စုစုပေါင်း/ပေါင်း/စုစုပေါင်းငွေ/စုစုပေါင်းငွေပမာဏ
tổng/tổng cộng/tổng số/cộng/tổng tiền/tổng số tiền/tổng cộng tiền/tổng giá trị
jumlah/jumlah keseluruhan/jumlah besar/jumlah total/total keseluruhan/sub jumlah/jumlah wang/jumlah uang/jumlah amaun
kabuuan/kabuuang bilang/kabuuang halaga/suma
合计/合計/总计/總計/小计/小計/共计/共計/总和/總和/总额/總額/总金额/總金額/合计金额/合計金額
합계/총계/소계/총액/합계금액
"""


def _alternatives(words: str) -> str:
    """Return a pattern of any of the words, which stand between slashes, the longest first."""
    found = {word.strip() for word in words.replace("\n", "/").split("/") if word.strip()}
    return "|".join(re.escape(word) for word in sorted(found, key=len, reverse=True))


# A cell may have 131,072 characters: no pattern here gives back what it has taken (`*+`), so that each reads it once.
# `Total: 25`, `รวม 25 ราย`: a number and what is counted may stand behind it in the same cell.
_LABEL = re.compile(rf"(?:{_alternatives(_WORDS)})(?:\s*[:：=]|(?=\W|\d)|$)\s*(?P<rest>.*)", re.I | re.S)
_REST = re.compile(r"\d[\d.,\s]*+\S{0,12}\s*[:：=]?")
_UNITS = """
persons/person/people/victims/victim/suspects/cases/case/records/record/rows/entries/items/accounts/wallets/reports
ราย/คน/รายการ/คดี/บัญชี/เครื่อง/เรื่อง/บาท/baht/thb
ຄົນ/ຄະດີ/នាក់/ករណី/ဦး/ယောက်/မှု
người/vụ/trường hợp/orang/kasus/kes/perkara/tao/kaso
人/名/例/件/笔/筆/个/個/项/項/案
"""
# In a cell beside the label: `4 ราย`, `N = 4`, `จำนวน 4 คน`.
_COUNT = re.compile(
    r"(?:(?:n|no\.?|count|number|จำนวน|jumlah|bilangan|số lượng|共)\s*+(?:[:：=]\s*+)?)?\d[\d.,\s]*+"
    rf"(?:{_alternatives(_UNITS)})?",
    re.I,
)
_NUMBER = re.compile(r"[-+(]?\s*\d[\d.,\s]*+%?\s*\)?")


_INITIALS = frozenset(word.strip()[0] for word in re.split("[/\n]", _WORDS + _WORDS.upper()) if word.strip())
_MOST_CURRENCIES = 2  # columns
_LONGEST_CURRENCY = 12  # characters


def is_like_total(cells: Sequence[str]) -> bool:
    """Return whether a row holds a word for a sum, numbers, amounts and what they count, and nothing else."""
    # A plain loop: every row is asked, and nearly every one ends here. Amounts take longer to read.
    for label, cell in enumerate(cells):
        if cell[:1] in _INITIALS and _is_word_for_sum(cell):
            return _is_summed_up(cells, label)
    return False


def _is_summed_up(cells: Sequence[str], label: int) -> bool:
    """Return whether a row holds numbers, amounts and what they count beside its label, and nothing else."""
    words, amounts = list[str](), list[str]()
    for at, cell in enumerate(cells):
        if at == label or not cell or cell.isdigit() or _is_number(cell):
            continue
        (amounts if any(map(str.isdigit, cell)) else words).append(cell)
    return len(words) <= _MOST_CURRENCIES and all(map(_is_currency, words)) and all(map(_is_amount, amounts))


def _is_word_for_sum(cell: str) -> bool:
    """Return whether a cell labels a sum, and does not count what is summed up beside it: `Total`, not `Jumlah 4`."""
    return _is_label(cell) and not _is_number(cell)


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None or _COUNT.fullmatch(cell) is not None


def _is_label(cell: str) -> bool:
    """Return whether a cell is a word for a sum, perhaps with the sum behind it: `Total: THB 5,000`, `Total (THB)`."""
    found = _LABEL.fullmatch(cell)
    if found is None:
        return False
    rest = found["rest"]
    return not rest or _REST.fullmatch(rest) is not None or _is_amount(rest) or _is_currency(rest.strip("()[] "))


def _is_amount(text: str) -> bool:
    """Return whether a text is a number with a currency, as lists of banks add up: `26.500.000 đ`, `$5,000.00`."""
    has_number = any(map(str.isdigit, text))
    return has_number and normalise_amount(text).status is not ValueStatus.INVALID


def _is_currency(text: str) -> bool:
    """Return whether a text is a currency, which stands in a column of its own in many a list."""
    return len(text) <= _LONGEST_CURRENCY and not any(map(str.isdigit, text)) and _names_currency(text)


@lru_cache(maxsize=1_000)
def _names_currency(text: str) -> bool:
    return (normalise_amount(f"1 {text}").value or "").startswith("1 ")
