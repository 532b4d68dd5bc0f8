"""Pools of given and family names of the region, each in its own script and in one or two customary Latin spellings.

The names are common ones; whoever bears a combination of them in life has nothing to do with the scenario.
"""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FullName:
    """A name: `latin` as a passport has it, `other_latin` as someone else spells it, `native` in its own script."""

    latin: str
    other_latin: str
    native: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pool:
    """Names of one language as triples of native, Latin, other Latin; `joint` parts the two native halves."""

    family: tuple[tuple[str, str, str], ...]
    male: tuple[tuple[str, str, str], ...]
    female: tuple[tuple[str, str, str], ...]
    family_first: bool
    joint: str = " "


def _triples(text: str) -> tuple[tuple[str, str, str], ...]:
    rows = [line.strip().split("|") for line in text.strip().splitlines()]
    return tuple((row[0], row[1], row[-1]) for row in rows)


_THAI = _Pool(
    family=_triples("""สุขใจ|Sukjai|Sukchai
        ทองดี|Thongdee|Tongdi
        ศรีสุข|Srisuk|Sisuk
        บุญมา|Boonma|Bunma
        แสงทอง|Saengthong|Sangthong
        พรหมมา|Phromma|Promma
        จันทร์ดี|Chandee|Jandee
        รักไทย|Rakthai
        ชัยชนะ|Chaichana
        แก้วมณี|Kaewmanee|Kaeomani
        อินทร์แก้ว|Inkaew|Inkaeo
        สายบัว|Saibua"""),
    male=_triples("""วิชัย|Wichai|Vichai
        กิตติ|Kitti
        ประเสริฐ|Prasert|Prasoet
        อนุชา|Anucha
        ธนากร|Thanakorn|Thanakon
        พงศกร|Pongsakorn|Phongsakon
        สุรชัย|Surachai
        ชัยวัฒน์|Chaiwat|Chaiyawat
        มานะ|Mana
        ธีรพงษ์|Teerapong|Thiraphong"""),
    female=_triples("""สุดา|Suda
        กัญญา|Kanya
        มาลี|Malee|Mali
        นารี|Naree|Nari
        วันดี|Wandee|Wandi
        ปราณี|Pranee|Prani
        อรทัย|Orathai
        จินตนา|Jintana|Chintana
        สุภาพร|Supaporn|Suphaphon
        รัตนา|Rattana|Ratana"""),
    family_first=False,
)
_KHMER = _Pool(
    family=_triples("""សុខ|Sok
        ចាន់|Chan
        គឹម|Kim
        ហេង|Heng
        ជា|Chea
        មាស|Meas
        នួន|Nuon
        ប៉ែន|Pen
        សេង|Seng
        អ៊ុក|Ouk|Uk"""),
    male=_triples("""ដារា|Dara
        វណ្ណា|Vanna
        រតនា|Ratana|Rattana
        សុខា|Sokha
        វាសនា|Veasna
        កុសល|Kosal
        បូរ៉ា|Bora
        សំណាង|Samnang
        រិទ្ធី|Rithy|Rithi"""),
    female=_triples("""សុភា|Sophea|Sopheap
        បុប្ផា|Bopha|Bopphea
        ម៉ាលី|Maly|Mali
        ស្រីមុំ|Sreymom|Srey Mom
        ចាន់ថា|Chantha
        កល្យាណ|Kalyan|Kolyan"""),
    family_first=True,
)
_BURMESE = _Pool(
    family=_triples("""အောင်|Aung
        ကျော်|Kyaw
        မင်း|Min
        သန်း|Than
        နိုင်|Naing
        ခင်|Khin
        စိုး|Soe"""),
    male=_triples("""စိုးဝင်း|Soe Win
        ထွန်းလင်း|Tun Lin|Htun Lin
        မြင့်ဇော်|Myint Zaw
        ဇော်လတ်|Zaw Latt|Zaw Lat
        ဝင်းကို|Win Ko
        သူရ|Thura|Thu Ra
        လင်းထက်|Lin Htet|Lin Het"""),
    female=_triples("""မေဖြူ|May Phyu
        သီတာ|Thida|Thi Da
        စုမွန်|Su Mon
        နွယ်နွယ်|Nwe Nwe|Nwae Nwae
        ယုဇန|Yuzana|Yu Zana"""),
    family_first=True,
    joint="",
)
_LAO = _Pool(
    family=_triples("""ວົງສາ|Vongsa
        ພົມມະຈັນ|Phommachanh|Phommachan
        ໄຊຍະວົງ|Xayavong|Sayavong
        ແກ້ວມະນີ|Keomany|Keomani
        ສີຫາລາດ|Sihalath|Siharath"""),
    male=_triples("""ສົມສັກ|Somsack|Somsak
        ບຸນທັນ|Bounthanh|Bounthan
        ຄຳພອນ|Khamphone|Khamphon
        ວິໄລ|Vilay"""),
    female=_triples("""ຄຳຫຼ້າ|Khamla
        ນາງນ້ອຍ|Nangnoy|Nang Noi
        ມະນີວັນ|Manivanh|Manivan"""),
    family_first=False,
)
_CHINESE = _Pool(
    family=_triples("""王|Wang
        李|Li
        张|Zhang
        陈|Chen
        黄|Huang
        吴|Wu
        周|Zhou
        刘|Liu
        郑|Zheng"""),
    male=_triples("""建国|Jianguo|Jian Guo
        志强|Zhiqiang|Zhi Qiang
        文杰|Wenjie|Wen Jie
        小明|Xiaoming|Xiao Ming
        立军|Lijun|Li Jun
        浩然|Haoran|Hao Ran
        永福|Yongfu|Yong Fu"""),
    female=_triples("""雅婷|Yating|Ya Ting
        丽华|Lihua|Li Hua
        晓燕|Xiaoyan|Xiao Yan
        美玲|Meiling|Mei Ling"""),
    family_first=True,
    joint="",
)
_VIETNAMESE = _Pool(
    family=_triples("""Nguyễn|Nguyen
        Trần|Tran
        Lê|Le
        Phạm|Pham
        Vũ|Vu
        Đặng|Dang"""),
    male=_triples("""Văn Hùng|Van Hung
        Minh Tuấn|Minh Tuan
        Quốc Bảo|Quoc Bao
        Đức Anh|Duc Anh
        Hoàng Long|Hoang Long"""),
    female=_triples("""Thị Hoa|Thi Hoa
        Thị Lan|Thi Lan
        Ngọc Ánh|Ngoc Anh
        Thùy Linh|Thuy Linh"""),
    family_first=True,
)
_FILIPINO = _Pool(
    family=_triples("""Villanueva|Villanueva
        Magsaysay|Magsaysay
        Dimaculangan|Dimaculangan
        Bautista|Bautista
        Manalo|Manalo
        Catacutan|Catacutan"""),
    male=_triples("""Jomar|Jomar
        Rodel|Rodel
        Arnel Joseph|Arnel Joseph|Arnel
        Reynaldo|Reynaldo|Rey"""),
    female=_triples("""Mary Grace|Mary Grace|Grace
        Jennelyn|Jennelyn
        Rosemarie|Rosemarie|Rose Marie
        Analyn|Analyn"""),
    family_first=False,
)
_MALAY = _Pool(
    family=_triples("""bin Ismail|bin Ismail|Ismail
        bin Abdullah|bin Abdullah|Abdullah
        bin Osman|bin Osman|Othman"""),
    male=_triples("""Ahmad Faizal|Ahmad Faizal|Faizal
        Mohd Hafiz|Mohd Hafiz|Mohamad Hafiz
        Azlan|Azlan"""),
    female=_triples("""Nur Aisyah|Nur Aisyah|Nor Aisyah
        Siti Hajar|Siti Hajar"""),
    family_first=False,
)
_POOLS = {
    "TH": _THAI,
    "KH": _KHMER,
    "MM": _BURMESE,
    "LA": _LAO,
    "CN": _CHINESE,
    "VN": _VIETNAMESE,
    "PH": _FILIPINO,
    "MY": _MALAY,
}


