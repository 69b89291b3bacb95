"""Every command is there, explains itself, and says plainly what it refuses."""

import pytest
from told import Jingban

from engine.cli.main import COMMANDS


def test_help_lists_every_command(jingban: Jingban) -> None:
    told = jingban("--help")
    assert told.code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in told.out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself(jingban: Jingban, name: str) -> None:
    told = jingban(name, "--help")
    assert told.code == 0
    assert f"Usage: jingban {name}" in told.out


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("serve", "--port", "x"), ("export", "csv", "--out", "x")]
)
def test_an_unknown_word_leaves_with_2(jingban: Jingban, arguments: tuple[str, ...]) -> None:
    told = jingban(*arguments)
    assert told.code == 2
    assert "Usage" in told.err


def test_a_bad_setting_leaves_with_2_and_names_its_variable(
    jingban: Jingban, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JINGBAN_PORT", "eighty")
    told = jingban("db", "check")
    assert told.code == 2
    assert "JINGBAN_PORT" in told.err
