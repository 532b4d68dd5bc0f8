"""Other names in the same cell are names of their own, and nicknames none."""

from __future__ import annotations

import pytest

from entity_resolution.names import NameKind, names_in, split_site_names


@pytest.mark.parametrize(
    ("text", "own", "others"),
    [
        ("Somchai Jaidee @ Lek", "Somchai Jaidee", ()),
        ("Lim Wei Ming @ David Lim", "Lim Wei Ming", ("David Lim",)),
        ("Lim Wei Ming a.k.a. David Lim", "Lim Wei Ming", ("David Lim",)),
        ("Lim Wei Ming aka: David Lim AKA Dave Lim", "Lim Wei Ming", ("David Lim", "Dave Lim")),
        ("Lim Wei Ming alias David Lim", "Lim Wei Ming", ("David Lim",)),
        ("Chen Wei (陈伟)", "Chen Wei", ("陈伟",)),
        ("陈伟 又名 陈大伟", "陈伟", ("陈大伟",)),
        ("สมชาย ใจดี หรือ สมเกียรติ ทองดี", "สมชาย ใจดี", ("สมเกียรติ ทองดี",)),
        ("Somchai Jaidee (Lek)", "Somchai Jaidee", ()),
        ("Tan Ah Kow (deceased) @ David Tan", "Tan Ah Kow", ("David Tan",)),
        ("Thein Shwe (a) Kyaw Soe", "Thein Shwe", ("Kyaw Soe",)),
        ("သိန်းရွှေ (ခ) ကျော်စိုး", "သိန်းရွှေ", ("ကျော်စိုး",)),
        ("သိန်းရွှေ(ခ)ကျော်စိုး", "သိန်းရွှေ", ("ကျော်စိုး",)),
        ("သိန်းရွှေ ခေါ် ကျော်စိုး", "သိန်းရွှေ", ("ကျော်စိုး",)),
        ("សុខ ដារ៉ា ហៅ ចាន់ សុភា", "សុខ ដារ៉ា", ("ចាន់ សុភា",)),
        ("សុខ ដារ៉ា ហៅ ពៅ", "សុខ ដារ៉ា", ()),
        ("ສົມພອນ ວົງສະຫວັນ ຫຼື ບຸນມີ ແກ້ວມະນີ", "ສົມພອນ ວົງສະຫວັນ", ("ບຸນມີ ແກ້ວມະນີ",)),
        ("Nguyễn Văn An tức Trần Minh", "Nguyễn Văn An", ("Trần Minh",)),
        ("陈伟（又名陈大伟）", "陈伟", ("陈大伟",)),
        ("สมชาย (ชัย) ใจดี", "สมชาย ใจดี", ()),
        ("Wei Ming (David Lee) Tan", "Wei Ming Tan", ("David Lee",)),
        ("Ravi (s/o Kumar) Anand", "Ravi (s/o Kumar) Anand", ()),
        ('Carlos "Lucky" Romero', "Carlos Romero", ()),
        ("Carlos “Lucky Man” Romero", "Carlos Romero", ("Lucky Man",)),
        ("Viktor Petrov 'Bull'", "Viktor Petrov", ()),
        ("«Lucky» Viktor Petrov", "Viktor Petrov", ()),
        ('"Carlos Romero"', '"Carlos Romero"', ()),
        ("Carlos O'Neil d'Angelo", "Carlos O'Neil d'Angelo", ()),
        # What tells persons of one name apart stays, and so does what is no name beside another.
        ("John Smith (Jr.)", "John Smith (Jr.)", ()),
        ("Ravi Anand (s/o Kumar)", "Ravi Anand (s/o Kumar)", ()),
        ("(Somchai) Jaidee", "(Somchai) Jaidee", ()),
        ("@somchai", "@somchai", ()),
        ("Akane Sato", "Akane Sato", ()),
        ("Maria Alias", "Maria Alias", ()),
        # A surname of birth takes the place of the one that she has now; a place or a year of birth is none.
        ("Anna Rowe née Blackmore", "Anna Rowe", ("Anna Blackmore",)),
        ("Anna Rowe (NEE Blackmore)", "Anna Rowe", ("Anna Blackmore",)),
        ("Anna (née Blackmore) Rowe", "Anna Rowe", ("Anna Blackmore",)),
        ("ROWE, Anna, née Blackmore", "ROWE, Anna", ("Blackmore, Anna",)),
        ("Anna Rowe geb. Schmied @ Lola Smith", "Anna Rowe", ("Anna Schmied", "Lola Smith")),
        ("Anna Rowe née de la Cruz", "Anna Rowe", ("Anna de la Cruz",)),
        ("Anna Rowe formerly Anna Blackmore", "Anna Rowe", ("Anna Blackmore",)),
        ("Anna Rowe (formerly Blackmore)", "Anna Rowe", ("Anna Blackmore",)),
        ("Tan Mei Ling née Lim", "Tan Mei Ling", ("Lim Mei Ling",)),
        ("ศิริพร ใจดี นามสกุลเดิม คำแก้ว", "ศิริพร ใจดี", ("ศิริพร คำแก้ว",)),
        ("Anna Rowe born in Lyon", "Anna Rowe born in Lyon", ()),
        ("Anna Rowe born 1990", "Anna Rowe born 1990", ()),
        ("Anna Rowe now in Lyon", "Anna Rowe now in Lyon", ()),
        ("Max Born", "Max Born", ()),
        ("Watchman Nee", "Watchman Nee", ()),
        ("SOK CHAN NEE LY", "SOK CHAN NEE LY", ()),
        ("Anna née Blackmore", "Anna née Blackmore", ()),
        ("Nadia Rahmouni ép. Benhaddou", "Nadia Rahmouni", ("Nadia Benhaddou",)),
        ("Nadia Rahmouni épouse Benhaddou", "Nadia Rahmouni", ("Nadia Benhaddou",)),
        ("Lim Wei Ming, also known as David Lim", "Lim Wei Ming", ("David Lim",)),
        ("Lim Wei Ming f/k/a David Lim", "Lim Wei Ming", ("David Lim",)),
        ("Rina Marlina als Dewi Kartika", "Rina Marlina", ("Dewi Kartika",)),
        ("राजू शर्मा उर्फ विजय कुमार", "राजू शर्मा", ("विजय कुमार",)),
        ("陈伟，又名陈大伟", "陈伟", ("陈大伟",)),
        ("陈伟又名陈大伟", "陈伟", ("陈大伟",)),
        ("陈伟（曾用名：陈大伟）", "陈伟", ("陈大伟",)),
        # Who speaks for somebody is another, and what has a number is no name.
        ("Wirun Busabasombat (mother Malee Thongdee)", "Wirun Busabasombat", ()),
        ("Wirun Busabasombat (reported by Malee Thongdee)", "Wirun Busabasombat", ()),
        ("Somchai Jaidee (แม่ มาลี ทองดี)", "Somchai Jaidee", ()),
        ("Brian Otieno (Suspect 2)", "Brian Otieno", ()),
        ("", "", ()),
    ],
)
def test_other_names(text: str, own: str, others: tuple[str, ...]) -> None:
    assert names_in(text, NameKind.PERSON)[:2] == (own, others)


