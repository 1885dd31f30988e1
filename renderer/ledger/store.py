"""The ledger's file: SQLite through SQLAlchemy. A decision is in it whole or not at all, however a writer ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from renderer.ledger.entry import Decision, Entry, chain, find_first_broken
from renderer.ledger.place import begin_file, broken_ledger, find_ledger, read_head
from renderer.values.errors import DataError, WriteError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

LEDGER = "ledger.sqlite"
"""Its name in the workspace."""
_WAIT_SECONDS = 10
"""So long a writer waits for another."""
_MOST_BYTES_A_FIELD = 1_000_000
_COUNTERS = (range(24, 28), range(92, 100))
"""Bytes of an SQLite file that count its changes and name the library (sqlite.org/fileformat2.html)."""
_SQLITE = sum(part * 1000**power for part, power in zip(sqlite3.sqlite_version_info, (2, 1, 0), strict=True))
_SETTINGS = ("synchronous = EXTRA", "secure_delete = ON", "trusted_schema = OFF")
_FOR_EVER = (
    "CREATE TRIGGER entry_no_{0} BEFORE {1} ON entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
)


@dataclass(frozen=True)
class Audit:
    """What a look at the whole file found: its entries, what is wrong with it, and what could not be looked at."""

    entries: tuple[Entry, ...]
    faults: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class Ledger:
    """The ledger of a workspace; one without a file is empty. Nothing in it is ever changed or taken out."""

    path: Path

    def entries(self) -> tuple[Entry, ...]:
        """Return all entries, oldest first. Raises DataError for one that is not what was written."""
        if not find_ledger(self.path):
            return ()
        with (
            _translate_errors(self.path),
            _open(self.path, _mode_of(self.path)) as engine,
            engine.connect() as connection,
        ):
            entries = _read(connection, self.path)
        if (broken := find_first_broken(entries)) is not None:
            raise broken_ledger(self.path, f"entry {broken} is not what was written")
        return entries

    @property
    def stamp(self) -> tuple[object, ...] | None:
        """What changes whenever somebody writes into the file; None without one that can be read.

        SQLite counts its changes, for two of them may fall into one tick of the file system's clock.
        """
        try:
            found = self.path.stat()
            return found.st_mtime_ns, found.st_size, found.st_ino, read_head(self.path)
        except (OSError, DataError):
            return None

    def append(self, decision: Decision, today: date) -> Entry:
        """Write a decision down durably and return its entry. Raises WriteError with nothing written.

        The first one makes the file, with itself in it: there is never a ledger without an entry.
        """
        if not find_ledger(self.path):
            first = chain(decision, None, today)
            with _translate_errors(self.path):
                if begin_file(self.path, _build_file((first,))):
                    return first
        with _translate_errors(self.path), _open(self.path, "rw", write=True) as engine, engine.begin() as connection:
            entries = _read(connection, self.path)
            if (broken := find_first_broken(entries)) is not None:
                raise broken_ledger(self.path, f"entry {broken} is not what was written")
            entry = chain(decision, entries[-1], today)
            connection.execute(_describe_table().insert().values(**_to_row(entry)))
        return entry

    def audit(self) -> Audit:
        """Look for everything in the file that is not as it was written: entries, chain, every other byte."""
        try:
            if not find_ledger(self.path):
                return Audit((), remark="there is no ledger")
            with (
                _translate_errors(self.path),
                _open(self.path, _mode_of(self.path)) as engine,
                engine.connect() as connection,
            ):
                told = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check")]
                entries = _read(connection, self.path)
                written = _raw_of(connection).serialize()
        except (DataError, WriteError) as fault:
            return Audit((), (fault.message,))
        found = [f"SQLite finds: {line}" for line in told if line != "ok"]
        if (broken := find_first_broken(entries)) is not None:
            found.append(f"entry {broken} is not what was written, or not in its place")
        if not found and int.from_bytes(written[96:100], "big") != _SQLITE:
            remark = "was written by another version of SQLite: the bytes between its entries cannot be compared"
            return Audit(entries, (), remark)
        return Audit(entries, tuple(found or _find_other_bytes(entries, written)))


def _mode_of(path: Path) -> str:
    """Return how a reader opens the file: it must be able to undo what a killed writer left."""
    try:
        with open(path, "rb+"):
            return "rw"
    except OSError:
        return "ro"


@contextmanager
def _open(path: Path | None, mode: str, *, write: bool = False) -> Iterator[Engine]:
    """Open the file, or for None a ledger in memory; with ``write`` it takes the writer's lock at once."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    def connect() -> sqlite3.Connection:
        address = f"{path.absolute().as_uri()}?mode={mode}" if path else ":memory:"
        connection = sqlite3.connect(address, uri=path is not None, timeout=_WAIT_SECONDS, isolation_level=None)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_BYTES_A_FIELD)
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    def settle(connection: sqlite3.Connection, _record: Any) -> None:
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")

    def begin(connection: Connection) -> None:
        # Python's driver would begin late, and two writers would chain to the same entry.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    event.listen(engine, "connect", settle)
    event.listen(engine, "begin", begin)
    try:
        yield engine
    finally:
        engine.dispose()


