"""Guess whose spelling habits a Latin name follows, from the name alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.han import is_syllable, spells_given_name
from entity_resolution.names.scripts.han_sounds import given_syllables, is_known
from entity_resolution.names.scripts.latin import has_vietnamese_marks
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import dialects_of_spelling, has_surname_of_two_words, surname_spellings
from entity_resolution.names.short_names import PARTICLES, has_short_forms
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.never_thai import is_never_thai, is_western_given_name
from entity_resolution.names.tongues.syllables import word_pattern

OF_SCRIPT = {
    Script.THAI: Tongue.THAI,
    Script.LAO: Tongue.LAO,
    Script.KHMER: Tongue.KHMER,
    Script.MYANMAR: Tongue.BURMESE,
    Script.HAN: Tongue.CHINESE,
}
OF_COUNTRY = {
    "TH": Tongue.THAI,
    "LA": Tongue.LAO,
    "KH": Tongue.KHMER,
    "MM": Tongue.BURMESE,
    "CN": Tongue.CHINESE,
    "TW": Tongue.CHINESE,
    "HK": Tongue.CHINESE,
    "MO": Tongue.CHINESE,
    "VN": Tongue.VIETNAMESE,
}
_MALAY = frozenset({"bin", "binti", "bte", "bt", "binte", "al", "ap", "anak", "ibni"})
_BURMESE_ONSET = (
    "(?:(?:hp|ph|p|m|d)r|kh|hk|k|gy|g|ng|ch|hs|sh|s|z|hny|ny|hn|nh|n|ht|th|t|d|hp|ph|p|b|hm|mh|m|r|hl|l|hw|h|j|v)?y?w?"
)
_BURMESE_RHYME = (
    "(?:aung|awng|ong|oung|aing|aign|ain|aik|auk|awk|aut|out|aww|aw|aye|ae|arr|ar|ah|ann|antt|ant|an|att|at|ai|ayt|ay|au|ap|am|a|einn|eint|eing|ein|eim|eik|eit|ett|et|ek|eh|"
    "el|ei|e|inn|intt|int|ynn|yn|in|itt|it|ie|i|yi|ee|oon|oo|one|ohn|onn|on|oke|oak|ok|oat|ope|own|oh|oe|ore|or|o|unnt|untt|unt|unn|un|utt|ut|up|uu|ou|u|ine|ike|ate|ane|ake|ime|wut|y)"
)
_BURMESE_NAME = re.compile(f"(?:{_BURMESE_ONSET}{_BURMESE_RHYME}){{1,3}}")
_BURMESE_SYLLABLE = re.compile(f"{_BURMESE_ONSET}{_BURMESE_RHYME}")
_BURMESE_SIGN = re.compile(
    "aung|kyaw|kyi|hla|hlaing|htun|htet|htay|htwe|htoo|htut|eindra|eaindra|myint|myo|mya|nyunt|nyein|khin|khaing|khine|naing|lwin|zaw|soe|thein|thant|thet|"
    "thu|thwin|thiri|phyo|shwe|swe|hnin|moe|oo|maung|zin|win|wai|thazin|thandar|nwe|nway|aye|sein|tin|tun|hein|pyae|yadanar|nandar|su|"
    "ohn|than|lin|thaw|zar|ei|myat|may|nay|cho|hsu|hset|wint|sithu|zeya|zayar|thura|chit|kyin|tint|nyo|ngwe|than|yin|mon|kaung|phone|paing|ye"
)
# Spellings within one syllable that hardly another language of the region has.
_SYLLABLE = 6
_BURMESE_SOUND = re.compile(
    "^(?:ht|hs|hm|hn|hl|hp|hk|ky|gy|my|py|phy|shw|thw|tw|nw|mw)|(?:aung|auk|aing|aik|ein|eik|oke|one|ohn|ine|unt|int)$"
)
_PINYIN = re.compile(
    "(?:(?:zh|ch|sh|hs|ts|tz|ng|kh|ph|th|hw|gw|kw|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ueng|yeong|eung|eong|oong|iao|ian|ien|uai|uan|ang|eng|ing|ong|"
    "ung|iau|iew|eow|eoh|oon|uen|eau|ai|ei|ao|au|ou|an|en|in|un|on|ia|ie|iu|io|ua|uo|ui|ue|oh|eh|ah|ee|oo|oi|ow|aw|oy|"
    "am|im|um|om|ap|ip|up|op|ak|ik|uk|ok|ek|at|it|ut|ot|et|er|a|e|i|o|u|y|v)){1,2}"
)
_THAI_SIGN = re.compile(
    "porn|phon|chai|wat|watt|sak|phong|pong|krit|rat|siri|som|nat|nop|wan|suk|thong|boon|bun|prapa|pras|pracha|kiat|kiet|wong|sri|"
    "chart|chat|arn|korn|kon|thip|tip|thep|tep|sap|thana|tana|suwan|jit|jai|dee|wich|wit|yut|yuth|phan|pan|phat|pat|chan|jan|kul|kun|ratt|ratana|"
    "ampai|amphai|ngam|sombat|nong|khlong|muang|mueang|saeng|saen|sawat|sawad|cha|"
    "kitti|pramo|prayu|pra[wv]i|niyom|jaroen|roongr|rueng|[wv]ora|thira|teera|[wv]eera|bhak|phak|phum|piro|phiro|panich|phanit|"
    "thavi|thawi|sunth|sunda|udom|ubol|amorn|amon|aphi|abhi|apich|chuen|duang|itth|kamol|kamon|lert|loet|mongk|nopp|thano|"
    "^phra|^phet|^petch|thaks|[wv]irat|[wv]isut|yingl|jaya|indra|kaew|kaeo|gaew|keaw|ploy|phlo[iy]|bupp?h?a|khwan|[wv]ilai|saich|saik|[wv]iro[jt]|ngern|ngoen|orath|orapi"
)
# Elements of Thai names, in the royal transcription and as people write themselves; each by itself is anybody's.
_THAI_PART = re.compile(
    "aphi|abhi|amp(?:h|or)|anan|anon|arch|athit|arthit|banch|bua|buak|buppha|chaem|char|chid|chit|chira|chob|chop|chuan|chum|chur|dang|daeng|dech|"
    "det$|dej$|dilok|dumr|damr|ekk?a|inth?a|jarun|jat[uc]|jira|juri|kamp|kham|kanch|kanj|karn|kasem|kasit|kawin|ket|kha[ow]|khet|khun|klom|krai|"
    "kris|krits|kr(?:oe|e?r|ir)k|kuea|kwan|khwan|laks?|leek|likh?|limp|lim(?=l)|luck|mali|manop|manu[st]|manat|mek|naris|nara|newin|nit[hi]|nonda?$|nop|"
    "pai$|phai|ph?aet|parad|phar|path?a|patt|peera|phin|phir|pin(?=y)|piya|plod|plot|pong|prap|prec|preech|prich|prem|prid[ai]|pring|prom|phrom|puang|"
    "raks|ramk|rangs|rinth|roj|rot(?=ch)|roong|ruang|ruea?ng|rung|sadi$|sakul|sakun|samak|saman|samr|sanan|sanit|santi|saran|sarit|sasi|sath?it|"
    "sena|sini?$|sith?|sitt|songk|soph?a|sorn|suda|sukh|sunt|suph?a|sura|suri|suth|suwa|swad|tamm|thamm|tanin|thanin|teer|theer|thaw|tham|than|thit|"
    "benjam|bencham|bussaba|butsab|busab|[kg]annik|[kg]riang|[kg]reang|[kg]linh|khaosa|kaosa|narong|narue?m|ph?airo[jt]|pa[wv]in|ph?it?sanu|"
    "piyab|rungn|sao[wv]|sr?ettha|su[wv]im|[wv]allap|yao[wv]|yingyo|"
    "thon|tong|tinn?a|utth|usa|vach|wach|watch|[vw]adi|[vw]ara|[vw]is[iu]|[vw]iss|yan(?=a)|yod|yot|yong|yuth?|yupp?h?a"
)
_MOSTLY = 2
_VOWELS = re.compile("[aeiouy]+")
_KHMER_SIGN = re.compile(
    "soph|ea|chh|srey|vann|ouk|oeu|oeun|oeur|eak|reth|roth|vuth|rith|phal|chan|sok|kosal|dara|mony|pich|pov|keo|heng|nary|thy|bor|"
    "phors|phoas|khie[uv]|phnom|kampong|kandal|prey|svay|trapeang|kaoh|boeng|ie[nmp]|uon|uoy|sambath|seth"
)


_THAI_WORD = word_pattern(
    onset="ng|(?:kh|ph|ch|th|jh|bh|dh|[kgptcjdbsf])?[rlw]|kh|ph|ch|th|jh|bh|dh|sh|[kgptcjdbsfmnhvzx]",
    coda="ng[sk]?|nd|nt|nn|rn|rm|rt|rk|rp|rd|th|kh|tch|ch|ck|ph|tt|[kgtdpbmnslrjhwfvzx]",
    last="[td]r",
)
_KHMER_WORD = word_pattern(
    onset="(?:kh|chh|ch|ph|th|ng|nh|sh|[kgptcjdbsfmnhvrlwz]){0,2}h?",
    coda="ng|nh|nd|th|kh|ch|ck|ph|rn|rs|[kgtdpbmnslrchv]",
)


@lru_cache(maxsize=50_000)
def plausible_tongues(latin: str) -> frozenset[Tongue]:
    """Return the languages whose spelling could have given a Latin name, by the shape of its syllables; GENERAL always.

    Args:
        latin: lower-case ASCII, tokens separated by single spaces.
    """
    tokens = latin.split()
    shapes = 7
    for token in tokens:
        shapes &= _shapes(token)
    return _OF_SHAPES[shapes | (8 if tokens and _looks_chinese(tokens) else 0)]


_SHAPES = ((Tongue.THAI, _THAI_WORD), (Tongue.KHMER, _KHMER_WORD), (Tongue.BURMESE, _BURMESE_NAME))
_BURMESE_SHAPE = 4
_OF_SHAPES = tuple(
    frozenset(
        {Tongue.GENERAL}
        | {
            tongue
            for bit, tongue in enumerate((Tongue.THAI, Tongue.KHMER, Tongue.BURMESE, Tongue.CHINESE))
            if shapes >> bit & 1
        }
    )
    for shapes in range(16)
)


@lru_cache(maxsize=100_000)
def _shapes(token: str) -> int:
    """Return one bit for each language of `_SHAPES` whose syllables a token could be made of."""
    return sum(1 << bit for bit, (_, shape) in enumerate(_SHAPES) if shape.fullmatch(token))


def guess_tongue(latin: str, marked: str) -> Tongue:
    """Return the language whose spelling a Latin name most likely follows.

    Args:
        latin: lower-case ASCII, tokens separated by single spaces.
        marked: the same name with its marks.
    """
    tokens = latin.split()
    if has_vietnamese_marks(marked):
        return Tongue.VIETNAMESE
    if not tokens or _MALAY & set(tokens):
        return Tongue.MALAY if tokens else Tongue.GENERAL
    if looks_burmese(tokens):
        return Tongue.BURMESE
    if _looks_chinese(tokens):
        return Tongue.CHINESE
    signs = [_signs(token) for token in tokens]
    thai, khmer = sum(sign[0] for sign in signs), sum(sign[1] for sign in signs)
    letters = sum(map(len, tokens))
    if max(thai, khmer) * 3 < letters:
        return Tongue.GENERAL
    return Tongue.THAI if thai >= khmer else Tongue.KHMER


def has_malay_word(latin: str) -> bool:
    """Tell whether a lower-case name says whose child somebody is, in Malay: bin, binti."""
    return not _MALAY.isdisjoint(latin.split())


def sign_letters(latin: str) -> tuple[int, int]:
    """Return how many letters of a lower-case name stand in clusters and elements of Thai, and of Khmer spelling."""
    tokens = latin.split()
    signs = [_signs(token) for token in tokens]
    thai = max(sum(sign[0] for sign in signs), sum(map(_in_thai_parts, tokens)))
    return thai, sum(sign[1] for sign in signs)


@lru_cache(maxsize=100_000)
def _signs(token: str) -> tuple[int, int]:
    """Return how many letters of a token stand in clusters typical of Thai and of Khmer spelling."""
    thai = sum(len(found) for found in _THAI_SIGN.findall(token))
    return thai, sum(len(found) for found in _KHMER_SIGN.findall(token))


def khmer_letters(token: str) -> int:
    """Return how many letters of a lower-case word stand in clusters typical of Khmer spelling."""
    return _signs(token)[1]


@lru_cache(maxsize=50_000)
def is_shaped_khmer(token: str) -> bool:
    """Tell whether a lower-case word can be made of Khmer syllables, as Latin letters spell them."""
    return _KHMER_WORD.fullmatch(token) is not None


@lru_cache(maxsize=1)
def _burmese_tokens() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("token_frequencies.tsv") if row[2].startswith("burmese"))


def looks_burmese(tokens: Sequence[str]) -> bool:
    """Tell whether Latin tokens are shaped like Burmese syllables, and half of them are known to be."""
    if not all(_shapes(token) & _BURMESE_SHAPE for token in tokens):
        return False
    return sum(map(is_burmese_syllable, tokens)) * 2 >= len(tokens)


def is_shaped_burmese(token: str) -> bool:
    """Tell whether a lower-case word can be made of Burmese syllables."""
    return bool(_shapes(token) & _BURMESE_SHAPE)


@lru_cache(maxsize=100_000)
def is_burmese_syllable(token: str) -> bool:
    """Tell whether a lower-case word is a known syllable of Burmese names, or spelt as hardly elsewhere."""
    if token in _burmese_tokens() or _BURMESE_SIGN.fullmatch(token) is not None:
        return True
    # Mwangi has a cluster of Burmese, and two syllables, of which none there ends in ANG; John is from elsewhere.
    if len(token) > _SYLLABLE or _BURMESE_SYLLABLE.fullmatch(token) is None or is_western_given_name(token):
        return False
    return _BURMESE_SOUND.search(token) is not None


# Middle names of Vietnam, for men and women; the last two are syllables of Burma, too.
_VIETNAMESE_MIDDLE, _ALSO_BURMESE = frozenset({"van", "thi", "huu"}), frozenset({"thi", "huu"})


@lru_cache(maxsize=50_000)
def looks_vietnamese(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name without marks has a surname and a middle name of Vietnam: Le Van Tam.

    Args:
        tokens: lower-case ASCII.
    """
    if len(tokens) <= 2 or tokens[1] not in _VIETNAMESE_MIDDLE or not is_vietnamese_surname(tokens[0]):
        return False
    return tokens[1] not in _ALSO_BURMESE or not all(map(is_burmese_syllable, tokens[2:]))


