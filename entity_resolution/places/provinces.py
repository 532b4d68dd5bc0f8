"""Provinces and states said by the word for one, and nothing else: Kayin State, จ.ตาก, 云南省, Tỉnh Tây Ninh."""

import re
import unicodedata
from functools import lru_cache

from entity_resolution.names import site_name
from entity_resolution.names.companies.legal_forms import kind_words_of_places
from entity_resolution.names.comparing.things.described_things import words_for_houses
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.tables import read_rows
from entity_resolution.names.words.glosses import AT_START
from entity_resolution.places.notation import in_latin_letters
from entity_resolution.places.towns import is_known_town
from graph.values import bare_text, listed, province_codes, province_names

# Names of several words beside those of Cambodia, Laos and Thailand; one of a single word needs no table. ISO 3166-2.
_NAMES_WORDS = """
an giang;ba ria vung tau;bac giang;bac kan;bac lieu;bac ninh;ben tre;binh dinh;binh duong;binh phuoc;binh thuan;ca mau
cao bang;dak lak;dak nong;dien bien;dong nai;dong thap;gia lai;ha giang;ha nam;ha tinh;hai duong;hau giang;hoa binh
hung yen;khanh hoa;kien giang;kon tum;lai chau;lam dong;lang son;lao cai;long an;nam dinh;nghe an;ninh binh;ninh thuan
phu tho;phu yen;quang binh;quang nam;quang ngai;quang ninh;quang tri;soc trang;son la;tay ninh;thai binh;thai nguyen
thanh hoa;thua thien hue;tien giang;tra vinh;tuyen quang;vinh long;vinh phuc;yen bai
kepulauan riau;riau islands;bangka belitung;kepulauan bangka belitung;nusa tenggara;papua pegunungan;highland papua
davao de oro;la union;metro manila;nueva ecija;nueva vizcaya;tawi tawi;zamboanga sibugay;dinagat islands
negeri sembilan;pulau pinang
inner mongolia;nei mongol;new york;new jersey;new mexico;new hampshire;rhode island;new south wales
tamil nadu;uttar pradesh;madhya pradesh;andhra pradesh;himachal pradesh;arunachal pradesh;west bengal
"""
# Those of one word, as they stand behind a town without a comma. ISO 3166-2.
_ONE_WORD = """
kachin;kayah;kayin;karen;chin;mon;rakhine;shan;sagaing;tanintharyi;bago;magway;mandalay;yangon;ayeyarwady;naypyidaw
johor;kedah;kelantan;melaka;malacca;pahang;perak;perlis;penang;sabah;sarawak;selangor;terengganu
aceh;bali;banten;bengkulu;gorontalo;jakarta;jambi;lampung;maluku;papua;riau;yogyakarta;sulawesi;sumatra;kalimantan;java
abra;aklan;albay;antique;apayao;aurora;basilan;bataan;batanes;batangas;benguet;biliran;bohol;bukidnon;bulacan;cagayan
camiguin;capiz;catanduanes;cavite;cebu;cotabato;guimaras;ifugao;iloilo;isabela;kalinga;laguna;leyte;marinduque;masbate
palawan;pampanga;pangasinan;quezon;quirino;rizal;romblon;samar;sarangani;siquijor;sorsogon;sulu;tarlac;zambales
anhui;fujian;gansu;guangdong;guangxi;guizhou;hainan;hebei;heilongjiang;henan;hubei;hunan;jiangsu;jiangxi;jilin;liaoning
ningxia;qinghai;shaanxi;shandong;shanxi;sichuan;tibet;xinjiang;yunnan;zhejiang
"""
# Cities that are provinces.
_CITIES_WORDS = "ha noi;hanoi;hai phong;haiphong;da nang;danang;ho chi minh;can tho;hue;kuala lumpur;putrajaya;labuan"
# In these a name says an island of several provinces, which their directions tell apart.
_ISLANDS = frozenset({"java", "sumatra", "kalimantan", "sulawesi", "papua", "leyte", "samar"})
_BESIDE_A_NAME = frozenset({"province", "city", "prefecture"})
_TWO = 2
_DIRECTIONS_WORDS = """
north northern south southern east eastern west western central utara selatan barat timur tengah norte sur del
oriental occidental autonomous
"""
# What parts of one province or state are told by, and what kind of one it is.
_DIRECTIONS = frozenset(_DIRECTIONS_WORDS.split())
# Words for a province that stand before its name; behind one they are a part of it: Hà Tĩnh.
_BEFORE_ALONE = frozenset({"tinh", "negeri"})
_LATIN_WORD = re.compile(r"[^\W_]+")
_OF_BURMA = "ကချင်|ကယား|ကရင်|ချင်း|မွန်|ရခိုင်|ရှမ်း|စစ်ကိုင်း|တနင်္သာရီ|ပဲခူး|မကွေး|မန္တလေး|ရန်ကုန်|ဧရာဝတီ"
_BURMESE_WORD = "ပြည်နယ်|တိုင်းဒေသကြီး|တိုင်း"
_BURMESE_END = r"(?:\s*\(?(?:မြောက်|တောင်|အရှေ့|အနောက်)ပိုင်း\)?)?"
# Chinese says the widest place first, so that what ends in the word for a province names no house.
_IN_OWN_LETTERS = re.compile(
    r"[\u3400-\u9fff]{2,8}省"
    rf"|(?:{_OF_BURMA})\s*(?:{_BURMESE_WORD}){_BURMESE_END}|(?:{_BURMESE_WORD})\s*(?:{_OF_BURMA}){_BURMESE_END}"
)
_WORD_BEFORE = re.compile(r"(?:จังหวัด|จ\s?\.|ខេត្ត|ແຂວງ)\s*")
# A district or a part of one: Thai, Khmer and Lao write the word for it before its name and a space behind. Zones for
# industry, trade and the economy are compounds of the same Thai word.
_DISTRICT = re.compile(
    r"(?:(?:ต|อ)\s?\.|ตำบล|อำเภอ|แขวง|เขต(?!\s*(?:อุตสาหกรรม|เศรษฐกิจ|การค้า|ปลอด)))\s*[\u0e01-\u0e4f]{2,20}|ເມືອງ\s*[\u0e80-\u0ecd]{2,20}"
    r"|(?:ក្រុង|ស្រុក|ខណ្ឌ|ឃុំ|សង្កាត់)\s*[\u1780-\u17d3]{2,24}"
)
# The subscripts of two letters look alike in Khmer, and Lao writes a silent letter in full or below the next.
_ONE_SPELLING = (("្ដ", "្ត"), ("ຫຼ", "ຫລ"), ("ຫນ", "ໜ"), ("ຫມ", "ໝ"))


