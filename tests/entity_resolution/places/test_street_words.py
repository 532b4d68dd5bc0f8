"""Words of addresses: numbers, floors and what streets are called, in one way of writing."""

import pytest

from entity_resolution.names.tables import read_rows
from entity_resolution.places.addresses import canonical_address, may_be_one_kind_of_street, spelled_address
from entity_resolution.places.place_lines import read_place_line
from entity_resolution.places.street_words import address_words, street_words, words_in_full

# One language of each country of Europe and of ASEAN at least.
LANGUAGES = """
albanian basque belarusian bosnian bulgarian catalan croatian czech danish dutch english estonian filipino finnish
french galician german greek hungarian icelandic indonesian irish italian khmer lao latvian lithuanian luxembourgish
macedonian malay maltese norwegian polish portuguese romanian russian serbian slovak slovene spanish swedish tetum
thai turkish ukrainian vietnamese welsh
"""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Calle Ancha 12, Cádiz", "Calle Ancha, 12, Cádiz"),
        ("Calle de la Palma 8, Madrid", "Palma, 8, Madrid"),
        ("C/ San Bernardo, 41, Madrid", "Calle de San Bernardo 41, Madrid"),
        ("Paseo de Recoletos 3, Madrid", "Pº de Recoletos, 3, Madrid"),
        ("Via Garibaldi 7, Genova", "Via Garibaldi, 7, Genova"),
        ("Piazza Bellini 30, Napoli", "P.zza Bellini, 30, Napoli"),
        ("Rua do Almada, nº 5, Porto", "R. do Almada 5, Porto"),
        ("Leoforos Kifisias 9, Athens", "Kifisias, 9, Athens"),
        ("Goethestraße 44, Leipzig", "Goethestr. 44, Leipzig"),
        ("Goethe-Straße 44, Leipzig", "Goethestrasse, 44, Leipzig"),
        ("Burggasse 51, Wien", "Burgg. 51, 1070 Wien"),
        ("Marienplatz 8, München", "Marienpl. 8, 80331 München"),
        ("Drottninggatan 5, Uppsala", "Drottningg. 5, Uppsala"),
        ("Herengracht 5, Amsterdam", "Herengracht 5, 1015 BA Amsterdam"),
        ("Andrássy út 22, Budapest", "Andrássy út 22., Budapest"),
        ("Ráday utca 9, Budapest", "Ráday u. 9., Budapest"),
        ("ul. Piwna 6, Gdańsk", "Piwna 6, Gdańsk"),
        ("Strada Lipscani 30, Iași", "Str. Lipscani nr. 30, Iași"),
        ("Bağdat Caddesi 14, Bursa", "Bağdat Cad. No:14, Bursa"),
        ("14 rue Mercière, Lyon", "14, r. Mercière, Lyon"),
        ("Jl. Riau Km 4 No. 12, Bandung", "Jalan Riau Km. 4/12, Bandung"),
        ("Jl. Jend. Gatot Subroto 8, Medan", "Jalan Jenderal Gatot Subroto No. 8, Medan"),
        ("Số 8 Phố Hàng Bạc, Hà Nội", "8 Hang Bac Street, Hà Nội"),
        ("12 Thanon Tha Phae, Chiang Mai", "12 Tha Phae Road, Chiang Mai"),
        ("340 E. Eighty-first St., Eastlake", "340 East 81st Street, Eastlake"),
        ("7 Thirtieth Ave., Eastlake", "7 30th Avenue, Eastlake"),
        ("2F Lotus Mall, Eastlake", "Lotus Mall, 2nd Floor, Eastlake"),
        ("Level 2, Lotus Mall, Eastlake", "2/F Lotus Mall, Eastlake"),
        ("5F, 12 Orchard Lane, Eastlake", "12 Orchard Lane, Eastlake"),
        ("Orchard Lane 12, Eastlake", "12 Orchard Lane, Eastlake"),
        ("Via Garibaldi 3/A, Genova", "Via Garibaldi, 3/a, Genova"),
        ("Rustaveli, Nr. 8, Tbilisi", "8 Rustaveli, Tbilisi"),
        ("St. 278, No. 41, Phnom Penh", "No. 41, Street 278, Phnom Penh"),
        ("Av. 9 de Julio 1200, Buenos Aires", "Avenida 9 de Julio, 1200, Buenos Aires"),
    ],
)
def test_two_notations_of_one_address_come_out_as_one(one: str, other: str) -> None:
    left, right = (canonical_address(read_place_line(f"Blue Anchor, {line}").street) for line in (one, other))
    assert sorted(left.split()) == sorted(right.split())
    assert may_be_one_kind_of_street(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Via Roma 3", "Via Roma 31"),
        ("Soi 11", "Soi 12"),
        ("2F Lotus 3", "2F Lotus 5"),
        ("7 Fortieth St.", "7 Forty-first St."),
        ("Jl. Riau Km 4 No. 12", "Jl. Riau Km 12 No. 4"),
        ("12F Lotus Road", "12 Lotus Road"),
    ],
)
def test_two_addresses_stay_two(one: str, other: str) -> None:
    assert canonical_address(one) != canonical_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lindengasse 12", "Lindenplatz 12"),
        ("Lindeng. 12", "Lindenallee 12"),
        ("Via Roma 3", "Piazza Roma 3"),
        ("12 Main Rd.", "12 Main St."),
        ("ul. Nowa 3", "Plac Nowa 3"),
        # Two words of one language, which another language's usual word may mean both.
        ("Lindenstraße 12, Berlin", "Lindenweg 12, Berlin"),
        ("Lindenstr. 12, Wien", "Lindeng. 12, Wien"),
        ("Rosenallee 4", "Rosengasse 4"),
        ("Via Garibaldi 5", "Corso Garibaldi 5"),
        ("12 Jalan Bukit", "12 Lebuh Bukit"),
        ("12 Jalan Ampang", "12 Lorong Ampang"),
        ("12 Đường Lê Lợi", "12 Phố Lê Lợi"),
        ("12 Main Road Soi 4", "12 Main Street Soi 4"),
    ],
)
def test_another_kind_of_street_is_another_street(one: str, other: str) -> None:
    assert not may_be_one_kind_of_street(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rue Pasteur 3", "Pasteur St. 3"),
        ("Jalan Ampang 8", "Ampang Rd. 8"),
        ("Soi 4", "4 Nana Rd."),
        ("Drottningg. 5", "Drottninggatan 5"),
        ("Jalan Ampang, Lorong 3, No. 12", "12 Jalan Ampang"),
        ("Rustaveli Street, Nr. 8", "8 Rustaveli St."),
        ("14 r. Pasteur", "14 rue Pasteur"),
    ],
)
def test_a_languages_usual_word_for_a_street_may_be_a_street_or_a_road(one: str, other: str) -> None:
    assert may_be_one_kind_of_street(one, other)


