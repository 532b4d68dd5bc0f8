"""Take titles and forms of address off a person's name, without taking a part of the name."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.scripts.burmese import burmese_syllables
from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.han import spells_given_name
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.korean import is_surely_korean_given_name, spells_korean_given_name
from entity_resolution.names.tongues.south_asian import is_south_asian
from entity_resolution.names.tongues.tongue import guess_tongue, is_vietnamese_surname, looks_burmese

# Burmese titles that are also syllables of names: taken only where enough of a name remains behind them.
_BURMESE_TITLES = frozenset({"ဦး", "ဒေါ်", "ကို", "မောင်", "စော", "နော်", "စိုင်း", "နန်း", "ခွန်", "မန်း", "စဝ်"})
_LETTERS_AFTER_BURMESE_TITLE = 6
# Those of women that as often as not begin a name; behind one, a whole syllable, and none that is the title again.
_DOUBTFUL_TITLES = ("နော်", "မ")
_TITLE_AGAIN = re.compile("နော်|မ(?![\u102b-\u103e])")
_OPENS_SYLLABLE = re.compile("[က-ဪဿ](?![\u1039\u103a])")
# Titles that are also names by themselves.
_NAMES_ALONE = _BURMESE_TITLES | {"កញ្ញា"}
# Latin titles that nobody is called by: Haji and Sheikh are names as well.
_NEVER_ALONE = frozenset(
    {"mr", "mrs", "ms", "miss", "mister", "mdm", "mstr", "madam", "madame", "mme", "mlle", "monsieur", "dr", "doctor"}
)
# What stands between a Thai rank and the name of a woman who has it.
_WOMAN, _RANK_ENDS, _RANK_LETTERS = "หญิง", ("เอก", "โท", "ตรี", "ตำรวจ"), ("พ", "ร.", "ส.", "จ.", "ด.ต.")
# A title in letters and points with spaces between: น. ส., พ. ต. ท.
_SPACED_LETTERS = re.compile(r"^(?:[\u0e01-\u0e2e]{1,3}\. ?){2,}")
# The title of monks begins those of nobles and princes as well, and a few names: phra-ya, phra-ong-chao, phra-phai.
_MONK, _NO_MONK = "พระ", ("ยา", "องค์", "เจ้า", "นาง", "ราช", "พาย", "นาย")
# U, Daw and the Khun of the Shan and Pa-O begin few names, and may stand before a name of one syllable: U Thant.
_U_AND_DAW = frozenset({"ဦး", "ဒေါ်", "ခွန်"})
_LETTERS_AFTER_U_AND_DAW = 4
# The Shan forms of address, which are a part of a name of one more syllable: Sai Leik, Nang Kham.
_SAI, _SAI_IN_LATIN, _NANG = "စိုင်း", "sai", "nang"
# A rank cut short, and a given name in Japan and China: it is a rank before two words.
_GEN = "gen"
# Titles of Indonesia and Burma that are surnames in Korea.
_PAK, _SURNAMES_IN_KOREA = "pak", frozenset({"pak", "u", "ko", "ma"})
# Mister in Vietnam, and a surname there, behind which stands no other surname.
_ONG, _MIDDLE_NAMES = "ông", frozenset({"van", "thi", "huu"})
_LOK, _GIVEN_IN_PHILIPPINES = "lok", frozenset({"lady", "lord"})
# Titles of Thailand and Burma that are surnames in Cambodia; and a rank that is a given name of Sikhs.
_SURNAMES_IN_CAMBODIA, _MAJOR, _SIKH = frozenset({"khun", "pol", "nang"}), "major", "singh"
_SYLLABLE = re.compile("[aeiouy]+")
# Degrees as Indonesia writes them behind a name, and those that may be initials.
_DEGREE = re.compile(
    r"[SM](?:\.(?:Ag|Ds|E\.?I|Farm|Hum|Hut|[Ii]\.?[Kk]om|I\.?P|K\.?M|Ked|Kep|Kes|Kn|Kom|P\.?d(?:\.?I)?|Psi|Si|Sn|Sos|Th)"
    r"|(?:Farm|Hum|Kep|Kes|Kom|Pd|Psi|Si|Sos))\.?|A\.Md\.?(?:Kep|Keb)?\.?|[SM]\.[EHMPT]\.?|Sp\.[A-Z][A-Za-z]{0,3}\.?"
)
_BEFORE_DEGREE = re.compile(r"^(?:(?:K\.?H|Hj?|Ir)\. ?)+(?=\w\w)")
_TWO_LETTERS = re.compile(r"[a-z]\.[a-z]")
# An elder brother or sister as Thais write it in Latin letters, before what somebody is called: P'Nok, พี่นก.
_ELDER = re.compile(r"^[Pp]['\u2019](?=[A-Z][a-z]+$)")
# What stands behind the given name where a list has the family's last: Juan Jr. Cruz.
_ANYWHERE = frozenset({"jr", "jnr", "snr"})
_WORDS_WITH_INSIDE = 2
_FIRST_WORD = re.compile(r"[ .\-]")
_WORDS_OF_U_ZAW = 2
_STOP = re.compile(r"(?<=\.)")
_CHILD_OF = frozenset({"bin", "binti", "binte", "bte", "bt", "b", "ibn", "a/l", "a/p"})
_U_AND_DAW_IN_LATIN = ("u", "daw")
# Kinds of the table's rows whose titles may be a part of a name, and those that a point tells from such.
_TITLES, _POINTED = frozenset({"title"}), frozenset({"indic", "pointed"})
_AMBIGUOUS = _POINTED | {"ambiguous", "burmese", "surname"}
# What may stand behind a title or a rank; behind Ko, Ma and Maung these are the first syllable of a name.
_BEHIND_A_TITLE = frozenset(
    {*_U_AND_DAW_IN_LATIN, "sai", "saw", "naw", "nang", "nan", "nant", "mahn", "khun", "hkun", "sao"}
)
_OPEN_A_NAME = frozenset({"ko", "ma", "maung", "mg"}) | (_BEHIND_A_TITLE - frozenset(_U_AND_DAW_IN_LATIN))
# A monk's name, Pali in one word, which ends in a vowel and needs no other word behind U; `U.` is an initial.
_PALI_NAME, _PALI_SYLLABLES = re.compile("(?!.*[qxf])[a-z]{5,}[aiu]"), 3


@lru_cache(maxsize=1)
def _titles() -> dict[tuple[str, ...], str]:
    """Return the kinds of what stands before a name, word by word; Uncle stands before one as well as behind."""
    rows = (row for row in read_rows("honorifics.tsv") if row[0] not in {"prefix", "after"})
    return {tuple(row[1].lower().split()): row[0] for row in rows}


@lru_cache(maxsize=1)
def _prefixes() -> tuple[str, ...]:
    found = [row[1] for row in read_rows("honorifics.tsv") if row[0] == "prefix"]
    return tuple(sorted(found, key=len, reverse=True))


@lru_cache(maxsize=1)
def _prefixes_alone() -> frozenset[str]:
    """Return the titles written without a space before a name, with and without a last point."""
    return frozenset(form for prefix in _prefixes() for form in (prefix, prefix.removesuffix(".")))


@lru_cache(maxsize=1)
def _suffixes() -> tuple[str, ...]:
    return tuple(row[1] for row in read_rows("honorifics.tsv") if row[0] == "suffix")


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(len(words) for words in _titles())


@lru_cache(maxsize=1)
def first_words_of_titles() -> frozenset[str]:
    """Return the words, in lower case, that titles written apart from the name begin with."""
    return frozenset(_FIRST_WORD.split(words[0], maxsplit=1)[0] for words in _titles())


def without_titles_before(part: str) -> tuple[str, tuple[str, ...]]:
    """Return a given or family name in a field of its own without the titles before it, and these in lower case.

    What stands behind it stays: a `Jr.` tells a son from his father. So does a form of address: the other field may
    have the rest of `brother of Nary`. Since another part of the name is in another
    field, U and Daw are taken from before one short syllable as well (U Zaw); by themselves they stay.

    Args:
        part: in any script, with single spaces; it is never emptied.
    """
    if part.isascii() and _FIRST_WORD.split(part, maxsplit=1)[0].lower() not in first_words_of_titles():
        return part, ()
    taken: list[str] = []
    stripped = _strip_prefix(part, taken)
    words = _parted_at_stops(_parted_at_hyphens(stripped.split()))
    words = words[_front_titles(words, taken, _TITLES) :]
    if len(words) == _WORDS_OF_U_ZAW and _is_u_or_daw(words[0], words[1:]):
        taken.append(_plain(words.pop(0)))
    return (" ".join(words), tuple(taken)) if taken and words else (part, ())


def _is_u_or_daw(title: str, rest: list[str]) -> bool:
    """Tell whether a word before a lone Burmese syllable is U or Daw; `U.` is an initial."""
    if title.lower() not in _U_AND_DAW_IN_LATIN or _plain(rest[0]) == title.lower():
        return False
    return _reads_burmese(title.lower(), rest) and not _is_korean_given_name(title.lower(), rest)


def strip_honorifics(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the name without its titles, and the titles in lower case.

    A title is taken only while a name remains. Short Burmese, Thai and Khmer titles that are also parts of names
    (U, Ko, Ma, Saw, Nang) are taken from the front alone, when at least two words remain, or one of at least four
    letters, and when the next word does not repeat them (Ko Ko Oo).

    Args:
        text: a cleaned name.
    """
    taken: list[str] = []
    stripped = _strip_prefix(text, taken)
    words = _parted_at_stops(_parted_at_hyphens(stripped.split()))
    front = _front_titles(words, taken)
    words = words[front:]
    words = _without_title_inside(words, taken)
    words = _without_fathers_title(words)
    while len(words) > 1 and is_trailing(words[-1]):
        taken.append(_without_accents(words.pop()))
    return (" ".join(words), tuple(taken)) if words else (text, ())