@pytest.mark.parametrize(
    ("text", "own", "others"),
    [
        ("Lotus Malaysia Bhd (formerly Bamboo World Bhd)", "Lotus Malaysia Bhd", ("Bamboo World Bhd",)),
        ("Lotus Ltd, formerly known as Bamboo Ltd.", "Lotus Ltd", ("Bamboo Ltd.",)),
        ("Lotus Ltd f/k/a Bamboo Co. d/b/a Orchid", "Lotus Ltd", ("Bamboo Co.", "Orchid")),
        ("Lotus Co Ltd (aka Bamboo)", "Lotus Co Ltd", ("Bamboo",)),
        ("莲花有限公司(原名:竹子有限公司)", "莲花有限公司", ("竹子有限公司",)),
        ("莲花有限公司原名竹子有限公司", "莲花有限公司", ("竹子有限公司",)),
        ("竹子有限公司已更名为莲花有限公司", "竹子有限公司", ("莲花有限公司",)),
        ("莲花有限公司（原竹子有限公司）", "莲花有限公司", ("竹子有限公司",)),
        ("莲花有限公司（由竹子有限公司更名而来）", "莲花有限公司", ("竹子有限公司",)),
        ("บริษัท บัว จำกัดเดิมชื่อบริษัท ไผ่ จำกัด", "บริษัท บัว จำกัด", ("บริษัท ไผ่ จำกัด",)),
        ("บริษัท บัว จำกัด (มหาชน)เดิมชื่อบริษัท ไผ่ จำกัด", "บริษัท บัว จำกัด (มหาชน)", ("บริษัท ไผ่ จำกัด",)),
        ("ក្រុមហ៊ុន ឈូក អតីត ក្រុមហ៊ុន ឫស្សី", "ក្រុមហ៊ុន ឈូក", ("ក្រុមហ៊ុន ឫស្សី",)),
        ("PT Teratai dahulu PT Bambu", "PT Teratai", ("PT Bambu",)),
        ("PT Teratai d/h PT Bambu", "PT Teratai", ("PT Bambu",)),
        ("Lotus Ltd.formerly Bamboo Ltd", "Lotus Ltd", ("Bamboo Ltd",)),
        ("Lotus Ltd/formerly Bamboo Ltd", "Lotus Ltd", ("Bamboo Ltd",)),
        ("Lotus Ltd ex Bamboo Ltd", "Lotus Ltd", ("Bamboo Ltd",)),
        ("Bamboo Ltd n/k/a Lotus Ltd", "Bamboo Ltd", ("Lotus Ltd",)),
        ("Công ty Trúc đổi tên thành Công ty Sen", "Công ty Trúc", ("Công ty Sen",)),
        ("PT Dahulu Kala", "PT Dahulu Kala", ()),
        ("Ex Libris Ltd", "Ex Libris Ltd", ()),
        ("原名科技有限公司", "原名科技有限公司", ()),
        ("Bio-AKA Ltd", "Bio-AKA Ltd", ()),
        ("莲花有限公司 (原名 竹子有限公司)", "莲花有限公司", ("竹子有限公司",)),
        ("Lotus Ltd doing business as Orchid", "Lotus Ltd", ("Orchid",)),
        ("Lotus Ltd, trading under the name of Orchid", "Lotus Ltd", ("Orchid",)),
        ("Lotus Ltd (operating as Orchid)", "Lotus Ltd", ("Orchid",)),
        ("Lotus Operating Ltd", "Lotus Operating Ltd", ()),
        ("Formerly Yours Ltd", "Formerly Yours Ltd", ()),
        ("Akadia (Cambodia) Ltd", "Akadia (Cambodia) Ltd", ()),
        (
            "Lotus Fishery Group (Lianhua Haiyang Fishery Group)",
            "Lotus Fishery Group",
            ("Lianhua Haiyang Fishery Group",),
        ),
        ("LDSC (Lotus Dawn Shipping & Logistics Co)", "LDSC", ("Lotus Dawn Shipping & Logistics Co",)),
        ("Lotus Bhd (Sabah Branch Office)", "Lotus Bhd (Sabah Branch Office)", ()),
        ("Lotus (Hong Kong SAR China)", "Lotus (Hong Kong SAR China)", ()),
        ("Lotus (Hong Kong China Limited)", "Lotus (Hong Kong China Limited)", ()),
        ("Lotus (Import and Export Trading)", "Lotus (Import and Export Trading)", ()),
        ("Lotus (also in the garden business)", "Lotus (also in the garden business)", ()),
        ("Lotus Ltd (formerly known as Bamboo Ltd)", "Lotus Ltd", ("Bamboo Ltd",)),
        ("莲花有限公司（原名竹子有限公司）", "莲花有限公司", ("竹子有限公司",)),
        ("บริษัท บัวแดง จำกัด (เดิมชื่อบริษัท ไผ่ทอง จำกัด)", "บริษัท บัวแดง จำกัด", ("บริษัท ไผ่ทอง จำกัด",)),
        # Its own name in another script, and no place, branch or kind.
        ("Jin Bei Hotel (金贝酒店)", "Jin Bei Hotel", ("金贝酒店",)),
        ("金贝集团（Jin Bei Group）", "金贝集团", ("Jin Bei Group",)),
        ("Jin Bei Hotel (西港店)", "Jin Bei Hotel (西港店)", ()),
        ("Lotus Trading (柬埔寨)", "Lotus Trading (柬埔寨)", ()),
        ("金贝 (Cambodia)", "金贝 (Cambodia)", ()),
        ("Lotus Ltd f.k.a. Bamboo Ltd", "Lotus Ltd", ("Bamboo Ltd",)),
        ("Lotus Alias Co., Ltd.", "Lotus Alias Co., Ltd.", ()),
        ("Lotus Ltd alias Bamboo Ltd", "Lotus Ltd", ("Bamboo Ltd",)),
        ("Lotus Ltd (renamed Bamboo Ltd)", "Lotus Ltd", ("Bamboo Ltd",)),
        ("莲花有限公司（又名竹子有限公司）", "莲花有限公司", ("竹子有限公司",)),
        ("PT Melati (dahulu PT Bambu)", "PT Melati", ("PT Bambu",)),
        ("Lotus Group Ex-Im Co Ltd", "Lotus Group Ex-Im Co Ltd", ()),
        ("Lotus Group Ex Works Ltd", "Lotus Group Ex Works Ltd", ()),
        ("金虎公司(原创文化公司)", "金虎公司(原创文化公司)", ()),
        ("Dakabank", "Dakabank", ()),
        ("formerly", "formerly", ()),
        ("", "", ()),
    ],
)
def test_other_names_of_a_company(text: str, own: str, others: tuple[str, ...]) -> None:
    assert names_in(text, NameKind.ORGANISATION)[:2] == (own, others)


