"""The draft of a table of advertisements for work: what each says, and whom it says to call, and no person."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from graph import IdMinter
from ingest import draft_mapping
from tests.ingest.drafting.tables import filled, lines, table, tried

PHONES = ("081-234-5671", "081-234-5672", "081-234-5673")
POSTS = tuple(f"https://www.facebook.com/groups/77/posts/{n}" for n in range(3))


def test_an_advertisement_is_drafted_with_its_contacts_and_its_page(tmp_path: Path, minter: IdMinter) -> None:
    heads = ("No", "Post URL", "Job Title", "Company", "Location", "Salary", "Telegram", "Recruiter phone", "Posted")
    rows = [
        (
            str(n),
            POSTS[n],
            "Customer service",
            "Example Group",
            "Poipet",
            "$800-1000",
            f"@hr_example{n}",
            PHONES[n],
            "2 hrs ago",
        )
        for n in range(3)
    ]
    path = table(tmp_path, heads, rows)
    draft = draft_mapping(path, file={}, country="TH")
    told = lines(draft)
    assert {'title: "Job Title"', 'salary: "Salary"', 'postedAt: "Posted"', 'url: "Post URL"'} <= set(told)
    assert {
        '# ? employer: "Company"  # who employs, or who posted it?',
        '# ? workplace: "Location"  # where the work is?',
        "# ? - {type: CONTACT_IN, from: phone, to: advertisement}",
        "# ? - {type: CONTACT_IN, from: online_account, to: advertisement}",
        "# ? - {type: ADVERTISES, from: page, to: advertisement}",
    } <= set(told)
    assert "Person" not in draft
    report = tried(path, filled(draft).replace("{เลขคดี}", "{No}").replace("# ? ", ""), minter)
    assert (report.rows, report.records, report.links, report.quarantined) == (3, 12, 9, {})


@pytest.mark.parametrize(
    "heads",
    [
        ("Tiêu đề", "Mức lương", "Ngày đăng"),
        ("หัวข้อประกาศ", "เงินเดือน", "วันที่โพสต์"),
        ("标题", "薪资", "发布时间"),
        ("Judul lowongan", "Gaji bulanan", "Tanggal tayang"),
        ("ad_creative_link_titles", "ad_creative_bodies", "ad_creation_time"),
    ],
)
def test_headings_of_advertisements_are_known_in_the_languages_of_the_region(
    tmp_path: Path, heads: tuple[str, str, str]
) -> None:
    rows = [("a", "b", "2026-11-01")] * 3
    assert "kind: JobAdvertisement" in lines(draft_mapping(table(tmp_path, heads, rows), file={}))


@pytest.mark.parametrize(
    "heads",
    [
        ("Full name", "Job title", "Salary", "Workplace"),
        ("Name", "Job title", "Salary", "Workplace"),
        ("ชื่อ", "ตำแหน่งงาน", "เงินเดือน", "อายุ"),
        ("Surname", "Job title", "Salary", "Sex"),
        ("First name", "Workplace", "Posted", "No"),
    ],
)
def test_what_somebody_does_and_earns_makes_no_advertisement_of_her(tmp_path: Path, heads: Sequence[str]) -> None:
    rows = [("Noi Example", "cook", "300", "22")] * 3
    draft = draft_mapping(table(tmp_path, heads, rows), file={})
    assert "JobAdvertisement" not in draft
    assert "Person" in draft


def test_a_day_on_which_a_bank_posted_is_a_payments(tmp_path: Path) -> None:
    rows = [("01/11/2026", "5.00", "", "9.00"), ("02/11/2026", "", "7.00", "2.00")]
    told = lines(draft_mapping(table(tmp_path, ("Date posted", "Debit", "Credit", "Balance"), rows), file={}))
    assert told.count('paidAt: "Date posted"') == 2


@pytest.mark.parametrize("heading", ["Victim", "ผู้เสียหาย", "Korban", "受害人"])
def test_what_a_victim_was_promised_is_no_advertisement_of_hers(tmp_path: Path, heading: str) -> None:
    heads = (heading, "Phone", "Job title", "Salary", "Workplace")
    rows = [
        ("Malee Sangthong", "+66812340678", "typist", "800", "a casino"),
        ("Nida Boonrit", "+66812340679", "", "", ""),
    ]
    told = lines(draft_mapping(table(tmp_path, heads, rows), file={}))
    assert not [line for line in told if "JobAdvertisement" in line or "CONTACT_IN" in line]
    assert "# ? kind: Person" in told
