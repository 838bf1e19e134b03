"""Where objects are kept: one SQLite table of JSON documents, in the order in which they were made.

A row is an object as the API sends it, plus what finds it:

- `seq`     counts up with every object; lists and cursors go by it, never by `created_at`, because many
            objects share a second
- `kind`    the object's own `object` field, for example `thread.message`
- `owner`   whose key made it; no query crosses owners
- `parent`  what it belongs to (a message's thread, a step's run, a store's file), or ""
- `label`   one more name to find it by (see `Kind` notes in the modules that use it), or NULL
- `body`    the JSON document. Keys that begin with "_" are the server's own notes and are never sent.
            NULL once deleted: the row stays, so that a cursor that names it still has its place

The store is used from one thread, the server's event loop. SQLite in memory or with a write-ahead log
answers in microseconds, so its calls are plain functions: nothing else runs between two of them unless the
caller awaits. In file mode a commit has reached the operating system before the client is answered, so
nothing acknowledged is lost when the process is killed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic_core import from_json, to_json

Object = dict[str, Any]
Order = Literal["asc", "desc"]

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   TEXT NOT NULL,
    owner  TEXT NOT NULL,
    parent TEXT NOT NULL,
    id     TEXT NOT NULL,
    label  TEXT,
    body   TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS by_id ON objects (kind, parent, id);
CREATE INDEX IF NOT EXISTS by_place ON objects (kind, owner, parent, seq) WHERE body IS NOT NULL;
CREATE INDEX IF NOT EXISTS by_label ON objects (kind, label, seq) WHERE body IS NOT NULL AND label IS NOT NULL;
"""
_COLUMNS = ["seq", "kind", "owner", "parent", "id", "label", "body"]


class StoreError(Exception):
    """The database cannot be opened, read or written. The message says why and what to do."""