def draw_name(nationality: str, sex: str, rng: random.Random) -> FullName:
    """Return a name that is common among nationals of a country.

    Args:
        nationality: ISO 3166 code of one of the eight countries that have a pool.
        sex: `male` or `female`.
        rng: the stream to draw from.
    """
    pool = _POOLS[nationality]
    family = rng.choice(pool.family)
    given = rng.choice(pool.male if sex == "male" else pool.female)
    if nationality == "MY" and sex == "female":
        family = (family[0].replace("bin ", "binti "), family[1].replace("bin ", "binti "), family[2])
    first, second = (family, given) if pool.family_first else (given, family)
    return FullName(
        latin=f"{first[1]} {second[1]}",
        other_latin=f"{first[2]} {second[2]}",
        native=f"{first[0]}{pool.joint}{second[0]}",
    )


# Second halves of Thai family names, second characters of Chinese given names, last syllables of Burmese names.
_THAI_ENDINGS = _triples("""วงศ์|wong
    พงษ์|phong|pong
    รัตน์|rat
    ชัย|chai
    เจริญ|charoen|jaroen
    มงคล|mongkhon|mongkol
    ไพศาล|phaisan|paisan
    ศักดิ์|sak
    สวัสดิ์|sawat
    ภักดี|phakdi|pakdee
    สกุล|sakun|sakul
    กุล|kun|kul
    วัฒน์|wat
    ทรัพย์|sap""")
