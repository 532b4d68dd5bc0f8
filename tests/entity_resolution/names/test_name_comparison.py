"""Names that are one compare high in any script; names that differ in a vowel, a tone or an order do not."""

from __future__ import annotations

from time import process_time

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, organisation_name, person_name, site_name
from entity_resolution.names.scripts.surnames import surname_bits


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("สมชาย ใจดี", "Somchai Jaidee"),
        ("ហ៊ុន សែន", "Hun Sen"),
        ("ທອງລຸນ ສີສຸລິດ", "Thongloun Sisoulith"),
        ("မင်းအောင်လှိုင်", "Min Aung Hlaing"),
        ("佘智江", "She Zhijiang"),
        ("佘智江", "Zhijiang She"),
        ("Wichai Suksai", "Vichai Sooksai"),
        ("U Aung Min", "Aung Min"),
        ("Tan Wei Ming", "Chen Weiming"),
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa"),
        ("Nguyễn Văn Hùng", "Nguyen Van Hung"),
        ("Mohd Ali Hassan", "Mohamed Ali bin Hassan"),
        ("Putin, Vladimir", "Vladimir Putin"),
        ("Владимир Путин", "Vladimir Putin"),
        ("محمد علي", "Mohammed Ali"),
        ("Soeharto", "Suharto"),
        ("Bill Harrison", "William Harrison"),
        ("สมชาย ใจดี", "ใจดี สมชาย"),
        ("ZAKI Datuk Seri Ahmad", "Ahmad Zaki"),
        ("រស្មី សុខ", "Sok Reaksmey"),
    ],
)
def test_one_person_agrees(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ปี แซ่ตัน", "ปู แซ่ตัน"),
        ("กิตติ", "กัตติ"),
        ("พิม", "พุ่ม"),
        ("ចាន់ ដារា", "ជា វិចិត្រ"),
        ("ប៉ុង", "បឹង"),
        ("ທອງລຸນ ສີສຸລິດ", "ບຸນຍັງ ວໍລະຈິດ"),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa"),
        ("Aung Kyaw", "Kyaw Aung"),
        ("Tin Aung Lwin", "Tin Maung Lwin"),
        ("Ko Ko Oo", "Ko Oo"),
        ("John Smith", "San Smith"),
        ("Wu Wei", "Chu Wei"),
        ("Suharto", "Sukarno"),
        ("陈伟", "Chen Wen"),
    ],
)
def test_different_persons_do_not_agree(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("สมชาย ใจดี", "สมชาย  ใจดี", NameLevel.EXACT_NATIVE),
        ("Nguyễn Văn Hùng", "NGUYEN VAN HUNG", NameLevel.EXACT_LATIN),
        ("ហ៊ុន សែន", "Hun Sen", NameLevel.ROMANISED),
        ("Wichai Suksai", "Vichai Sooksai", NameLevel.VARIANT),
        ("Sergei Kuznetsov", "Kuznetsov Sergei", NameLevel.TOKENS_REORDERED),
        ("ပဲခူး", "Mandalay", NameLevel.DIFFERENT),
    ],
)
def test_levels(left: str, right: str, level: NameLevel) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).level is level


@pytest.mark.parametrize(
    ("left", "right", "agrees"),
    [
        ("金贝集团有限公司", "Jin Bei Group Co., Ltd.", True),
        ("PT Bank Central Asia Tbk", "Bank Central Asia", True),
        ("Jinbei (Cambodia) Investment", "Jin Bei Cambodia Investment", True),
        ("CÔNG TY TNHH Minh Anh", "Minh Anh Co., Ltd", True),
        ("Müller Maschinenbau GmbH & Co. KG", "Muller Maschinenbau GmbH", True),
        ("金贝（柬埔寨）集团有限公司", "Jin Bei (Cambodia) Group", True),
        ("Jin Bei (Cambodia) Group", "Jin Bei (Thailand) Group", False),
        ("(주)한빛", "한빛", True),
        ("شركة النور ذ.م.م", "النور", True),
        ("บริษัท เอ จำกัด", "บริษัท บี จำกัด", False),
    ],
)
def test_companies(left: str, right: str, agrees: bool) -> None:
    compared = compare_names(organisation_name(left), organisation_name(right), NameKind.ORGANISATION)
    assert compared.agrees is agrees


@pytest.mark.parametrize(
    ("left", "right"), [("KK园区", "KK Park"), ("ตำบลท่าสายลวด", "Tha Sai Luat"), ("12 Jln Ampang", "12 Ampang Road")]
)
def test_sites(left: str, right: str) -> None:
    assert compare_names(site_name(left), site_name(right), NameKind.SITE).agrees


def test_a_common_name_weighs_less_than_a_rare_one() -> None:
    common, rare = person_name("Aung Aung"), person_name("Zhelyazkov Brandvold")
    weighed = [compare_names(name, name, NameKind.PERSON).bits for name in (common, rare)]
    assert weighed[0] + 3 < weighed[1]


