"""FEEL once compiled: `jingban bench expressions`. The peer is the same condition as a Python lambda over a dict."""

import argparse
import statistics
import timeit
from decimal import Decimal

from engine.expressions import compile_expression

SCOPE = {"amount": 150, "type": "A", "rows": [{"n": n} for n in range(100)], "rate": Decimal("0.06")}
EXPRESSIONS = {
    'amount > 100 and type = "A"': lambda s: s["amount"] > 100 and s["type"] == "A",
    "amount * (1 + rate)": lambda s: s["amount"] * (1 + s["rate"]),
    "count(rows[n > 50])": lambda s: sum(1 for row in s["rows"] if row["n"] > 50),
    'if amount > 100 then "large" else "small"': lambda s: "large" if s["amount"] > 100 else "small",
}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--rounds", type=int, default=7, help="rounds of which the median counts (default 7)"
    )
    options.add_argument("--times", type=int, default=20_000, help="evaluations a round (default 20000)")
    chosen = options.parse_args()
    print(f"{'expression':45}{'µs':>9}{'floor µs':>10}{'ratio':>8}")
    for text, peer in EXPRESSIONS.items():
        expression = compile_expression(text, strict=True)
        assert expression.evaluate(SCOPE) == peer(SCOPE)
        ours = _median(lambda e=expression: e.evaluate(SCOPE), chosen.rounds, chosen.times)
        floor = _median(lambda p=peer: p(SCOPE), chosen.rounds, chosen.times)
        print(f"{text:45}{ours:9.2f}{floor:10.2f}{ours / floor:8.1f}")


def _median(act: object, rounds: int, times: int) -> float:
    timer = timeit.Timer(act)  # type: ignore[arg-type]
    return statistics.median(timer.repeat(rounds, times)) / times * 1e6


if __name__ == "__main__":
    main()
