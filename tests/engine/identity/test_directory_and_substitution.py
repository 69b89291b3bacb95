"""The directory, and AB岗: who stands in for whom, for how long, and who may arrange it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from engine.assembly import Platform
from engine.dispatch import SYSTEM, Actor
from engine.identity.me import Me
from engine.identity.queries import Departments, Roles, Users
from engine.identity.save import SaveUser
from engine.identity.substitute import EndSubstitution, Substitute, Substitutions
from engine.kernel.clock import FrozenClock
from engine.kernel.errors import Forbidden, InvalidInput, NotFound

WEEK = (date(2026, 3, 2), date(2026, 3, 6))


def stand_in(**changes: object) -> Substitute:
    values: dict[str, object] = {
        "absent": "housing.review",
        "substitute": "housing.deputy",
        "department": "housing",
        "since": WEEK[0],
        "until": WEEK[1],
    }
    return Substitute(**{**values, **changes})  # type: ignore[arg-type]  # a table of fields


def test_departments_have_names_in_both_languages(
    organisation: Platform, actor: Callable[[str], Actor]
) -> None:
    found = {entry["code"]: entry["name"] for entry in organisation.ask(Departments(), actor("clerk"))}
    assert len(found) == 14
    assert found["fire"] == {"zh-CN": "消防审验中心", "en": "Fire Safety Review"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (Users(department="fire"), ["fire.chief", "fire.review"]),
        (Users(q="陈"), ["housing.chief"]),
        (Users(q="fire."), ["fire.chief", "fire.review"]),
        (Users(q="%"), []),
        (Users(department="nowhere"), []),
    ],
    ids=["by department", "by name", "by user name", "wildcards are text", "unknown department"],
)
def test_users_are_found(
    organisation: Platform, actor: Callable[[str], Actor], query: Users, names: list[str]
) -> None:
    assert [user["username"] for user in organisation.ask(query, actor("clerk"))] == names


def test_roles_are_listed_with_what_they_permit(
    organisation: Platform, actor: Callable[[str], Actor]
) -> None:
    roles = {role["code"]: role for role in organisation.ask(Roles(), actor("clerk"))}
    assert "definition:deploy" in roles["publisher"]["permissions"]


def test_saving_a_user_again_replaces_places_and_keeps_the_id(
    organisation: Platform, actor: Callable[[str], Actor]
) -> None:
    before = actor("tax.review")
    organisation.execute(SaveUser("tax.review", "何平", "jingkai", (("tax", "chief"),)), SYSTEM)
    after = actor("tax.review")
    assert before.user_id == after.user_id
    assert [tuple(place) for place in after.memberships] == [("tax", "chief")]


def test_a_user_cannot_be_put_where_there_is_no_place(organisation: Platform) -> None:
    with pytest.raises(InvalidInput) as refused:
        organisation.execute(SaveUser("x", "某", "jingkai", (("moon", "clerk"), ("tax", "king"))), SYSTEM)
    assert [error.path for error in refused.value.errors] == [
        "memberships.0.department",
        "memberships.1.role",
    ]


def test_the_substitute_holds_the_place_on_the_days_and_no_longer(
    organisation: Platform, actor: Callable[[str], Actor], clock: FrozenClock
) -> None:
    organisation.execute(
        stand_in(absent="housing.chief", substitute="housing.review"), actor("housing.chief")
    )
    today = actor("housing.review")
    place = today.standing_in("housing", "chief")
    assert place is not None
    assert place.for_name == "陈立"
    assert today.acting("housing", "chief") is None
    assert organisation.ask(Me(), today)["stand_ins"][0]["for"]["name"] == "陈立"
    clock.advance(timedelta(days=4))
    assert actor("housing.review").standing_in("housing", "chief") is not None
    clock.advance(timedelta(days=1))
    assert actor("housing.review").standing_in("housing", "chief") is None


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (stand_in(substitute="fire.review"), NotFound),
        (stand_in(substitute="nobody"), NotFound),
        (stand_in(substitute="housing.review"), InvalidInput),
        (stand_in(until=date(2026, 3, 1)), InvalidInput),
        (stand_in(department="fire", absent="fire.review", substitute="fire.chief"), Forbidden),
    ],
    ids=["another department", "nobody", "oneself", "backwards", "not the own department"],
)
def test_a_wrong_substitution_is_refused(
    organisation: Platform, actor: Callable[[str], Actor], command: Substitute, error: type[Exception]
) -> None:
    with pytest.raises(error):
        organisation.execute(command, actor("housing.chief"))


def test_a_substitution_can_be_taken_back(organisation: Platform, actor: Callable[[str], Actor]) -> None:
    made = organisation.execute(stand_in(), actor("housing.chief"))
    listed = organisation.ask(Substitutions(), actor("housing.chief"))
    assert [(entry["absent"]["username"], entry["until"]) for entry in listed] == [
        ("housing.review", WEEK[1])
    ]
    with pytest.raises(Forbidden):
        organisation.execute(EndSubstitution(made["id"]), actor("fire.chief"))
    organisation.execute(EndSubstitution(made["id"]), actor("admin"))
    assert organisation.ask(Substitutions(), actor("clerk")) == []