def is_vietnamese_surname(token: str) -> bool:
    """Tell whether a lower-case ASCII word spells a surname of Vietnam."""
    return any(
        dialect == "vietnamese" for row in surname_spellings(token) for dialect, _ in dialects_of_spelling(token, row)
    )


def _looks_chinese(tokens: list[str]) -> bool:
    if not (surname_spellings(tokens[0]) or surname_spellings(tokens[-1])):
        return False
    return len(tokens) <= 4 and all(map(is_of_dialect, tokens))


# A shorter word that is none of pinyin may be one of a dialect: Kar, Tuck.
_DIALECT_SYLLABLE = 3
# Stands between a given name and the place of a Thai noble family: Na Ranong.
_THAI_OF = "na"
# A name from elsewhere, a surname and a given name of two syllables.
_WHOLE_NAME = 4


@lru_cache(maxsize=100_000)
def is_of_dialect(token: str) -> bool:
    """Tell whether a lower-case word is shaped as one or two syllables of pinyin or of a Chinese dialect."""
    return _PINYIN.fullmatch(token) is not None


def is_western(token: str) -> bool:
    """Tell whether a word before a Chinese name is none of its syllables, in pinyin or a dialect: David, Peter."""
    if has_short_forms(token):
        return True
    return len(token) > _DIALECT_SYLLABLE and not is_of_dialect(token) and not is_syllable(token)