def without_doubtful_title(text: str) -> str:
    """Return a Burmese name without a first syllable that may be a woman's title or belong to the name; "" without one.

    မ is Ma, and the first syllable of Manandar; နော် is the Naw of the Karen. Each is a title only where a syllable of
    its own stands behind it, with its own vowel and another than the title: မမြင့် is Ma Myint, မမ and မင်း are names.

    Args:
        text: a cleaned name, of which no title was taken.
    """
    title = next((title for title in _DOUBTFUL_TITLES if text.startswith(title)), "")
    rest = text[len(title) :].lstrip()
    if not title or not rest or _TITLE_AGAIN.match(rest) or not _OPENS_SYLLABLE.match(rest):
        return ""
    return rest


def is_title_alone(text: str) -> bool:
    """Tell whether a cleaned name is nothing but titles, of which none is a name as well: `Mr.`, `นางสาว`, `先生`."""
    words = _with_letters_joined(text).split()
    return bool(words) and all(_is_never_a_name(word) for word in words)


def _with_letters_joined(text: str) -> str:
    """Return a text without the spaces inside a Thai title of letters and points that it begins with: น. ส."""
    found = _SPACED_LETTERS.match(text)
    joined = found.group().replace(" ", "") if found is not None else ""
    return joined + text[found.end() :] if found is not None and _is_prefix(joined) else text


