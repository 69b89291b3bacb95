"""A clock that jumps: the server ends and comes back with another `JINGBAN_CLOCK`, hours back and weeks ahead.

Honest about its limits: within one life of a process the clock stands still; it jumps between lives. Log-ins last for the
longest time that the settings allow, so that only the clock is tried.
"""

from datetime import UTC, datetime, timedelta

from benchmarks.fire.battle import Battle

JUMPS = (timedelta(0), timedelta(hours=-3), timedelta(days=9), timedelta(days=-2), timedelta(hours=1))


def jump(battle: Battle, count: int) -> None:
    """`count` lives, each at another time, the last on the machine's clock."""
    start = datetime.now(UTC)
    for number in range(count):
        instant = start + JUMPS[number % len(JUMPS)]
        battle.server.environment["JINGBAN_CLOCK"] = instant.isoformat()
        battle.strike(battle.server.kill_all)
        battle.manage()
        battle.pause(0.8, 1.6)
    del battle.server.environment["JINGBAN_CLOCK"]
    battle.strike(battle.server.kill_all)
    battle.manage()
    battle.pause()
