"""Romanise Burmese syllable by syllable: initial, medials and rhyme each have customary spellings.

Source: MLCTS tables (Myanmar Language Commission, 1980) and the BGN/PCGN agreement of 1970, in the customary spellings of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

_INITIALS = {
    "က": "k", "ခ": "kh", "ဂ": "g", "ဃ": "g", "င": "ng", "စ": "s", "ဆ": "hs", "ဇ": "z", "ဈ": "z", "ဉ": "ny", "ည": "ny",
    "ဋ": "t", "ဌ": "ht", "ဍ": "d", "ဎ": "d", "ဏ": "n", "တ": "t", "ထ": "ht", "ဒ": "d", "ဓ": "d", "န": "n", "ပ": "p",
    "ဖ": "hp", "ဗ": "b", "ဘ": "b", "မ": "m", "ယ": "y", "ရ": "y", "လ": "l", "ဝ": "w", "သ": "th", "ဟ": "h", "ဠ": "l",
    "အ": "", "ဿ": "th",
    # Shan, Karen and Mon letters that names carry.
    "ၵ": "k", "ၶ": "kh", "ၷ": "g", "ၸ": "s", "ၹ": "z", "ၺ": "ny", "ၻ": "d", "ၼ": "n", "ၽ": "hp", "ၾ": "f", "ၿ": "b",
    "ႀ": "th", "ႁ": "h", "ၚ": "ng", "ၛ": "z", "ၡ": "sh",
}  # fmt: skip
# Initial letter and medials together, commonest spelling first.
_ONSETS: dict[str, tuple[str, ...]] = {
    "ကျ": ("ky",), "ကြ": ("ky",), "ချ": ("ch",), "ခြ": ("ch",), "ဂျ": ("gy", "j"), "ဂြ": ("gy",), "ယှ": ("sh",), "ရှ": ("sh",),
    "လျှ": ("sh",), "သျှ": ("sh",), "သျ": ("sh",), "လျ": ("ly", "y"), "မျ": ("my",), "မြ": ("my",), "မျှ": ("hmy", "my"),
    "မြှ": ("hmy", "my"), "ပျ": ("py",), "ပြ": ("py",), "ဖျ": ("phy",), "ဖြ": ("phy",), "ဗျ": ("by",), "ဗြ": ("by",),
    "ဘျ": ("by",), "ငြ": ("ny",), "ညှ": ("hny", "ny"), "ငှ": ("hng",), "နှ": ("hn", "n"), "မှ": ("hm", "m"), "လှ": ("hl", "l"),
    "ဝှ": ("hw",), "တြ": ("try", "t"), "ဒြ": ("dr",), "သြ": ("aw",), "ရ": ("y", "r"), "ထ": ("ht", "t"), "ဆ": ("hs", "s"),
    "ဖ": ("hp", "ph", "p"), "ဌ": ("ht", "t"),
}  # fmt: skip
# Vowel signs and final without tone marks, commonest spelling first.
_RHYMES: dict[str, tuple[str, ...]] = {
    "": ("a",), "ာ": ("a", "ar"), "ါ": ("a", "ar"), "ိ": ("i",), "ီ": ("i", "ee"), "ု": ("u",), "ူ": ("u", "oo"), "ေ": ("e", "ay", "ei"),
    "ဲ": ("e", "ai", "eh"), "ော": ("aw", "or"), "ော်": ("aw", "or"), "ေါ": ("aw", "or"), "ေါ်": ("aw", "or"), "ို": ("o", "oe"),
    "ံ": ("an",), "ုံ": ("on", "one"), "ိံ": ("ein",), "က်": ("et", "ek"), "င်": ("in",), "စ်": ("it",), "ည်": ("i", "e", "ay"), "ဉ်": ("in", "inn"),
    "ဇ်": ("it",), "တ်": ("at",), "ဒ်": ("at",), "ဋ်": ("at",), "န်": ("an",), "ဏ်": ("an",), "ပ်": ("at", "ap"), "ဗ်": ("at",), "မ်": ("an", "am"),
    "ယ်": ("e", "ai", "el"), "ရ်": ("a", "ar"), "လ်": ("al", "e"), "သ်": ("at", "a"), "ိတ်": ("eik", "eit"), "ိဋ်": ("eik", "eit"), "ိန်": ("ein",),
    "ိမ်": ("ein", "eim"), "ိပ်": ("eik", "eip"), "ိဒ်": ("eik",), "ိဓ်": ("eik",), "ိက်": ("eik",), "ုတ်": ("ok", "oke"), "ုဒ်": ("ok", "oke"), "ုန်": ("on", "one"),
    "ုဏ်": ("on", "one"), "ုပ်": ("ok", "oke"), "ုမ်": ("on", "one"), "ုဓ်": ("ok", "oke"), "ုလ်": ("on",), "ွတ်": ("ut", "wut"),
    "ွဋ်": ("ut", "wut"), "ွန်": ("un", "wun", "wan"), "ွမ်": ("un", "wan", "wun"), "ွံ": ("un", "wun"),
    "ွပ်": ("ut",), "ောက်": ("auk", "ok"), "ောင်": ("aung", "ong"), "ေါက်": ("auk",), "ေါင်": ("aung",), "ိုက်": ("aik", "ike"), "ိုင်": ("aing", "ine"),
    "ွင်": ("win",), "ွက်": ("wet",), "ွေ": ("we", "way"), "ွယ်": ("we", "wai"), "ွဲ": ("we", "wai"), "ွာ": ("wa", "war"), "ွါ": ("wa",), "ွ": ("wa",), "ွစ်": ("wit",),
    "ွည်": ("we",), "ွီ": ("wi",), "ွိ": ("wi",), "ေတ်": ("it", "et"), "ိယ်": ("e",), "ိုယ်": ("o", "oe"), "ိုလ်": ("o", "ol"), "ိုး": ("o", "oe"), "ုယ်": ("we",), "ိုရ်": ("o",),
    "ေယ်": ("e",), "ေသ်": ("et",), "ေရ်": ("e",), "ေဒ်": ("et",), "ွှ": ("wa",), "ိဂ်": ("eik",), "ဂ်": ("et",), "ုက်": ("ok",), "ိင်": ("ein",), "ာန်": ("an",), "ာင်": ("aung",),
    "ာက်": ("auk",), "ာည်": ("i",), "ျ": ("ya",), "ွ်": ("u",), "ဝ်": ("aw", "o"), "ာဝ်": ("ao",), "ႅ": ("ae",), "ႆ": ("ai",), "ဢ": ("a",),
}  # fmt: skip
_INDEPENDENT = {
    "ဣ": "i",
    "ဤ": "i",
    "ဥ": "u",
    "ဦ": "u",
    "ဧ": "ay",
    "ဩ": "aw",
    "ဪ": "aw",
    "၏": "i",
    "၌": "hnaik",
    "၍": "ywe",
}
_CONSONANT = "က-အဿၐ-ၡၵ-ႁ"
_SYLLABLE = re.compile(
    f"(?P<independent>[ဣဤဥဦဧဩဪ၌၍၏])(?P<itail>(?:[{_CONSONANT}]်)?)|(?P<initial>[{_CONSONANT}])(?P<medials>[ျြွှႂ]*)"
    f"(?P<vowel>[ါ-ဲံႃ-ႆ]*်?)(?P<dot>့?)(?P<final>(?:[{_CONSONANT}]ှ?့?်)?)"
)
_TONES = re.compile("[့းႇႈႉႊ]")
_STACK = re.compile(f"([{_CONSONANT}])္")
_KINZI = re.compile("င်္")
_WORD_LIMIT = 80


@lru_cache(maxsize=200_000)
def burmese_syllables(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the customary spellings of each syllable of a Burmese text, commonest first."""
    text = _STACK.sub("\\1်", _KINZI.sub("င်", word[:_WORD_LIMIT]))
    return tuple(spellings for found in _SYLLABLE.finditer(text) if (spellings := _syllable(found)))


