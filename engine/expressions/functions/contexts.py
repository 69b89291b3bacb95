"""Context functions (DMN 1.5, 10.3.4.11)."""

from collections.abc import Mapping
from typing import Any

from engine.expressions.adopt import adopt
from engine.expressions.budget import Run
from engine.expressions.errors import NoValue
from engine.expressions.functions.table import builtin


@builtin("get value(m: context, key: string)", "The entry of that name, else null.", "取得指定键的值。")
def _get_value(run: Run, context: Mapping[str, Any], key: str) -> Any:
    return adopt(context.get(key), run)


@builtin("get entries(m: context)", "A list of {key, value} contexts.", "返回由 {key, value} 组成的列表。")
def _get_entries(run: Run, context: Mapping[str, Any]) -> list[dict[str, Any]]:
    run.spend_items(len(context))
    return [{"key": key, "value": adopt(value, run)} for key, value in context.items()]


@builtin(
    "context(entries: list)",
    "A context of {key, value} contexts; null for a key that comes twice.",
    "由 {key, value} 列表组成上下文；键重复为 null。",
)
def _context(run: Run, entries: list[Any]) -> dict[str, Any]:
    run.spend_items(len(entries))
    result: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, Mapping) or "key" not in entry or "value" not in entry:
            raise NoValue("Every entry is a context with key and value.")
        key = adopt(entry["key"], run)
        if not isinstance(key, str) or key in result:
            raise NoValue("Every key is a text and comes only once.")
        result[key] = adopt(entry["value"], run)
    return result


@builtin(
    "context put(context: context, key: string, value: any)",
    "The context with one entry added or replaced.",
    "增加或替换一个条目。",
)
def _put(run: Run, context: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    run.spend_items(len(context) + 1)
    return {**context, key: value}


@builtin(
    "context put(context: context, keys: list, value: any)",
    "The context with the entry at a path of keys added or replaced.",
    "按键路径增加或替换条目。",
)
def _put_path(run: Run, context: Mapping[str, Any], keys: list[Any], value: Any) -> dict[str, Any]:
    if not keys or not all(isinstance(key, str) for key in keys):
        raise NoValue("The path is a list of one or more keys.")
    run.spend_items(len(context) + 1)
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = adopt(context.get(keys[0]), run)
    if not isinstance(inner, Mapping):
        raise NoValue(f"The entry {keys[0]!r:.60} is no context.")
    return {**context, keys[0]: _put_path(run, inner, keys[1:], value)}


@builtin(
    "context merge(contexts: list)",
    "All contexts in one; later entries replace earlier ones.",
    "合并多个上下文，后者覆盖前者。",
)
def _merge(run: Run, contexts: list[Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for context in contexts:
        if not isinstance(context, Mapping):
            raise NoValue("Only contexts can be merged.")
        run.spend_items(len(context))
        result.update(context)
    return result