@pytest.mark.parametrize(
    ("text", "own", "others"),
    [
        ("Lotus House (ex Oak Inn), 12 Oak St., Bavet", "Lotus House, 12 Oak St., Bavet", ("Oak Inn",)),
        ("Lotus House (formerly: Oak Inn)", "Lotus House", ("Oak Inn",)),
        ("Lotus House, formerly Oak Inn, Bavet", "Lotus House, Bavet", ("Oak Inn",)),
        ("Gasthof Lotus (früher Eiche)", "Gasthof Lotus", ("Eiche",)),
        ("Lotus House (now Oak Inn)", "Lotus House", ("Oak Inn",)),
        ("Lotus House (Exchange)", "Lotus House (Exchange)", ()),
        ("Lotus House, Ex-Convento, Puebla", "Lotus House, Ex-Convento, Puebla", ()),
        ("(ex Oak Inn)", "(ex Oak Inn)", ()),
        ("Lotus House (formerly known as Oak Inn)", "Lotus House", ("Oak Inn",)),
        ("Lotus House", "Lotus House", ()),
        ("Lotus House a.k.a. Oak Inn", "Lotus House", ("Oak Inn",)),
        ("Lotus House aka Oak Inn", "Lotus House", ("Oak Inn",)),
        ("Lotus House (aka Oak Inn)", "Lotus House", ("Oak Inn",)),
        ("Lotus House (a.k.a. Oak Inn)", "Lotus House", ("Oak Inn",)),
        ("Lotus House, also known as Oak Inn", "Lotus House", ("Oak Inn",)),
        ("Lotus House alias Oak Inn", "Lotus House", ("Oak Inn",)),
        ("Lotus House f.k.a. Oak Inn", "Lotus House", ("Oak Inn",)),
        ("Lotus House (renamed Oak Inn)", "Lotus House", ("Oak Inn",)),
        ("Lotus House (旧称 Oak Inn)", "Lotus House", ("Oak Inn",)),
        ("金贝园区（又名 东美园区）", "金贝园区", ("东美园区",)),
        ("金贝园区（曾用名：东美园区）", "金贝园区", ("东美园区",)),
        ("Khu Hoa Sen (tên cũ: Khu Tre)", "Khu Hoa Sen", ("Khu Tre",)),
        ("Taman Melati (dahulu Taman Bambu)", "Taman Melati", ("Taman Bambu",)),
        ("บัวแดง พาร์ค (เดิมชื่อ ไผ่ทอง พาร์ค)", "บัวแดง พาร์ค", ("ไผ่ทอง พาร์ค",)),
        ("ផ្ទះឈូក (ឈ្មោះដើម ផ្ទះឬស្សី)", "ផ្ទះឈូក", ("ផ្ទះឬស្សី",)),
        ("ကြာအိမ် (အမည်ဟောင်း ဝါးအိမ်)", "ကြာအိမ်", ("ဝါးအိမ်",)),
        ("Lotus Alias", "Lotus Alias", ()),
        ("Nakaka Park", "Nakaka Park", ()),
    ],
)
def test_former_names_of_a_place(text: str, own: str, others: tuple[str, ...]) -> None:
    assert split_site_names(text) == (own, others)
    assert names_in(text, NameKind.SITE)[:2] == (own, others)


