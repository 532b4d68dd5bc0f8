"""What an answer over GraphQL costs beside the same guarded statements by the bare driver.

    python -m benchmarks.api.answers [--records 20000] [--questions 300] [--json]

Loads invented records of several agencies into a fresh embedded Neo4j in a temporary folder, resolves them, and asks
an analyst's question about entities of more than one record, from text to JSON: limits, scope, suspensions, execution,
audit entry. Beside each, in turns, the statements that this very answer asked the store are run by the bare driver with
the same parameters, one after the other, and their rows are written as JSON. Both within one process: the network
between client and service is in neither. Times are by the clock.
"""

import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import orjson

from api.authentication import Authenticated
from api.bootstrap import Application, open_application
from api.graphql import build_schema
from api.graphql.request import GraphQLRequest
from api.graphql.service import GraphQLService
from benchmarks.end_to_end.load import ingest_all, resolve_all, settings_in
from benchmarks.figures import options_of, scratch_folder, show_figures
from graph.store import Store, Template, run_on_fast_loop
from policies import ViewerContext
from samples.generate_load import write_load

VIEWER = ViewerContext(
    agency="th-police", subject="bench", roles=frozenset({"analyst"}), purpose="investigation", case_ref="B-1"
)
QUESTIONS = {
    "entity": """query($id: ID!) { entity(id: $id) { id kind caption
      records { id kind caption originator { code } receivedAt redacted } } }""",
    "entity with values and links": """query($id: ID!) { entity(id: $id) { id kind caption
      records { id kind caption originator { code } receivedAt redacted properties { name values { raw value } }
        links { id type sourceId targetId redacted } } } }""",
}
LIST = """query($after: String) { entities(kind: PERSON, first: 50, after: $after) {
  edges { node { id records { id } } } pageInfo { endCursor hasNextPage } } }"""


def main() -> None:
    """Run the benchmark and print its figures."""
    options = options_of(__doc__, records=20_000, questions=300, seed=7).parse_args()
    with scratch_folder() as folder:
        found = run_on_fast_loop(measure(Path(folder), options.records, options.questions, options.seed))
    show_figures(found, as_json=options.json)


async def measure(folder: Path, records: int, questions: int, seed: int) -> dict[str, float]:
    """Return the figures of one run."""
    write_load(folder / "load", records=records, seed=seed)
    async with open_application(settings_in(folder)) as app:
        await ingest_all(app, folder / "load")
        await resolve_all(app)
        service = GraphQLService(app, build_schema())
        ids = await joined_entities(service, questions)
        figures: dict[str, float] = {"records": records, "entities": len(ids)}
        for name, text in QUESTIONS.items():
            figures |= {f"{name}: {what}": value for what, value in (await compare(app, service, text, ids)).items()}
    return figures


async def ask(service: GraphQLService, text: str, **variables: Any) -> Mapping[str, Any]:
    """Ask a question from text to JSON, as the endpoint does behind a verified token.

    Raises:
        RuntimeError: it was not answered whole.
    """
    who = Authenticated(viewer=VIEWER, expires_at=time.time() + 600, token_id="bench")  # noqa: S106 - names a token, and is none
    answer = await service.execute(GraphQLRequest(query=text, variables=variables), who)
    orjson.dumps(answer.body)
    if answer.errors or answer.data is None:
        raise RuntimeError(f"not answered: {answer.errors}")
    return answer.data


async def joined_entities(service: GraphQLService, most: int) -> list[str]:
    """Return the ids of entities of more than one record, as the viewer sees them."""
    found: list[str] = []
    after, more = None, True
    while more and len(found) < most:
        page = (await ask(service, LIST, after=after))["entities"]
        found += [edge["node"]["id"] for edge in page["edges"] if len(edge["node"]["records"]) > 1]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return found[:most]


async def compare(app: Application, service: GraphQLService, text: str, ids: Sequence[str]) -> dict[str, float]:
    """Ask about each entity by the product and by the bare driver, in turns; return medians in milliseconds."""
    asked = {rid: await statements_of(app, service, text, rid) for rid in ids}
    product, bare = [], []
    for rid in ids:
        begun = time.perf_counter()
        await ask(service, text, id=rid)
        between = time.perf_counter()
        await run_bare(app.store, asked[rid])
        product.append(between - begun)
        bare.append(time.perf_counter() - between)
    p50, raw = statistics.median(product), statistics.median(bare)
    return {
        "statements": statistics.median(map(len, asked.values())),
        "product_ms_p50": round(1000 * p50, 2),
        "bare_driver_ms_p50": round(1000 * raw, 2),
        "ratio": round(p50 / raw, 2),
    }


Asked = Sequence[tuple[Template, Mapping[str, Any]]]


async def statements_of(app: Application, service: GraphQLService, text: str, rid: str) -> Asked:
    """Return what an answer asks of the store."""
    asked: list[tuple[Template, Mapping[str, Any]]] = []
    read = Store.read

    async def noted(store: Store, statement: Template, parameters: Mapping[str, Any]) -> Any:
        asked.append((statement, parameters))
        return await read(store, statement, parameters)

    with patch.object(Store, "read", noted):
        await ask(service, text, id=rid)
    return asked


async def run_bare(store: Store, asked: Asked) -> None:
    """Run statements by the driver alone and write their rows as JSON."""
    rows = []
    async with store._driver.session(database=store._database, default_access_mode="READ") as session:
        for statement, parameters in asked:
            result = await session.run(statement.text, {"p": parameters})
            rows.append([record.data() async for record in result])
    orjson.dumps(rows, default=str)


if __name__ == "__main__":
    main()
