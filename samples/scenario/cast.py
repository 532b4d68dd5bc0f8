"""The people of the invented world: the cast of the story, the crowd around it, and look-alikes who are others."""

import random
from datetime import date, timedelta
from typing import NamedTuple

from samples.scenario.mint import Mint, Person, Phone, stream
from samples.scenario.names import FullName, draw_name

_SUSPECT, _VICTIM = "suspect", "presumed-victim"


def cast_of_the_story(mint: Mint) -> list[Person]:
    """Return the people whom the story is about; the names are spelled by hand."""
    leaders = [_boss(mint), _manager(mint)]
    recruiters = [_recruiter_ph(mint), _recruiter_vn(mint), _recruiter_th(mint)]
    arriving = _arriving(mint)
    disputed = [_siriporn(mint), _kyawsoe(mint)]
    held = [_bounmy(mint), _dung(mint)]
    return [*leaders, *recruiters, arriving, *disputed, *held, _director(mint)]


def _boss(mint: Mint) -> Person:
    return Person(
        thing="person-boss",
        name=FullName(latin="Qiu Guodong", other_latin="Qiu Guo Dong", native="邱国栋"),
        aliases=("Boss Dong", "东哥"),
        thai="ชิว กั๋วต้ง",
        khmer="ឈីវ ក័រតុង",
        sex="male",
        born=date(1979, 11, 2),
        nationality="CN",
        passport=mint.passport("CN"),
        roles={"kh-police": _SUSPECT, "th-police": _SUSPECT, "sg-fiu": _SUSPECT, "kh-hotline": _SUSPECT},
        phones=(mint.phone("KH"),),
        accounts=(mint.account("SG"),),
        wallets=(mint.wallet("TRX"), mint.wallet("BTC")),
        handles=(mint.handle("dongge"),),
    )


def _manager(mint: Mint) -> Person:
    return Person(
        thing="person-manager",
        name=FullName(latin="Lin Haitao", other_latin="Lin Hai Tao", native="林海涛"),
        aliases=("Ah Hai", "阿海"),
        thai="หลิน ไห่เทา",
        khmer="លិន ហៃតាវ",
        sex="male",
        born=date(1988, 4, 17),
        nationality="CN",
        passport=mint.passport("CN"),
        roles={"kh-police": _SUSPECT, "th-police": _SUSPECT, "sg-exchange": "none", "kh-hotline": _SUSPECT},
        phones=(mint.phone("KH"), mint.phone("TH")),
        wallets=(mint.wallet("TRX"),),
        handles=(mint.handle("ahhai_hr"),),
    )


def _recruiter_ph(mint: Mint) -> Person:
    return Person(
        thing="person-recruiter-ph",
        name=FullName(latin="Marivic Dimaandal Soriano", other_latin="Marivic D. Soriano", native="Marivic Soriano"),
        aliases=("Ate Vic",),
        sex="female",
        born=date(1991, 7, 30),
        nationality="PH",
        passport=mint.passport("PH"),
        roles={"kh-police": _SUSPECT, "kh-hotline": _SUSPECT},
        phones=(mint.phone("PH"), mint.phone("KH")),
        handles=(mint.handle("hr_marivic"),),
    )


def _recruiter_vn(mint: Mint) -> Person:
    return Person(
        thing="person-recruiter-vn",
        name=FullName(latin="Tran Thi Mai Phuong", other_latin="Mai Phuong Tran", native="Trần Thị Mai Phương"),
        sex="female",
        born=date(1994, 1, 12),
        nationality="VN",
        passport=mint.passport("VN"),
        roles={"kh-police": _SUSPECT, "kh-hotline": _SUSPECT, "th-police": _SUSPECT},
        phones=(mint.phone("VN"),),
        handles=(mint.handle("phuong_tuyendung"),),
    )


def _recruiter_th(mint: Mint) -> Person:
    return Person(
        thing="person-recruiter-th",
        name=FullName(latin="Natthaphon Wongthai", other_latin="Nattapol Wongthai", native="ณัฐพล วงศ์ไทย"),
        aliases=("เสี่ยบอล", "Sia Ball"),
        khmer="ណាត់ថាផុន វង់ថៃ",
        sex="male",
        born=date(1986, 9, 9),
        nationality="TH",
        passport=mint.passport("TH"),
        national_id=mint.thai_id(),
        roles={"th-police": _SUSPECT, "th-fiu": "none", "kh-police": _SUSPECT, "kh-hotline": _SUSPECT},
        phones=(mint.phone("TH"),),
        accounts=(mint.account("TH"),),
        handles=(mint.handle("ball_jobs"),),
    )


def _arriving(mint: Mint) -> Person:
    return Person(
        thing="person-arriving",
        name=FullName(latin="Sok Piseth", other_latin="Sok Pisit", native="សុខ ពិសិដ្ឋ"),
        aliases=("Bong Seth",),
        thai="สก พิสิฐ",
        sex="male",
        born=date(1983, 2, 25),
        nationality="KH",
        passport=mint.passport("KH"),
        roles={"th-police": _SUSPECT},
        phones=(mint.phone("KH"),),
        note="Met drivers at the border; not yet known to any other agency until arriving.json.",
    )


