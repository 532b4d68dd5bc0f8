"""An invented table of persons, and what a human fills into the draft of its mapping."""

import asyncio
import csv
import re
from collections.abc import Sequence
from pathlib import Path

from graph import IdMinter
from ingest import IngestReport, ingest_file, parse_mapping
from tests.ingest.ingesting import PROFILES

WALLETS = (
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
)
HEADER = (
    *("เลขคดี", "ชื่อ-สกุล", "วันเกิด", "เพศ", "สัญชาติ", "เลขหนังสือเดินทาง", "เบอร์โทร", "เลขที่บัญชี", "ธนาคาร", "ไลน์"),
    *("ที่อยู่", "หมายเหตุ", "กระเป๋า", "สถานะ"),
)
ROWS = (
    ("ค-1", "สมชาย ใจดี", "3 พ.ค. 2533", "ชาย", "ไทย", "AA1234568", "081-234-5678", "123-4-56780-9", "กสิกร",
     "somchai88", "12 ถนนสุขใจ", "เห็นครั้งแรก", WALLETS[0], "ผู้ต้องหา"),
    ("ค-2", "สมหญิง ใจงาม", "12/01/2537", "หญิง", "ลาว", "PA0012345", "0898765432", "023-4-56780-1", "SCB",
     "ying_a", "", "", WALLETS[1], "เหยื่อ"),
    ("ค-3", "วิชัย กล้าหาญ", "2530", "ชาย", "จีน", "E12345678", "0634567891", "223-1-56780-2", "KTB",
     "wichai.k", "บ้านเลขที่ 7", "", WALLETS[2], "พยาน"),
)  # fmt: skip
FILLED = {
    "dataset": "raid-lists",
    "originator": "th-police",
    "profile": "law-enforcement",
    "evaluation": "B2",
    "reference": '"{เลขคดี}"',
    "subject_role": "suspect",
}


def table(folder: Path, header: Sequence[str] = HEADER, rows: Sequence[Sequence[str]] = ROWS, sign: str = ",") -> Path:
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=sign).writerows([header, *rows])
    return path


def filled(draft: str, without: str | None = None) -> str:
    """Return a draft with what a human has to say, but for one word."""
    draft = re.sub(r'(reference:)  # fill in: ("{ธนาคาร}-{เลขที่บัญชี}") where .*', r"\1 \2", draft)
    for word, text in FILLED.items():
        if word != without:
            draft = re.sub(rf"^( *){word}:  # fill in.*$", rf"\1{word}: {text}", draft, flags=re.MULTILINE)
    return draft


def tried(path: Path, mapping: str, minter: IdMinter) -> IngestReport:
    return asyncio.run(
        ingest_file(
            path,
            mapping=parse_mapping(mapping),
            originator=None,
            profile=None,
            known_originators={"th-police"},
            known_profiles=PROFILES,
            writer=None,
            minter=minter,
            dry_run=True,
        )
    )


def lines(draft: str) -> list[str]:
    return [line.strip() for line in draft.splitlines()]
