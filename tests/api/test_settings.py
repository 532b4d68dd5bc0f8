"""Settings of the environment that are refused, in one line that names them."""

import pytest

from api.errors import SettingError
from api.settings import Settings


@pytest.mark.parametrize("text", ["²", "\u2460", "-1", "1e6", "999", "100000001", " "])
def test_a_size_that_is_no_number_of_bytes_is_refused(text: str) -> None:
    with pytest.raises(SettingError, match="`BENANG_MAX_BODY_BYTES` must be a number of bytes"):
        Settings.from_env({"HOME": "/nowhere", "BENANG_MAX_BODY_BYTES": text})


def test_a_size_is_taken() -> None:
    assert Settings.from_env({"HOME": "/nowhere", "BENANG_MAX_BODY_BYTES": "4000"}).max_body_bytes == 4000
