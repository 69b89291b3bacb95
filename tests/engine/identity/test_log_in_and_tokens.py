"""Logging in: a token for the right password, one and the same refusal for a wrong one, and no guessing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.assembly import Platform
from engine.dispatch import ANONYMOUS, SYSTEM
from engine.dispatch.tables import idempotency
from engine.identity.issue_token import IssueToken
from engine.identity.log_in import LogIn
from engine.identity.log_out import LogOut
from engine.identity.save import SaveUser
from engine.identity.tables import login_failures, tokens, users
from engine.kernel.clock import FrozenClock
from engine.kernel.errors import InvalidInput, LimitExceeded, NotFound, Unauthenticated

PASSWORD = "jingban-demo"


@pytest.fixture
def office(organisation: Platform) -> Platform:
    places = (("window", "clerk"),)
    organisation.execute(SaveUser("clerk", "周敏", "jingkai", places, PASSWORD), SYSTEM)
    return organisation


def test_the_right_password_gives_a_token_and_says_who_i_am(office: Platform) -> None:
    view = office.execute(LogIn("clerk", PASSWORD, "window"), ANONYMOUS)
    assert view["expires_at"] == office.clock.now() + timedelta(hours=12)
    assert view["user"]["name"] == "周敏"
    assert view["user"]["memberships"][0]["department_name"]["zh-CN"] == "政务服务中心综合窗口"
    actor = office.authenticate(view["token"])
    assert (actor.username, actor.channel, actor.region) == ("clerk", "window", "jingkai")
    assert actor.may("work:claim")
    assert not actor.may("definition:deploy")


def test_nothing_of_a_log_in_is_kept_for_an_idempotency_key(office: Platform) -> None:
    first = office.execute(LogIn("clerk", PASSWORD), ANONYMOUS, idempotency_key="k")["token"]
    assert office.execute(LogIn("clerk", PASSWORD), ANONYMOUS, idempotency_key="k")["token"] != first
    with office.database.read() as db:
        assert db.execute(select(func.count()).select_from(idempotency)).scalar() == 0


def test_only_the_hash_of_a_token_is_stored(office: Platform) -> None:
    token = office.execute(LogIn("clerk", PASSWORD), ANONYMOUS)["token"]
    with office.database.read() as db:
        stored = db.execute(select(tokens)).mappings().one()
    assert token not in repr(dict(stored))


def test_passwords_are_stored_as_argon2id_with_the_recommended_cost(office: Platform) -> None:
    with office.database.read() as db:
        stored = db.execute(select(users.c.password_hash).where(users.c.username == "clerk")).scalar_one()
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    ("username", "password"),
    [("clerk", "wrong password"), ("nobody", PASSWORD), ("housing.review", PASSWORD), ("clerk", "x" * 5000)],
    ids=["wrong password", "unknown name", "no password set", "endless password"],
)
def test_every_wrong_pair_gets_the_same_answer(office: Platform, username: str, password: str) -> None:
    with pytest.raises(Unauthenticated, match="User name or password is wrong"):
        office.execute(LogIn(username, password), ANONYMOUS)


def test_guessing_has_to_wait_even_with_the_right_password(office: Platform, clock: FrozenClock) -> None:
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            office.execute(LogIn("clerk", "guess number"), ANONYMOUS)
    with pytest.raises(LimitExceeded) as limited:
        office.execute(LogIn("clerk", PASSWORD), ANONYMOUS)
    assert limited.value.stable_code == "too-many-attempts"
    assert 0 < limited.value.details["retry_after"] <= 900
    clock.advance(timedelta(minutes=16))
    assert office.execute(LogIn("clerk", PASSWORD), ANONYMOUS)["token"]


def test_success_forgets_earlier_failures(office: Platform) -> None:
    for _ in range(4):
        with pytest.raises(Unauthenticated):
            office.execute(LogIn("clerk", "guess number"), ANONYMOUS)
    office.execute(LogIn("clerk", PASSWORD), ANONYMOUS)
    with office.database.read() as db:
        assert db.execute(select(func.count()).select_from(login_failures)).scalar() == 0


def test_failures_of_one_name_do_not_lock_another(office: Platform) -> None:
    for _ in range(6):
        with pytest.raises((Unauthenticated, LimitExceeded)):
            office.execute(LogIn("admin", "guess number"), ANONYMOUS)
    assert office.execute(LogIn("clerk", PASSWORD), ANONYMOUS)["token"]


def test_a_token_ends_with_its_time_with_log_out_and_with_its_user(
    office: Platform, clock: FrozenClock
) -> None:
    first = office.execute(LogIn("clerk", PASSWORD), ANONYMOUS)["token"]
    second = office.execute(LogIn("clerk", PASSWORD), ANONYMOUS)["token"]
    office.execute(LogOut(), office.authenticate(first))
    with pytest.raises(Unauthenticated):
        office.authenticate(first)
    assert office.authenticate(second).username == "clerk"
    office.execute(SaveUser("clerk", "周敏", "jingkai", (("window", "clerk"),), active=False), SYSTEM)
    with pytest.raises(Unauthenticated):
        office.authenticate(second)
    office.execute(SaveUser("clerk", "周敏", "jingkai", (("window", "clerk"),)), SYSTEM)
    clock.advance(timedelta(hours=12))
    with pytest.raises(Unauthenticated):
        office.authenticate(second)


@pytest.mark.parametrize(
    "bearer", ["", "jb_", "jb_nothing", "x" * 10_000], ids=["empty", "prefix", "unknown", "long"]
)
def test_an_unknown_token_is_refused(office: Platform, bearer: str) -> None:
    with pytest.raises(Unauthenticated):
        office.authenticate(bearer)


def test_a_token_can_be_issued_for_a_user(office: Platform) -> None:
    view = office.execute(IssueToken("auditor", days=1), SYSTEM)
    assert office.authenticate(view["token"]).may("case:verify")
    with pytest.raises(NotFound):
        office.execute(IssueToken("nobody"), SYSTEM)
    with pytest.raises(InvalidInput):
        office.execute(IssueToken("auditor", days=0), SYSTEM)


@pytest.mark.parametrize("channel", ["system", "telephone"])
def test_nobody_logs_in_as_the_system(office: Platform, channel: str) -> None:
    with pytest.raises(InvalidInput):
        office.execute(LogIn("clerk", PASSWORD, channel), ANONYMOUS)  # type: ignore[arg-type]  # what JSON may bring