def romanise_burmese(word: str) -> tuple[str, ...]:
    """Return the likeliest Latin spellings, syllables separated by spaces, best first, at most six."""
    syllables = burmese_syllables(word)
    if not syllables:
        return ()
    return tuple(" ".join(parts) for parts in islice(_by_rank(syllables), 6))


def _by_rank(syllables: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, ...]]:
    """Yield combinations with the fewest departures from the commonest spellings first."""
    first = tuple(spellings[0] for spellings in syllables)
    yield first
    if len(syllables) <= 3:
        ranked = sorted(
            product(*(range(min(len(spellings), 3)) for spellings in syllables)), key=lambda ranks: (sum(ranks), ranks)
        )
        for ranks in ranked[1:]:
            yield tuple(spellings[rank] for spellings, rank in zip(syllables, ranks, strict=True))
        return
    for index, spellings in enumerate(syllables):
        for other in spellings[1:2]:
            yield (*first[:index], other, *first[index + 1 :])


def _syllable(found: re.Match[str]) -> tuple[str, ...]:
    if found["independent"]:
        vowel = _INDEPENDENT[found["independent"]]
        sign = {"ဣ": "ိ", "ဤ": "ိ", "ဧ": "ေ"}.get(found["independent"], "ု")
        return (vowel,) if not found["itail"] else _rhymes(sign + found["itail"])
    medials = found["medials"]
    creaky = bool(found["dot"]) or "့" in found["final"]
    rhyme = _TONES.sub("", found["vowel"] + found["final"].replace("ှ", ""))
    if "ွ" in medials:
        medials = medials.replace("ွ", "")
        rhyme = "ွ" + rhyme
    rhymes = _rhymes(rhyme)
    onsets = _onsets(found["initial"], medials)
    spelled = [onset + tail for onset in onsets for tail in rhymes]
    if onsets == ("w",) and rhyme == "ေ":
        spelled.append("wai")
    if creaky and rhymes[0].endswith("n"):
        # Creaky tone on a nasal rhyme is written -nt in names: Myint, Nyunt, Tint.
        spelled = [spelling + "t" for spelling in spelled]
    return tuple(dict.fromkeys(spelled))


def _rhymes(rhyme: str) -> tuple[str, ...]:
    known = _RHYMES.get(rhyme)
    if known is not None:
        return known
    if rhyme.startswith("ွ"):
        return tuple("w" + tail for tail in _rhymes(rhyme[1:]))
    return _RHYMES.get(rhyme[:-2], _RHYMES.get(rhyme[-2:], ("a",)))


def _onsets(initial: str, medials: str) -> tuple[str, ...]:
    known = _ONSETS.get(initial + medials)
    if known is not None:
        return known
    base = _ONSETS.get(initial, (_INITIALS.get(initial, ""),))
    if "ှ" in medials and not base[0].startswith("h"):
        base = tuple("h" + spelling for spelling in base)
    if "ျ" in medials or "ြ" in medials:
        base = tuple(spelling if spelling.endswith("y") else spelling + "y" for spelling in base)
    return base