def is_province(text: str) -> bool:
    """Tell whether a text is a province or state by the word for one, and names no house or town beside it.

    Args:
        text: the name of a place or a part of an address, in any language.
    """
    if in_latin_letters(text):
        return _is_latin_province(text)
    bare = bare_text(text)
    if _IN_OWN_LETTERS.fullmatch(bare) is not None:
        return True
    found = _WORD_BEFORE.match(bare)
    return found is not None and _spelled(bare[found.end() :]) in _native_names()


@lru_cache(maxsize=20_000)
def is_called_a_province(text: str) -> bool:
    """Tell whether a place of several words that no table has ends in the word for a province: Golden Star Province.

    A known province behind other words has a town before it (Myawaddy Kayin State), and a word for a kind of house says
    that one is named (KK Park Tak Province).

    Args:
        text: the name of a town or another place, in Latin letters.
    """
    words = _LATIN_WORD.findall(ascii_fold(text)) if in_latin_letters(text) else []
    if len(words) <= _TWO or words[-1] not in _words_for_province() - _BEFORE_ALONE:
        return False
    name = words[:-1]
    if name[-1] in _known_of_one_word() or any("".join(name[at:]) in _latin_names() for at in range(1, len(name))):
        return False
    return kind_words_of_places().isdisjoint(site_name(" ".join(name)).tokens)


