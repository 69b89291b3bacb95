"""Every class of error has a status, and the nearest one."""

import pytest

from api.http.errors import STATUS_OF, status_of
from api.http.titles import title_of
from engine.kernel import errors
from engine.kernel.errors import JingbanError

OUR_ERRORS = sorted(
    (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, JingbanError)),
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("kind", OUR_ERRORS, ids=lambda kind: kind.__name__)
def test_each_error_of_the_engine_is_in_the_table(kind: type[JingbanError]) -> None:
    assert kind in STATUS_OF


@pytest.mark.parametrize(
    ("error", "status"),
    [
        pytest.param(errors.InvalidInput("x"), 422, id="invalid input"),
        pytest.param(errors.Refused("x", []), 422, id="refused file"),
        pytest.param(errors.NotFound("x"), 404, id="not found"),
        pytest.param(errors.Forbidden("x"), 403, id="forbidden"),
        pytest.param(errors.Unauthenticated("x"), 401, id="unknown"),
        pytest.param(errors.Conflict("x", code="already-claimed"), 409, id="second claim"),
        pytest.param(errors.StaleVersion("x"), 412, id="stale version"),
        pytest.param(errors.LimitExceeded("x"), 413, id="bound exceeded"),
        pytest.param(errors.LimitExceeded("x", code="too-many-attempts"), 429, id="too many log-ins"),
        pytest.param(errors.ExecutionFailed("x", element="Task_1"), 422, id="process cannot go on"),
        pytest.param(JingbanError("x"), 500, id="unforeseen"),
    ],
)
def test_an_error_gets_the_status_of_its_code_or_nearest_class(error: JingbanError, status: int) -> None:
    assert status_of(error) == status


def test_a_subclass_inherits_its_status() -> None:
    class CaseClosed(errors.Conflict):
        code = "case-closed"

    assert status_of(CaseClosed("x")) == 409


@pytest.mark.parametrize("status", sorted(set(STATUS_OF.values())))
def test_each_status_has_a_title_in_both_languages(status: int) -> None:
    assert title_of("some-code", status, "zh-CN") != title_of("some-code", status, "en")
