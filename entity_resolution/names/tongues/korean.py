"""Korean names in Latin letters: one spelling for what the official systems and passports spell in many."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.short_names import full_form
from entity_resolution.names.tables import read_rows

_MAX_WORDS = 3
_IM = "im"  # who others of the name spell Lim
_NORTHERN = 2  # the column of surnames' spellings in the North
# Surnames that hardly another people spells so; behind others the given name has to sound Korean.
_KOREAN_ALONE = re.compile(
    "[gk]im|park|[bp]ak|choi|choe|[gk]won|hwang|yoon|yun|ryoo|ryu|rhee|ahn|jeon|jeong|[bp]aek|[gk]wak"
)
# Where in Hangul's order the syllables begin with the letters that McCune-Reischauer writes without an apostrophe.
_BREATHLESS = {"k": 0, "t": 3, "p": 7, "ch": 12}
_FIRST_HANGUL, _SYLLABLES_OF_A_LETTER = 0xAC00, 588
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc`", "'"))
# What stands for two sounds of Hangul, and one spelling of the one that it does not stand for in `_ONE_WAY`.
_CHONG, _SUK = (re.compile("chong|jong"), "chung"), (re.compile("s(?:u|oo)k$"), "sug")
_SIGN = re.compile("eo|eu|[hkgmb]y[aeou]|[cjt]h?ae|oo[nk]|sook|seok|hee$|chul|chol|young|hwan$")
_WITH_Y = re.compile("[hkgmb]y[aeou]|[jw]oong")
_SYLLABLE = re.compile(
    "(?:kk|tt|pp|ss|jj|tch|ch|sh|[gkndtrlmbpsjh])?"
    "(?:y(?:eo|ou|ae|oo|[aeoui])|w(?:ae|eo|oo|[aeio])|eui|oo|ee|ae|eo|eu|oe|oi|ou|ui|ai|[aeiou])"
    # Usage lengthens an open vowel by an H, also before N and M: Ah, Suh, Ahn, Uhm.
    "(?:(?<=[aeou])h(?=[nm]?$))?(?:ng|[gknldtmbpr])?"
)
_ONE_WAY = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        # The North keeps an R and an N that the South drops: Ryong, Yong. In Hangul the R is read as an L.
        ("^[rln](?=y[aeou])", ""),
        # The H that lengthens a vowel; UH is the sound that the official systems write EO and O.
        ("(?<!e)uh(?=[nm]?$)", "o"),
        ("(?<=[aeou])h(?=[nm]?$)", ""),
        ("y(?:eo|ou)|(?<=^h)yu(?=n$)", "yo"),
        ("yoo", "yu"),
        ("w?oo|eu(?!i)", "u"),
        ("eui|ui|ee|yi", "i"),
        ("(?<!y)(?<!w)(?:eo|ou)", "o"),
        ("weo", "wo"),
        # Behind Y each is the same sound: Myong, Myung.
        ("(?<=[kgmbph]y)o(?=ng)", "u"),
        ("ae|ai|oe|oi|we|wae", "e"),
        ("sh", "s"),
        ("tch|jj|j", "ch"),
        ("kk|gg|g(?!$)|(?<!n)g$", "k"),
        ("tt|d", "t"),
        ("pp|b", "p"),
        ("r", "l"),
    )
)
# With what a syllable in one way may end.
_VOWELS, _LAST_CONSONANTS = frozenset("aeiou"), frozenset({"k", "n", "l", "t", "m", "p", "ng"})


# 모 means somebody: `박모(35)씨`.
_HIDDEN = re.compile("([가-힣]{1,2})모[씨군양]?")


@lru_cache(maxsize=1)
def _surnames() -> dict[str, str]:
    """Return for each spelling of a surname the commonest one."""
    found: dict[str, str] = {}
    for row in read_rows("hangul.tsv"):
        spellings = row[1].split()
        for spelling in spellings:
            found.setdefault(spelling, spellings[0])
    return found


@lru_cache(maxsize=1)
def _northern_surnames() -> dict[str, str]:
    """Return for each spelling of a surname that the North alone has the commonest one."""
    found: dict[str, str] = {}
    for row in read_rows("hangul.tsv"):
        for spelling in row[_NORTHERN].split() if len(row) > _NORTHERN else ():
            found.setdefault(spelling, row[1].split()[0])
    # What is another surname in the South, as Song and Chon, is read as that one.
    return {spelling: commonest for spelling, commonest in found.items() if spelling not in _surnames()}


@lru_cache(maxsize=1)
def _surnames_in_hangul() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("hangul.tsv"))


@lru_cache(maxsize=1)
def _double_surnames() -> frozenset[str]:
    """Return the surnames of two syllables and their spellings, but for those that are given names as well: Sunwoo."""
    rows = [(row[0], row[1].split()) for row in read_rows("hangul.tsv") if len(row[0]) > 1]
    return frozenset(
        word
        for hangul, spellings in rows
        if not any(_is_of_two_given_syllables(spelling) for spelling in spellings)
        for word in (hangul, *spellings)
    )


def _is_of_two_given_syllables(word: str) -> bool:
    return any(_OF_GIVEN_NAMES.issuperset((word[:at], word[at:])) for at in range(1, len(word)))


def is_korean_surname_alone(word: str) -> bool:
    """Tell whether a word is a surname and no more, also with what the press puts for a given name: 남궁, 박모, 박모씨.

    Args:
        word: in Hangul or in lower-case ASCII, of which surnames of two syllables alone are told from given names.
    """
    hidden = _HIDDEN.fullmatch(word)
    return word in _double_surnames() or (hidden is not None and hidden[1] in _surnames_in_hangul())


def may_be_korean_surname(word: str) -> bool:
    """Tell whether a lower-case ASCII word spells a surname of either Korea; many are words of others as well."""
    return word in _surnames() or word in _northern_surnames()


@lru_cache(maxsize=50_000)
def korean_syllables(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a Korean name's surname and the syllables of its given name, each in one way; empty where it may be none.

    Args:
        tokens: lower-case ASCII words of a name, the surname at either end.
    """
    surname, _, syllables = surname_and_syllables(tokens)
    return (surname, *map(in_one_way, syllables)) if surname else ()


