"""Scripts and assignments: FEEL given to names, one a line, as people write them down."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from engine.bpmn.model import Assign
from engine.bpmn.reader.borrowed import vendor_script
from engine.bpmn.reader.context import ReadContext
from engine.bpmn.reader.source import bpmn_child, text_of

_ASSIGNMENT = "="
_NAME = re.compile(r"[^\W\d][\w'’-]*(?:[ .]+[\w'’-]+)*")
_GOES_ON = re.compile(r"(?:then|else|return|satisfies|and|or|in)\b|[+*/.,)\]}<>]|-(?=\s)")
MAX_PATH = 16
_UNFINISHED = re.compile(r"(?:[-+*/,=<>]|\b(?:if|then|else|and|or|in|return|satisfies))$")


def read_script(context: ReadContext, element: etree._Element) -> tuple[Assign, ...]:
    """FEEL assignments, `name = expression` a line. An expression goes on in the next line while a bracket is open, and
    where the line ends or the next one begins with an operator or a word such as `then`.
    """
    text = text_of(bpmn_child(element, "script")) or vendor_script(element)
    script_format = (element.get("scriptFormat") or element.get("scriptLanguage") or "").lower()
    if script_format and "feel" not in script_format:
        context.refuse(
            element,
            "script-language",
            f"the script is written in {script_format}; scripts are FEEL assignments",
            "Write one `name = expression` a line and set scriptFormat to feel.",
        )
        return ()
    found = []
    for statement in _statements(text):
        target, _, source = statement.partition(_ASSIGNMENT)
        if not source.strip() or not target.strip():
            context.refuse(
                element,
                "script-assignment",
                f"{statement[:60]!r} is not an assignment",
                "Write `name = expression`, one a line.",
            )
            continue
        if not _NAME.fullmatch(target.strip()) and target.strip() not in context.names.values():
            context.refuse(
                element,
                "script-assignment",
                f"{target.strip()[:60]!r} is no name that a value can be given to",
                "Write `name = expression`, one a line.",
            )
            continue
        assign = read_assign(context, element, target.strip(), source.strip(), "the script line for")
        if assign is not None:
            found.append(assign)
    return tuple(found)


def read_assign(
    context: ReadContext, element: etree._Element, target: str, source: str, what: str
) -> Assign | None:
    """`order.total = x` writes one entry of a context and keeps the others."""
    root, *path = target.split(".")
    if not path or target in context.names.values():
        compiled = context.compile(element, source, f"{what} {target}", strict=False)
        return None if compiled is None else Assign(target, compiled)
    if len(path) > MAX_PATH:
        context.refuse(
            element,
            "script-assignment",
            f"{target[:60]!r} leads more than {MAX_PATH} levels deep",
            "Assign the whole context instead.",
        )
        return None
    # compiled by itself first, so that a mistake is told in its own words
    if context.compile(element, source, f"{what} {target}", strict=False) is None:
        return None
    whole = context.compile(
        element, _put(root, path, source.removeprefix("=")), f"{what} {target}", strict=False
    )
    return None if whole is None else Assign(root, whole)


def _put(base: str, path: Sequence[str], source: str) -> str:
    inner = source if len(path) == 1 else _put(f"{base}.{path[0]}", path[1:], source)
    return f'context put(if {base} = null then {{}} else {base}, "{path[0]}", {inner})'


def _statements(text: str) -> list[str]:
    """One text for each assignment. Linear in the length of the script, whatever stands in it."""
    statements: list[list[str]] = []
    open_brackets = 0
    for line in _lines(_without_comments(text)):
        bare = line.strip()
        if not bare or bare.startswith("//"):
            continue
        # the longest word that lets an expression go on has nine letters
        unfinished = bool(statements) and _UNFINISHED.search(statements[-1][-1][-12:])
        if statements and (open_brackets > 0 or unfinished or _GOES_ON.match(bare)):
            statements[-1].append(bare)
        else:
            statements.append([bare])
            open_brackets = 0
        open_brackets += _bracket_balance(bare)
    return ["\n".join(parts) for parts in statements]


def _without_comments(text: str) -> str:
    parts, position = [], 0
    while (begin := text.find("/*", position)) >= 0 and (end := text.find("*/", begin + 2)) >= 0:
        parts.append(text[position:begin])
        position = end + 2
    return "".join((*parts, text[position:]))


def _lines(text: str) -> Iterator[str]:
    """Lines, and the parts of a line between semicolons that stand in no string."""
    for line in text.splitlines():
        begin, quoted, escaped = 0, False, False
        for position, character in enumerate(line):
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                quoted = not quoted
            elif character == ";" and not quoted:
                yield line[begin:position]
                begin = position + 1
        yield line[begin:]


def _bracket_balance(line: str) -> int:
    balance, quoted, escaped = 0, False, False
    for character in line:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif not quoted and character in "([{":
            balance += 1
        elif not quoted and character in ")]}":
            balance -= 1
    return balance