_CHINESE_CHARACTERS = _triples("""伟|wei
    芳|fang
    强|qiang
    敏|min
    军|jun
    杰|jie
    磊|lei
    洋|yang
    勇|yong
    艳|yan
    涛|tao
    超|chao
    霞|xia
    平|ping
    刚|gang
    玲|ling
    辉|hui
    鹏|peng""")
_BURMESE_ENDINGS = _triples("""ဦး|Oo
    အေး|Aye
    မောင်|Maung
    နိုင်|Naing
    ခိုင်|Khaing
    ထွန်း|Tun|Htun
    ညွန့်|Nyunt
    သိန်း|Thein
    ဝေ|Wai
    မြတ်|Myat""")


def draw_wide_name(nationality: str, sex: str, rng: random.Random) -> FullName:
    """Return a name from a far wider choice than `draw_name`: one part more, as the language makes it.

    Args:
        nationality: ISO 3166 code of one of the eight countries that have a pool.
        sex: `male` or `female`.
        rng: the stream to draw from.
    """
    name = draw_name(nationality, sex, rng)
    pool = _POOLS[nationality]
    match nationality:
        case "TH":
            return _joined(name, rng.choice(_THAI_ENDINGS), "", "")
        case "MM":
            return _joined(name, rng.choice(_BURMESE_ENDINGS), "", " ")
        case "CN":
            family = rng.choice(pool.family)
            start, end = rng.choice(_CHINESE_CHARACTERS), rng.choice(_CHINESE_CHARACTERS)
            latin = f"{family[1]} {(start[1] + end[1]).capitalize()}"
            spaced = f"{family[1]} {start[1].capitalize()} {end[1].capitalize()}"
            return FullName(latin=latin, other_latin=spaced, native=family[0] + start[0] + end[0])
        case "LA" | "PH":
            return _joined(name, rng.choice(pool.family), " ", " ")
        case _:
            return _joined(name, rng.choice(pool.male if sex == "male" else pool.female), " ", " ")


def _joined(name: FullName, part: tuple[str, str, str], native_joint: str, latin_joint: str) -> FullName:
    return FullName(
        latin=name.latin + latin_joint + part[1],
        other_latin=name.other_latin + latin_joint + part[2],
        native=name.native + native_joint + part[0],
    )
