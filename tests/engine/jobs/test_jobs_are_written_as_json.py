"""What a job is written as: JSON that names nothing of ours, and never code."""

import pytest
from sqlalchemy import text

from engine.assembly import Platform
from engine.jobs.serializer import JsonText
from engine.jobs.worker import place_of


def test_texts_and_results_come_back_as_they_were() -> None:
    written = JsonText()
    for value in (None, {"args": ["办件", "a1"], "kwargs": {}}, [1, "x"]):
        assert written.deserialize(written.serialize(value)) == value


def test_an_error_is_kept_as_its_type_and_message() -> None:
    written = JsonText()
    back = written.deserialize(written.serialize(ZeroDivisionError("by zero")))
    assert str(back) == "ZeroDivisionError: by zero"


def test_anything_else_is_refused() -> None:
    with pytest.raises(TypeError):
        JsonText().serialize(object())


def test_the_rows_of_a_job_hold_its_texts_and_the_constant_version(platform: Platform) -> None:
    with platform.database.write() as db:
        platform.jobs.enqueue(db, "note", "one", ("case", "a1"))
    schema = "" if platform.database.is_sqlite else "dbos."
    with platform.database.read() as db:
        row = db.execute(text(f"SELECT * FROM {schema}workflow_status")).mappings().one()
        told = str(dict(row)) + str(db.execute(text(f"SELECT * FROM {schema}workflow_input")).all())
    assert row["application_version"] == "jobs-1"
    assert '"case", "a1"' in told.replace("\\", "")


@pytest.mark.parametrize(
    ("worker", "place"),
    [
        ("worker@1", 1),
        ("worker@256", 256),
        ("worker@257", None),
        ("worker@0", None),
        ("local", None),
        (None, None),
    ],
)
def test_a_place_is_read_from_our_names_only(worker: str | None, place: int | None) -> None:
    assert place_of(worker) == place
