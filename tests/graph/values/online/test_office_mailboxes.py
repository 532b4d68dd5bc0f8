"""Mailboxes that an office reads are told from those of one person."""

import re

import pytest

from graph.values import MAY_BE_OFFICE_MAILBOX, is_office_mailbox

OFFICES = [
    *("info@lotus.example", "hr@lotus.example", "sales2@lotus.example", "hr01@lotus.example", "info.th@lotus.example"),
    *(
        "hr-kl@lotus.example",
        "customer.service@lotus.example",
        "customer_care@lotus.example",
        "head.office@lotus.example",
    ),
    *("tuyendung@lotus.example", "lien.he@lotus.example", "kefu@lotus.example", "lowongan@lotus.example"),
    *("info+th@lotus.example", "hr.recruitment@lotus.example", "admin.2@lotus.example", "it@lotus.example"),
]
PEOPLES = [
    *("dara.sok@lotus.example", "informa@lotus.example", "hrithik@lotus.example", "salesio.tan@lotus.example"),
    *("admin.somchai@lotus.example", "it.chanthou@lotus.example", "somchai.sales@lotus.example", "may@lotus.example"),
    *("info2024@lotus.example", "agentlee@lotus.example", "supportive@lotus.example", "hr.lotus.recruiter@gmail.com"),
]


@pytest.mark.parametrize("address", OFFICES)
def test_a_mailbox_of_an_office_is_told_and_looked_at_in_a_column(address: str) -> None:
    assert is_office_mailbox(address)
    assert re.search(MAY_BE_OFFICE_MAILBOX, address)


@pytest.mark.parametrize("address", PEOPLES)
def test_a_mailbox_of_one_person_is_none(address: str) -> None:
    assert not is_office_mailbox(address)
