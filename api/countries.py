"""Countries as people name them where they ask: by code or by name, and nothing is answered by a wrong one."""

from api.errors import InputError
from graph.values import country_hint, normalise_country


def read_country(text: str | None) -> str | None:
    """Return the code of a country that is given by its code or a name; `None` where none is given.

    Raises:
        InputError: there is no such country. Numbers read with it would all be invalid, so nothing would be found.
    """
    if text is None:
        return None
    code = normalise_country(text).value
    if code is None:
        raise InputError("country", f"is no country{country_hint(text)}")
    return code
