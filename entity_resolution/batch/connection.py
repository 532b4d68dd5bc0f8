"""Opens DuckDB, in which lists are read: what outgrows its memory lies where its owner alone can open it."""

import shutil
import tempfile
import weakref

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """Return a connection to a database of its own, in memory and, where that is full, in a private folder.

    Left to itself DuckDB writes rows of the lists in the clear below the current folder, for every user to read, and
    leaves them there where it is killed. The folder lies where the system keeps temporary files, and goes with the
    connection.
    """
    connection = duckdb.connect()
    folder = tempfile.mkdtemp(prefix="benang-lists-")
    weakref.finalize(connection, shutil.rmtree, folder, ignore_errors=True)
    connection.execute("SET temp_directory = '{}'".format(folder.replace("'", "''")))
    return connection
