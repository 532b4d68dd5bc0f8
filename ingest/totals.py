"""Rows below a table that add it up: `Total`, `รวม`, `Jumlah`. They look like records, and are pointed out as none.

Nothing is left out on account of this: a person may be called so.
"""

import re
from collections.abc import Sequence

_WORDS = """
total/totals/grand total/sub total/subtotal/sub-total/sum total/sum/overall total
รวม/รวมทั้งสิ้น/รวมทั้งหมด/รวมยอด/รวมเป็นเงิน/ยอดรวม/ผลรวม/รวมจำนวน/จำนวนรวม
ລວມ/ລວມທັງໝົດ/ຍອດລວມ/ລວມຍອດ
សរុប/សរុបរួម/សរុបទាំងអស់/ផលបូក
စုစုပေါင်း/ပေါင်း
tổng/tổng cộng/tổng số/cộng
jumlah/jumlah keseluruhan/jumlah besar/jumlah total/total keseluruhan/sub jumlah
kabuuan/kabuuang bilang/suma
合计/合計/总计/總計/小计/小計/共计/共計/总和/總和
"""


def _alternatives(words: str) -> str:
    """Return a pattern of any of the words, which stand between slashes, the longest first."""
    found = {word.strip() for word in words.replace("\n", "/").split("/") if word.strip()}
    return "|".join(re.escape(word) for word in sorted(found, key=len, reverse=True))


# `Total: 25`, `รวม 25 ราย`: a number and what is counted may stand behind it in the same cell.
_LABEL = re.compile(rf"(?:{_alternatives(_WORDS)})\s*(?:[:：=]?\s*\d[\d.,\s]*\S{{0,12}})?\s*[:：=]?", re.I)
_UNITS = """
persons/person/people/victims/victim/suspects/cases/case/records/record/rows/entries/items/accounts/wallets/reports
ราย/คน/รายการ/คดี/บัญชี/เครื่อง/เรื่อง/บาท/baht/thb
ຄົນ/ຄະດີ/នាក់/ករណី/ဦး/ယောက်/မှု
người/vụ/trường hợp/orang/kasus/kes/perkara/tao/kaso
人/名/例/件/笔/筆/个/個/项/項/案
"""
# In a cell beside the label: `4 ราย`, `N = 4`, `จำนวน 4 คน`.
_COUNT = re.compile(
    r"(?:(?:n|no\.?|count|number|จำนวน|jumlah|bilangan|số lượng|共)\s*[:：=]?\s*)?\d[\d.,\s]*"
    rf"(?:{_alternatives(_UNITS)})?",
    re.I,
)
_NUMBER = re.compile(r"[-+(]?\s*\d[\d.,\s]*%?\s*\)?")


def is_like_total(cells: Sequence[str]) -> bool:
    """Return whether a row holds a word for a sum, numbers and what they count, and nothing else."""
    label = ""
    for cell in cells:
        if not cell or cell.isdigit() or _NUMBER.fullmatch(cell) is not None or _COUNT.fullmatch(cell) is not None:
            continue
        if label:
            return False
        label = cell
    return bool(label) and _LABEL.fullmatch(label) is not None
