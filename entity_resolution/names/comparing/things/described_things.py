"""Names of sites and companies that are descriptions: `Scam compound`, `Building 3`, `园区`, `Recruitment agency`.

They say of what kind a thing is and not which. Whoever writes one means another thing than the next who does, so two
of them agree as a `common word`. A kind beside a word of its own, as in Golden Casino and Lucky Hotel, is a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from entity_resolution.names.companies.legal_forms import kind_words
from entity_resolution.names.comparing.levels import NameComparison, NameLevel
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.scripts.script import Script, detect_script
from entity_resolution.names.tables import read_rows
from entity_resolution.names.words.glosses import AT_START
from graph.values import NATIONALITIES, is_calling, normalise

# Kinds of which each may have the others within it or beside it: `Hotel and Casino`, `Office building`.
_HOUSES_WORDS = """
casino hotel resort compound building house dormitory dorm apartment condo condominium villa office factory
warehouse shop guesthouse hostel motel room floor block unit complex flat hall ktv karaoke massage spa farm camp
facility premises site location mall supermarket clinic hospital school prison jail police airport checkpoint border
base headquarters gate wing quarters accommodation area zone phase staff company shophouse store workplace
"""
_HOUSES = frozenset(_HOUSES_WORDS.split()) | {
    "police station",
    "industry park",
    "technology park",
    "call center",
    "special economic zone",
    "gambling house",
}
# What stands in a place and gives none its name, as markets, temples, bridges, parks and schools do.
_STANDING_WORDS = """
casino hotel resort compound building dormitory apartment villa office factory guesthouse hospital restaurant tower
plaza company
"""
_STANDING = frozenset(_STANDING_WORDS.split())
# Shorter forms stand within the names of places: Ban Tuek.
_SHORTEST_STANDING = 4
# Kinds that make names beside another: Park Hotel, Office Bar, Market Restaurant. Each alone says nothing.
_SPOTS_WORDS = """
park garden tower plaza center temple pagoda bridge station port market bar cafe restaurant club nightclub
"""
_SPOTS = frozenset(_SPOTS_WORDS.split())
# What may be lettered or numbered within a place: `Block A`, `Room 301`. Hotel 81 and Club 21 are names.
_PARTS_WORDS = """
building block room floor unit flat apartment house dormitory dorm villa office warehouse zone gate wing hall phase
tower compound area camp shop shophouse factory
"""
_PARTS = frozenset(_PARTS_WORDS.split())
# What is told by its colour, its size or its age: Blue Hotel and Old Market are names.
_SEEN_WORDS = """
building compound block dormitory dorm warehouse complex gate quarters office
"""
_SEEN = frozenset(_SEEN_WORDS.split())
# And by its size or its age, of which New Hotel and Old House may be names.
_SIZED = _SEEN | {"casino", "factory", "camp", "villa", "room", "company"}
# Kinds of one night out, which make no name beside each other: `KTV Club`, `Restaurant and Bar`.
_OF_A_NIGHT = frozenset({"ktv", "karaoke", "massage", "spa", "bar", "cafe", "restaurant", "club", "nightclub"})
# What is told by whose it is: Russian Market, Chinese Temple and American Hospital are names.
_OWNED = _SEEN | frozenset(
    {
        "casino",
        "restaurant",
        "shop",
        "factory",
        "company",
        "farm",
        "camp",
        "ktv",
        "room",
        "park",
        "center",
        "call center",
    }
)
_COLOURS_WORDS = """
white black red blue green yellow grey gray brown pink purple orange
"""
_COLOURS = frozenset(_COLOURS_WORDS.split())
# What callers tell of a place that they may not leave, and whose it is: Dark Horse Club and Army Hotel may be names.
_LOOKS_WORDS = """
guarded gated fenced walled locked dark secret hidden underground army military militia bgf dkba boss owner
riverside roadside crypto roof roofed
"""
_LOOKS = frozenset(_LOOKS_WORDS.split())
_LOOKED_AT = _SEEN | {"camp", "base", "room", "villa", "house", "company", "workplace"}
# What a place is said to be near or to have, behind a word for its kind: Hotel near border, Villa with high wall.
_NEAR = frozenset({"near", "nearby", "with", "beside", "behind", "opposite", "next", "close", "facing", "alongside"})
# These join a name of their own as well, unless a thing follows that every town has: Compound by the river.
_BESIDE = frozenset({"by", "on", "along", "at", "in", "across"})
_LANDMARKS_WORDS = """
river market border sea beach bridge wall road highway street lake canal hill mountain floor corner port temple school
bank jungle forest field shore roadside riverside
"""
_LANDMARKS = frozenset(_LANDMARKS_WORDS.split())
_ORDINALS = frozenset({"first", "second", "third", "top", "ground", "main", "big", "old", "new"})
# The same in the region's languages: what stands before such a word is of a kind, in Chinese what stands behind it.
_NEAR_IN_FRONT = re.compile(
    "(?:อยู่)?(?:ข้าง|ใกล้|ติดกับ|ติด|ริม(?=น้ำ|แม่น้ำ|ถนน|ทะเล|หาด|คลอง|ชายแดน)|ตรงข้าม|ด้านหลัง)|ໃກ້|ຂ້າງ|ជិត|ក្បែរ|ជាប់|"
    r"\s(?:gần|cạnh|bên|đối diện|phía sau|dekat|di dekat|sebelah|samping|belakang|seberang|malapit)\s",
    re.IGNORECASE,
)
_NEAR_BEHIND = re.compile(
    r"[\u3400-\u9fff]+?(?:旁边|旁邊|附近|对面|對面|隔壁|边上)的?|[\u1000-\u109f\s]+?(?:နား|ဘေး)က\s*"
)
_SIZES = frozenset({"big", "large", "small", "tall", "old", "new"})
_VAGUE_WORDS = """
unknown unidentified unnamed online local foreign private scam scammer scamming fraud gambling betting gaming
industrial industry construction worker workers employee employees main abandoned certain some another other same
trafficking detention forced labour labor living call fake illegal
"""
# Of 海边酒店 the first word tells where such houses stand; Seaside Hotel is a name.
_VAGUE = frozenset(_VAGUE_WORDS.split()) | {"at the water"}
_JOINING = frozenset({"the", "a", "an", "of", "and", "in", "at", "for", "no", "number", "&", "的"})
# Words of companies that are names' words as well: East West Bank, Park Place Holding, Merchants Group.
_TELLING_OF_COMPANIES_WORDS = """
north south east west park garden river tower plaza square place court terrace house bridge merchants brothers
partners guarantee port village city pagoda temple waterfall station number floor building lane drive road street
avenue boulevard highway parkway resort hotel casino room district province prefecture subdistrict compound zone
"""
_TELLING_OF_COMPANIES = frozenset(_TELLING_OF_COMPANIES_WORDS.split())
_OF_COMPANIES_WORDS = """
company agency business firm office shop store general self employed freelance freelancer individual employer
startup contractor unemployed centre service human resources resource customer outsourcing
"""
_OF_COMPANIES = frozenset(_OF_COMPANIES_WORDS.split()) | {"call center"}
_OWNED_BUSINESSES = frozenset(
    {
        "company",
        "business",
        "firm",
        "agency",
        "office",
        "shop",
        "store",
        "factory",
        "restaurant",
        "call center",
        "casino",
        "trading",
        "import",
        "export",
        "construction",
        "software",
        "it",
        "crypto",
        "garment",
    }
)
# What is traded in, which says no more where `company` or a factory stands beside it. General Electric is a name.
_DEALT_IN = frozenset({"oil", "gas", "water", "electric", "software", "it", "crypto", "garment"})
_PLAIN_BUSINESSES = frozenset({"company", "firm", "business", "factory"})
# Of the callings those of a department; Leader, Boss and Baker are names of companies.
_DEPARTMENTS_WORDS = """
customer hr human resource resources department finance accounting accounts sales marketing office immigration
客服 人事 人事部 财务 財務 ฝ่ายบุคคล ฝ่ายบริการลูกค้า 고객센터
"""
_DEPARTMENTS = frozenset(_DEPARTMENTS_WORDS.split())
_OF_DEPARTMENTS = _DEPARTMENTS | {
    "service",
    "support",
    "care",
    "technical",
    "tech",
    "help",
    "desk",
    "front",
    "head",
    "it",
}
# What the tables of kinds do not have, in the region's languages: English, then its forms.
_MORE_FORMS = """
workplace: work_place place_of_work 工作地点 工作場所 工作场所 上班的地方 ที่ทำงาน สถานที่ทำงาน កន្លែងធ្វើការ tempat_kerja
workplace: nơi_làm_việc အလုပ်ခွင် ບ່ອນເຮັດວຽກ 工地 ไซต์งาน ไซต์ก่อสร้าง
factory: အလုပ်ရုံ
gambling house: บ่อน บ่อนพนัน บ่อนการพนัน လောင်းကစားရုံ sòng_bài rumah_judi tempat_judi
gambling: 网投 網投 博彩 菠菜 网赌 網賭 พนัน การพนัน พนันออนไลน์ ល្បែង ល្បែងស៊ីសង လောင်းကစား judi judi_online cờ_bạc đánh_bạc
room: ห้องพัก ห้องเช่า ห้อง 房间 房間 小黑屋 kamar
prison: 水牢
house: บ้านเช่า บ้านหลังใหญ่ ផ្ទះជួល rumah_sewa nhà_thuê 出租屋 出租房
site: แหล่ง
base: ฐาน ฐานปฏิบัติการ
gate: ဂိတ်
company: 黑公司 狗庄 盘总公司 perusahaan_china
zone: khu_tự_trị khu_lừa_đảo khu_nhà
riverside: river_side
floor: storey storeys
dormitory: 园区宿舍
zone: 边境园区 边境园
at the water: 海边 海邊 河边 河邊 江边 江邊
dormitory: 宿舍 หอพัก หอ ຫໍພັກ អន្តេវាសិកដ្ឋាន အဆောင် asrama ký_túc_xá ktx
apartment: 公寓 คอนโด คอนโดมิเนียม อพาร์ตเมนต์ อพาร์ทเม้นท์ căn_hộ chung_cư apartemen apartments
office: 办公室 辦公室 办公楼 สำนักงาน ออฟฟิศ ការិយាល័យ ရုံး văn_phòng kantor pejabat offices
warehouse: 仓库 倉庫 โกดัง ឃ្លាំង nhà_kho gudang
villa: 别墅 別墅 วิลล่า biệt_thự
house: บ้าน บ้านพัก
company: 公司 บริษัท ບໍລິສັດ ក្រុមហ៊ុន ကုမ္ပဏီ công_ty perusahaan syarikat companies
agency: 中介 中介公司 agencies
recruitment: 招聘 招工 劳务 จัดหางาน บริษัทจัดหางาน tuyển_dụng
call center: 呼叫中心 คอลเซ็นเตอร์ แก๊งคอลเซ็นเตอร์ call_centre call_center
human: 人力资源
building: bldg 楼 樓 烂尾楼 爛尾樓 အဆောက်အဦး အဆောက်အဦ အဆောက်အအုံ
block: 座 幢 บล็อก
police station: 派出所 公安局 警察局 ប៉ុស្តិ៍នគរបាល ប៉ុស្ដិ៍នគរបាល đồn_công_an kantor_polisi balai_polis
prison: 监狱 監獄 nhà_tù
border: 边境 邊境 ชายแดน ព្រំដែន နယ်စပ် biên_giới
scam: 诈骗 詐騙 电诈 電詐 杀猪盘 殺豬盤 杀猪 电信诈骗 สแกม สแกมเมอร์ หลอกลวง ต้มตุ๋น lừa_đảo penipuan penipu ကျားဖြန့် ឆបោក
unknown: 某 某个 某家 不明 未知 ไม่ทราบชื่อ မသိ không_rõ
online: 网络 線上 线上 网上 ออนไลน์ អនឡាញ အွန်လိုင်း trực_tuyến
local: 本地 当地 ท้องถิ่น
special economic zone: 特区 特區 special_zone
trading: 贸易 貿易
technology: 科技
construction: ก่อสร้าง
white: 白 白色 ขาว สีขาว ពណ៌ស
white: ពណ៌ស màu_trắng putih အဖြူ အဖြူရောင်
red: 红 紅 红色 紅色 แดง สีแดง ពណ៌ក្រហម màu_đỏ merah အနီ အနီရောင်
blue: 蓝 藍 蓝色 藍色 น้ำเงิน สีน้ำเงิน สีฟ้า ពណ៌ខៀវ màu_xanh biru အပြာ အပြာရောင်
green: 绿 綠 绿色 綠色 เขียว สีเขียว ពណ៌បៃតង màu_xanh_lá hijau အစိမ်း အစိမ်းရောင်
yellow: 黄 黃 黄色 黃色 เหลือง สีเหลือง ពណ៌លឿង màu_vàng kuning အဝါ အဝါရောင်
grey: 灰色 สีเทา ពណ៌ប្រផេះ kelabu abu-abu
black: 黑色 สีดำ ពណ៌ខ្មៅ màu_đen hitam အနက်
new: 新 ใหม่ ថ្មី
old: 旧 舊 เก่า ចាស់
big: 大 ใหญ่ ធំ
small: 小 เล็ก តូច
thai: ไทย
chinese: 中国 中國 จีน ຈີນ ចិន တရုတ် trung_quốc cina tiongkok
vietnamese: 越南 เวียดนาม việt_nam
"""
# 园区, as callers in Chinese call a compound; the park of other languages makes names.
_PARK_OF_COMPOUNDS = re.compile("[园園][区區]")
_JOINING_TOWNS = re.compile(r"^(?:in|at)\b|\b(?:in|at|of|di|dekat|tại|ở|sa)$|(?:ใน|ที่|ໃນ|នៅ|တွင်|的)$")
_WORD = re.compile(r"[^\W_]++(?:[^\W_]|[\u0300-\u036f\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])*+|&")
_NUMBER = re.compile(r"\d{1,4}[a-z]?|[a-z]\d{1,4}")
_LETTER = re.compile(r"[甲乙丙丁戊己庚辛一二三四五六七八九十]|[^\W\u4e00-\u9fff]")
# Vietnamese for a zone before a letter or a number alone: Khu is a surname.
_BEFORE_A_LETTER, _AND_A_LETTER = "khu", 2  # words
# Shorter words of the region are surnames and names of houses in another language: Tang, Lau, Cho, So.
_SHORTEST_FORM = 5
_LENGTHS = (4, 3, 2, 1)
_UNSPACED = r"[\u0e00-\u1dff\u2e80-\uffff]"
_CHANGE_OF_WRITING = re.compile(rf"(?<=[a-zA-Z0-9])(?={_UNSPACED})|(?<={_UNSPACED}) ?(?=[a-zA-Z0-9])")


def weigh_descriptions(left: NameForm, right: NameForm, kind: NameKind, found: NameComparison) -> NameComparison:
    """Return a comparison of the names of two sites or companies, as of a common word where either is a description.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
        found: what comparing them gave.
    """
    if not found.agrees or not (describes(left, kind) or describes(right, kind)):
        return found
    return found._replace(level=NameLevel.COMMON_WORD, how=f"{found.level}, {found.how}, but a kind and no name")


@lru_cache(maxsize=30_000)
def describes(form: NameForm, kind: NameKind) -> bool:
    """Tell whether the name of a site or a company is a description alone: `Scam compound`, `Recruitment agency`."""
    native = form.native
    if kind is NameKind.PERSON or not native or not any(map(str.isalpha, native)):
        return False
    if kind is NameKind.SITE:
        return _describes_a_site(_in_english(native)) or _says_what_is_near(native)
    words = _in_english(native)
    beside = frozenset(words) | _cut_off(form, words)
    return _is_department(native) or _is_country(native, beside) or _describes_a_company(words, beside)


@lru_cache(maxsize=30_000)
def names_a_town_alone(form: NameForm) -> bool:
    """Tell whether the name of a site is a kind of house and a town of the region: `Sihanoukville casino`, 西港园区.

    So callers call every one there. Of a town that is not known it is a name, as Golden Casino is.
    """
    left = _without_towns(form.native)
    if left is None:
        return False
    words = _in_english(left)
    is_plain = _SPOTS.isdisjoint(words) or _PARK_OF_COMPOUNDS.search(left) is not None
    return is_plain and _describes_a_site(words)


def _without_towns(native: str) -> str | None:
    """Return a name without the towns of the region that it says and what joins them to it; `None` if it says none."""
    text = unicodedata.normalize("NFC", native).lower()
    without = _towns().sub(" ", text)
    return _JOINING_TOWNS.sub(" ", without.strip()).strip() or None if without != text else None


@lru_cache(maxsize=1)
def _towns() -> re.Pattern[str]:
    """Return a pattern of the region's towns by all their names; in scripts without spaces within a word too."""
    forms = {form for english, told in read_rows("exonyms.tsv") for form in (english, *_quoted(told))}
    latin, others = [sorted(filter(test, forms), key=len, reverse=True) for test in (str.isascii, _is_in_other_letters)]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, latin))})\b|{'|'.join(map(re.escape, others))}")