def test_a_letter_before_a_street_that_has_its_word_is_an_initial() -> None:
    assert address_words("12 R. Hidalgo St.") == ["12", "r", "hidalgo", "st"]
    assert address_words("12 R. Hidalgo") == ["12", "rua", "hidalgo"]
    assert address_words("C/Toledo, 19") == ["calle", "toledo", "19"]


def test_the_table_has_the_languages_of_europe_asean_china_and_japan() -> None:
    rows = read_rows("street_words.tsv")
    assert {language for language, _, _, _ in rows} == {*LANGUAGES.split(), "chinese", "japanese", "kyoto"}
    assert {where for _, _, where, _ in rows} == {"before", "behind", "suffix", "within"}
    assert street_words().before < street_words().known


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Avda. de América 31", "avenida de america 31"),
        ("12 Main St.", "12 main street"),
        ("ul. Nowa 3", "ulica nowa 3"),
    ],
)
def test_a_word_that_is_cut_short_is_spelled_in_full(text: str, spelled: str) -> None:
    assert spelled_address(text) == spelled
    assert spelled_address(spelled) == spelled
    assert words_in_full().keys().isdisjoint(words_in_full().values())


@pytest.mark.parametrize("text", ["12 Ban Nua", "Wat Ban Tai", "88 Moo 3 Ban Nuea"])
def test_a_thai_village_may_end_an_address_in_the_word_for_an_end_of_a_street(text: str) -> None:
    assert address_words(text) == text.lower().split()
    assert address_words(f"{text} Road")[-2] in {"n", "s"}
