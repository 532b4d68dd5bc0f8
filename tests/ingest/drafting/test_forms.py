"""A form, with labels below one another, is no table: its first row names a person, whom a draft would repeat."""

from pathlib import Path

import pytest

from ingest import UnreadableFileError, draft_mapping
from tests.ingest.drafting.tables import lines, table

# Invented, as all that is filled in is.
FORMS = {
    "labels and one victim": "Name,Narisara Phromdaen\nDate of birth,1999-04-03\nNationality,Thai\nPhone,0812345678\n",
    "behind their numbers": "1,Name,Narisara Phromdaen\n2,Date of birth,1999-04-03\n3,Phone,0812345678\n",
    "two in columns": "Name,Narisara Phromdaen,Ratana Sok\nPhone,0812345678,0812345679\nAddress,Bavet,Poipet\n",
    "of many questions": "Name,Narisara Phromdaen\nWho brought you?,a friend\nWere you paid?,no\nDoors locked?,yes\n"
    "Date of birth,1999-04-03\nWho hit you?,a guard\nPhone,0812345678\n",
    "in Khmer": "ឈ្មោះ,សុខ រតនា\nថ្ងៃខែឆ្នាំកំណើត,1999-04-03\nសញ្ជាតិ,ខ្មែរ\nលេខទូរស័ព្ទ,012345678\n",
    "in Thai": "ชื่อ-สกุล,นริศรา พรมแดน\nวันเกิด,3 เมษายน 2542\nสัญชาติ,ไทย\nเบอร์โทร,0812345678\n",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_a_form_is_refused_and_told_without_what_is_filled_in(tmp_path: Path, form: str) -> None:
    path = tmp_path / "form.csv"
    path.write_text(form, encoding="utf-8")
    with pytest.raises(UnreadableFileError) as refused:
        draft_mapping(path, file={})
    said = str(refused.value)
    assert "looks like a form" in said or "may be a row of values" in said
    assert not any(
        value in said
        for row in form.splitlines()
        for value in row.split(",")[1:]
        if not value.isascii() or value.istitle()
    )


@pytest.mark.parametrize("form", ["labels and one victim", "of many questions"])
def test_a_form_of_labels_is_told_to_be_one(tmp_path: Path, form: str) -> None:
    path = tmp_path / "form.csv"
    path.write_text(FORMS[form], encoding="utf-8")
    with pytest.raises(
        UnreadableFileError, match=r"^`form\.csv`, line 1: this looks like a form, one record in a column"
    ):
        draft_mapping(path, file={})


def test_a_table_with_words_of_headings_in_its_cells_is_none(tmp_path: Path) -> None:
    assert lines(draft_mapping(table(tmp_path), file={}, country="TH"))
    path = tmp_path / "channels.csv"
    path.write_text(
        "contact,name,country\nphone,Narisara Phromdaen,TH\nemail,Ratana Sok,KH\nphone,Ei Phyu,MM\n", "utf-8"
    )
    assert 'name: "name"' in draft_mapping(path, file={})
