"""A decision table of 1,000 rules and 5 inputs: `jingban bench decisions`. The floor is one look-up in a Python dict."""

import argparse
import statistics
import time
from random import Random

from engine.decisions import read_model

RULES, INPUTS = 1000, 5


def table() -> bytes:
    """Each rule bounds two numbers and names three texts; rule n is the only one that matches `case(n)`."""
    clauses = "".join(
        f'<input id="i{n}"><inputExpression typeRef="{"number" if n < 2 else "string"}"><text>v{n}</text></inputExpression></input>'
        for n in range(INPUTS)
    )
    rules = "".join(
        f'<rule id="r{n}"><inputEntry id="a{n}"><text>[{n}..{n + 1})</text></inputEntry>'
        f'<inputEntry id="b{n}"><text>&gt;= {n}</text></inputEntry>'
        + "".join(
            f'<inputEntry id="c{k}_{n}"><text>"k{n % (7 + k)}","x"</text></inputEntry>' for k in range(3)
        )
        + f'<outputEntry id="o{n}"><text>{n}</text></outputEntry></rule>'
        for n in range(RULES)
    )
    return (
        '<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" '
        'namespace="urn:benchmark"><decision id="route" name="route"><variable name="route"/>'
        f'<decisionTable id="t" hitPolicy="FIRST">{clauses}<output id="out"/>{rules}</decisionTable></decision></definitions>'
    ).encode()


def case(number: int) -> dict[str, object]:
    """Inputs that rule `number` matches first."""
    texts = {f"v{k + 2}": f"k{number % (7 + k)}" for k in range(3)}
    return {"v0": number + 0.5, "v1": number + 1, **texts}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=500, help="evaluations (default 500)")
    chosen = options.parse_args()
    begun = time.perf_counter()
    model = read_model({"table.dmn": table()})
    read = time.perf_counter() - begun
    random = Random(1)
    spent = []
    for _ in range(chosen.times):
        number = random.randrange(RULES)
        inputs = case(number)
        begun = time.perf_counter()
        value = model.decide("route", inputs)
        spent.append((time.perf_counter() - begun) * 1000)
        assert value == number, (number, value)
    spent.sort()
    known = {number: number for number in range(RULES)}
    floor = _floor(known, chosen.times)
    median = statistics.median(spent)
    print(
        f"{'rules':>6}{'inputs':>8}{'read ms':>9}{'median ms':>11}{'p99 ms':>9}{'floor ms':>10}{'ratio':>8}"
    )
    row = f"{RULES:6}{INPUTS:8}{read * 1000:9.0f}{median:11.3f}{spent[int(len(spent) * 0.99)]:9.3f}"
    print(f"{row}{floor:10.5f}{median / floor:8.0f}")


def _floor(known: dict[int, int], times: int) -> float:
    begun = time.perf_counter()
    for number in range(times):
        known.get(number)
    return (time.perf_counter() - begun) / times * 1000


if __name__ == "__main__":
    main()
