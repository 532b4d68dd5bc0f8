"""A connection that does not come about is told by what to do about it: TLS that does not fit, and the login."""

import asyncio
import datetime
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from neo4j import AsyncGraphDatabase

from graph.errors import StorePasswordError, StoreTlsError, StoreUnavailableError
from graph.store import Store, StoreLease, connected
from tests.world import World

UNTRUSTED = (
    "no connection to the store: its certificate is not trusted here, or is another host's; look at `NEO4J_URI`: "
    "let this machine trust who signed it, or take `+ssc` where nobody can stand in between"
)
WANTS_TLS = (
    "no connection to the store: it closed the connection at once; look at `NEO4J_URI`: it may want TLS, which `+s` "
    "asks for"
)
KNOWS_NO_TLS = (
    "no connection to the store: it seems to speak no TLS there; look at `NEO4J_URI`: `+s` and `+ssc` ask for TLS"
)


def signed_by_itself(folder: Path) -> Path:
    """Write a certificate for `localhost` that nobody trusts, with its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return path


@asynccontextmanager
async def closing_server(certificate: Path | None) -> AsyncIterator[int]:
    """Yield the port of a server that closes every connection once it hears something, as one that demands TLS does."""

    async def close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(20)
        writer.close()

    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    async with await asyncio.start_server(close, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


async def refused(uri: str) -> str:
    """Return what a connection that does not come about is told as."""
    with pytest.raises(StoreTlsError) as caught:
        await Store.connect(uri=uri, username="neo4j", password="a-secret", database="neo4j")
    assert caught.value.code == "STORE_UNAVAILABLE"
    return str(caught.value)


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_certificate_that_nobody_trusts_is_told(world: World, tmp_path: Path, scheme: str) -> None:
    async def ask() -> str:
        async with closing_server(signed_by_itself(tmp_path)) as port:
            return await refused(f"{scheme}://localhost:{port}")

    assert world.run(ask()) == UNTRUSTED


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_wants_tls_is_told(world: World, tmp_path: Path, scheme: str) -> None:
    async def ask() -> str:
        async with closing_server(signed_by_itself(tmp_path)) as port:
            return await refused(f"{scheme}://localhost:{port}")

    assert world.run(ask()) == WANTS_TLS


@pytest.mark.parametrize("scheme", ["bolt+s", "bolt+ssc", "neo4j+s"])
def test_a_server_without_tls_is_told(world: World, neo4j_lease: StoreLease, scheme: str) -> None:
    _, address = neo4j_lease.uri.split("://")
    assert world.run(refused(f"{scheme}://{address}")) == KNOWS_NO_TLS


@pytest.mark.parametrize("scheme", ["bolt", "bolt+s", "neo4j", "neo4j+s"])
def test_a_server_that_is_away_is_no_matter_of_tls(world: World, scheme: str) -> None:
    with pytest.raises(StoreUnavailableError) as caught:
        world.run(Store.connect(uri=f"{scheme}://127.0.0.1:1", username="a", password="b", database="neo4j"))
    assert str(caught.value) == "the store does not answer (`ServiceUnavailable`)"


def test_a_password_that_has_to_be_changed_first_is_told(world: World, neo4j_lease: StoreLease) -> None:
    async def with_a_new_user() -> None:
        async with AsyncGraphDatabase.driver(
            neo4j_lease.uri, auth=(neo4j_lease.username, neo4j_lease.password)
        ) as driver:
            await driver.execute_query(
                "CREATE USER dara SET PASSWORD 'initial-one' CHANGE REQUIRED", database_="system"
            )
            try:
                async with connected(
                    uri=neo4j_lease.uri, username="dara", password="initial-one", database=neo4j_lease.database
                ):
                    pass
            finally:
                await driver.execute_query("DROP USER dara", database_="system")

    with pytest.raises(StorePasswordError) as caught:
        world.run(with_a_new_user())
    assert str(caught.value) == (
        "the store wants another password first: this one is the initial one or has expired; change it by "
        "`ALTER CURRENT USER SET PASSWORD`, then set `NEO4J_PASSWORD`"
    )
    assert caught.value.code == "STORE_UNAVAILABLE"