def province_of(text: str) -> tuple[str, frozenset[str]] | None:
    """Return which province or state a text names, and the directions beside its name; `None` of what no table has.

    Args:
        text: the name of one, with or without the word for it, in any language: Tỉnh Tây Ninh, 茶胶省, Takeo.

    Returns:
        Its code, or its name in one word where the tables have no code.
    """
    bare = bare_text(text)
    before = _WORD_BEFORE.match(bare)
    native = _codes().get(_spelled(bare[before.end() :] if before is not None else bare))
    if native is not None:
        return native, frozenset()
    # As it is written first: Hà Tĩnh is read as a province of the name Hà.
    for words in (tuple(_LATIN_WORD.findall(ascii_fold(text))), site_name(text).tokens):
        directions = _DIRECTIONS.intersection(words)
        known = "".join(word for word in words if word not in _BESIDE_A_NAME and word not in directions)
        if known in _regions() and (directions or known not in _ISLANDS):
            return _codes().get(known, known), directions
    return None


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Return the codes of provinces by their names, native ones in one spelling and Latin ones in one word."""
    found = {
        "".join(ascii_fold(name).split()) if name.isascii() else _spelled(name): code
        for name, code in province_codes().items()
    }
    # Myanmar's, which are written with their word and without it.
    states = {name.removesuffix("state"): code for name, code in found.items() if name.endswith("state")}
    return {**found, **states}


@lru_cache(maxsize=1)
def _regions() -> frozenset[str]:
    """Return the names of provinces, states and cities that are such, in one word."""
    return _latin_names() | {"".join(name.split()) for name in (*listed(_ONE_WORD), *listed(_CITIES_WORDS))}


def is_of_districts(text: str) -> bool:
    """Tell whether a text in Thai, Khmer or Lao says districts and their province alone: อ.แม่สอด จ.ตาก.

    A house may be written on to one without a space: อ.แม่สอดโรงแรมฮิลล์.
    """
    rest = text
    found = _DISTRICT.match(rest)
    while found is not None:
        rest = rest[found.end() :].lstrip()
        if not rest or is_province(rest):
            return _houses().search(text) is None
        found = _DISTRICT.match(rest)
    return False


def before_districts(text: str) -> str:
    """Return what an address in Thai, Khmer or Lao says before its districts: `45 หมู่ 7` of 45 หมู่ 7 ต.ริมกก อ.เมือง."""
    starts = (found.start() for found in _DISTRICT.finditer(text))
    return next((text[:start].strip() for start in starts if is_of_districts(text[start:])), text)


def _is_latin_province(text: str) -> bool:
    """Tell it of a name in Latin letters: one word beside that for a province is its name, several are known ones.

    The words are asked for as they are written: in Bình Dương, Đồng Tháp and Hà Tĩnh other readings find a road, a
    tower and a province.
    """
    words = _LATIN_WORD.findall(ascii_fold(text))
    for_province = _words_for_province()
    if words and words[-1] in for_province - _BEFORE_ALONE:
        words.pop()
    elif words and words[0] in for_province:
        words = words[2:] if words[1:2] in (["of"], ["de"]) else words[1:]
    else:
        return False
    return _is_name(words) or _is_name([word for word in words if word not in _DIRECTIONS])


def _is_name(words: list[str]) -> bool:
    if len(words) == 1:
        return words[0].isalpha() and kind_words_of_places().isdisjoint(site_name(words[0]).tokens)
    name = " ".join(words)
    return "".join(words) in _latin_names() or (bool(words) and not words[0].isdigit() and is_known_town(name))


@lru_cache(maxsize=1)
def _words_for_province() -> frozenset[str]:
    """Return the words for a province or state in Latin letters, as the table of glosses has them."""
    forms = next(row[1] for row in read_rows("glosses.tsv") if row[0] == "province")
    return frozenset(form.lstrip(AT_START) for form in (*forms.split(), "province") if form.isascii())


def _spelled(name: str) -> str:
    composed = "".join(unicodedata.normalize("NFKC", name).split())
    for one, other in _ONE_SPELLING:
        composed = composed.replace(unicodedata.normalize("NFKC", one), unicodedata.normalize("NFKC", other))
    return composed


@lru_cache(maxsize=1)
def _houses() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words_for_houses())))


@lru_cache(maxsize=1)
def _native_names() -> frozenset[str]:
    return frozenset(_spelled(name) for name in province_names() if not name.isascii())


@lru_cache(maxsize=1)
def _known_of_one_word() -> frozenset[str]:
    known = (*filter(str.isascii, province_names()), *listed(_ONE_WORD))
    return frozenset(ascii_fold(name) for name in known if " " not in name)


@lru_cache(maxsize=1)
def _latin_names() -> frozenset[str]:
    known = (*filter(str.isascii, province_names()), *listed(_NAMES_WORDS))
    return frozenset("".join(ascii_fold(name).split()) for name in known)
