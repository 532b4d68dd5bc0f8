"""Numbers and persons that two agencies have in common, and what each is told of them, for tests."""

from api.alerts.inbox import Alert
from api.bootstrap import Application
from ingest import submit
from tests.api.asking import Desk
from tests.world import link, record, viewer

NUMBER, ANOTHER = "+66899999998", "+66899999997"
SUSPECT = {"birthDate": "1987-03-04", "nationality": "TH"}
BOTH = ("th-police", "kh-police")


def alerts(desk: Desk, agency: str, after: int = 0) -> list[Alert]:
    app, run, who = desk.world.app, desk.world.run, viewer(agency)
    found: list[Alert] = run(app.inbox.alerts(run(app.scope_for(who)), viewer=who, after=after))
    return found


def place(desk: Desk, agency: str) -> int:
    return max(alert.notice.seq for alert in alerts(desk, agency))


def came_after(desk: Desk, agency: str, after: int) -> list[tuple[str, bool | None, bool]]:
    """Return of the alerts that came behind a place: the kind, whether it is linked, whether its end is told."""
    found = alerts(desk, agency, after)
    return [(a.notice.own_kind, a.still_linked, a.notice.ended_at is not None) for a in found]


def number(desk: Desk, agency: str, text: str, reference: str = "n", profile: str = "law-enforcement") -> None:
    desk.world.file(agency, record("PhoneNumber", reference, number=text), profile=profile)


async def file_meanwhile(app: Application, reference: str) -> None:
    """File the number by the Khmer police on the loop that is at work, and resolve nothing."""
    await submit(
        [record("PhoneNumber", reference, number=NUMBER)],
        originator="kh-police",
        dataset="cases",
        known_profiles=app.bundle.registers.profiles,
        writer=app.writer,
        minter=app.minter,
        profile="law-enforcement",
        ontology=app.ontology,
    )


def person(desk: Desk, agency: str, name: str, *, phone: str = NUMBER, **values: str) -> None:
    desk.world.file(
        agency,
        record("PhoneNumber", "n", number=phone),
        record("Person", "p", name=name, role="suspect", **{**SUSPECT, **values}),
        link("USES", "p", "n"),
    )
