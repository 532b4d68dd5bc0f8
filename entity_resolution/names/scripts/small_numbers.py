"""Words for small numbers in languages of Europe and the region, as names of places have them: quatre, tiga."""

from __future__ import annotations

from functools import lru_cache

# One to twelve, as the grammars of the languages have them, without their marks; `/` parts two forms of one number.
_ENGLISH = "one two three four five six seven eight nine ten eleven twelve"
_WORDS = f"""
english {_ENGLISH}
french un/une deux trois quatre cinq six sept huit neuf dix onze douze
spanish uno/una dos tres cuatro cinco seis siete ocho nueve diez once doce
catalan un/una dos/dues tres quatre cinc sis set vuit/huit nou deu onze dotze
italian uno/una due tre quattro cinque sei sette otto nove dieci undici dodici
portuguese um/uma dois/duas tres quatro cinco seis sete oito nove dez onze doze
german eins/ein zwei drei vier funf/fuenf sechs sieben acht neun zehn elf zwolf/zwoelf
dutch een twee drie vier vijf zes zeven acht negen tien elf twaalf
malay satu dua tiga empat lima enam tujuh lapan/delapan sembilan sepuluh sebelas -
thai nueng/neung song sam si/see ha hok chet/jet paet kao sip - -
vietnamese mot hai ba bon - sau bay tam chin muoi - -
"""


# Of these, many names have the words as syllables of other meanings: Ban Song, Hai Phong.
_AS_SYLLABLES = ("thai", "vietnamese")
SMALL_NUMBERS = frozenset(map(str, range(1, 13)))
ENGLISH_NUMBERS = tuple(_ENGLISH.split())


@lru_cache(maxsize=1)
def _numbers() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _WORDS.strip().splitlines():
        for number, forms in enumerate(line.split()[1:], start=1):
            for word in forms.split("/"):
                found[word] = found.get(word, frozenset()) | {str(number)}
    del found["-"]
    return found


@lru_cache(maxsize=1)
def _first_numbers() -> dict[str, str]:
    lines = (line.split() for line in _WORDS.strip().splitlines())
    return {
        word: str(number)
        for language, *rows in lines
        if language not in _AS_SYLLABLES
        for number, forms in enumerate(rows, start=1)
        for word in forms.split("/")
        if word != "-"
    }


def numbers_said(word: str) -> frozenset[str]:
    """Return the small numbers, in digits, that a word may say in any language; a number in digits says itself.

    Args:
        word: lower-case ASCII.
    """
    return frozenset({word}) if word in SMALL_NUMBERS else _numbers().get(word, frozenset())


def with_number_in_digits(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name with the first that says a small number in digits, words of a syllable's length aside.

    Args:
        tokens: lower-case ASCII.
    """
    at = next((at for at, token in enumerate(tokens) if token in _first_numbers()), None)
    return tokens if at is None else (*tokens[:at], _first_numbers()[tokens[at]], *tokens[at + 1 :])
