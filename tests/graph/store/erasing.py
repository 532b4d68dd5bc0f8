"""A person whose record is erased, with a value of each sort that identifies her, for tests."""

from graph import load_ontology
from tests.graph.building import MINTER, record

ONTOLOGY = load_ontology()
PERSON = record(
    "Person", "7", name="Somchai Jaidee", alias="Lek", birthDate="1990-05-06", birthPlace="Bangkok", sex="female",
    nationality="Thai", phone="081 234 5678", passportNumber="AA1234567", email="som.chai@mail.test", country="TH",
    notes="She came from Mae Sot with two others in a grey van and was held on the third floor of the white house.",
)  # fmt: skip
OTHERS = MINTER.record_id("th-police", "cases", "other")