def has_western_first_name(tokens: tuple[str, ...]) -> bool:
    """Tell whether a Chinese name stands whole behind a name from elsewhere: Peter Wong Kar Ho."""
    if len(tokens) <= 2 or tokens[1] in PARTICLES or not surname_spellings(tokens[1]):
        return False
    if tokens[1] == _THAI_OF and not all(map(is_syllable, tokens[2:])):
        return False
    if is_western(tokens[0]):
        # Kim and Chung are syllables too, and behind a surname rather those.
        return not any(is_western(token) and not is_syllable(token) for token in tokens[2:])
    # Amy and Alan are made of syllables of pinyin, and stand where a surname would.
    return len(tokens) == _WHOLE_NAME and not surname_spellings(tokens[0]) and all(map(is_syllable, tokens[2:]))


def behind_western(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name without a name from elsewhere before it, where a whole one is left: Ken is a surname as well."""
    return tokens[1:] if len(tokens) >= _WHOLE_NAME and has_western_first_name(tokens) else tokens


@lru_cache(maxsize=50_000)
def has_two_surnames(tokens: tuple[str, ...]) -> bool:
    """Tell whether a Chinese name in Latin letters has a husband's surname before its own: Lam Cheng Man Ying.

    Args:
        tokens: lower-case ASCII; two surnames and a given name of two syllables, in one word or two.
    """
    if len(tokens) not in (_WHOLE_NAME - 1, _WHOLE_NAME) or has_surname_of_two_words(tokens):
        return False
    if not (surname_spellings(tokens[0]) and surname_spellings(tokens[1])):
        return False
    given = given_syllables(" ".join(tokens[2:]))
    return len(given) == _WHOLE_NAME - 2 and all(map(is_known, given))


@lru_cache(maxsize=50_000)
def name_from_elsewhere(tokens: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the name from elsewhere beside a whole Chinese name, and that name: David and Wei Ming Zhang.

    Args:
        tokens: lower-case ASCII.

    Returns:
        Two empty ones where there is none, or more than one.
    """
    if not _WHOLE_NAME - 1 <= len(tokens) <= _WHOLE_NAME:
        return "", ()
    western = [at for at, token in enumerate(tokens) if is_western(token)]
    if len(western) > 1:
        western = [at for at in western if not is_syllable(tokens[at])]
    if not western and len(tokens) == _WHOLE_NAME and not surname_spellings(tokens[0]):
        western = [0]  # Amy, Alan
    if len(western) != 1:
        return "", ()
    rest = (*tokens[: western[0]], *tokens[western[0] + 1 :])
    ends = ((rest[0], rest[1:]), (rest[-1], rest[:-1]))
    if any(surname_spellings(surname) and spells_given_name(" ".join(given)) for surname, given in ends):
        return tokens[western[0]], rest
    return "", ()


def without_name_from_elsewhere(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name without one from elsewhere beside a whole Chinese one: of Peter Tai Man Chan the last three."""
    return (name_from_elsewhere(tokens)[1] if len(tokens) == _WHOLE_NAME else ()) or tokens


@lru_cache(maxsize=50_000)
def looks_thai(tokens: tuple[str, ...]) -> bool:
    """Tell whether a word of a name has a cluster typical of Thai spelling, or half its letters are Thai elements."""
    if any(_signs(token)[0] for token in tokens):
        return True
    return bool(tokens) and _MOSTLY * sum(map(_in_thai_parts, tokens)) >= sum(map(len, tokens))


@lru_cache(maxsize=50_000)
def is_rather_western(tokens: tuple[str, ...], tongue: Tongue) -> bool:
    """Tell whether a name of several words has one from elsewhere, and the others look of a language by chance at most.

    Args:
        tokens: lower-case ASCII.
        tongue: Thai, Lao or Burmese; in Burma, too, stand words of letters that no Thai one has, and names of single
            syllables that are widely known elsewhere: Lynn.
    """
    from_elsewhere = is_western_given_name if tongue is Tongue.BURMESE else is_never_thai
    rest = tuple(token for token in tokens if not from_elsewhere(token))
    if len(tokens) == 1 or len(rest) == len(tokens):
        return False
    if tongue is Tongue.THAI:
        return not rest or _MOSTLY * sum(map(thai_letters, rest)) < sum(map(len, rest))
    if tongue is Tongue.LAO:
        return not looks_lao(rest)
    return any(len(_VOWELS.findall(token)) > 1 for token in tokens) and not (rest and looks_burmese(rest))


@lru_cache(maxsize=100_000)
def thai_letters(token: str) -> int:
    """Return how many letters of a token stand in clusters or elements of Thai names."""
    spans = (found.span() for pattern in (_THAI_SIGN, _THAI_PART) for found in pattern.finditer(token))
    return len({at for start, end in spans for at in range(start, end)})


@lru_cache(maxsize=100_000)
def _in_thai_parts(token: str) -> int:
    """Return how many letters of a token stand in elements of Thai names."""
    return sum(len(found) for found in _THAI_PART.findall(token))


# Elements of Lao names as Lao and French clerks spell them; each by itself is anybody's.
_LAO_PART = re.compile(
    "vong|xay|xai|say|sai$|kham|khoun|khoum|khone|phon|phom|phoum|phou|boun|boua|bua|soul|souk|soup|souv|souph|somph|som|"
    "sone?$|done?$|mone?$|thone?$|phone$|vanh|manh|anh$|ane$|ounh?|oune|xien|xiang|viang|vieng|keo|kaeo|louang|luang|muang|"
    "sis|siv|siph|sav[ae]|phet|pheng|phan|thong|chanh?$|chanth|inth|lath|rath|sack$|sak$|douang|duang|mani|latt?an|ratt?an|"
    "phim|phil|vila?y?|seng|saeng|oudo|outh|euth?$|hou[aim]|huay|hua|ngeun|ngoen|xe$|xam|xon|khet|saly|bouly|bouri|nang|lao|"
    "kheut|keut|koet|ou[nmktpd]|[ptk]hay|[oe][eu][yi]|champ|ph[ae]k|pak|nong|nam|tha|savath|sith$|vath|vat$|thep|anou|anu|lith|chit|chith"
)
_LAO_WORD = word_pattern(
    onset="ng|nh|gn|hn|hm|hl|kh?[wvl]?|ph?[lr]?|th?|ch|[bdgjsxfmnhvrlwz]",
    coda="ng|nh|nk|ck|th|kh|rt|[kgtdpbmnslrhcv]",
)
# What French clerks write of Lao alone, and Thai ones never: Souphavanh, Xaysana, Phonesavanh.
_LAO_AFTER_FRENCH = re.compile("ou(?:[nmktpda]|$|s|v|l|ph)|[aoui]nh$|^x[ao]|hone")


@lru_cache(maxsize=50_000)
def is_lao_after_french(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name looks Lao, and a word of it is spelt after French."""
    return looks_lao(tokens) and any(_LAO_AFTER_FRENCH.search(token) for token in tokens)


@lru_cache(maxsize=50_000)
def may_be_lao(tokens: tuple[str, ...]) -> bool:
    """Tell whether each word of a name is made of syllables as Lao ones are spelt."""
    return bool(tokens) and all(_LAO_WORD.fullmatch(token) for token in tokens)


@lru_cache(maxsize=50_000)
def looks_lao(tokens: tuple[str, ...]) -> bool:
    """Tell whether half of a name's letters are elements of Lao names."""
    found = sum(len(part) for token in tokens for part in _LAO_PART.findall(token))
    return bool(tokens) and _MOSTLY * found >= sum(map(len, tokens))
