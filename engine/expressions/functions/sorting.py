"""`sort` (DMN 1.5, 10.3.4.6): by a function that says whether one item comes before another."""

from typing import Any

from engine.expressions.budget import Run
from engine.expressions.errors import NoValue
from engine.expressions.functions.table import builtin
from engine.expressions.invoking import invoke
from engine.expressions.values import Function


@builtin(
    "sort(list: list, precedes: function)",
    "The items in the order given by `precedes(a, b)`; items that do not precede each other keep their order.",
    "按比较函数 precedes(a, b) 排序；互不先后的元素保持原有次序。",
)
def _sort(run: Run, items: list[Any], precedes: Function) -> list[Any]:
    run.spend_items(len(items))

    class Placed:
        """An item that asks the function whether it comes before another."""

        __slots__ = ("item",)

        def __init__(self, item: Any) -> None:
            self.item = item

        def __lt__(self, other: "Placed") -> bool:
            run.spend(1)
            answer = invoke(precedes, [self.item, other.item], run)
            if type(answer) is not bool:
                raise NoValue("The function must answer true or false.")
            return answer

    return [placed.item for placed in sorted(map(Placed, items))]
