"""String functions (DMN 1.5, 10.3.4.3). Positions count Unicode code points from 1; regular expressions in `patterns`."""

from decimal import Decimal

from engine.expressions.budget import Run
from engine.expressions.errors import NoValue
from engine.expressions.functions.table import builtin


@builtin(
    "substring(string: string, start position: number, length?: number)",
    "The text from a position, counted from 1 (from the end if negative): `length` characters, or all the rest.",
    "从某个位置起 `length` 个字符的子串（省略则到末尾），位置从 1 开始，负数从末尾算起。",
)
def _substring(run: Run, string: str, start: Decimal, length: Decimal | None = None) -> str:
    first = int(start)
    count = len(string) if length is None else int(length)
    begin = first - 1 if first > 0 else len(string) + first
    if (
        first == 0
        or not 0 <= begin < len(string)
        or not count >= 1
        or (length is not None and begin + count > len(string))
    ):
        raise NoValue("The start position or the length is outside the text.")
    return string[begin : begin + count]


@builtin("string length(string: string)", "The number of characters.", "字符个数。")
def _length(run: Run, string: str) -> Decimal:
    return Decimal(len(string))


@builtin("upper case(string: string)", "In capitals.", "转换为大写。")
def _upper(run: Run, string: str) -> str:
    run.spend_text(len(string))
    return string.upper()


@builtin("lower case(string: string)", "In small letters.", "转换为小写。")
def _lower(run: Run, string: str) -> str:
    run.spend_text(len(string))
    return string.lower()


@builtin(
    "substring before(string: string, match: string)",
    "The text before the first occurrence; empty if there is none.",
    "首次出现之前的文本；没有则为空串。",
)
def _before(run: Run, string: str, match: str) -> str:
    head, found, _ = string.partition(match) if match else ("", "", "")
    return head if found else ""


@builtin(
    "substring after(string: string, match: string)",
    "The text after the first occurrence; empty if there is none.",
    "首次出现之后的文本；没有则为空串。",
)
def _after(run: Run, string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


@builtin(
    "contains(string: string, match: string)", "Whether the text contains the other.", "是否包含另一文本。"
)
def _contains(run: Run, string: str, match: str) -> bool:
    return match in string


@builtin(
    "starts with(string: string, match: string)",
    "Whether the text begins with the other.",
    "是否以另一文本开头。",
)
def _starts(run: Run, string: str, match: str) -> bool:
    return string.startswith(match)


@builtin(
    "ends with(string: string, match: string)",
    "Whether the text ends with the other.",
    "是否以另一文本结尾。",
)
def _ends(run: Run, string: str, match: str) -> bool:
    return string.endswith(match)


@builtin(
    "string join(list: list, delimiter?: string|null)",
    "All texts of a list in one, with the delimiter between them; null items are left out.",
    "用分隔符连接列表中的文本，忽略 null。",
)
def _join(run: Run, items: list[str | None], delimiter: str | None = None) -> str:
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        raise NoValue("Only texts can be joined.")
    between = delimiter or ""
    run.spend_text(sum(map(len, texts)) + len(between) * len(texts))
    return between.join(texts)
