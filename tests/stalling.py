"""A store that hangs: what stands between it and its clients takes in all that they send, and passes nothing on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class Stall:
    """What lies between a server and its clients, on the loop of the test. Bytes flow until `begin`."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._flows = asyncio.Event()
        self._flows.set()
        self._sides: list[asyncio.StreamWriter] = []
        self.clients = 0
        """How many connections its clients keep open."""

    def begin(self) -> None:
        """Pass nothing on from here. Connections are taken as before, as a system does for a process that is paused."""
        self._flows.clear()

    def end(self) -> None:
        """Pass on what has come meanwhile, also of clients that are gone, and what comes."""
        self._flows.set()

    def drop(self) -> None:
        """Close all connections."""
        for side in self._sides:
            side.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Stand between the server and one client until both have closed."""
        self.clients += 1
        server_reader, server = await asyncio.open_connection(self._host, self._port)
        self._sides += [writer, server]
        back = asyncio.create_task(self._pass(server_reader, writer))
        there = asyncio.create_task(self._pass(reader, server, of_client=True))
        await asyncio.gather(back, there)

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, of_client: bool = False
    ) -> None:
        waiting = asyncio.Queue[bytes]()
        sending = asyncio.create_task(self._send(waiting, writer))
        with suppress(ConnectionError):
            while taken := await reader.read(65_536):
                waiting.put_nowait(taken)
        self.clients -= of_client
        waiting.put_nowait(b"")
        await sending

    async def _send(self, waiting: "asyncio.Queue[bytes]", writer: asyncio.StreamWriter) -> None:
        while taken := await waiting.get():
            await self._flows.wait()
            writer.write(taken)
        await self._flows.wait()
        writer.close()


@asynccontextmanager
async def stalling(uri: str) -> AsyncIterator[tuple[str, Stall]]:
    """Yield an address under which a server is reached while its bytes flow, and what stops them."""
    found = urlsplit(uri)
    assert found.hostname is not None
    assert found.port is not None
    stall = Stall(found.hostname, found.port)
    server = await asyncio.start_server(stall.serve, "127.0.0.1", 0)
    try:
        yield f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}", stall
    finally:
        stall.end()
        stall.drop()
        server.close()
        await server.wait_closed()