def _is_in_other_letters(form: str) -> bool:
    return not form.isascii()


def _cut_off(form: NameForm, words: tuple[str, ...]) -> frozenset[str]:
    """Return `company` where nothing but that was cut off a name: of `Company Limited` it is the legal form."""
    cut = frozenset(_in_english(form.raw)).difference(words, _JOINING)
    return cut if cut == {"company"} else frozenset()


def _is_department(native: str) -> bool:
    words = frozenset(_WORD.findall(native.lower())) - NATIONALITIES
    known = _OF_DEPARTMENTS if len(words) > 1 else _DEPARTMENTS
    return bool(words) and words <= known and is_calling(native)


def _is_country(native: str, beside: frozenset[str]) -> bool:
    """Tell whether nothing but a country is left of a company's name: `Công ty Trung Quốc`. Georgia Ltd is a name."""
    is_said = "company" in beside or detect_script(native) is not Script.LATIN
    return is_said and normalise("country", native).value is not None


def _describes_a_site(words: tuple[str, ...]) -> bool:
    kinds = {word for word in words if word in _HOUSES or word in _SPOTS}
    others = set(words) - kinds - _JOINING - _VAGUE
    looks = others & _LOOKS
    colours, sizes, nations = others & _COLOURS, others & _SIZES, others & NATIONALITIES
    counts = {word for word in others if _is_count(word)}
    if words[:1] == (_BEFORE_A_LETTER,) and len(words) == _AND_A_LETTER:
        return words[1].isdigit() or _is_count(words[1])
    if not kinds or others - looks - colours - sizes - nations - counts:
        return False
    if kinds & _SPOTS and len(kinds) > 1 and not kinds <= _OF_A_NIGHT:
        return False
    told = ((looks, _LOOKED_AT), (colours, _SEEN), (sizes, _SIZED), (nations, _OWNED))
    if any(others and not kinds <= known for others, known in told):
        return False
    return all(len(count) == 1 and count.isdigit() for count in counts) or bool(kinds & _PARTS)