@lru_cache(maxsize=50_000)
def surname_and_syllables(tokens: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """Return a Korean name's surname in its commonest spelling and as written, and the syllables of its given name so.

    Empty ones where it may be none.

    Args:
        tokens: lower-case ASCII words of a name, the surname at either end.
    """
    if not 2 <= len(tokens) <= _MAX_WORDS:
        return "", "", ()
    ends = ((tokens[0], tokens[1:]), (tokens[-1], tokens[:-1]))
    # What the North alone spells so is a given name as well: Hyon Kim.
    for surnames, (surname, given) in product((_surnames(), _northern_surnames()), ends):
        if surname not in surnames or not any(map(_cut, given)):
            continue
        # A word of no syllables beside another is one with a slip, and none that may go: Tae Yhoun.
        syllables = tuple(syllable for word in given for syllable in _cut(word) or (word,))
        if len(syllables) <= _MAX_WORDS - 1:
            return surnames[surname], surname, syllables
    return "", "", ()


# Syllables of given names, as passports spell them.
_GIVEN = """
ah an bae beom bin bo bok bong bum byeong byung chae chan chang cheol cheon chul chun da dae dan deok do don
dong du duk eon eun ga gang geon geun gi gil go gon goo gu guk gun gwan gwang gyeong gyu ha hae han hee heon ho
hong hoo hoon hu hui hun hwa hwan hye hyeok hyeon hyo hyuk hyun ik il im in ja jae jang je jeong ji jin jo jong
joo joon ju jun jung kang keun ki kil koo kuk kwan kwang kyeong kyu kyung lim lin man mi min mo moo moon mu mun
myeong myung na nam nan ni no oh ok pil pyo ra rae ram ran ri rim rin ro ryeol san sang se seo seok seon seong
seop seul seung si sik so sol son soo sook soon su suk sun sung tae taek un ung wol won woo woong wook wu ye
yeol yeon yeong yo yong yoo yoon young yu yul yun
"""
_OF_GIVEN_NAMES = frozenset(_GIVEN.split())
# The same by McCune-Reischauer, as the North writes them too: without an E before O, unbreathed ones as K, T, P and CH.
_OLD_GIVEN = """
chi chin chom chong chu chuk chung hak hyang ik kun kwon kyong mok myong nyo pok pom pong rak rok ron ryang ryok ryol
ryon ryong ryul ryun sik sok song sop tal tok tong tu
"""
_OF_OLD_GIVEN_NAMES = (
    _OF_GIVEN_NAMES | {re.sub("e(?=[ou])", "", syllable) for syllable in _OF_GIVEN_NAMES} | set(_OLD_GIVEN.split())
)


def spells_korean_given_name(tokens: tuple[str, ...]) -> bool:
    """Tell whether words are the one or two syllables of a given name: Min Ji, Yerin.

    Args:
        tokens: lower-case ASCII words without the surname.
    """
    syllables = tuple(
        part for word in tokens for part in ((word,) if word in _OF_GIVEN_NAMES else _cut(word) or (word,))
    )
    return 0 < len(syllables) <= _MAX_WORDS - 1 and _OF_GIVEN_NAMES.issuperset(syllables)


# Syllables that Burma has as well; and marks that only McCune-Reischauer writes.
_BURMESE = """
an bo da do ga gu han in man min mo mun na nam nan ni oh ra ran san so su ye yo yu
"""
_ALSO_BURMESE = frozenset(_BURMESE.split())
_KOREAN_MARKS = frozenset("\u014f\u016d")
# A breath that it marks at the beginning of a syllable; an apostrophe of Malay stands behind a vowel or an N: Jum'at.
_BREATH = re.compile("\\b(?:ch|[kpt])'[yw]?[aeiou]")
# A single word is no name of elsewhere where a syllable ends as Indonesian ones hardly do, or begins so.
_CLOSED = re.compile("(?:hy|[mkpr]y|y)?(?:eo|eu|oo|ae|u|o|yo|you|yu)(?:ng|k|l|m|p)$|^hy|eo|eu|oo")


def is_surely_korean_given_name(spelt: str, tokens: tuple[str, ...]) -> bool:
    """Tell whether what may stand behind a title or a surname is a Korean given name, and hardly another one.

    Args:
        spelt: the words as written, in lower case.
        tokens: the same, lower-case ASCII, parted at hyphens.
    """
    if not _KOREAN_MARKS.isdisjoint(spelt):
        return True
    syllables = _cut(tokens[0]) if len(tokens) == 1 else tokens
    if not 0 < len(syllables) < _MAX_WORDS or not _OF_OLD_GIVEN_NAMES.issuperset(syllables):
        return False
    if _BREATH.search(spelt.translate(_ONE_APOSTROPHE)):
        return True
    if len(tokens) == 1:
        return any(map(_CLOSED.search, syllables))
    return len(set(tokens)) == len(tokens) and not _ALSO_BURMESE.issuperset(tokens)


def has_chong(tokens: tuple[str, ...]) -> bool:
    """Tell whether a word has a CHONG or JONG, which stands for two syllables of Hangul.

    McCune-Reischauer without its marks, and the North, which writes JONG, spell two sounds so. Who spells by ear or by
    the Revised Romanisation writes one of them JUNG, JEONG or CHUNG, and the other JONG.

    Args:
        tokens: lower-case ASCII, as written in Latin letters; in Hangul each has letters of its own.
    """
    return any(map(_CHONG[0].search, tokens))


def has_suk(tokens: tuple[str, ...]) -> bool:
    """Tell whether a word ends in SUK, which stands for a SEOK and a SUG of Hangul.

    Args:
        tokens: lower-case ASCII, as written in Latin letters.
    """
    return any(map(_SUK[0].search, tokens))


def with_chung_for_chong(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the `korean_syllables` of a name with CHUNG for CHONG and JONG."""
    return korean_syllables(_spelt(tokens, *_CHONG))


def with_sug_for_suk(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the `korean_syllables` of a name with no SEOK for SUK."""
    return korean_syllables(_spelt(tokens, *_SUK))


def with_both_other_sounds(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the `korean_syllables` of a name with CHUNG for CHONG and JONG, and no SEOK for SUK."""
    return korean_syllables(_spelt(_spelt(tokens, *_CHONG), *_SUK))


def _spelt(tokens: tuple[str, ...], pattern: re.Pattern[str], spelt: str) -> tuple[str, ...]:
    return tuple(pattern.sub(spelt, token) for token in tokens)


def looks_korean(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name of two or three words has a surname and sounds that hardly another people has together."""
    if not korean_syllables(tokens):
        return False
    return is_korean_surname_only(tokens) or _SIGN.search(" ".join(tokens)) is not None or _is_of_im(tokens)


def is_korean_surname_only(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name has a surname at either end that hardly another people spells so: Park, Jeong."""
    return any(map(_KOREAN_ALONE.fullmatch, (tokens[0], tokens[-1])))


def spells_korean_syllable(word: str) -> bool:
    """Tell whether a word is a syllable of Korean given names as passports, the North or a Y behind K spell it."""
    return word in _OF_OLD_GIVEN_NAMES or _WITH_Y.match(word) is not None


def _is_of_im(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name is of an Im, as Khmer ones are too, with two syllables of Korean given names: Im Su-bin."""
    given = tokens[1:]
    if tokens[0] != _IM or len(given) != _MAX_WORDS - 1:
        return False
    return _OF_GIVEN_NAMES.issuperset(given) and not _ALSO_BURMESE.issuperset(given)


@lru_cache(maxsize=20_000)
def are_two_in_korean(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether two Korean names of one surname have a syllable with and without an H before it or a last consonant.

    No spelling drops either or puts one in: Yun and Hyun, Woo and Wook, A and An are two, as are names of which one has
    a syllable before that of the other. The same letters cut otherwise are one name: Yuna, Yun-a.

    Args:
        left: lower-case ASCII words of a name.
        right: likewise.
    """
    ones, others = korean_syllables(left), korean_syllables(right)
    if not ones or not others or ones[0] != others[0] or "".join(ones) == "".join(others):
        return False
    # What is no syllable has a slip, which tells nothing.
    if not all(map(_SYLLABLE.fullmatch, (*ones[1:], *others[1:]))):
        return False
    if len(ones) != len(others):
        return _has_one_before(ones, others) or _has_one_before(others, ones)
    pairs = tuple(zip(ones[1:], others[1:], strict=True))
    return any((one[0] == "h") is not (other[0] == "h") or _is_one_open(one, other) for one, other in pairs)


def _is_one_open(one: str, other: str) -> bool:
    """Tell whether two syllables, each in one way, are alike but for a last consonant that one has."""
    shorter, longer = sorted((one, other), key=len)
    return shorter[-1] in _VOWELS and longer.startswith(shorter) and longer[len(shorter) :] in _LAST_CONSONANTS


def _has_one_before(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Tell whether a given name has a syllable before that of the other: Ah Young, Young.

    Clerks take the second syllable for a middle name and leave it out; nobody leaves out the first.
    """
    return len(longer) == len(shorter) + 1 and shorter[1:] == longer[2:]


@lru_cache(maxsize=20_000)
def are_two_by_breath(hangul: str, latin: str) -> bool:
    """Tell whether Latin letters mark a breath that the surname in Hangul has not: 전 is Chon, and CH'ON is 천.

    Who leaves the marks of McCune-Reischauer out writes both CHON, so that a missing one tells nothing. A last word is
    the surname only where the first is none: 정창 is Chong Ch'ang.

    Args:
        hangul: a whole name, the surname first.
        latin: a whole name as written, the surname at either end.
    """
    words = latin.casefold().translate(_ONE_APOSTROPHE).split()
    ends = [word.partition("'") for word in (*words[:1], *words[-1:])]
    surnames = [(head, mark) for head, mark, rest in ends if ascii_fold(head + rest) in _surnames()]
    head, mark = surnames[0] if surnames else ("", "")
    if not mark or head not in _BREATHLESS:
        return False
    return (ord(hangul[0]) - _FIRST_HANGUL) // _SYLLABLES_OF_A_LETTER == _BREATHLESS[head]


@lru_cache(maxsize=50_000)
def _cut(word: str) -> tuple[str, ...]:
    """Return the one or two Korean syllables of a word, none where it is not made of such."""
    if _SYLLABLE.fullmatch(word):
        return (word,)
    cuts = ((word[:at], word[at:]) for at in range(len(word) - 1, 0, -1))
    fitting = [cut for cut in cuts if all(map(_SYLLABLE.fullmatch, cut))]
    # A consonant between two vowels begins a syllable: hye-won.
    return min(fitting, key=lambda cut: cut[1][0] in "aeiouwy", default=())


@lru_cache(maxsize=20_000)
def in_one_way(syllable: str) -> str:
    """Return the one spelling that stands here for all of a syllable's."""
    # What is short for a name elsewhere, as Don and Jun, is a syllable here.
    in_full = full_form(syllable)
    syllable = in_full if _SYLLABLE.fullmatch(in_full) else syllable
    for pattern, spelt in _ONE_WAY:
        syllable = pattern.sub(spelt, syllable)
    return syllable
