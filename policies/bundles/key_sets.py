"""Sets of public keys, as JWKS files hold them: whose tokens are taken, and whose signatures of bundles."""

import jwt


def read_key_set(data: object) -> list[jwt.PyJWK]:
    """Return the keys of a set that may verify a signature: providers publish keys of encryption in the same set.

    A key says what it is for by `use` and `key_ops` (RFC 7517, 4.2 and 4.3); one that says neither is for all.

    Args:
        data: what JSON a file holds.

    Raises:
        ValueError: it is no object, as the `null` that a failed fetch leaves.
        jwt.PyJWTError: it holds no key that can be used.
    """
    if not isinstance(data, dict):
        raise ValueError("no set of keys")  # noqa: TRY004 - JSON of another shape is another text
    keys = data.get("keys")
    if isinstance(keys, list) and keys:
        left = [key for key in keys if _may_verify(key)]
        # PyJWT takes a set without a key for a broken one; this one is whole, and nobody signs by it.
        return jwt.PyJWKSet.from_dict({**data, "keys": left}).keys if left else []
    return jwt.PyJWKSet.from_dict(data).keys


def _may_verify(key: object) -> bool:
    if not isinstance(key, dict):
        return True  # told by the reader of the set
    use, operations = key.get("use"), key.get("key_ops")
    if not isinstance(use, str | None) or not isinstance(operations, str | list | None):
        raise ValueError("a key that does not say what it is for")  # noqa: TRY004 - JSON of another shape is another text
    return (use or "sig") == "sig" and (not operations or "verify" in operations)
