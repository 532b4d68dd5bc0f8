"""Names of Bangladesh, India, Nepal, Pakistan and Sri Lanka in Latin letters, which clerks spell by ear.

Breathed consonants with or without H, Bengali B and O for V and A, doubled vowels: Bikash and Vikas, Subroto, Subrata.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.tables import read_rows

# Sounds and endings that hardly another people's names have.
_SIGN = re.compile(
    "^(?:bh|jh|dh|gh)|ksh|laxmi|^letch|natchi$|^venkat|^subraman|chandran$"
    "|..(?:[ie]nd(?:ra|er)|pr(?:ee|i)t|j(?:ee|i)t|eshwar|eswar|singh[ae]?|kumari?|uddin|nath|w?ardh?an[ae]|wardh?en[ae]"
    "|n(?:ayak[ea]|aike)|m(?:u|oo)rth[iy]|s(?:w|h)?amy|swami|[wv]ath?i|ksh?mi|adhyay|erje+|krish?nan|pillai"
    "|(?:bh?|p)a[kh]aran|sek[ae]ra|[ae]ratn[ae]|[ae]tung[ae])$"
)
# A short A inside a long word is said and written by some: Venkataraman, Venkatraman; Ramachandran, Ramchandran.
_UNSAID_A = re.compile("(?<=[aeiou][^aeiou])a(?=(?:[rlnmsdtv]|ch)[aeiou])")
# Sinhala joins two words by an A, which English letters write A or E, and ends them in the same two: Wickramasinghe,
# Wickremesinghe, Wickramasingha; Bandaranayake, Bandaranaike.
_OF_SINHALA = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("(?<=..)singha$", "singhe"),
        ("(?<=..)na(?:ya|i)k[ae]$", "nayake"),
        ("(?<=..)sek[ae]ra$", "sekara"),
        ("(?<=..)(ratn|tung)a$", r"\1e"),
        ("(?<=[^aeiou])e(?=(?:singhe|nayake|sekara|ratne|tunge)$)", "a"),
        ("(?<=^[wv]ickr)e(?=m)", "a"),
    )
)
_ENDS_IN_SINHALA = ("ingha", "inghe", "yaka", "yake", "naika", "naike", "kara", "kera", "atna", "atne", "unga", "unge")
_BEGINS_IN_SINHALA = ("wickr", "vickr")
_VOWELS = re.compile("[aeiou]+")
_LONG_WORD = 4
_ONE_WAY = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        # Tamil has one letter for KSH and says TCH, with a vowel before an M: Lakshmi, Letchumi; Meenakshi, Meenatchi.
        ("tch", "ks"),
        ("x|ksh", "ks"),
        ("^le(?=ks)", "la"),
        # Tamil writes AIY what English letters begin with IY: Iyer, Iyengar.
        ("^aiy", "iy"),
        ("(?<=ks)[iu](?=m)", ""),
        # It begins no word with two consonants, has one letter for P, B and BH, and says its K between vowels as H:
        # Prabhakaran, Pirapaharan; Kripa, Kirupa.
        ("^([pk])ir(?=[au])", r"\1r"),
        ("(?<=^pra)p(?=a)", "b"),
        ("(?<=a)[hk]a?r(?=an$)", "kar"),
        # Hindi says AIN what Sanskrit writes AYAN: Narayan, Narain.
        ("aya(?=n)", "ai"),
        ("ph", "f"),
        ("chh?", "C"),
        ("(?<=[bdgjkpst])h", ""),
        ("[ie]nd(?:[ae]r|ra)$", "endra"),
        ("[ae]rdh?[ae]n[ae]$", "ardana"),
        ("er(?=[^aeiouy]|$)", "ar"),
        ("(?<=[^aeiou])e$", ""),
        ("(?:au|ow|ou)(?=[^aeiou]|$)", "o"),
        ("ck|q", "k"),
        ("c(?!h)", "k"),
        ("z", "j"),
        ("[vw]", "b"),
        ("ee|ie$|ey$", "i"),
        ("oo", "u"),
        ("(?<=.)ah$", "a"),
        ("iy|(?<=[^aeiou])y(?=a)|y$", "i"),
        ("o|(?<=.)u(?=m$)", "a"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {row[0]: row[-1] for row in read_rows("south_asian_names.tsv")}


@lru_cache(maxsize=50_000)
def is_south_asian(token: str) -> bool:
    """Tell whether a lower-case word of a name shows that the name may be a South Asian one."""
    return token in _names() or _SIGN.search(token) is not None


def is_south_asian_name(token: str) -> bool:
    """Tell whether the table of South Asian names has a lower-case word."""
    return token in _names()


@lru_cache(maxsize=50_000)
def south_asian_form(token: str) -> str:
    """Return a lower-case word in one spelling."""
    token = _names().get(token, token)
    if token.endswith(_ENDS_IN_SINHALA) or token.startswith(_BEGINS_IN_SINHALA):
        for pattern, spelt in _OF_SINHALA:
            token = pattern.sub(spelt, token)
    if len(_VOWELS.findall(token)) >= _LONG_WORD:
        token = _UNSAID_A.sub("", token, count=1)
    for pattern, spelt in _ONE_WAY:
        token = pattern.sub(spelt, token)
    return token.lower()
