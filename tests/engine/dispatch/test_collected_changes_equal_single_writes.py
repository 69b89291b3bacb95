"""Whatever a handler collects, the database afterwards is as if each write had been done by itself, in order."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, create_engine, event, select

from engine.dispatch import Changes
from engine.dispatch.changes import Overtaken
from engine.store.unit import Unit

metadata = MetaData()
parents = Table(
    "parents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("a", String),
    Column("b", String),
    Column("version", Integer, nullable=False),
)
children = Table(
    "children",
    metadata,
    Column("parent_id", Integer, ForeignKey("parents.id"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("a", String),
)
engine = create_engine("sqlite://")
event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=ON"))
START = {1: {"a": "x", "b": "x", "version": 1}, 2: {"a": "y", "b": "y", "version": 5}}
writes = st.lists(
    st.tuples(
        st.sampled_from(["insert", "update", "delete"]),
        st.integers(1, 5),
        st.dictionaries(st.sampled_from(["a", "b"]), st.text("pq", max_size=2), min_size=1),
        st.booleans(),
    ),
    max_size=12,
)


def apply(model: dict[int, dict[str, Any]], changes: Changes, written: list[Any]) -> set[int]:
    """Apply the writes that make sense to the model and collect them; returns the ids with a versioned update."""
    versioned: set[int] = set()
    gone: set[int] = set()
    for kind, key, values, check in written:
        if kind == "insert" and key not in model and key not in gone:
            row = {"a": None, "b": None, **values, "version": 1}
            model[key] = row
            changes.insert(parents, {"id": key, **row})
        elif kind == "update" and key in model:
            model[key] = {**model[key], **values}
            expect = START[key]["version"] if check and key in START else None
            changes.update(parents, key, values, expect_version=expect)
            if expect is not None:
                versioned.add(key)
        elif kind == "delete" and key in model:
            del model[key]
            versioned.discard(key)
            gone.add(key)
            changes.delete(parents, key)
    return versioned


@given(writes)
def test_the_rows_are_those_of_single_writes(written: list[Any]) -> None:
    model = {key: dict(row) for key, row in START.items()}
    changes = Changes()
    versioned = apply(model, changes, written)
    for key in versioned:
        model[key]["version"] += 1
    with engine.connect() as db:
        metadata.create_all(db)
        db.execute(parents.insert(), [{"id": key, **row} for key, row in START.items()])
        changes.flush(Unit(db, begun=True))
        found = {
            row.id: {"a": row.a, "b": row.b, "version": row.version} for row in db.execute(select(parents))
        }
        db.rollback()
    assert found == model
    assert changes.statements_run <= 12


def test_parents_are_written_before_children_and_removed_after_them() -> None:
    with engine.connect() as db:
        metadata.create_all(db)
        first = Changes()
        first.insert(children, {"parent_id": 9, "name": "n", "a": None})
        first.insert(parents, {"id": 9, "a": None, "b": None, "version": 1})
        first.flush(Unit(db, begun=True))
        second = Changes()
        second.delete(parents, 9)
        second.delete(children, (9, "n"))
        second.flush(Unit(db, begun=True))
        assert db.execute(select(parents)).all() == db.execute(select(children)).all() == []
        db.rollback()


def test_an_overtaken_update_names_its_rows_and_writes_nothing_after_it() -> None:
    changes = Changes()
    changes.update(parents, 1, {"a": "new"}, expect_version=7)
    changes.insert(parents, {"id": 3, "a": None, "b": None, "version": 1})
    with engine.connect() as db:
        metadata.create_all(db)
        db.execute(parents.insert().values(id=1, version=1))
        with pytest.raises(Overtaken) as overtaken:
            changes.flush(Unit(db, begun=True))
        assert overtaken.value.places == [(parents, (1,))]
        assert list(db.execute(select(parents.c.id)).scalars()) == [1]
        db.rollback()


def test_a_row_inserted_twice_or_expected_at_two_versions_is_a_fault() -> None:
    changes = Changes()
    changes.insert(parents, {"id": 3, "version": 1})
    with pytest.raises(ValueError, match="twice"):
        changes.insert(parents, {"id": 3, "version": 1})
    changes.update(parents, 1, {"a": "x"}, expect_version=1)
    with pytest.raises(ValueError, match="versions"):
        changes.update(parents, 1, {"a": "x"}, expect_version=2)


def test_what_is_pending_can_be_looked_at() -> None:
    changes = Changes()
    changes.insert(parents, {"id": 3, "version": 1})
    changes.update(parents, 1, {"a": "x"})
    changes.update(parents, 3, {"b": "y"})
    assert changes.inserted(parents, 3) == {"id": 3, "version": 1, "b": "y"}
    assert changes.rows_inserted(parents) == [{"id": 3, "version": 1, "b": "y"}]
    assert changes.updated(parents, 1) == {"a": "x"}
    assert changes.inserted(parents, 1) is None