_GUARDS = ("update", "delete")
_DATES = ("decided", "recorded", "valid_from", "valid_to")


def _describe_table() -> Table:
    from sqlalchemy import Column, Date, Integer, MetaData, String, Table

    table = Table("entry", MetaData(), Column("number", Integer, primary_key=True))
    for name in sorted(Entry.model_fields.keys() - {"number"}):
        kind = Date() if name in _DATES else Integer() if name in ("version", "lifts") else String()
        table.append_column(Column(name, kind, nullable=name.startswith("valid_")))
    return table


def _make_table(connection: Connection) -> Table:
    """Return the table, made with its guards."""
    table = _describe_table()
    table.create(connection)
    for name in _GUARDS:
        connection.exec_driver_sql(_FOR_EVER.format(name, name.upper()))
    return table


def _read(connection: Connection, path: Path) -> tuple[Entry, ...]:
    """Return the entries of a file that is laid out as a ledger and holds one; raises DataError."""
    _check_layout(connection, path)
    table = _describe_table()
    try:
        rows = connection.execute(table.select().order_by(table.c.number)).mappings().all()
        entries = tuple(Entry.model_validate({**row}) for row in rows)
    except (ValidationError, ValueError, TypeError, UnicodeDecodeError):
        raise broken_ledger(path, "an entry cannot be read") from None
    if not entries:
        raise broken_ledger(path, "it holds no entry, and a ledger is never empty")
    return entries


def _check_layout(connection: Connection, path: Path) -> None:
    """Refuse a file that holds anything but the table and its guards: a view may be made to say whatever it likes."""
    found = connection.exec_driver_sql("SELECT type, name FROM sqlite_master").all()
    if sorted(map(tuple, found)) != sorted([("table", "entry"), *(("trigger", f"entry_no_{g}") for g in _GUARDS)]):
        raise broken_ledger(path, "it is not laid out as a ledger")
    if any(row[-1] for row in connection.exec_driver_sql("PRAGMA table_xinfo(entry)")):
        raise broken_ledger(path, "its table computes what should be written")


def _to_row(entry: Entry) -> dict[str, Any]:
    return entry.model_dump()


def _raw_of(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.dbapi_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError(f"the ledger is opened by {type(raw).__name__}, not by sqlite3")
    return raw


def _build_file(entries: Iterable[Entry]) -> bytes:
    """Return the bytes of a file that holds these entries, each written by itself."""
    with _open(None, "memory") as engine:
        with engine.begin() as connection:
            table = _make_table(connection)
        for entry in entries:
            with engine.begin() as connection:
                connection.execute(table.insert().values(**_to_row(entry)))
        with engine.connect() as connection:
            data = bytearray(_raw_of(connection).serialize())
    # In memory SQLite counts no changes, nor writes who counted them.
    data[24:28] = data[92:96] = (1).to_bytes(4, "big")
    data[96:100] = _SQLITE.to_bytes(4, "big")
    return bytes(data)


def _find_other_bytes(entries: tuple[Entry, ...], written: bytes) -> list[str]:
    """Compare the file with one made anew from its entries: what no entry needs must not have changed either."""
    anew = _build_file(entries)
    if len(written) != len(anew):
        return [f"has {len(written)} bytes, where its entries make {len(anew)}"]
    skipped = {at for counters in _COUNTERS for at in counters}
    changed = [at for at, byte in enumerate(anew) if byte != written[at] and at not in skipped]
    if written[24:28] != written[92:96]:
        changed.append(24)
    return [f"byte {changed[0]} of the file is not what was written"] if changed else []


@contextmanager
def _translate_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system refuse into errors that name the ledger."""
    from sqlalchemy.exc import DatabaseError, DBAPIError

    try:
        yield
    except DatabaseError as fault:
        told = str(fault.orig)
        damaged = "malformed" in told or "no such" in told
        if isinstance(fault.orig, sqlite3.OperationalError) and not damaged:
            raise _unwritable_error(path, told) from None
        raise broken_ledger(path, told) from None
    except UnicodeDecodeError:
        raise broken_ledger(path, "it holds what is no text") from None  # SQLite quotes damaged names in its own errors
    except (DBAPIError, sqlite3.Error, OSError) as fault:
        raise _unwritable_error(path, str(fault)) from None


def _unwritable_error(path: Path, what: str) -> WriteError:
    return WriteError(
        "cannot-write-ledger",
        f"cannot be read or written: {what}",
        where=str(path),
        hint="nothing was recorded; make room, or allow writing, then try again",
    )