@pytest.mark.parametrize(
    ("text", "own", "others"),
    [
        ("Jinshui Park (金水园区)", "Jinshui Park", ("金水园区",)),
        ("泰昌园区（Taichang Park）", "泰昌园区", ("Taichang Park",)),
        ("Crown Casino (คราวน์ คาสิโน) (ex Oak Inn)", "Crown Casino", ("คราวน์ คาสิโน", "Oak Inn")),
        ("Jinshui Park (二期)", "Jinshui Park (二期)", ()),
        ("Jinshui Park (金水园区二期)", "Jinshui Park (金水园区二期)", ()),
        ("Jinshui Park (东区)", "Jinshui Park (东区)", ()),
        ("Jinshui Park (East)", "Jinshui Park (East)", ()),
    ],
)
def test_the_name_of_a_place_in_another_script(text: str, own: str, others: tuple[str, ...]) -> None:
    assert names_in(text, NameKind.SITE)[:2] == (own, others)


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("Chen Wei (陈伟)", {"陈伟"}),
        ("Lim Wei Ming (David Lim)", {"David Lim"}),
        ("Lim Wei Ming (a.k.a. David Lim)", set()),
        ("Lim Wei Ming @ David Lim", set()),
        ('Carlos "Lucky Man" Romero @ Juan Cruz', {"Lucky Man"}),
        ('Carlos " Lucky Man " Romero', {"Lucky Man"}),
        ("Anna Rowe née Blackmore", set()),
    ],
)
def test_what_no_word_calls_a_name_is_noted(text: str, noted: set[str]) -> None:
    assert names_in(text, NameKind.PERSON).noted == noted


