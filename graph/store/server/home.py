"""The data folder of an embedded Neo4j: its layout, its password, its settings, and which Neo4j made it."""

import hashlib
import json
import os
import re
import secrets
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.files import find_other_owner, make_private_folder
from graph.store.errors import CredentialsError, ForeignStoreError, StoreFolderError

USERNAME = "neo4j"

_FORMAT = 1
_PRODUCT = "benang"
_HASH_ROUNDS = 1024
_SETTINGS = {
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.security.auth_enabled": "true",
    "dbms.usage_report.enabled": "false",
    "client.allow_telemetry": "false",
    "dbms.security.allow_csv_import_from_file_urls": "false",
    # Both logs can hold stored values: parameters here, index entries there.
    "db.logs.query.enabled": "OFF",
    "server.logs.debug.enabled": "false",
    "db.transaction.monitor.check.interval": "100ms",
    # Left to itself the server plans each statement anew once it was used often, for compiled expressions, of which
    # this edition has none; and copies the full-text indexes with every doubling (decision 0167).
    "internal.cypher.expression_engine": "INTERPRETED",
    "internal.dbms.index.lucene.merge_factor": "10",
    # Two databases would reserve 256 MiB each on the disk.
    "db.tx_log.preallocate": "false",
    # The server would wait two times 5 s for connections that nobody uses any more.
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
    "internal.dbms.bolt.netty_server_shutdown_timeout": "2",
    "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
    "internal.server.bolt.connection_shutdown_wait_time": "1s",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSizes:
    """How much memory the server may take, in bytes, how soon it may plan anew, and what it does with a torn log."""

    heap: int
    page_cache: int
    replan_seconds: int = 60
    cuts_log: bool = False


class ServerHome:
    """The folder `neo4j` in the product's data folder; nothing outside it is touched."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "neo4j"
        self.server = self.folder / "server"
        self.conf = self.server / "conf"
        self.temporary = self.server / "tmp"
        self.log = self.server / "logs" / "neo4j.log"
        self.output = self.server / "logs" / "server.out"
        self.password_file = self.folder / "password"
        self.description = self.folder / "store.json"
        self.state = self.folder / "server.json"
        self.clients_lock = self.folder / "clients.lock"
        self.start_lock = self.folder / "start.lock"
        self.keeper_lock = self.folder / "keeper.lock"
        self.server_lock = self.folder / "server.lock"
        self._initial_login = self.server / "data" / "dbms" / "auth.ini"

    def create(self) -> None:
        """Make the folder if it is missing, open to its owner alone.

        Raises:
            StoreFolderError: it cannot be made or written, or is another user's.
        """
        try:
            make_private_folder(self.folder)
        except OSError as exc:
            raise StoreFolderError(self.folder, f"cannot be made ({exc.strerror})") from exc
        if not os.access(self.folder, os.R_OK | os.W_OK | os.X_OK):
            raise StoreFolderError(self.folder, "cannot be written")
        # Root may write there: its files would keep the store's own user from starting it again.
        if (owner := find_other_owner(self.clients_lock)) is not None:
            raise StoreFolderError(self.folder, f"belongs to the user `{owner}`: run this as that user")

    def check_maker(self, neo4j_version: str) -> None:
        """Refuse a folder that this version of the product cannot use as it is.

        Raises:
            ForeignStoreError: another Neo4j, another product or a newer version of this one made it.
        """
        made_by = self._made_by()
        if made_by is None:
            return
        series = neo4j_version.rpartition(".")[0]
        if made_by.rpartition(".")[0] != series:
            raise ForeignStoreError(self.folder, f"was made with Neo4j {made_by}, this version uses {series}")

    def _made_by(self) -> str | None:
        try:
            content = json.loads(self.description.read_text(encoding="utf-8"))
        except FileNotFoundError:
            if (self.server / "data" / "databases").exists():
                raise ForeignStoreError(self.folder, "holds a Neo4j that this product did not make") from None
            return None
        except (OSError, ValueError) as exc:
            raise ForeignStoreError(self.folder, "has a damaged `store.json`") from exc
        if not isinstance(content, dict) or content.get("product") != _PRODUCT:
            raise ForeignStoreError(self.folder, "was made by another product")
        if not isinstance(content.get("format"), int) or not re.fullmatch(r"\d+\.\d+\.\d+", str(content.get("neo4j"))):
            raise ForeignStoreError(self.folder, "has a damaged `store.json`")
        if content["format"] != _FORMAT:
            age = "a newer" if content["format"] > _FORMAT else "an older"
            raise ForeignStoreError(self.folder, f"was made by {age} version of this product")
        return str(content["neo4j"])

    def prepare(self, *, neo4j_version: str, sizes: ServerSizes) -> None:
        """Lay out what a start needs: description, password, settings, and before the first start the login.

        Raises:
            StoreFolderError: a file cannot be written, or the password is gone.
        """
        try:
            for folder in (self.conf, self.log.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Native libraries are unpacked here; a killed server leaves them behind.
            shutil.rmtree(self.temporary, ignore_errors=True)
            self.temporary.mkdir(mode=0o700)
            if self._made_by() is None:
                self._make_login()
                description = {"product": _PRODUCT, "format": _FORMAT, "neo4j": neo4j_version}
                write_private(self.description, json.dumps(description) + "\n")
            write_private(self.conf / "neo4j.conf", settings_text(sizes))
            # What Java itself says goes to the one, what Neo4j says to the other.
            write_private(self.output, "")
            if self.log.exists():
                self.log.replace(self.log.with_suffix(".log.before"))
        except OSError as exc:
            raise StoreFolderError(self.folder, f"cannot be written ({exc.strerror})") from exc

    def _make_login(self) -> None:
        # The password is set in the data before the first start, so there is no moment with a default one.
        password = self.password() if self.password_file.exists() else secrets.token_urlsafe(32)
        write_private(self.password_file, password + "\n")
        write_private(self._initial_login, initial_login(password, secrets.token_bytes(32)))

    def last_words(self) -> str:
        """Return what the server said since its start."""
        texts = []
        for file in (self.output, self.log):
            with suppress(FileNotFoundError):
                texts.append(file.read_text(encoding="utf-8", errors="replace"))
        return "\n".join(texts)

    def forget_initial_login(self) -> None:
        """Remove the file that brought the first login; the server keeps it in its own database by now."""
        self._initial_login.unlink(missing_ok=True)

    def password(self) -> str:
        """Return the password of the embedded server.

        Raises:
            CredentialsError: its file is missing or open to others.
        """
        try:
            mode = self.password_file.stat().st_mode
            text = self.password_file.read_text(encoding="ascii").strip()
        except (OSError, ValueError) as exc:
            raise CredentialsError(self.folder, "has lost its file `password`; restore it from a copy") from exc
        if stat.S_IMODE(mode) & 0o077:
            raise CredentialsError(self.folder, "has a file `password` that others can open; run `chmod 600` on it")
        if not text:
            raise CredentialsError(self.folder, "has an empty file `password`; restore it from a copy")
        return text

    def discard(self) -> None:
        """Remove everything but the lock files, which others may be waiting for."""
        self.description.unlink(missing_ok=True)
        self.password_file.unlink(missing_ok=True)
        self.state.unlink(missing_ok=True)
        if self.server.exists():
            shutil.rmtree(self.server)


def failure_reason(log: str) -> str:
    """Return the line of a server's log that tells best why it did not start, without its time."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    causes = [line for line in lines if line.startswith("Caused by: ")]
    errors = [line for line in lines if " ERROR " in line]
    # Before Neo4j speaks, Java does, and its last line is the one that tells.
    best = [*(lines[-1:] or ["it says nothing"]), *errors, *causes][-1]
    return re.sub(r"^(Caused by: |Error: |[0-9-]+ [0-9:.+]+ [A-Z]+ +)", "", best)[:200]


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step by one that its owner alone can open, flushed to the disk."""
    make_private_folder(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def initial_login(password: str, salt: bytes) -> str:
    """Return the line from which Neo4j takes its first user: a salted SHA-256, hashed again and again."""
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(_HASH_ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return f"{USERNAME}:SHA-256,{digest.hex()},{salt.hex()},{_HASH_ROUNDS}:\n"


def settings_text(sizes: ServerSizes) -> str:
    """Return the server's settings; the address is given on its command line."""
    settings = _SETTINGS | {
        # While a store grows fast, every statement would be planned anew each 10 s; all name their indexes.
        "dbms.cypher.min_replan_interval": f"{sizes.replan_seconds}s",
        "db.memory.transaction.max": str(sizes.heap // 4),
        "dbms.memory.transaction.total.max": str(sizes.heap // 2),
        "server.memory.pagecache.size": str(sizes.page_cache),
    }
    if sizes.cuts_log:  # Neo4j's default is to stop there, as what it cuts off may have been acknowledged
        settings["internal.dbms.tx_log.fail_on_corrupted_log_files"] = "false"
    return "".join(f"{name}={value}\n" for name, value in settings.items())
