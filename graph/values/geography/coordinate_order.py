"""Which of two figures of a position is the latitude, by the labels around them: `lon 15.1 lat 11.5`, `Lat/Long:`."""

import re
from typing import NamedTuple

_LATITUDE = r"lat(?:itude|\.)?|ละติจูด|纬度|緯度|vĩ độ|lintang|រយៈទទឹង"
_LONGITUDE = r"lon(?:g(?:itude)?)?\.?|lng|ลองจิจูด|ลองติจูด|经度|經度|kinh độ|bujur|រយៈបណ្តោយ"
_LABEL = re.compile(rf"(?<![^\W\d_])(?:(?P<lat>{_LATITUDE})|(?P<lon>{_LONGITUDE}))(?![^\W\d_])\s*[:=]?\s*", re.I)
_HEIGHT = re.compile(
    r"[\s,;/]*\b(?:alt(?:itude)?|ele(?:v(?:ation)?)?|height)\s*[:=]?\s*[+-]?\d{1,5}(?:\.\d{1,9})?\s*m?$", re.I
)
_DIGIT = re.compile(r"\d")

ONE_BETWEEN = "a label between two figures, which may be of either: label both"
LABELLED_TWICE = "two labels of one kind"


class Figures(NamedTuple):
    """A text without its labels, and whether these say that longitude stands first; None where none say so."""

    text: str
    longitude_first: bool | None


def read_labels(text: str) -> Figures | str:
    """Return the figures of a position without labels and height, or in words why the labels leave its order open."""
    text = _HEIGHT.sub("", text)
    labels = list(_LABEL.finditer(text))
    bare = _LABEL.sub(" ", text).strip(" /,:;&?()")
    kinds = [label.lastgroup for label in labels]
    if not labels:
        return Figures(text, None)
    if len({*kinds}) < len(kinds):
        return LABELLED_TWICE
    if len(labels) > 1:
        return Figures(bare, kinds[0] == "lon")
    if _DIGIT.search(text, 0, labels[0].start()) is None:
        return Figures(bare, kinds[0] == "lon")
    if _DIGIT.search(text, labels[0].end()) is None:
        return Figures(bare, kinds[0] == "lat")
    return ONE_BETWEEN
