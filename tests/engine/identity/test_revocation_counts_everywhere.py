"""What is revoked in one process counts with the very next request in every other: nothing about who asks is kept."""

from collections.abc import Iterator

import pytest

from engine.assembly import Platform, build
from engine.dispatch import ANONYMOUS, SYSTEM
from engine.identity.issue_token import IssueToken
from engine.identity.log_in import LogIn
from engine.identity.log_out import LogOut
from engine.identity.save import SaveUser
from engine.kernel.errors import Unauthenticated

PASSWORD = "jingban-demo"
CLERK = (("window", "clerk"),)


def save(platform: Platform, places: tuple[tuple[str, str], ...] = CLERK, **given: object) -> None:
    platform.execute(SaveUser("clerk", "周敏", "jingkai", places, **given), SYSTEM)  # type: ignore[arg-type]


@pytest.fixture
def here(organisation: Platform) -> Platform:
    save(organisation, password=PASSWORD)
    return organisation


@pytest.fixture
def elsewhere(here: Platform) -> Iterator[Platform]:
    """Another process on the same database; it has seen the clerk already."""
    other = build(here.settings, here.clock)
    yield other
    other.close()


@pytest.fixture
def bearer(here: Platform, elsewhere: Platform) -> str:
    """A session that both processes know."""
    token: str = here.execute(LogIn("clerk", PASSWORD), ANONYMOUS)["token"]
    assert here.authenticate(token) == elsewhere.authenticate(token)
    return token


def test_a_log_out(here: Platform, elsewhere: Platform, bearer: str) -> None:
    here.execute(LogOut(), here.authenticate(bearer))
    with pytest.raises(Unauthenticated):
        elsewhere.authenticate(bearer)


def test_another_role(here: Platform, elsewhere: Platform, bearer: str) -> None:
    save(here, (("housing", "reviewer"),))
    actor = elsewhere.authenticate(bearer)
    assert [tuple(place) for place in actor.memberships] == [("housing", "reviewer")]
    assert not actor.may("case:start")


def test_no_role_at_all(here: Platform, elsewhere: Platform, bearer: str) -> None:
    save(here, ())
    assert elsewhere.authenticate(bearer).memberships == ()


def test_a_person_who_left(here: Platform, elsewhere: Platform, bearer: str) -> None:
    save(here, active=False)
    with pytest.raises(Unauthenticated):
        elsewhere.authenticate(bearer)


def test_a_new_password_ends_every_session_and_token(
    here: Platform, elsewhere: Platform, bearer: str
) -> None:
    issued = here.execute(IssueToken("clerk"), SYSTEM)["token"]
    save(here, password="another-password")
    for token in (bearer, issued):
        with pytest.raises(Unauthenticated):
            elsewhere.authenticate(token)


def test_saving_without_a_password_ends_nothing(here: Platform, elsewhere: Platform, bearer: str) -> None:
    save(here)
    assert elsewhere.authenticate(bearer).username == "clerk"
