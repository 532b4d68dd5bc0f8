"""Pages of accounts and programs: one address whichever way a link to one is written."""

import pytest

from graph.values import normalise_url, page_of_account
from tests.graph.values.tables import read_cases

KEYS = sorted({case.key for value_type, case in read_cases() if value_type == "url" and case.key})


@pytest.mark.parametrize("key", KEYS)
def test_what_a_key_says_has_that_key(key: str) -> None:
    scheme, _, address = key.partition(":")
    assert (scheme in ("host", "url"), normalise_url(address).key) == (True, key)


@pytest.mark.parametrize(
    ("address", "page", "account"),
    [
        ("https://m.facebook.com/Some.Name/?ref=x", "facebook.com/somename", "facebook.com/somename"),
        ("https://www.facebook.com/some.name/photos", None, "facebook.com/somename"),
        ("https://t.me/some_name/55", None, "t.me/some_name"),
        ("https://www.youtube.com/@SomeName", "youtube.com/@somename", "youtube.com/@somename"),
        ("https://www.youtube.com/@SomeName/videos", None, "youtube.com/@somename"),
        ("https://www.linkedin.com/company/Some-Company/", *["linkedin.com/company/some-company"] * 2),
        ("https://zalo.me/0901234567", "zalo.me/84901234567", "zalo.me/84901234567"),
        ("https://vk.com/anna.hr?w=wall1_2", None, "vk.com/anna.hr"),
        ("https://www.facebook.com/watch/?v=123456789", None, None),
        ("https://t.me/username", None, None),
        ("https://weibo.com/somebody", None, None),
        ("https://site.example/somebody", None, None),
    ],
)
def test_a_post_is_no_page_of_its_account_and_names_it_all_the_same(
    address: str, page: str | None, account: str | None
) -> None:
    assert page_of_account(address) == page
    assert page_of_account(address, is_whole=False) == account