def test_an_empty_name_agrees_with_nothing() -> None:
    empty = person_name("\u200b")
    for other in (empty, person_name("Somchai")):
        compared = compare_names(empty, other, NameKind.PERSON)
        assert (compared.similarity, compared.bits, compared.agrees) == (0.0, 0.0, False)


def test_the_explanation_names_both_forms_and_the_reading() -> None:
    compared = compare_names(person_name("佘志明"), person_name("Seah Zhiming"), NameKind.PERSON)
    assert compared.explanation.startswith("`she zhiming` against `seah zhiming`: ")
    assert "佘 and seah both spell 佘" in compared.explanation


@pytest.mark.parametrize(
    ("left", "right"),
    [("chen", "tan"), ("chen", "chan"), ("huang", "ng"), ("陈", "tran"), ("lin", "lim"), ("li", "lee")],
)
def test_dialect_spellings_of_one_surname_give_evidence(left: str, right: str) -> None:
    bits, shared = surname_bits(left, right)
    assert bits > 0
    assert shared is not None


def test_spellings_of_different_surnames_share_none() -> None:
    assert surname_bits("lim", "wang") == (0.0, None)


def test_twenty_thousand_comparisons_a_second_on_cached_forms() -> None:
    names = [
        "Wichai Suksai",
        "สมชาย ใจดี",
        "Chea Vichet",
        "မင်းအောင်လှိုင်",
        "Min Aung Hlaing",
        "John Smith",
        "佘智江",
        "Siti Aminah",
    ]
    forms = [person_name(name) for name in names]
    pairs = [(left, right) for left in forms for right in forms] * 40
    for left, right in pairs[: len(forms) ** 2]:
        compare_names(left, right, NameKind.PERSON)
    best = float("inf")
    for _ in range(3):
        started = process_time()
        for left, right in pairs:
            compare_names(left, right, NameKind.PERSON)
        best = min(best, process_time() - started)
    # A quarter of the aim, so that a busy machine does not fail it; the figure itself is kept by the benchmark.
    assert len(pairs) / best > 5_000


@pytest.mark.parametrize(
    ("left", "right", "agrees"),
    [
        ("ศิริพร ใจดี", "สิริพร ใจดี", True),
        ("ณัฐ สุขใจ", "นัท สุขใจ", True),
        ("สมชาย", "สมชัย", False),
        ("陈志强", "陳志強", True),
        ("陈志", "陈智", False),
        ("စောချစ်သူ", "Saw Chit Thu", True),
    ],
)
def test_names_of_one_script_compare_as_written_and_as_heard(left: str, right: str, agrees: bool) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees is agrees


def test_initials_of_a_company_are_a_partial_agreement_that_blocks() -> None:
    short, full = organisation_name("GDT"), organisation_name("Golden Delta Trading Co., Ltd.")
    compared = compare_names(short, full, NameKind.ORGANISATION)
    assert (compared.level, compared.agrees) == (NameLevel.PARTIAL, False)
    assert short.keys & full.keys == {"i:gdt"}


def test_a_generation_name_is_not_taken_for_a_surname() -> None:
    assert not compare_names(person_name("Tan Ah Beng"), person_name("Tan Ah Meng"), NameKind.PERSON).agrees


def test_a_branch_that_has_every_word_of_the_bank_is_no_stranger() -> None:
    branch = organisation_name("Northern Bank AG Kingsford Branch")
    found = compare_names(branch, organisation_name("Northern Bank"), NameKind.ORGANISATION)
    assert found.level is NameLevel.PARTIAL
    other = compare_names(branch, organisation_name("Southern Trust"), NameKind.ORGANISATION)
    assert other.level is NameLevel.DIFFERENT


def test_a_single_letter_weighs_less_than_a_name() -> None:
    letter = compare_names(person_name("b"), person_name("b"), NameKind.PERSON)
    name = compare_names(person_name("Wichit"), person_name("Wichit"), NameKind.PERSON)
    assert letter.bits == pytest.approx(6.0)
    assert name.bits > 8.0


def test_a_compounds_name_behind_that_of_its_village_is_alike_in_part() -> None:
    for left, right in (("Shwe Kokko Yatai", "Shwe Kokko"), ("Pyin Oo Lwin", "Pyin Oo")):
        for one, other in ((left, right), (right, left)):
            found = compare_names(site_name(one), site_name(other), NameKind.SITE)
            assert (found.level, found.agrees) == (NameLevel.PARTIAL, False)
            assert found.bits > 0
    # In a person's name one syllable more is another person.
    assert compare_names(person_name("Aung Kyaw Lwin"), person_name("Aung Kyaw"), NameKind.PERSON).bits < 0


def test_spaces_are_taken_out_only_where_one_may_have_moved() -> None:
    def agree(one: str, other: str) -> bool:
        return compare_names(person_name(one), person_name(other), NameKind.PERSON).agrees

    assert agree("Budi Raharjo Santoso", "Budira Harjo Santoso")
    assert agree("Som Chai Busabamintra", "Somchai Busa Bamintra")
    # Beside a long surname another given name is a small part of the whole.
    assert not agree("Rahmat Sitompul", "Rama Sitompul")
    assert not agree("Sitompul Rahmat", "Sitompul Rama")