def _siriporn(mint: Mint) -> Person:
    return Person(
        thing="person-siriporn",
        name=FullName(latin="Siriporn Khamkaew", other_latin="Siriphon Khamkaeo", native="ศิริพร คำแก้ว"),
        aliases=("Noi", "น้อย"),
        khmer="ស៊ីរីភន ខាំកែវ",
        sex="female",
        born=date(1999, 8, 21),
        nationality="TH",
        passport=mint.passport("TH"),
        national_id=mint.thai_id(),
        roles={
            "th-police": _SUSPECT,
            "th-fiu": "none",
            "kh-police": _VICTIM,
            "kh-hotline": _VICTIM,
            "sg-exchange": "none",
        },
        phones=(mint.phone("TH"),),
        accounts=(mint.account("TH"),),
        wallets=(mint.wallet("TRX"),),
        note="Presumed victim at the hotline, suspect at the Thai police: her account was used as a mule's.",
    )


def _kyawsoe(mint: Mint) -> Person:
    return Person(
        thing="person-kyawsoe",
        name=FullName(latin="Kyaw Soe Hlaing", other_latin="Kyaw Soe Hlaing", native="ကျော်စိုးလှိုင်"),
        thai="จอ โซ ไหล่ง์",
        sex="male",
        born=date(2001, 3, 5),
        nationality="MM",
        passport=mint.passport("MM"),
        roles={"th-police": _SUSPECT, "kh-hotline": _VICTIM},
        phones=(mint.phone("MM"),),
        note="Moved from the first compound to the second; presumed victim and suspect at once.",
    )


def _bounmy(mint: Mint) -> Person:
    return Person(
        thing="person-bounmy",
        name=FullName(latin="Bounmy Sengdara", other_latin="Bounmi Sengdala", native="ບຸນມີ ແສງດາລາ"),
        sex="male",
        born=date(2003, 6, 14),
        nationality="LA",
        passport=mint.passport("LA"),
        roles={"kh-police": _VICTIM, "kh-hotline": _VICTIM},
        phones=(mint.phone("LA"),),
    )


def _dung(mint: Mint) -> Person:
    return Person(
        thing="person-dung",
        name=FullName(latin="Le Van Dung", other_latin="Dung Le Van", native="Lê Văn Dũng"),
        sex="male",
        born=date(1998, 12, 1),
        nationality="VN",
        passport=mint.passport("VN"),
        roles={"kh-police": _VICTIM, "kh-hotline": _VICTIM, "th-police": _SUSPECT},
        phones=(mint.phone("VN"),),
    )


def _director(mint: Mint) -> Person:
    return Person(
        thing="person-director",
        name=FullName(latin="Huang Xiaofeng", other_latin="Huang Xiao Feng", native="黄晓峰"),
        thai="หวง เสี่ยวเฟิง",
        sex="male",
        born=date(1975, 5, 19),
        nationality="CN",
        passport=mint.passport("CN"),
        roles={"sg-fiu": _SUSPECT, "th-fiu": "none", "sg-exchange": "none"},
        phones=(mint.phone("SG"),),
        accounts=(mint.account("SG"),),
        wallets=(mint.wallet("ETH"),),
    )


# How many people of which kind, from which countries, and the roles that agencies give them.
_CROWD: tuple[tuple[str, int, str, tuple[dict[str, str], ...]], ...] = (
    (
        "crew",
        24,
        "CN CN CN MM KH TH VN PH MY",
        (
            {"kh-police": "suspect", "th-police": "suspect"},
            {"kh-police": "suspect", "kh-hotline": "suspect"},
            {"th-police": "suspect", "sg-fiu": "suspect"},
            {"kh-police": "suspect", "sg-fiu": "suspect", "sg-exchange": "none"},
            {"th-police": "suspect", "kh-police": "suspect", "kh-hotline": "suspect"},
        ),
    ),
    (
        "mule",
        40,
        "TH TH TH TH TH TH MM LA",
        (
            {"th-fiu": "none", "th-police": "suspect"},
            {"th-fiu": "none"},
            {"th-fiu": "none", "sg-exchange": "none"},
            {"th-fiu": "none", "th-police": "suspect", "kh-hotline": "presumed-victim"},
            {"th-fiu": "none", "sg-fiu": "none"},
        ),
    ),
    (
        "victim",
        48,
        "TH KH MM LA CN VN PH MY",
        (
            {"kh-hotline": "presumed-victim"},
            {"kh-hotline": "presumed-victim", "kh-police": "presumed-victim"},
            {"kh-hotline": "presumed-victim", "kh-police": "presumed-victim"},
            {"kh-hotline": "presumed-victim", "th-police": "suspect"},
            {"kh-hotline": "identified-victim", "kh-police": "identified-victim"},
        ),
    ),
    ("local-th", 40, "TH TH TH MM KH", ({"th-police": "suspect"}, {"th-police": "witness"})),
    ("local-kh", 24, "KH KH CN VN", ({"kh-police": "witness"}, {"kh-police": "suspect"})),
    ("client", 28, "CN MY TH PH VN", ({"sg-exchange": "none"},)),
    ("holder", 20, "TH", ({"th-fiu": "none"},)),
    ("reported", 14, "CN MY CN", ({"sg-fiu": "none"},)),
)


