"""Ages in years, as callers tell them in place of a birth date: `23岁`, `23 ឆ្នាំ`, `age 23`."""

import re
from datetime import date

from graph.values.numbers.numerals import in_digits
from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier

OLDEST = 110
_MOST_DIGITS = 3
_ABOUT = (
    r"(?:about|around|approx(?:imately|\.)?|circa|~|约|大约|大概|年约|ประมาณ|ราว|ປະມານ|ប្រហែល|khoảng|kira-kira|sekitar"
    r"|약|mga)"
)
_BEFORE = (
    r"(?:aged?(?: of)?|今年|现年|年[龄齡]|年纪|年紀|อายุ|ອາຍຸ|អាយុ|အသက်|tuổi|umur|usia|berusia|berumur|edad|나이"
    r"|उमेर|आयु|বয়স)"
)
_BEHIND = (
    r"(?:years? ?old|yrs? ?old|y/?o|years? of age|周?[岁歲歳才]|세|살|ปี|ขวบ|ປີ|ឆ្នាំ|နှစ်|tuổi|tahun|taong gulang|anyos"
    r"|वर्ष|साल|বছর)"
)
# A number needs a word on one side. Before one, a word for a year makes it a year: `ឆ្នាំ 23` is no age.
_AGE = re.compile(
    rf"(?:{_ABOUT} ?)?{_BEFORE} ?:? ?(?:{_ABOUT} ?)?(?P<told>\d{{1,3}}) ?{_BEHIND}?(?:左右)?"
    rf"|(?:{_ABOUT} ?)?(?P<plain>\d{{1,3}}) ?{_BEHIND}(?:左右)?",
    re.I,
)


def read_age(raw: str) -> int | None:
    """Return the years of an age that says of itself that it is one; `None` for any other text, and above 110."""
    if sum(map(str.isdecimal, raw)) > _MOST_DIGITS or fault(raw, MAX_IDENTIFIER_LENGTH) is not None:
        return None
    found = _AGE.fullmatch(" ".join(in_digits(fold_identifier(raw)).split()))
    years = int(found["told"] or found["plain"]) if found is not None else OLDEST + 1
    return years if years <= OLDEST else None


def years_of_birth(age: int, *, said_on: date) -> tuple[int, int]:
    """Return the two years in one of which somebody was born who had an age on a day."""
    return said_on.year - age - 1, said_on.year - age
