"""The GraphiQL page loads from its origin alone, stores only the token, and opens with queries that are valid."""

import asyncio
import hashlib
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, parse, print_ast, validate
from graphql import build_schema as parse_schema
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from api.graphql import build_schema, served_schema
from api.graphql.limits import check
from api.web.graphiql import STATIC_FOLDER, graphiql_page

VENDORED = STATIC_FOLDER / "graphiql"
LICENCES = "LICENSES.md"
OWN_FILES = ("graphiql.html", "benang-graphiql.js", "benang-graphiql.css")
PAGE_ADDRESS = "http://testserver/graphql"


class _References(HTMLParser):
    """Collects what a page loads, its scripts' own text, and its inline handlers and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline: list[str] = []
        self._in_script = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag in {"script", "style"}
        self.found += [value or "" for name, value in attrs if name in {"src", "href", "action", "srcset"}]
        self.inline += [name for name, _ in attrs if name.startswith("on") or name == "style"]

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.inline.append(data)


def get(*paths: str) -> list[httpx.Response]:
    """Return the answers to GET requests, from the page and the files as the service mounts them."""

    async def page(_: Request) -> Response:
        return graphiql_page()

    async def ask() -> list[httpx.Response]:
        routes = [Route("/graphql", page), Mount("/static", StaticFiles(directory=STATIC_FOLDER))]
        transport = httpx.ASGITransport(Starlette(routes=routes))
        async with httpx.AsyncClient(transport=transport, base_url=PAGE_ADDRESS) as client:
            return [await client.get(urljoin(PAGE_ADDRESS, path)) for path in paths]

    return asyncio.run(ask())


def operations(text: str) -> list[OperationDefinitionNode]:
    """Return the operations of a document, which holds nothing else."""
    found = parse(text).definitions
    chosen = [d for d in found if isinstance(d, OperationDefinitionNode)]
    assert len(chosen) == len(found)
    return chosen


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return parse_schema(build_schema().as_str())


def references() -> list[str]:
    """Return every address that the page, its script and its style sheets name."""
    page = _References((STATIC_FOLDER / "graphiql.html").read_text())
    script = (STATIC_FOLDER / "benang-graphiql.js").read_text()
    return [*page.found, *re.findall(r'fetch\("([^"]+)"', script)]


def test_everything_that_the_page_loads_is_a_file_below_static() -> None:
    paths = [urlsplit(urljoin(PAGE_ADDRESS, reference)).path for reference in references()]
    assert sorted(set(paths)) == [
        "/static/benang-graphiql.css",
        "/static/benang-graphiql.js",
        "/static/benang.svg",
        "/static/examples.graphql",
        "/static/graphiql/graphiql.min.css",
        "/static/graphiql/graphiql.min.js",
        "/static/graphiql/react-dom.production.min.js",
        "/static/graphiql/react.production.min.js",
    ]
    assert [answer.status_code for answer in get(*paths)] == [200] * len(paths)


@pytest.mark.parametrize("reference", references())
def test_no_reference_leaves_this_origin_or_depends_on_where_it_is_mounted(reference: str) -> None:
    parts = urlsplit(reference)
    assert (parts.scheme, parts.netloc) == ("", "")
    assert not parts.path.startswith("/")


@pytest.mark.parametrize("name", OWN_FILES)
def test_our_own_files_name_no_other_host(name: str) -> None:
    assert re.findall(r"(?:https?|wss?)://|url\(|@import|\beval\b", (STATIC_FOLDER / name).read_text()) == []


def test_the_style_sheet_of_graphiql_loads_nothing() -> None:
    text = (VENDORED / "graphiql.min.css").read_text()
    assert {address.split(";")[0] for address in re.findall(r"url\(\"?([^)]*)\)", text)} == {"data:image/png"}
    assert "@import" not in text
    assert "@font-face" not in text


def test_the_page_has_no_inline_script_style_or_handler() -> None:
    assert _References((STATIC_FOLDER / "graphiql.html").read_text()).inline == []


def test_the_page_forbids_every_other_origin() -> None:
    [answer] = get("/graphql")
    directives = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert directives == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "connect-src": "'self'",
        "img-src": "'self' data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>Benang</title>" in answer.text


def test_every_file_made_by_others_is_the_one_that_the_licences_name() -> None:
    rows = re.findall(
        r"^\| `([^`]+)` \|.*\| MIT \| `([0-9a-f]{64})` \|$", (VENDORED / LICENCES).read_text(), re.MULTILINE
    )
    present = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in VENDORED.iterdir() if f.name != LICENCES}
    assert len(present) == 4
    assert dict(rows) == present


def test_the_script_writes_only_the_token_and_only_to_the_session() -> None:
    script = (STATIC_FOLDER / "benang-graphiql.js").read_text()
    assert re.findall(r"\w*[sS]torage\.setItem\([^)]*\)", script) == ["sessionStorage.setItem(TOKEN_KEY, token)"]
    assert (
        re.findall(r"localStorage|indexedDB|document\.cookie|pushState|replaceState|location\.(?:hash|search)", script)
        == []
    )
    assert "storage: noStorage," in script


def test_the_first_query_asks_who_the_reader_is() -> None:
    [first] = operations((STATIC_FOLDER / "examples.graphql").read_text())
    assert re.sub(r"\s+", " ", print_ast(first)) == "query Viewer { viewer { agency { code } purpose } }"


def test_every_example_is_valid_within_the_limits_and_has_its_own_name(schema: GraphQLSchema) -> None:
    # An example's lines begin with `#` and three blanks; what explains it, with `#` and one.
    text = re.sub(r"^#   ", "", (STATIC_FOLDER / "examples.graphql").read_text(), flags=re.MULTILINE)
    names = [o.name.value if o.name else "" for o in operations(text)]
    looking = ["Viewer", "Search", "Network", "Inbox", "NewAlerts"]
    assert names == [*looking, "CrossCheck", "SendRequest", "AskAboutRecord", "Requests"]
    assert validate(schema, parse(text)) == []
    for name in names:
        check(parse(text), name, {}, served_schema()._schema)