def crowd(mint: Mint) -> list[Person]:
    """Return the people around the story, drawn from the seed."""
    rng = stream("crowd")
    people = []
    for group, count, nationalities, roles in _CROWD:
        origins = nationalities.split()
        for number in range(count):
            nationality = origins[number % len(origins)]
            people.append(_drawn(mint, rng, f"person-{group}-{number:02d}", nationality, roles[number % len(roles)]))
    return people


def _drawn(mint: Mint, rng: random.Random, thing: str, nationality: str, roles: dict[str, str]) -> Person:
    sex = rng.choice(("male", "male", "female"))
    name = draw_name(nationality, sex, rng)
    has_account = "th-fiu" in roles or "sg-fiu" in roles
    country = "TH" if "th-fiu" in roles else "SG"
    has_wallet = "sg-exchange" in roles or ("sg-fiu" in roles and rng.random() < 0.5)
    is_recruiter = "kh-hotline" in roles and roles["kh-hotline"] == "suspect"
    return Person(
        thing=thing,
        name=name,
        sex=sex,
        born=date(1968, 1, 1) + timedelta(days=rng.randrange(13_500)),
        nationality=nationality,
        passport=mint.passport(nationality),
        national_id=mint.thai_id() if nationality == "TH" else "",
        roles=roles,
        phones=(mint.phone(rng.choice((nationality, "TH" if "th-police" in roles else nationality))),),
        accounts=(mint.account(country),) if has_account else (),
        wallets=(mint.wallet(rng.choice(("TRX", "TRX", "ETH", "BTC"))),) if has_wallet else (),
        handles=(mint.handle("hr_" + name.latin.split()[0].lower()),) if is_recruiter else (),
    )


def hard_negatives(mint: Mint) -> list[Person]:
    """Return people who must not be taken for one another."""
    families = [*_father_and_son(mint.phone("TH")), *_twins(mint.phone("KH"))]
    return [
        Person(
            thing=plan.thing,
            name=plan.name,
            sex=plan.sex,
            born=plan.born,
            nationality=plan.nationality,
            passport="" if not plan.phones else mint.passport(plan.nationality),
            roles=plan.roles,
            phones=plan.phones,
            accounts=(mint.account("TH"),) if "th-fiu" in plan.roles else (),
            note="" if plan.phones else "name alone",
        )
        for plan in (*families, *_namesakes())
    ]


class _LookAlike(NamedTuple):
    thing: str
    name: FullName
    born: date
    nationality: str
    sex: str
    roles: dict[str, str]
    phones: tuple[Phone, ...] = ()


def _father_and_son(home: Phone) -> list[_LookAlike]:
    """Return two of one name, who give the same number of their house."""
    name = FullName(latin="Somchai Rungrueang", other_latin="Somchai Rungruang", native="สมชาย รุ่งเรือง")
    return [
        _LookAlike("person-father", name, date(1963, 10, 4), "TH", "male", {"th-police": _SUSPECT}, (home,)),
        _LookAlike("person-son", name, date(1992, 6, 18), "TH", "male", {"th-fiu": "none"}, (home,)),
    ]


def _twins(phone: Phone) -> list[_LookAlike]:
    """Return brother and sister, born on one day, of one nationality, with one phone."""
    born = date(1996, 2, 2)
    brother = FullName(latin="Heng Samnang", other_latin="Heng Samnang", native="ហេង សំណាង")
    sister = FullName(latin="Heng Sreyneang", other_latin="Heng Srey Neang", native="ហេង ស្រីនាង")
    return [
        _LookAlike("person-twin-1", brother, born, "KH", "male", {"kh-police": "witness"}, (phone,)),
        _LookAlike("person-twin-2", sister, born, "KH", "female", {"kh-hotline": _VICTIM}, (phone,)),
    ]


def _namesakes() -> list[_LookAlike]:
    """Return people with common names and nothing else."""
    aung = FullName(latin="Aung Aung", other_latin="Aung Aung", native="အောင်အောင်")
    wang = FullName(latin="Wang Wei", other_latin="Wang Wei", native="王伟")
    return [
        _LookAlike("person-aung-1", aung, date(1990, 1, 1), "MM", "male", {"th-police": "witness"}),
        _LookAlike("person-aung-2", aung, date(1985, 7, 7), "MM", "male", {"kh-police": _SUSPECT}),
        _LookAlike("person-aung-3", aung, date(2000, 5, 5), "MM", "male", {"kh-hotline": _VICTIM}),
        _LookAlike("person-wang-1", wang, date(1982, 3, 3), "CN", "male", {"kh-police": _SUSPECT}),
        _LookAlike("person-wang-2", wang, date(1991, 8, 8), "CN", "male", {"th-police": _SUSPECT}),
        _LookAlike("person-wang-3", wang, date(1977, 9, 9), "CN", "male", {"kh-hotline": _SUSPECT}),
    ]