class UnknownCursor(Exception):
    """`after` or `before` names an object that was never in the list."""

    def __init__(self, param: Literal["after", "before"], value: str):
        super().__init__(value)
        self.param = param
        self.value = value


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and whether more follows in its direction."""

    objects: list[Object]
    has_more: bool


class Store:
    """Objects by kind, owner, parent and order.

    `path` is a file, made if it is not there; None keeps everything in memory. Raises `StoreError` where the
    file cannot be used.
    """

    def __init__(self, path: str | Path | None = None):
        self.path = None if path is None else Path(path)
        self._depth = 0
        self._db = _open(self.path)

    # Reading

    def get(self, kind: str, object_id: str, *, owner: str, parent: str = "") -> Object | None:
        """The object, or None where there is none that `owner` may see."""
        row = self._one(
            "SELECT body FROM objects WHERE kind = ? AND parent = ? AND id = ? AND owner = ? AND body IS NOT NULL",
            (kind, parent, object_id, owner),
        )
        return None if row is None else _read(row[0])

    def find(self, kind: str, label: str, *, owner: str, limit: int = -1) -> list[Object]:
        """The objects with this `label`, oldest first."""
        rows = self._all(
            "SELECT body FROM objects WHERE kind = ? AND label = ? AND body IS NOT NULL AND owner = ? "
            "ORDER BY seq LIMIT ?",
            (kind, label, owner, limit),
        )
        return [_read(body) for (body,) in rows]

    def page(
        self,
        kind: str,
        *,
        owner: str,
        parent: str = "",
        label: str | None = None,
        matching: Mapping[str, str] | None = None,
        limit: int = 20,
        order: Order = "desc",
        after: str | None = None,
        before: str | None = None,
    ) -> Page:
        """A page of `limit` objects in `order` of their making.

        `after` and `before` are ids (of the list's objects, deleted ones too) that bound the page on either
        side and are not in it; both at once give what lies between. With `before` alone, the page is the one
        that ends just before it. Raises `UnknownCursor`.
        """
        where = ["kind = ?", "owner = ?", "parent = ?", "body IS NOT NULL"]
        values: list[Any] = [kind, owner, parent]
        if label is not None:
            where.append("label = ?")
            values.append(label)
        for key, value in (matching or {}).items():
            where.append("json_extract(body, ?) = ?")
            values += [f"$.{key}", value]
        for param, cursor, beyond in (
            ("after", after, ">" if order == "asc" else "<"),
            ("before", before, "<" if order == "asc" else ">"),
        ):
            if cursor is not None:
                where.append(f"seq {beyond} ?")
                values.append(self._place(param, cursor, kind=kind, owner=owner, parent=parent))
        backwards = before is not None and after is None
        ascending = (order == "asc") != backwards
        rows = self._all(
            f"SELECT body FROM objects WHERE {' AND '.join(where)} "
            f"ORDER BY seq {'ASC' if ascending else 'DESC'} LIMIT ?",
            (*values, limit + 1),
        )
        objects = [_read(body) for (body,) in rows[:limit]]
        if backwards:
            objects.reverse()
        return Page(objects, has_more=len(rows) > limit)

    def recent(
        self, kind: str, *, owner: str, parent: str | None = None, label: str | None = None
    ) -> Iterator[tuple[int, Object]]:
        """`(seq, object)` of what has this `parent` or this `label`, from the newest on, read as it is asked for."""
        column, value = ("parent", parent) if label is None else ("label", label)
        before, more = 1 << 62, True
        while more:
            rows = self._all(
                f"SELECT seq, body FROM objects WHERE kind = ? AND owner = ? AND {column} = ? AND body IS NOT NULL "
                "AND seq < ? ORDER BY seq DESC LIMIT 50",
                (kind, owner, value, before),
            )
            for before, body in rows:
                yield before, _read(body)
            more = len(rows) == 50

    def labelled(self, kind: str, label: str, *, owner: str) -> list[tuple[int, Object]]:
        """`(seq, object)` of the objects with this `label`, oldest first."""
        rows = self._all(
            "SELECT seq, body FROM objects WHERE kind = ? AND label = ? AND body IS NOT NULL AND owner = ? "
            "ORDER BY seq",
            (kind, label, owner),
        )
        return [(seq, _read(body)) for seq, body in rows]

    def count_labelled(self, kind: str, label: str, *, owner: str) -> int:
        """How many objects have this `label`."""
        row = self._one(
            "SELECT count(*) FROM objects WHERE kind = ? AND label = ? AND body IS NOT NULL AND owner = ?",
            (kind, label, owner),
        )
        return row[0]

    def everything(self, kind: str) -> Iterator[tuple[str, Object]]:
        """`(owner, object)` of every labelled object of this kind, for the server's own start."""
        for owner, body in self._all(
            "SELECT owner, body FROM objects WHERE kind = ? AND label IS NOT NULL AND body IS NOT NULL ORDER BY seq",
            (kind,),
        ):
            yield owner, _read(body)

    def count(self, kind: str, *, owner: str, parent: str = "") -> int:
        """How many objects there are."""
        row = self._one(
            "SELECT count(*) FROM objects WHERE kind = ? AND owner = ? AND parent = ? AND body IS NOT NULL",
            (kind, owner, parent),
        )
        return row[0]

    def made(self) -> int:
        """How many objects were ever made in this store, deleted ones too."""
        row = self._one("SELECT max(seq) FROM objects", ())
        return row[0] or 0

    def latest_time(self) -> int:
        """The newest `created_at` of the store in Unix seconds, or 0."""
        row = self._one("SELECT max(json_extract(body, '$.created_at')) FROM objects", ())
        return row[0] or 0

    # Writing

    def add(self, obj: Object, *, owner: str, parent: str = "", label: str | None = None) -> None:
        """Keep a new object under its own `id` and `object`."""
        self._write(
            "INSERT INTO objects (kind, owner, parent, id, label, body) VALUES (?, ?, ?, ?, ?, ?) "
            # A store's file that was removed may be added again: it takes a new place under its old id.
            "ON CONFLICT (kind, parent, id) DO UPDATE SET seq = (SELECT max(seq) + 1 FROM objects), "
            "label = excluded.label, body = excluded.body WHERE body IS NULL AND owner = excluded.owner",
            (obj["object"], owner, parent, obj["id"], label, to_json(obj).decode()),
        )

    def save(self, obj: Object, *, owner: str, parent: str = "", label: str | None = None) -> None:
        """Replace an object and its `label`. One that was deleted meanwhile stays deleted."""
        self._write(
            "UPDATE objects SET body = ?, label = ? "
            "WHERE kind = ? AND parent = ? AND id = ? AND owner = ? AND body IS NOT NULL",
            (to_json(obj).decode(), label, obj["object"], parent, obj["id"], owner),
        )

    def delete(self, kind: str, object_id: str, *, owner: str, parent: str = "") -> bool:
        """Delete an object; its place stays, for cursors. False where there was none."""
        cursor = self._write(
            "UPDATE objects SET body = NULL, label = NULL "
            "WHERE kind = ? AND parent = ? AND id = ? AND owner = ? AND body IS NOT NULL",
            (kind, parent, object_id, owner),
        )
        return cursor.rowcount > 0

    def delete_children(self, kind: str, *, owner: str, parent: str) -> list[str]:
        """Remove every object of `kind` that belongs to `parent`, and give their ids."""
        ids = self._all("SELECT id FROM objects WHERE kind = ? AND parent = ? AND owner = ?", (kind, parent, owner))
        self._write("DELETE FROM objects WHERE kind = ? AND parent = ? AND owner = ?", (kind, parent, owner))
        return [object_id for (object_id,) in ids]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is written inside. Do not await inside it."""
        if self._depth == 0:
            self._run("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0 and self._db.in_transaction:  # a full disk may have ended it already
                self._db.execute("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self._run("COMMIT")

    def execute(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run one statement, for modules with tables of their own (such as the search index)."""
        return self._run(sql, values)

    def close(self) -> None:
        """Write everything to the file and let go of it."""
        self._db.close()

    # SQLite

    def _place(self, param: Literal["after", "before"], object_id: str, *, kind: str, owner: str, parent: str) -> int:
        row = self._one(
            "SELECT seq FROM objects WHERE kind = ? AND parent = ? AND id = ? AND owner = ?",
            (kind, parent, object_id, owner),
        )
        if row is None:
            raise UnknownCursor(param, object_id)
        return row[0]

    def _one(self, sql: str, values: Sequence[Any]) -> Any:
        return self._run(sql, values).fetchone()

    def _all(self, sql: str, values: Sequence[Any]) -> list[Any]:
        return self._run(sql, values).fetchall()

    def _write(self, sql: str, values: Sequence[Any]) -> sqlite3.Cursor:
        return self._run(sql, values)

    def _run(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, values)
        except sqlite3.OperationalError as error:
            raise StoreError(f"{self._name()} cannot be used: {error}. {_advice(error)}") from error

    def _name(self) -> str:
        return "The database in memory" if self.path is None else f"The database file {self.path.name}"


def _read(body: str) -> Object:
    return from_json(body, cache_strings="keys")  # ids and texts differ; keeping them would only fill memory


def _open(path: Path | None) -> sqlite3.Connection:
    if path is not None and path.is_dir():
        raise StoreError(f"{path} is a folder. Name a file for the database, for example {path / 'assistants.db'}.")
    if path is not None and not path.absolute().parent.is_dir():
        raise StoreError(f"The folder {path.absolute().parent} is not there. Make it first, or name another file.")
    db = None
    try:
        db = sqlite3.connect(":memory:" if path is None else path, isolation_level=None, check_same_thread=False,
                             timeout=0.5)
        if path is not None:
            # An exclusive lock from the first read on: a second server on the same file is told at once.
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        columns = [name for _, name, *_ in db.execute("PRAGMA table_info(objects)")]
        is_new = db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None
        if not is_new and (version == 0 or not columns or version == SCHEMA_VERSION and columns != _COLUMNS):
            raise StoreError(f"{path} is the database of another program, and was left as it is. Name another file.")
        if version not in (0, SCHEMA_VERSION):
            raise StoreError(f"{path} was written by another version of this server (format {version}, this one "
                             f"reads {SCHEMA_VERSION}). Use that version, or name another file.")
        if path is not None:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
        db.execute("BEGIN EXCLUSIVE")
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        db.execute("COMMIT")
        return db
    except StoreError:
        db.close()
        raise
    except sqlite3.Error as error:
        if db is not None:
            db.close()
        raise StoreError(f"The database file {path} cannot be used: {error}. {_advice(error)}") from error


def _advice(error: sqlite3.Error) -> str:
    text = str(error)
    if "locked" in text:
        return "Another server is using this file. Stop that one, or give this one a file of its own with --db."
    if "full" in text:
        return "The disk is full. Nothing of this request was kept. Free some space and try again."
    if "readonly" in text or "unable to open" in text:
        return "Check that the file and its folder may be written by you."
    if getattr(error, "sqlite_errorname", "") == "SQLITE_IOERR_LOCK":  # a read-only file, or a disk without locks
        return (
            "Check that the file and its folder may be written by you, and that their disk can lock files: "
            "some network drives cannot."
        )
    if "not a database" in text or "malformed" in text:
        return "It is not a database of this server, or it was damaged. Name another file with --db."
    return "Check the file and the disk it is on."
