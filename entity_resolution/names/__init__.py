"""Names of the region: read them from any script, compare them with reasons, and make their blocking keys.

Not for deciding that two records are one: a name alone never does. Start reading at `reading.py`, then
`comparing/comparison.py` and `keys/blocking_keys.py`.
"""

from __future__ import annotations

from entity_resolution.names.companies.countries_said import are_named_for_two_countries
from entity_resolution.names.comparing.also_known import names_in, split_site_names
from entity_resolution.names.comparing.comparison import are_two_by_numbers, compare_names, may_agree
from entity_resolution.names.comparing.far_apart import are_far_apart
from entity_resolution.names.comparing.levels import (
    OF_MANY,
    OF_RELATIVES,
    OF_SISTERS,
    NameComparison,
    NameLevel,
    of_a_part,
    of_an_alias,
)
from entity_resolution.names.comparing.persons.bare_names import (
    is_bare,
    is_one_common_word,
    may_be_run_together,
    weigh_bare_names,
)
from entity_resolution.names.comparing.persons.father_chains import weigh_childs_name
from entity_resolution.names.comparing.persons.home_spellings import may_be_one_at_home, weigh_home_spellings
from entity_resolution.names.comparing.persons.iberian_surnames import lack_iberian_surnames, weigh_iberian_surnames
from entity_resolution.names.comparing.persons.relatives import weigh_siblings
from entity_resolution.names.comparing.persons.title_sexes import addressed_as, title_of_sex
from entity_resolution.names.comparing.things.described_things import names_a_town_alone, weigh_descriptions
from entity_resolution.names.comparing.things.kind_words import divisions_said
from entity_resolution.names.comparing.things.other_kinds import says_a_house_more
from entity_resolution.names.comparing.things.parts_of_places import say_other_parts
from entity_resolution.names.comparing.things.sisters import are_of_two_countries, are_of_two_forms, may_be_translated
from entity_resolution.names.comparing.things.words_for_compounds import (
    say_a_zone_and_a_compound,
    without_one_word_for_compound,
)
from entity_resolution.names.comparing.words_of_names import (
    has_all_words,
    initial_sounds,
    is_one_word_of,
    weigh_one_word,
    word_keys,
)
from entity_resolution.names.reading import organisation_name, person_name, read_name, site_name
from entity_resolution.names.scripts.form import NameForm, NameKind, Tongue
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.frequency import name_frequency

__all__ = [
    "OF_MANY",
    "OF_RELATIVES",
    "OF_SISTERS",
    "NameComparison",
    "NameForm",
    "NameKind",
    "NameLevel",
    "Script",
    "Tongue",
    "addressed_as",
    "are_far_apart",
    "are_named_for_two_countries",
    "are_of_two_countries",
    "are_of_two_forms",
    "are_two_by_numbers",
    "compare_names",
    "divisions_said",
    "has_all_words",
    "initial_sounds",
    "is_bare",
    "is_one_common_word",
    "is_one_word_of",
    "lack_iberian_surnames",
    "may_agree",
    "may_be_one_at_home",
    "may_be_run_together",
    "may_be_translated",
    "name_frequency",
    "names_a_town_alone",
    "names_in",
    "of_a_part",
    "of_an_alias",
    "organisation_name",
    "person_name",
    "read_name",
    "say_a_zone_and_a_compound",
    "say_other_parts",
    "says_a_house_more",
    "site_name",
    "split_site_names",
    "title_of_sex",
    "weigh_bare_names",
    "weigh_childs_name",
    "weigh_descriptions",
    "weigh_home_spellings",
    "weigh_iberian_surnames",
    "weigh_one_word",
    "weigh_siblings",
    "without_one_word_for_compound",
    "word_keys",
]