def _says_what_is_near(native: str) -> bool:
    """Tell whether a name says a kind of house and what it is near or has: Hotel near border, 市场旁边的楼."""
    behind = _NEAR_BEHIND.match(native)
    if behind is not None:
        return behind.end() == len(native) or _describes_a_site(_in_english(native[behind.end() :]))
    before = _NEAR_IN_FRONT.search(native)
    if before is not None and before.start():
        return _describes_a_site(_in_english(native[: before.start()]))
    words = _in_english(native)
    for at, word in enumerate(words[:-1]):
        if word in _NEAR or (word in _BESIDE and _says_landmarks(words[at + 1 :])):
            return _describes_a_site(words[:at])
    return False


def _says_landmarks(words: tuple[str, ...]) -> bool:
    """Tell whether words say a thing that every town has and no name: the river, third floor."""
    return not _LANDMARKS.isdisjoint(words) and _LANDMARKS.union(_JOINING, _ORDINALS).issuperset(words)


def _is_count(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None or _LETTER.fullmatch(word) is not None


def _describes_a_company(words: tuple[str, ...], beside: frozenset[str]) -> bool:
    trades = {word for word in words if word in _trades()}
    others = set(words) - trades - _JOINING - _VAGUE
    dealt_in = others & _DEALT_IN
    if not words or others - NATIONALITIES - dealt_in:
        return False
    if dealt_in and not (beside & _PLAIN_BUSINESSES and trades <= _OWNED_BUSINESSES):
        return False
    if not others & NATIONALITIES:
        return True
    return bool(trades | dealt_in or "company" in beside) and trades | dealt_in <= _OWNED_BUSINESSES


@lru_cache(maxsize=1)
def _trades() -> frozenset[str]:
    return (kind_words() | _OF_COMPANIES) - _TELLING_OF_COMPANIES


def _in_english(native: str) -> tuple[str, ...]:
    """Return the words of a name in English as far as they say kinds, and the others as they are."""
    found: list[str] = []
    for written in _runs(native):
        if detect_script(written) is Script.LATIN or not any(map(str.isalpha, written)):
            found += _latin_words(tuple(ascii_fold(written.lower()).split()))
        else:
            found += _unspaced_words(written)
    return tuple(found)


def _runs(native: str) -> Iterator[str]:
    """Yield what stands together of one writing, Latin letters and digits or another: `A`, `座`."""
    words = " ".join(_WORD.findall(unicodedata.normalize("NFC", native).replace("-", " ")))
    for run in _CHANGE_OF_WRITING.split(words):
        if run.strip():
            yield run.strip()


def _latin_words(words: tuple[str, ...]) -> Iterator[str]:
    forms, at = _forms()[0], 0
    while at < len(words):
        length = next((n for n in _LENGTHS if words[at : at + n] in forms), 0)
        yield forms[words[at : at + length]] if length else words[at]
        at += length or 1


def _unspaced_words(text: str) -> Iterator[str]:
    for form, english in _forms()[1]:
        if form in text:
            text = text.replace(form, " ")
            yield english
    yield from text.split()


def words_for_houses() -> tuple[str, ...]:
    """Return the words in other than Latin letters for kinds of houses that no place is named for: โรงแรม, កាស៊ីណូ."""
    return tuple(form for form, english in _forms()[1] if english in _STANDING and len(form) >= _SHORTEST_STANDING)


@lru_cache(maxsize=1)
def _forms() -> tuple[dict[tuple[str, ...], str], tuple[tuple[str, str], ...]]:
    """Return the words for kinds in Latin letters, and those in other scripts, the longest first, with the English."""
    known = _HOUSES | _SPOTS | {"number", "recruitment"}
    rows = [(row[0], _quoted(row[1])) for row in read_rows("glosses.tsv")]
    latin: dict[tuple[str, ...], str] = {}
    others: dict[str, str] = {}
    more = set(chain.from_iterable(forms for _, forms in _more_forms()))
    for english, forms in (*((english, forms) for english, forms in rows if english in known), *_more_forms()):
        for form in forms:
            if detect_script(form) is not Script.LATIN:
                others[form] = english
            elif form in more or len(form) >= _SHORTEST_FORM:
                latin[tuple(ascii_fold(form.lower()).split())] = english
    for english, forms in rows:
        # Other trades in English alone: Pattana and Panich are the names of companies in Thailand.
        latin |= {(form,): english for form in forms if form.isascii() and form.isalpha() and form[:4] == english[:4]}
    latin |= {tuple(word.split()): word for word in known}
    latin |= {(f"{word}s",): word for word in known if " " not in word}
    return latin, tuple(sorted(others.items(), key=lambda item: -len(item[0])))


def _quoted(forms: str) -> list[str]:
    return [(quoted or bare).lstrip(AT_START).rstrip("$") for quoted, bare in re.findall(r'"([^"]+)"|(\S+)', forms)]


def _more_forms() -> Iterable[tuple[str, list[str]]]:
    for line in _MORE_FORMS.strip().splitlines():
        english, _, forms = line.partition(": ")
        yield english, [form.replace("_", " ") for form in forms.split()]
