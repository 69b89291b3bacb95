"""List functions that look at items or rearrange them (DMN 1.5, 10.3.4.4); sums and the like are in `aggregates`."""

from decimal import Decimal
from typing import Any

from engine.expressions import numbers
from engine.expressions.budget import Run
from engine.expressions.comparing import equal
from engine.expressions.errors import NoValue
from engine.expressions.functions.table import builtin
from engine.expressions.invoking import invoke
from engine.expressions.values import Function


def same(left: Any, right: Any, run: Run) -> bool:
    """Whether two items count as the same one: `=` is true, or both are null."""
    run.spend(1)
    return equal(left, right, run) is True


@builtin(
    "list contains(list: list, element: any)", "Whether an item equals the element.", "列表是否含有该元素。"
)
def _list_contains(run: Run, items: list[Any], element: Any) -> bool:
    return any(same(item, element, run) for item in items)


@builtin("count(list: list)", "The number of items.", "元素个数。")
def _count(run: Run, items: list[Any]) -> Decimal:
    return Decimal(len(items))


@builtin(
    "sublist(list: list, start position: number, length?: number)",
    "The items from a position, counted from 1 (from the end if negative): `length` of them, or all the rest.",
    "从某个位置起 `length` 个元素的子列表（省略则到末尾），位置从 1 开始，负数从末尾算起。",
)
def _sublist(run: Run, items: list[Any], start: Decimal, length: Decimal | None = None) -> list[Any]:
    begin = place(items, start)
    count = len(items) - begin if length is None else numbers.as_int(length, "The length")
    if count < 1 or begin + count > len(items):
        raise NoValue("The length is outside the list.")
    return items[begin : begin + count]


def place(items: list[Any], position: Decimal) -> int:
    """The 0-based index of a 1-based (or, from the end, negative) position; NoValue outside the list."""
    index = numbers.as_int(position, "The position")
    if index == 0 or abs(index) > len(items):
        raise NoValue("The position is outside the list.")
    return index - 1 if index > 0 else len(items) + index


@builtin(
    "append(list: list, item*: any)", "The list with the items added at the end.", "在列表末尾追加元素。"
)
def _append(run: Run, items: list[Any], extra: list[Any]) -> list[Any]:
    run.spend_items(len(items) + len(extra))
    return [*items, *extra]


@builtin("concatenate(list*: list)", "All lists one after another.", "依次连接多个列表。")
def _concatenate(run: Run, lists: list[Any]) -> list[Any]:
    result: list[Any] = []
    if any(items is None for items in lists):
        raise NoValue("null is no list.", "null-operand")
    for items in lists:
        part = items if isinstance(items, list) else [items]
        run.spend_items(len(result) + len(part))
        result.extend(part)
    return result


@builtin(
    "insert before(list: list, position: number, newItem: any)",
    "The list with an item put in at a position.",
    "在指定位置之前插入元素。",
)
def _insert(run: Run, items: list[Any], position: Decimal, item: Any) -> list[Any]:
    run.spend_items(len(items) + 1)
    at = place(items, position)
    return [*items[:at], item, *items[at:]]


@builtin(
    "remove(list: list, position: number)", "The list without the item at a position.", "删除指定位置的元素。"
)
def _remove(run: Run, items: list[Any], position: Decimal) -> list[Any]:
    run.spend_items(len(items))
    at = place(items, position)
    return items[:at] + items[at + 1 :]


@builtin("reverse(list: list)", "The items in reverse order.", "颠倒元素顺序。")
def _reverse(run: Run, items: list[Any]) -> list[Any]:
    run.spend_items(len(items))
    return items[::-1]


@builtin(
    "index of(list: list, match: any)",
    "The 1-based positions of all items that equal the match.",
    "与给定值相等的所有元素的位置（从 1 开始）。",
)
def _index_of(run: Run, items: list[Any], match: Any) -> list[Any]:
    return [Decimal(index) for index, item in enumerate(items, start=1) if same(item, match, run)]


@builtin("union(list*: list)", "All lists in one, without duplicates.", "合并多个列表并去重。")
def _union(run: Run, lists: list[Any]) -> list[Any]:
    return distinct(run, _concatenate(run, lists))


@builtin(
    "distinct values(list: list)",
    "The list without duplicates, in order of first occurrence.",
    "去除重复元素。",
)
def distinct(run: Run, items: list[Any]) -> list[Any]:
    """The items without later ones that equal an earlier one."""
    if all(type(item) is str or type(item) is Decimal for item in items):
        run.spend_items(len(items))
        return list({(type(item), item): item for item in items}.values())
    result: list[Any] = []
    for item in items:
        if not any(same(item, known, run) for known in result):
            result.append(item)
    return result


@builtin(
    "duplicate values(list: list)",
    "The values that occur more than once, each one time.",
    "出现超过一次的值。",
)
def _duplicates(run: Run, items: list[Any]) -> list[Any]:
    result: list[Any] = []
    for index, item in enumerate(items):
        if any(same(item, later, run) for later in items[index + 1 :]) and not any(
            same(item, known, run) for known in result
        ):
            result.append(item)
    return result


@builtin("flatten(list: list)", "All items of nested lists in one list.", "展开嵌套列表。")
def _flatten(run: Run, items: list[Any]) -> list[Any]:
    result: list[Any] = []
    _flatten_into(run, items, result)
    return result


def _flatten_into(run: Run, items: list[Any], result: list[Any]) -> None:
    run.spend_items(len(items))
    for item in items:
        if isinstance(item, list):
            _flatten_into(run, item, result)
        else:
            result.append(item)
            run.spend_items(len(result) if len(result) & 1023 == 0 else 0)


@builtin(
    "list replace(list: list, position: number, newItem: any)",
    "The list with the item at a position replaced.",
    "替换指定位置的元素。",
)
def _replace_at(run: Run, items: list[Any], position: Decimal, item: Any) -> list[Any]:
    run.spend_items(len(items))
    at = place(items, position)
    return [*items[:at], item, *items[at + 1 :]]


@builtin(
    "list replace(list: list, match: function, newItem: any)",
    "The list with every item replaced for which the function is true.",
    "用新值替换函数判断为真的元素。",
)
def _replace_matching(run: Run, items: list[Any], match: Function, item: Any) -> list[Any] | None:
    result = []
    for old in items:
        run.spend(1)
        answer = invoke(match, [old, item], run)
        if type(answer) is not bool:
            raise NoValue("The function must answer true or false.")
        result.append(item if answer else old)
    return result
