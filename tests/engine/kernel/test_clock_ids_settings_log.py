"""The ground floor: clocks and days, identifiers that sort by time, settings from the environment, lines of log."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kernel import log
from engine.kernel.clock import FrozenClock, SystemClock, as_instant, end_of_office_day, office_day
from engine.kernel.errors import InvalidInput
from engine.kernel.ids import ALPHABET, LENGTH, IdSource, instant_of, new_id
from engine.kernel.secret import secret_key
from engine.kernel.settings import TABLE, Settings, read_settings

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
instants = st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 16, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 3, 2, 23, tzinfo=timezone(timedelta(hours=-5))), date(2026, 3, 3)),
    ],
    ids=["last second", "midnight in China", "from another zone"],
)
def test_the_day_of_an_instant_is_that_of_china(instant: datetime, day: date) -> None:
    assert office_day(instant) == day


def test_a_day_ends_at_midnight_in_china() -> None:
    assert end_of_office_day(date(2026, 3, 2)) == datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert office_day(end_of_office_day(date(2026, 3, 2))) == date(2026, 3, 3)


def test_naive_instants_are_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        as_instant(datetime(2026, 3, 2))  # noqa: DTZ001  # the point of the test
    assert refused.value.stable_code == "naive-instant"


def test_a_frozen_clock_moves_only_when_told() -> None:
    clock = FrozenClock(NOON)
    assert clock.now() == clock.now() == NOON
    assert clock.advance(timedelta(days=1)) == NOON + timedelta(days=1)
    clock.set(NOON)
    assert clock.now() == NOON


def test_the_clock_of_the_machine_is_aware() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


@given(st.lists(instants, min_size=2, max_size=20))
def test_identifiers_sort_by_time(moments: list[datetime]) -> None:
    source = IdSource()
    made = [(moment, source.new(moment)) for moment in sorted(moments)]
    assert [identifier for _, identifier in made] == sorted(identifier for _, identifier in made)


@given(instants)
def test_an_identifier_tells_its_millisecond(moment: datetime) -> None:
    identifier = new_id(moment)
    assert len(identifier) == LENGTH
    assert set(identifier) <= set(ALPHABET)
    assert timedelta(0) <= moment - instant_of(identifier) < timedelta(milliseconds=1)


def test_identifiers_of_one_instant_are_distinct_and_in_order() -> None:
    source = IdSource()
    made = [source.new(NOON) for _ in range(10_000)]
    assert made == sorted(set(made))


@pytest.mark.parametrize("text", ["", "short", "U" * 26, "0" * 25 + "!"])
def test_what_is_no_identifier_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        instant_of(text)


def test_without_an_environment_sqlite_lies_under_var() -> None:
    settings = read_settings({})
    assert settings == Settings()
    assert settings.url == f"sqlite:///{Path('var/jingban.sqlite3').absolute()}"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


@pytest.mark.parametrize(
    ("variable", "text", "field", "value"),
    [
        ("JINGBAN_PORT", "9000", "port", 9000),
        ("JINGBAN_VAR", "/tmp/x", "var", Path("/tmp/x")),
        ("JINGBAN_CLOCK", "2026-03-02T20:00:00+08:00", "clock", NOON),
        ("JINGBAN_LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("JINGBAN_POOL_SIZE", " 7 ", "pool_size", 7),
    ],
)
def test_each_setting_is_read_from_its_variable(variable: str, text: str, field: str, value: Any) -> None:
    assert getattr(read_settings({variable: text}), field) == value


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("JINGBAN_PORT", "http"),
        ("JINGBAN_PORT", "70000"),
        ("JINGBAN_CLOCK", "tomorrow"),
        ("JINGBAN_CLOCK", "2026-03-02T09:00:00"),
        ("JINGBAN_DATABASE_URL", "mysql://host/db"),
        ("JINGBAN_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_bad_setting_is_refused_with_its_name(variable: str, text: str) -> None:
    with pytest.raises(InvalidInput, match=variable):
        read_settings({variable: text})


def test_every_field_of_the_settings_is_in_the_table() -> None:
    assert {row.field for row in TABLE} == set(Settings.__dataclass_fields__)
    assert len({row.variable for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("postgresql://u:p@h/db", "postgresql+psycopg://u:p@h/db"),
        ("postgres://h/db", "postgresql+psycopg://h/db"),
        ("postgresql+psycopg://h/db", "postgresql+psycopg://h/db"),
        ("sqlite:////tmp/x.db", "sqlite:////tmp/x.db"),
    ],
)
def test_urls_get_the_driver_that_we_ship(url: str, opened: str) -> None:
    assert read_settings({"JINGBAN_DATABASE_URL": url}).url == opened


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")
    first = secret_key(settings)
    assert len(first) >= 43
    assert secret_key(settings) == first
    assert (tmp_path / "var" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert secret_key(Settings(secret_key="given")) == "given"
    assert "given" not in repr(Settings(secret_key="given"))


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines that were logged at INFO so far."""
    stream = io.StringIO()
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    log.configure("INFO", stream)
    log.begin()
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    log.begin()
    log.configure("WARNING")
    root.handlers[:] = before[0]
    root.setLevel(before[1])


def test_a_log_line_is_one_json_object(lines: Callable[[], list[dict[str, Any]]]) -> None:
    log.logger("test").info("done\nnow", extra={"case_id": "01h"}, 名="值")
    log.logger("test").debug("not shown")
    try:
        raise ValueError("broken")
    except ValueError:
        log.logger("test").exception("failed")
    first, second = lines()
    assert list(first)[:4] == ["at", "level", "logger", "message"]
    assert (first["message"], first["level"], first["logger"], first["case_id"], first["名"]) == (
        "done\nnow",
        "info",
        "jingban.test",
        "01h",
        "值",
    )
    assert "ValueError: broken" in second["error"]


def test_ids_are_part_of_every_line_of_their_block(lines: Callable[[], list[dict[str, Any]]]) -> None:
    log.begin(request="r1", actor=None)
    with log.bound(case="c1"):
        log.logger("test").info("inside")
    log.logger("test").info("outside")
    inside, outside = lines()
    assert (inside["request"], inside["case"]) == ("r1", "c1")
    assert outside["request"] == "r1"
    assert not {"case", "actor"} & set(outside)


def test_warnings_of_libraries_come_out_in_the_same_form(lines: Callable[[], list[dict[str, Any]]]) -> None:
    log.begin(request="r1")
    logging.getLogger("somebody.else").warning("look %s", "here")
    logging.getLogger("somebody.else").info("not shown")
    [line] = lines()
    assert (line["message"], line["level"], line["logger"], line["request"]) == (
        "look here",
        "warning",
        "somebody.else",
        "r1",
    )
