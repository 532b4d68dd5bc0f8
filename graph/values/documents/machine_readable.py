"""Machine-readable lines of passports, visas and identity cards: what they say, where all their check digits hold.

Two lines of 44 or 36 characters, or three of 30, also with the line ends lost.

Source:
    ICAO Doc 9303, "Machine Readable Travel Documents", parts 3 to 7.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Final

from graph.values.geography.country import normalise_country
from graph.values.text import MAX_IDENTIFIER_LENGTH, fold_identifier

_LINES = re.compile(r"[PVIAC][A-Z<][A-Z<]{3}[A-Z0-9<]{30,}")
_LENGTHS = {88: 44, 72: 36, 90: 30}
_FIRST_LINES = (44, 36)  # of passports and visas; a card's has the number
_WEIGHTS = (7, 3, 1)
_KINDS = {"P": "passport", "V": "visa", "I": "national-id", "A": "national-id", "C": "national-id"}
_SEXES = {"M": "male", "F": "female"}
# Countries that do not stand as their three letters of ISO 3166.
_COUNTRIES = {"D": "DE", **dict.fromkeys(("GBD", "GBN", "GBO", "GBP", "GBS"), "GB"), "RKS": "XK"}
_LAST_EXPIRY = 69  # 2069
_LAST_SHORT_YEAR = 29  # as in `graph.values.dates.days`, where no expiry tells the century

NOT_OF_A_LENGTH: Final = "machine-readable lines of a length that no document has"


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineReadable:
    """What the lines of one document say; `None` for what they leave open.

    Attributes:
        kind: `passport`, `visa` or `national-id`.
        country: ISO 3166 alpha-2 code of who issued it.
        number: letters and digits.
        name: surname, a comma, and the given names.
        nationality: ISO 3166 alpha-2 code.
        birth_date: ISO form, as precise as the lines are.
        sex: `male` or `female`.
        expires: ISO form.
    """

    kind: str
    country: str | None
    number: str
    name: str
    nationality: str | None
    birth_date: str | None
    sex: str | None
    expires: str | None


def is_machine_readable(text: str) -> bool:
    """Return whether a text looks like the machine-readable lines of a document, right or wrong.

    The field of a name alone is none, whatever letter it begins with: `PHIRI<<CHISOMO<<<<<<<<`.
    """
    if "<<" not in text or len(text) > MAX_IDENTIFIER_LENGTH:
        return False
    joined = _joined(text)
    return _LINES.fullmatch(joined) is not None and _says_a_document(joined)


def _says_a_document(joined: str) -> bool:
    """Return whether lines have the digits of a document, or are a whole first one, of a kind and a country."""
    if any(map(str.isdigit, joined)) or joined[1] == "<":
        return True
    return len(joined) in _FIRST_LINES and _country(joined[2:5]) is not None


def read_machine_readable(text: str) -> MachineReadable | str:
    """Return what a document's lines say, or in words why they cannot be read.

    Args:
        text: a text of which `is_machine_readable` is true.
    """
    lines = _lines(text)
    if lines is None:
        return NOT_OF_A_LENGTH
    fields = _fields_of_card(*lines) if len(lines) == 3 else _fields(*lines)
    wrong = fields.wrong()
    if wrong:
        return f"machine-readable lines whose check digit of the {wrong[0]} does not match"
    number = fields.number.replace("<", "")
    if not any(c.isdigit() for c in number):
        return "machine-readable lines without a number"
    expires = _date(fields.expires, None)
    return MachineReadable(
        kind=_KINDS[lines[0][0]],
        country=_country(lines[0][2:5]),
        number=number,
        name=_name(fields.names),
        nationality=_country(fields.nationality),
        birth_date=_date(fields.born, expires or ""),
        sex=_SEXES.get(fields.sex),
        expires=expires,
    )


def holds_check_digit(characters: str, digit: str) -> bool:
    """Return whether a character is the check digit of others; a filler is that of fillers alone.

    Args:
        characters: capitals, digits and fillers.
        digit: one character.
    """
    if digit == "<":
        return not characters.strip("<")
    total = sum(0 if c == "<" else int(c, 36) * _WEIGHTS[at % 3] for at, c in enumerate(characters))
    return digit == str(total % 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fields:
    names: str
    number: str
    nationality: str
    born: str
    sex: str
    expires: str
    checked: tuple[tuple[str, str, str], ...]  # name, characters, check digit

    def wrong(self) -> list[str]:
        """Return the names of the fields whose check digits do not match."""
        return [name for name, characters, digit in self.checked if not holds_check_digit(characters, digit)]


def _joined(text: str) -> str:
    return "".join(fold_identifier(text).upper().split())


def _lines(text: str) -> tuple[str, ...] | None:
    """Return the lines, each in full; `None` where no document has such."""
    joined = _joined(text)
    width = _LENGTHS.get(len(joined))
    if width is not None:
        return tuple(joined[at : at + width] for at in range(0, len(joined), width))
    lines = fold_identifier(text).upper().split()
    width = {2: len(lines[-1]), 3: 30}.get(len(lines), 0)
    if width not in (44, 36, 30) or any(len(line) > width for line in lines):
        return None
    # What a program trims at the end of a line are fillers.
    return tuple(line.ljust(width, "<") for line in lines)


def _fields(first: str, second: str) -> _Fields:
    number, born, expires = second[:9], second[13:19], second[21:27]
    checked = [("number", number, second[9]), ("birth date", born, second[19]), ("expiry", expires, second[27])]
    if first[0] != "V":  # a visa has no digit over all
        if len(second) == 44:
            checked.append(("personal number", second[28:42], second[42]))
        checked.append(("whole", second[:10] + second[13:20] + second[21:-1], second[-1]))
    return _Fields(
        names=first[5:],
        number=number,
        nationality=second[10:13],
        born=born,
        sex=second[20],
        expires=expires,
        checked=tuple(checked),
    )


def _fields_of_card(first: str, second: str, third: str) -> _Fields:
    number, digit = first[5:14], first[14]
    if digit == "<":
        # A longer number goes on behind, and its check digit is the last before a filler.
        rest = first[15:].partition("<")[0]
        number, digit = (number + rest[:-1], rest[-1]) if rest else (number, digit)
    born, expires = second[:6], second[8:14]
    whole = first[5:] + second[:7] + second[8:15] + second[18:29]
    return _Fields(
        names=third,
        number=number,
        nationality=second[15:18],
        born=born,
        sex=second[7],
        expires=expires,
        checked=(
            ("number", number, digit),
            ("birth date", born, second[6]),
            ("expiry", expires, second[14]),
            ("whole", whole, second[29]),
        ),
    )


def _country(letters: str) -> str | None:
    code = letters.replace("<", "")
    return _COUNTRIES.get(code) or (normalise_country(code).value if len(code) == 3 else None)


def _name(field: str) -> str:
    """Return surname and given names; whoever has one name alone has no comma."""
    parts = (" ".join(part.replace("<", " ").split()) for part in field.partition("<<")[::2])
    return ", ".join(part for part in parts if part)


def _date(digits: str, expires: str | None) -> str | None:
    """Return a date in ISO form, shorter where its day or month is filled up; `None` where it is none.

    Args:
        digits: year, month and day, two characters each.
        expires: for a birth date when the document expires, empty if that is not known; `None` for an expiry.
    """
    year, month, day = (digits[at : at + 2] for at in (0, 2, 4))
    if not year.isdigit():
        return None
    full = _year(int(year), expires)
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return f"{full:04}" if month in ("<<", "00") else None
    if not day.isdigit() or not 1 <= int(day) <= monthrange(full, int(month))[1]:
        return f"{full:04}-{month}" if day in ("<<", "00") else None
    return f"{full:04}-{month}-{day}"


def _year(year: int, expires: str | None) -> int:
    if expires is None:
        return (2000 if year <= _LAST_EXPIRY else 1900) + year
    last = int(expires[:4]) - 1 if expires else 2000 + _LAST_SHORT_YEAR
    return 2000 + year if 2000 + year <= last else 1900 + year