@pytest.mark.parametrize("kind", NameKind)
def test_a_cell_of_very_many_names_holds_a_few(kind: NameKind) -> None:
    cell = " aka ".join(f"Wirun Busaba{chr(97 + at % 26)}" for at in range(2_000))
    found = names_in(cell, kind)
    assert len(found.others) <= 8
    assert names_in("Wirun Busabasombat" * 1_000, kind) == ("Wirun Busabasombat" * 1_000, (), frozenset())


@pytest.mark.parametrize(
    "word",
    [
        *(
            "@",
            "aka",
            "a.k.a.",
            "A.K.A.:",
            "a/k/a",
            "fka",
            "f.k.a.",
            "f/k/a",
            "alias",
            "Alias:",
            "alyas",
            "als",
            "als.",
        ),
        *("also known as", "tức", "còn gọi là", "bí danh", "tên khác", "หรือ", "ຫຼື", "ຫລື", "ခေါ်", "urf", "उर्फ", "ওরফে"),
        *(
            "عرف",
            "он же",
            "она же",
            "ហៅ",
            "又名",
            "别名",
            "別名",
            "曾用名",
            "化名",
            "原名",
            "原名：",
            "(a)",
            "(alias)",
            "(ခ)",
        ),
        *("formerly", "formerly known as", "previously", "now", "now known as", "anciennement", "früher", "vormals"),
        *("เดิมชื่อ", "ชื่อเดิม"),
    ],
)
def test_each_word_between_two_names_parts_them(word: str) -> None:
    for between in (f" {word} ", f", {word} "):
        found = names_in(f"Wirun Busabasombat{between}Kriangkrai Petcharat", NameKind.PERSON)
        assert found == ("Wirun Busabasombat", ("Kriangkrai Petcharat",), frozenset())


@pytest.mark.parametrize(
    "word",
    [
        *("née", "nee", "nè", "ép.", "épouse", "geb.", "geb", "geborene", "z domu", "z d.", "rozená", "roz.", "nacida"),
        *("урождённая", "урожденная", "урожд.", "nascida", "nata", "født", "född", "pôv.", "maiden name", "born"),
        *("นามสกุลเดิม", "สกุลเดิม"),
    ],
)
def test_each_word_before_a_surname_of_birth_or_marriage_parts_it(word: str) -> None:
    found = names_in(f"Anna Rowe {word} Blackmore", NameKind.PERSON)
    assert found == ("Anna Rowe", ("Anna Blackmore",), frozenset())


@pytest.mark.parametrize(
    "word",
    [
        *(
            "formerly",
            "formerly known as",
            "previously registered as",
            "also known as",
            "doing business as",
            "aka",
            "t/a",
        ),
        *(
            "carrying on business as",
            "trading as",
            "trading under the name of",
            "operating as",
            "now known as",
            "f/k/a",
        ),
        *("dba", "d/b/a", "เดิมชื่อ", "ชื่อเดิม", "原名", "曾用名", "前称", "前稱"),
    ],
)
def test_each_word_before_another_name_of_a_company_parts_it(word: str) -> None:
    for text in (f"Lotus Ltd ({word} Bamboo Ltd)", f"Lotus Ltd, {word} Bamboo Ltd", f"Lotus Ltd {word} Bamboo Ltd"):
        assert names_in(text, NameKind.ORGANISATION) == ("Lotus Ltd", ("Bamboo Ltd",), frozenset())
