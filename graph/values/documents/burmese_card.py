"""Numbers of Myanmar's scrutiny cards: one form for Burmese and Latin letters, and for each way to write the class.

A card's number is a state, three letters of a township, a class of citizen and six digits: `12/LAMANA(N)000123`.
"""

import re
from unicodedata import normalize

# A township's letters as the registration department writes them in Latin letters. Letters of one sound share theirs.
_TABLE = """
က=KA ခ=KHA ဂ=GA ဃ=GA င=NGA စ=SA ဆ=SA ဇ=ZA ဈ=ZA ဉ=NYA ည=NYA ဋ=TA ဌ=HTA ဍ=DA ဎ=DA ဏ=NA တ=TA ထ=HTA ဒ=DA ဓ=DA န=NA
ပ=PA ဖ=PHA ဗ=BA ဘ=BA မ=MA ယ=YA ရ=YA လ=LA ဝ=WA သ=THA ဟ=HA ဠ=LA အ=AH ဥ=U ဧ=E
"""
_LETTERS = dict(pair.split("=") for pair in _TABLE.split())
# Other Latin spellings of the same letters.
_SPELLINGS = {"HSA": "SA", "HPA": "PHA", "GHA": "GA", "DHA": "DA", "BHA": "BA", "RA": "YA", "A": "AH", "OU": "U"}
_SYLLABLE = re.compile(
    "|".join(sorted({*_LETTERS, *_LETTERS.values(), *_SPELLINGS}, key=lambda syllable: (-len(syllable), syllable)))
)
# The class of citizen by its letter, and the words for it in full. The letters of others are written by Latin ones.
_CLASSES = {
    **dict.fromkeys(("N", "NAING", "နိုင်", "နိုင"), "N"),
    **dict.fromkeys(("E", "EH", "AE", "EI", normalize("NFC", "ဧည့်"), "ဧ"), "E"),
    **dict.fromkeys(("P", "PYU", "ပြု"), "P"),
    **dict.fromkeys(("T", "THA", "THATHANA", "သာသနာ", "သာ", "သ"), "T"),
    **dict.fromkeys(("Y", "YA", "YAYI", "ယာယီ", "ယာ", "ယ"), "Y"),
    **dict.fromkeys(("S", "SA", "စ"), "S"),
    "R": "R",
    "V": "V",
}
_LETTERS_OF_A_TOWNSHIP = 3
_NUMBER = re.compile(r"0?([1-9]|1[0-4])([^\d]{4,40})(\d{6})")


def read_burmese_card(number: str) -> str | None:
    """Return a scrutiny card's number in Latin letters and one letter for its class (`12LAMANAN000123`).

    Args:
        number: letters and digits alone, in capitals and composed (NFC).

    Returns:
        None where the text has no such form, or its township is none of three letters.
    """
    found = _NUMBER.fullmatch(number)
    if found is None:
        return None
    # The longer word first: `NAING` also ends like `NG`, and `LAMANAN` holds a township before its last letter alone.
    for word in sorted(_CLASSES, key=len, reverse=True):
        township = _township(found[2][: -len(word)]) if found[2].endswith(word) else None
        if township is not None:
            return f"{found[1]}{township}{_CLASSES[word]}{found[3]}"
    return None


def _township(letters: str) -> str | None:
    syllables = _SYLLABLE.findall(letters)
    if len(syllables) != _LETTERS_OF_A_TOWNSHIP or "".join(syllables) != letters:
        return None
    latin = (_LETTERS.get(syllable, syllable) for syllable in syllables)
    return "".join(_SPELLINGS.get(syllable, syllable) for syllable in latin)