def _is_never_a_name(word: str) -> bool:
    if word.isascii():
        return _plain(word) in _NEVER_ALONE
    rank = word.removesuffix(_WOMAN)
    is_title = _is_prefix(word) or (rank != word and _is_rank(rank) and _is_prefix(rank))
    return word in _suffixes() or (is_title and word not in _NAMES_ALONE)


def _is_prefix(text: str) -> bool:
    return text in _prefixes_alone()


def without_degrees(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a name without the Indonesian degrees behind its commas, and those in lower case: `Fauzi, S.E., M.Si`.

    One of two single letters alone may be initials as well.
    """
    name, *parts = (part.strip() for part in text.split(","))
    taken: list[str] = []
    while parts and all(map(_DEGREE.fullmatch, parts[-1].split())):
        taken[:0] = map(_plain, parts.pop().split())
    if not taken or (len(taken) == 1 and _TWO_LETTERS.fullmatch(taken[0])):
        return text, ()
    return ", ".join((name, *parts)), tuple(taken)


def without_title_before_degree(name: str) -> str:
    """Return a name that has a degree of Indonesia without what stands before such: Haji, Hajah, Insinyur."""
    return _BEFORE_DEGREE.sub("", name)


def split_tail(text: str) -> tuple[str, str]:
    """Part a name from the titles that stand behind a last comma: `SMITH, John, Ph.D.`, `John Smith, Jr.`."""
    tails: list[str] = []
    head, comma, tail = text.rpartition(",")
    while comma and head and all(map(is_trailing, tail.split())):
        tails.insert(0, tail.strip())
        text = head
        head, comma, tail = text.rpartition(",")
    return text, " ".join(tails)


def is_trailing(word: str) -> bool:
    """Tell whether a word stands behind names and is none: Jr., Ph.D."""
    return _without_accents(word).replace(".", "") in _trailing()


def _without_accents(word: str) -> str:
    """Return what may stand behind a name in lower case; of a Latin word without its accents: Júnior."""
    plain = _plain(word)
    return plain if plain.isascii() or not plain[0].isascii() else ascii_fold(plain)


def without_titles_around(family: str) -> tuple[str, tuple[str, ...]]:
    """Return a family's name that stands before a comma without the titles at either end, and these in lower case.

    What may be a part of a name stays: `Saw Lwin, Thida`.

    Args:
        family: with single spaces; it is never emptied: `Pak, Ji-hoon`.
    """
    rest, before = without_titles_before(family)
    if any(_titles().get(tuple(title.split())) != "title" for title in before):
        rest, before = family, ()
    rest, behind = without_titles_behind(rest)
    return rest, (*before, *behind)


def without_titles_behind(part: str) -> tuple[str, tuple[str, ...]]:
    """Return a part of a name without titles that nobody is called by behind it, as airlines print them: `Nuwan MR`.

    Args:
        part: with single spaces; it is never emptied.
    """
    words, taken = part.split(), list[str]()
    while len(words) > 1 and _plain(words[-1]) in _NEVER_ALONE:
        taken.insert(0, _plain(words.pop()))
    return (" ".join(words), tuple(taken)) if taken else (part, ())


def in_spoken_order(family: str, given: str) -> str:
    """Return a name that a comma turned as it is spoken, what stands behind the given name last: `CRUZ, Juan Jr.`."""
    words = given.split()
    tail: list[str] = []
    while len(words) > 1 and is_trailing(words[-1]):
        tail.insert(0, words.pop())
    return " ".join((*words, family, *tail))


def _without_title_inside(words: list[str], taken: list[str]) -> list[str]:
    """Take a title of two words or more from behind the first word (`ZAKI, Datuk Seri Ahmad`), and any `Jr.`."""
    for length in range(min(_longest(), len(words) - 2), 1, -1):
        title = tuple(_plain(word) for word in words[1 : 1 + length])
        if _titles().get(title) == "title":
            taken.append(" ".join(title))
            return [words[0], *words[1 + length :]]
    inside = next((at for at in range(1, len(words) - 1) if _plain(words[at]) in _ANYWHERE), 0)
    if inside and len(words) > _WORDS_WITH_INSIDE:
        taken.append(_plain(words[inside]))
        return [*words[:inside], *words[inside + 1 :]]
    return words


def _parted_at_hyphens(words: list[str]) -> list[str]:
    """Part the words of ranks that hyphens join, before the last word: `Pol Lt-Col Somchai`."""
    return [piece for word in words[:-1] for piece in _words_of_rank(word)] + words[-1:]


def _words_of_rank(word: str) -> list[str]:
    pieces = word.split("-")
    whole = tuple(map(_plain, pieces))
    return pieces if len(pieces) > 1 and _titles().get(whole) == "title" else [word]


def _parted_at_stops(words: list[str]) -> list[str]:
    """Part titles that are written without spaces, from each other and from the name: `Pol.Lt.Col.Somchai`."""
    if not words or "." not in words[0][:-1]:
        return words
    pieces = [piece for piece in _STOP.split(words[0]) if piece]
    parted = [*pieces, *words[1:]]
    front = _front_titles(parted, [])
    return parted if front and all(len(_plain(piece)) > 1 for piece in pieces) else words


def _without_fathers_title(words: list[str]) -> list[str]:
    """Take a title from behind the word for whose child somebody is, which is not hers: `Siti binti Haji Ismail`."""
    for at in range(1, len(words) - 2):
        if _plain(words[at]) not in _CHILD_OF:
            continue
        for length in range(min(_longest(), len(words) - 2 - at), 0, -1):
            title = tuple(_plain(word) for word in words[at + 1 : at + 1 + length])
            if _titles().get(title) == "title":
                return _without_fathers_title([*words[: at + 1], *words[at + 1 + length :]])
    return words


def _plain(word: str) -> str:
    return word.lower().strip(".,()")


@lru_cache(maxsize=1)
def _trailing() -> frozenset[str]:
    return frozenset(row[1].lower() for row in read_rows("honorifics.tsv") if row[0] == "after")


def _front_titles(words: list[str], taken: list[str], always: frozenset[str] = _TITLES | {"address"}) -> int:
    """Return how many words at the front are titles, of these kinds always; adds them to the titles taken."""
    at = 0
    while at < len(words) - 1:
        for length in range(min(_longest(), len(words) - 1 - at), 0, -1):
            title = tuple(_plain(word) for word in words[at : at + length])
            kind = _titles().get(title)
            if kind in always or (kind in _AMBIGUOUS and _may_take(words, at, kind)):
                taken.append(" ".join(title))
                at += length
                break
        else:
            break
    return at


def _may_take(words: list[str], at: int, kind: str) -> bool:
    """Tell whether an ambiguous title may go: the rest must still be a name, and must not repeat it."""
    rest = words[at + 1 :]
    if not rest or _plain(rest[0]) == _plain(words[at]) or (at > 0 and not _may_follow(words, at)):
        return False
    if _plain(words[at]) == _NANG and len(rest) == len(_SYLLABLE.findall(ascii_fold(rest[0]).lower())) == 1:
        return False
    if kind == "burmese" and not _leaves_a_name(words[at], rest):
        return False
    if kind in _POINTED and not _is_short_title(words[at], kind, rest):
        return False
    if _is_surname_before(words[at], kind, rest):
        return False
    if _plain(words[at]) == _GEN and len(rest) == 1:
        return False
    return len(rest) >= 2 or len(rest[0]) >= 4


def _is_short_title(title: str, kind: str, rest: list[str]) -> bool:
    """Tell whether a word of Bengal is short for Mosammat: Mosa. is, Mosa is Moses; Most is before names of there."""
    return title.endswith(".") or (kind == "indic" and any(is_south_asian(ascii_fold(word).lower()) for word in rest))


def _is_surname_before(title: str, kind: str, rest: list[str]) -> bool:
    """Tell whether a title is rather a name before what follows: Pak before Korean syllables, Lok before Chinese ones.

    Lok is one in Nepal too, and Lady and Lord are given names in the Philippines: Lok Nath, Lady Mae.

    Args:
        title: one that is a name elsewhere.
        kind: its kind in the table.
        rest: the words behind it, at least one.
    """
    plain, spelt = _plain(title), ascii_fold(" ".join(rest)).lower()
    if plain in _SURNAMES_IN_KOREA and _is_korean_given_name(plain, rest):
        return True
    if plain in _SURNAMES_IN_CAMBODIA and not title.endswith("."):
        return guess_tongue(spelt, spelt) is Tongue.KHMER
    if plain in _GIVEN_IN_PHILIPPINES and len(rest) > 1:
        return True
    if plain == _LOK and not title.endswith(".") and any(map(is_south_asian, spelt.split())):
        return True
    if kind == "surname" and not title.endswith("."):
        return spells_given_name(spelt) and guess_tongue(spelt, spelt) is not Tongue.KHMER
    first = spelt.split()[0] if spelt.split() else ""
    if plain == _ONG and len(rest) > 1:
        return first in _MIDDLE_NAMES or not is_vietnamese_surname(first)
    return plain == _MAJOR and first == _SIKH


def _is_korean_given_name(title: str, rest: list[str]) -> bool:
    """Tell whether words are a Korean given name: Indonesia has no two words of such syllables, Burma has some."""
    spelt = " ".join(rest).lower()
    tokens = tuple(ascii_fold(spelt).replace("-", " ").replace("'", "").split())
    if is_surely_korean_given_name(spelt, tokens):
        return True
    return title == _PAK and len(tokens) > 1 and spells_korean_given_name(tokens)


def _may_follow(words: list[str], at: int) -> bool:
    """Tell whether a form of address may stand behind what is before it: `Dr. Daw`, `U Sai`; `U Ko` begins a name."""
    title, before = _plain(words[at]), _plain(words[at - 1])
    if title not in _BEHIND_A_TITLE or before in _OPEN_A_NAME:
        return False
    if title in _U_AND_DAW_IN_LATIN and before in _U_AND_DAW_IN_LATIN:
        return False
    return _reads_burmese(title, words[at + 1 :])


def _leaves_a_name(title: str, rest: list[str]) -> bool:
    """Tell whether a Burmese word before a lone title is a title: U Maung is Maung, Saw Maung and Ko Ma are names."""
    if not _reads_burmese(title.lower(), rest):
        return False
    if _plain(title) == _SAI_IN_LATIN and len(rest) == len(_SYLLABLE.findall(ascii_fold(rest[0]))) == 1:
        return False
    return len(rest) > 1 or _plain(title) in _U_AND_DAW_IN_LATIN or _titles().get((_plain(rest[0]),)) != "burmese"


def _reads_burmese(title: str, rest: list[str]) -> bool:
    """Tell whether what is behind a title is shaped like a Burmese name: of syllables, or behind U a monk's."""
    folded = [ascii_fold(word) for word in rest]
    return looks_burmese(folded) or (title == "u" and len(rest) == 1 and _is_pali(folded[0].lower()))


def _is_pali(word: str) -> bool:
    """Tell whether a word may be a monk's name by itself, and is no family's of India or Sri Lanka."""
    if _PALI_NAME.fullmatch(word) is None or is_south_asian(word):
        return False
    return len(_SYLLABLE.findall(word)) >= _PALI_SYLLABLES


def _strip_prefix(text: str, taken: list[str]) -> str:
    """Take off titles written without a space, as Thai, Lao, Khmer and Burmese do."""
    text = _ELDER.sub("", text)
    if text.isascii():
        return text
    text = _with_letters_joined(_without_suffix(text, taken))
    again = True
    while again and not _is_prefix(text) and text.startswith(_prefixes()):
        again = False
        for prefix in _prefixes():
            if not text.startswith(prefix):
                continue
            rest = text[len(prefix) :].lstrip(" .")
            woman = _is_rank(prefix) and rest.startswith(_WOMAN)
            rest = rest.removeprefix(_WOMAN).lstrip() if woman else rest
            if len(rest) >= 2 and _may_start(rest, after=prefix):
                taken.extend((prefix, _WOMAN) if woman else (prefix,))
                text = rest
                again = True
                break
    return text


def _is_rank(prefix: str) -> bool:
    """Tell whether a title written before a name is a rank, which may have a word for a woman behind it."""
    return prefix.endswith(_RANK_ENDS) or (prefix.startswith(_RANK_LETTERS) and prefix.endswith("."))


def _without_suffix(text: str, taken: list[str]) -> str:
    """Take off a title written behind a name without a space, as Chinese does: 陈志明先生."""
    suffix = next((suffix for suffix in _suffixes() if text.endswith(suffix) and text != suffix), None)
    if suffix is None or not text[: -len(suffix)].strip():
        return text
    taken.append(suffix)
    return text.removesuffix(suffix).strip()


def _may_start(rest: str, *, after: str) -> bool:
    """Tell whether a name may begin here: not with a vowel sign or mark, and not with the title once more."""
    if rest.startswith(after) or not rest[0].isalpha() or "ะ" <= rest[0] <= "ฺ":
        return False
    if after == _MONK and rest.startswith(_NO_MONK):
        return False
    if after not in _BURMESE_TITLES:
        return True
    if after == _SAI:
        return rest[1:2] not in "\u103a\u1039" and len(burmese_syllables(rest)) > 1
    # A consonant with ASAT or VIRAMA behind the title closes its syllable: it was no title but the start of a name.
    least = _LETTERS_AFTER_U_AND_DAW if after in _U_AND_DAW else _LETTERS_AFTER_BURMESE_TITLE
    return len(rest) >= least and rest[1] not in "\u103a\u1039"
