"""Sets of public keys, as JWKS files hold them: whose tokens are taken, and whose signatures of bundles."""

import jwt


def read_key_set(data: object) -> list[jwt.PyJWK]:
    """Return the keys of a set.

    Args:
        data: what JSON a file holds.

    Raises:
        ValueError: it is no object, as the `null` that a failed fetch leaves.
        jwt.PyJWTError: it holds no key that can be used.
    """
    if not isinstance(data, dict):
        raise ValueError("no set of keys")  # noqa: TRY004 - JSON of another shape is another text
    return jwt.PyJWKSet.from_dict(data).keys
