"""Numbers of company registers: whether the numbers of two records may be one company's.

A register gives a company one number, and one name to one company. So two numbers of one register are two companies,
unless one was written wrong, or they are of two forms: registers renumber (Malaysia's 1134567-X is 201601012345), and
lists put a tax or a licence number in a register number's place. A number that says no country may be of the other's
register, and is where it has its form.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from entity_resolution.comparing.national_ids import near
from graph.parts import StoredValue
from graph.values import ValueStatus, is_placeholder_number

# Where a company's tax number is its register number.
_ONE_NUMBER = frozenset({"SG", "TH", "VN"})
# States, courts and free zones have registers of their own here, so that one company has several numbers of one form.
_MANY_REGISTERS = frozenset({"AE", "BA", "CA", "DE", "ES", "IT", "US"})
# Malaysia's older numbers grew by a digit.
_OLD_MALAYSIAN = re.compile(r"\d{3,7}[A-Z]")
# Vietnam's older numbers have as many digits as those since 2010, and no check digit.
_TEN_DIGITS = re.compile(r"\d{10}")
_RUN = re.compile(r"(\d+)|([^\W\d_]+)")
_SHORTEST_WITHIN = 6


class CompanyNumber(NamedTuple):
    """A number of a company, its country empty where none is said.

    `form`: of which register's numbers it is one; empty where that is not known.
    """

    country: str
    form: str
    number: str


def company_numbers_of(
    registered: Iterable[StoredValue], taxed: Iterable[StoredValue], *, jurisdiction: str | None
) -> Iterator[CompanyNumber]:
    """Yield the numbers of a record that are whole and no placeholders, as 12345678 is.

    Args:
        registered: numbers of registers.
        taxed: tax numbers.
        jurisdiction: of the record; a number whose check digit fails stands without its country.
    """
    for values, of_register in ((registered, True), (taxed, False)):
        for value in values:
            country = _country_of(value, jurisdiction)
            if value.value and not is_placeholder_number(value.value):
                counts = (of_register or country in _ONE_NUMBER) and country not in _MANY_REGISTERS
                yield CompanyNumber(country, _form_of(value, country) if counts else "", value.value)


def are_two_companies(lefts: Iterable[CompanyNumber], rights: Iterable[CompanyNumber]) -> bool:
    """Tell whether two groups of records have numbers of one register of which none agree, be it nearly."""
    pairs = [(one, other) for one in lefts for other in rights]
    if any(_agree(one.number, other.number) for one, other in pairs):
        return False
    return any(_are_of_one_register(one, other) for one, other in pairs)


def _are_of_one_register(one: CompanyNumber, other: CompanyNumber) -> bool:
    """Tell whether two numbers have one form, and no country says that they are of two registers."""
    if not one.form or not other.form or (one.country and other.country and one.country != other.country):
        return False
    country = one.country or other.country
    mine, theirs = (found.form if found.country else _form_there(found.number, country) for found in (one, other))
    return mine == theirs


def _country_of(value: StoredValue, jurisdiction: str | None) -> str:
    if value.status is ValueStatus.INVALID:
        return jurisdiction or ""
    return (value.key or "").removeprefix("doc:").partition(":")[0]


def _form_of(value: StoredValue, country: str) -> str:
    number = value.value or ""
    if country == "VN" and value.status is ValueStatus.INVALID and _TEN_DIGITS.fullmatch(number):
        return "old"
    return _form_there(number, country)


def _form_there(number: str, country: str) -> str:
    """Return how many digits and letters a number has in turn; numbers of one form are of one register."""
    if country == "MY" and _OLD_MALAYSIAN.fullmatch(number):
        return "old"
    return "".join(f"{'9' if digits else 'A'}{len(digits or letters)}" for digits, letters in _RUN.findall(number))


def _agree(one: str, other: str) -> bool:
    """Tell whether two numbers are one, a slip apart, or one within the other, as `201601012345 (1134567-X)`."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or near(one, other) or (len(shorter) >= _SHORTEST_WITHIN and shorter in longer)
