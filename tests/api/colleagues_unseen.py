"""What a colleague of the viewer does above the viewer's clearance, for the worlds of `twin_worlds`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from api.noninterference.worlds import BIRTHS, NAMES, PASSPORTS, PHONES, SITES

ABOVE = "cleared"
"""A profile of `wide_bundle` that only who is cleared reads."""


@dataclass(slots=True, kw_only=True)
class ColleaguesUnseen:
    """Draws mutations of a colleague that nobody below their clearance may notice.

    Attributes:
        in_sight: ids of records of the agency that the viewer sees, by references of the world's dataset.
        others: ids of records of other agencies.
        filed: ids and references of what the colleague filed above the viewer so far.
    """

    in_sight: dict[str, str]
    others: list[str]
    filed: list[tuple[str, str]] = field(default_factory=list)

    def draw(self, dice: Random, step: int, *, until: str) -> str:
        """Return what the colleague sends next, as a mutation with ids of what it makes."""
        if self.filed and dice.random() < 0.6:
            return dice.choice(list(self._about(dice, *dice.choice(self.filed), until=until)))
        return _filing(dice, f"y{step}")

    def _about(self, dice: Random, rid: str, reference: str, *, until: str) -> Iterator[str]:
        """Yield what may be done with a record that was filed before."""
        yield _filing(dice, reference)
        yield f'placeHold(input: {{ids: ["{rid}"], reason: "r"}}) {{ userErrors {{ code }} }}'
        yield (
            f'scheduleRetention(input: {{ids: ["{rid}"], retainUntil: "{until}", reason: "r"}}) '
            "{ userErrors { code } }"
        )
        yield f'retractRecords(input: {{ids: ["{rid}"], reason: "r", erase: true}}) {{ done userErrors {{ code }} }}'
        yield f'retractRecords(input: {{ids: ["{rid}"], reason: "r"}}) {{ done userErrors {{ code }} }}'
        yield (
            f'narrowRecords(input: {{ids: ["{rid}"], profile: "originator-controlled", reason: "r"}}) '
            "{ done userErrors { code } }"
        )
        for other in (dice.choice(self.others), dice.choice(sorted(self.in_sight.values()))):
            value = dice.choice(("POSITIVE", "NEGATIVE", "UNSURE"))
            yield (
                f'judge(input: {{left: "{rid}", right: "{other}", value: {value}, reason: "r"}}) '
                "{ done userErrors { code } }"
            )
        yield _link(reference, dice.choice(sorted(self.in_sight)))
        yield (
            f'grant(input: {{agency: "kh-police", classes: [IDENTITY], purpose: "investigation", reason: "r", '
            f'until: "{until}", records: ["{rid}"]}}) {{ userErrors {{ code }} }}'
        )


def _filing(dice: Random, reference: str) -> str:
    role = dice.choice(("NONE", "SUSPECT", "SUSPECT"))
    person = (
        f'{{kind: PERSON, reference: "{reference}", subjectRole: {role}, properties: ['
        f'{{name: "name", values: ["{dice.choice(NAMES)}"]}}, {{name: "birthDate", values: ["{dice.choice(BIRTHS)}"]}}, '
        f'{{name: "passportNumber", values: ["{dice.choice(PASSPORTS)}"]}}, '
        '{name: "nationality", values: ["TH"]}]}'
    )
    number = (
        f'{{kind: PHONE_NUMBER, reference: "{reference}-n", '
        f'properties: [{{name: "number", values: ["{dice.choice(PHONES)}"]}}]}}'
    )
    site = (
        f'{{kind: SITE, reference: "{reference}-s", properties: [{{name: "name", values: ["{dice.choice(SITES)}"]}}, '
        '{name: "locality", values: ["Tachileik"]}, {name: "country", values: ["MM"]}]}'
    )
    links = ", ".join(
        f'{{type: {kind}, sourceReference: "{reference}", targetReference: "{reference}-{end}"}}'
        for kind, end in (("USES", "n"), ("LOCATED_AT", "s"))
    )
    return _submission(f"records: [{person}, {number}, {site}], links: [{links}]")


def _link(reference: str, other: str) -> str:
    return _submission(
        f'records: [], links: [{{type: RELATED_TO, sourceReference: "{reference}", targetReference: "{other}"}}]'
    )


def _submission(items: str) -> str:
    return (
        f'submitRecords(input: {{dataset: "kit", profile: "{ABOVE}", {items}}}) '
        "{ records { id problems { rule } } links { problems { rule } } userErrors { code } }"
    )
