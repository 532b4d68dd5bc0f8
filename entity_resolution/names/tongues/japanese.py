"""Japanese names in Latin letters: one spelling for long vowels and for the older systems; two names stay two."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.tongues.slips import slip_likeness

_ONE_WAY = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        # An H that lengthens an O stands before a vowel in names of 大 alone: Ohuchi, Ohishi. Ohira is none of them.
        ("^oh(?=(?:uchi|ura|ishi|izumi|iwa|ike|ita|i|e)$)", "o"),
        # As Russian letters spell it: Миядзаки, Хаяо.
        ("dz(?=[aeoy])", "z"),
        ("kh", "h"),
        # Kunrei and Nihon-shiki write by the columns of the table, Hepburn by ear.
        ("sy(?=[auo])|shy(?=[auo])", "sh"),
        ("ty(?=[auo])|chy(?=[auo])|c(?!h)", "ch"),
        ("[zj]y(?=[auo])", "j"),
        ("si", "shi"),
        ("(?<!t)ti", "chi"),
        ("tu", "tsu"),
        ("[zd]zi|zi|di", "ji"),
        ("d(?:z)?u", "zu"),
        ("(?<![sc])hu", "fu"),
        ("l", "r"),
        ("m(?=[bpm])", "n"),
        # A long vowel is written with its mark, twice, with an H behind it, and O with U, or not at all.
        ("o(?:[uo](?!e)|h(?![aiueoy]))", "o"),
        ("uu|uh(?![aiueoy])", "u"),
        ("aa", "a"),
        ("ee", "e"),
    )
)
# Who writes by ear has an M before B, M and P, and who writes by the letters of kana an N: Homma and Honma.
_N_BEFORE, _M_BEFORE = re.compile("n(?=[bmp])"), re.compile("m(?=[bmp])")
_SYLLABLES = re.compile(
    "(?:(?:(?:sh|ch|ts|[kgnhbpmr]y|[kgsztdnhbpmyrwfj])?[aiueo])|n(?![aiueoy])|([kstp])(?=\\1)|t(?=ch))+"
)
_NAMES = frozenset(
    {"sato", "suzuki", "takahashi", "tanaka", "watanabe", "ito", "yamamoto", "nakamura", "kobayashi", "kato", "yoshida"}
    | {"yamada", "sasaki", "yamaguchi", "saito", "matsumoto", "inoue", "kimura", "hayashi", "shimizu", "ochi", "oishi"}
    | {"yamazaki", "mori", "abe", "ikeda", "hashimoto", "yamashita", "ishikawa", "nakajima", "maeda", "fujita", "ogawa"}
    | {"goto", "okada", "hasegawa", "murakami", "kondo", "ishii", "sakamoto", "endo", "aoki", "fujii"}
    | {"nishimura", "fukuda", "ota", "miura", "fujiwara", "okamoto", "matsuda", "nakagawa", "nakano", "harada", "ono"}
    | {"tamura", "takeuchi", "kaneko", "wada", "nakayama", "ishida", "ueda", "morita", "shibata", "sakai", "kudo"}
    | {"yokoyama", "miyazaki", "miyamoto", "uchida", "takagi", "ando", "taniguchi", "maruyama", "imai", "takada"}
    | {"fujimoto", "takeda", "murata", "ueno", "sugiyama", "masuda", "sugawara", "hirano", "kojima", "otsuka", "chiba"}
    | {"kubo", "matsui", "iwasaki", "sakurai", "kinoshita", "noguchi", "matsuo", "kikuchi", "nomura", "watabe", "arai"}
    | {"hiroshi", "takashi", "kenji", "akira", "satoshi", "makoto", "shigeru", "minoru", "kazuo", "yoshio", "hideki"}
    | {"kazuhiro", "katsuhiro", "takeshi", "kiyoshi", "masao", "hiroyuki", "yutaka", "tsutomu", "isamu", "mitsuru"}
    | {"taro", "jiro", "ichiro", "kenichi", "junichi", "shinichi", "koichi", "yuichi", "yosuke", "yusuke", "daisuke"}
    | {
        "keisuke",
        "kosuke",
        "ryosuke",
        "shinji",
        "koji",
        "yuji",
        "shoji",
        "daiki",
        "takuya",
        "tatsuya",
        "naoki",
        "hiroki",
    }
    | {"yoko", "yuko", "keiko", "kazuko", "sachiko", "michiko", "noriko", "tomoko", "akiko", "hiroko", "junko", "naoko"}
    | {"kyoko", "yoshiko", "haruka", "fujiko", "fumiko", "masako", "mayumi", "megumi", "ayumi", "kaori", "shinzo"}
)


@lru_cache(maxsize=50_000)
def japanese_form(token: str) -> str:
    """Return a lower-case ASCII token in Hepburn's letters without long vowels; empty where it is none of syllables."""
    said = token
    for pattern, spelt in _ONE_WAY:
        said = pattern.sub(spelt, said)
    return said if _SYLLABLES.fullmatch(said) else ""


def is_japanese_name(token: str) -> bool:
    """Tell whether a lower-case ASCII token is one of the commonest family and given names of Japan."""
    return japanese_form(token) in _NAMES


def japanese_forms(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name of two words or more in one spelling; empty where one of them is no Japanese word."""
    forms = tuple(map(japanese_form, tokens))
    return forms if len(forms) > 1 and all(forms) else ()


def as_others_spell_japanese(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a Japanese name as others spell them, by which they find it; empty where all spell it so.

    A name that is known to be one is spelt in the one way, and any of Japanese syllables with an M for an N before B,
    M and P, which hardly another people writes.

    Args:
        tokens: lower-case ASCII.
    """
    forms = japanese_forms(tokens) if any(map(is_japanese_name, tokens)) or any(map(may_have_m_for_n, tokens)) else ()
    if forms and not any(map(is_japanese_name, tokens)):
        forms = tuple(_N_BEFORE.sub("m", token) for token in tokens)
    return forms if forms != tokens else ()


def may_have_m_for_n(token: str) -> bool:
    """Tell whether a lower-case ASCII word has an N before B, M or P, where others of a Japanese name write an M."""
    return _N_BEFORE.search(token) is not None


def are_one_but_for_n(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether two names of Japanese syllables differ in an M and an N before B, M and P alone, in any order.

    Args:
        ones: lower-case ASCII words of a name.
        others: of another.
    """
    if len(ones) != len(others) or _with_n_for_m(ones) != _with_n_for_m(others):
        return False
    return sorted(ones) != sorted(others) and bool(japanese_forms(ones))


@lru_cache(maxsize=50_000)
def _with_n_for_m(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(_M_BEFORE.sub("n", token) for token in tokens))


@lru_cache(maxsize=50_000)
def are_two_in_kana(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether two names are Japanese ones of which a word is another: Yosuke and Yusuke, Kazuhiro and Katsuhiro.

    Kana are spelled in one way, so that no ear and no clerk makes the one of the other; a slip of the hand may.

    Args:
        ones: lower-case ASCII words of a name.
        others: of another.
    """
    mine, theirs = sorted((japanese_forms(ones), japanese_forms(others)), key=len)
    if not mine or _NAMES.isdisjoint(mine + theirs):
        return False
    return any(word not in theirs and not any(slip_likeness(word, other) for other in theirs) for word in mine)
