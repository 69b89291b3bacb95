"""One way of printing figures: what was measured, what is aimed at, the floor of the same run, and a ratio that travels.

`ratio` is measured / floor where a floor or a peer ran beside it, else measured / aim. The command goes to standard error, so
that standard output is the table alone.
"""

import sys
from typing import NamedTuple

WIDTH = 52


class Figure(NamedTuple):
    """One row. `most`: the aim is an upper bound. `floor` None: nothing ran beside it."""

    name: str
    measured: float
    unit: str
    aim: float | None = None
    floor: float | None = None
    most: bool = True

    @property
    def ratio(self) -> float:
        """To the floor, else to the aim; 1 where there is neither."""
        against = self.floor or self.aim
        return self.measured / against if against else 1.0

    @property
    def reached(self) -> str:
        """yes, no, or - without an aim."""
        if self.aim is None:
            return "-"
        return "yes" if (self.measured <= self.aim if self.most else self.measured >= self.aim) else "no"


def head(name: str) -> None:
    """The head of the table, and how to run it again."""
    print(f"# jingban bench {name} {' '.join(sys.argv[1:])}", file=sys.stderr)
    print(
        f"{'figure':{WIDTH}}{'measured':>12} {'unit':10}{'aim':>10}{'reached':>9}{'floor':>12}{'ratio':>9}",
        flush=True,
    )


def row(figure: Figure) -> None:
    """One figure."""
    aim = "-" if figure.aim is None else f"{'≤' if figure.most else '≥'} {figure.aim:,g}"
    floor = "-" if figure.floor is None else f"{figure.floor:,.2f}"
    shown = f"{figure.measured:12,.2f} {figure.unit:10}{aim:>10}{figure.reached:>9}{floor:>12}"
    # a ratio of nothing at all (no errors, no bytes) is as good as it can be
    print(f"{figure.name:{WIDTH}}{shown}{figure.ratio or 1e-9:9.3g}", flush=True)
