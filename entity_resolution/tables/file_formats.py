"""Tells by its beginning what a file is: Parquet, or something that was given in the place of a table."""

from pathlib import Path

_PARQUET = b"PAR1"
_UTF_16 = "UTF-16, and not UTF-8"
_OTHERS = {
    b"\xff\xfe": _UTF_16,
    b"\xfe\xff": _UTF_16,
    b"PK\x03\x04": "a workbook or an archive, and no table: save it as CSV",
    b"\xd0\xcf\x11\xe0": "a workbook of an older form, and no table: save it as CSV",
    b"\x1f\x8b": "compressed: unpack it first",
}


def is_parquet(path: Path) -> bool:
    """Return whether a file is Parquet, or says so by its name."""
    return path.suffix.lower() == ".parquet" or _beginning(path) == _PARQUET


def other_format(path: Path) -> str | None:
    """Return what a file is in words, where it is none that a table can be read of; `None` where it may be one."""
    begins = _beginning(path)
    if b"\x00" in begins[:2]:  # of plain letters, every other byte is 0
        return _UTF_16
    return next((what for sign, what in _OTHERS.items() if begins.startswith(sign)), None)


def _beginning(path: Path) -> bytes:
    if not path.is_file():  # a pipe can be read once only
        return b""
    with path.open("rb") as file:
        return file.read(4)
