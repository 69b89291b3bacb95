"""`in` and the unary tests of decision tables (DMN 1.5, 10.3.2.8 and 10.3.2.15; grammar rules 7–17).

A test holds when the value lies in the range it names, is in the list it names, equals it, or when it is a
condition on `?` that is true.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.expressions.adopt import adopt
from engine.expressions.budget import Frame, Run
from engine.expressions.comparing import contains, equal, matched, order
from engine.expressions.compiling.compiler import Closure, Compiler, StaticScope, compiles
from engine.expressions.errors import NoValue
from engine.expressions.syntax import In, Interval, Literal, Name, Negation, Node, Tests, UnaryOperator
from engine.expressions.values import Range

Test = Callable[[Any, Frame], bool | None]


@compiles(In)
def _in(compiler: Compiler, node: In) -> Closure:
    value = compiler.compile(node.value)
    scope = StaticScope(certain=frozenset({"?"}))
    compiler.scopes.append(scope)
    tests = [_test(compiler, test) for test in node.tests]
    compiler.scopes.pop()

    def contained(frame: Frame) -> bool | None:
        found = value(frame)
        return _any(tests, found, Frame({"?": found}, frame, frame.run))

    return contained


@compiles(Tests)
def _tests(compiler: Compiler, node: Tests) -> Closure:
    if node.anything:
        return lambda frame: True
    tests = [_test(compiler, test) for test in node.tests]
    negated = node.negated

    def cell(frame: Frame) -> bool | None:
        answer = _any(tests, adopt(frame.names.get("?"), frame.run), frame)
        if negated:
            return None if answer is None else not answer
        return answer

    return cell


def _any(tests: list[Test], value: Any, frame: Frame) -> bool | None:
    unknown = False
    for test in tests:
        answer = test(value, frame)
        if answer is True:
            return True
        if answer is None:
            unknown = True
    return None if unknown else False


def _test(compiler: Compiler, node: Node) -> Test:
    if isinstance(node, UnaryOperator):
        return _operator_test(node.operator, compiler.compile(node.operand), node.position)
    closure = compiler.compile(node)
    if isinstance(node, Literal) and type(node.value) in (str, Decimal, bool):
        return _constant_test(node.value)
    if isinstance(node, Negation | Interval):
        return lambda value, frame: holds(closure(frame), value, frame.run)
    if mentions_input(node):
        return _condition_test(closure)
    return lambda value, frame: holds(closure(frame), value, frame.run)


def _constant_test(wanted: Any) -> Test:
    kind = type(wanted)

    def constant(value: Any, frame: Frame) -> bool | None:
        return value == wanted if type(value) is kind else _meets(wanted, value, frame.run)

    return constant


def _condition_test(closure: Closure) -> Test:
    def condition(value: Any, frame: Frame) -> bool | None:
        answer = closure(frame)
        if answer is True or answer is False or answer is None:
            return answer
        return holds(answer, value, frame.run)

    return condition


def _operator_test(operator: str, operand: Closure, position: int) -> Test:
    if operator in ("=", "!="):
        wanted = operator == "="

        def equality(value: Any, frame: Frame) -> bool | None:
            answer = equal(value, operand(frame), frame.run)
            return None if answer is None else answer is wanted

        return equality
    below, at_bound = operator[0] == "<", operator.endswith("=")

    def ordering(value: Any, frame: Frame) -> bool | None:
        try:
            sign = order(value, operand(frame))
        except NoValue as reason:
            frame.run.warn(reason.code, reason.message, position)
            return None
        return (sign < 0 if below else sign > 0) or (at_bound and sign == 0)

    return ordering


def holds(test: Any, value: Any, run: Run) -> bool | None:
    """Whether a value passes a test that has been evaluated: a condition on other names, or what `_meets` compares.

    The constants `true` and `false` are no conditions: they are compared, so that null does not pass as true.
    """
    return test if type(test) is bool and type(value) is not bool else _meets(test, value, run)


def _meets(test: Any, value: Any, run: Run) -> bool | None:
    """Whether a value lies in a range, is in a list or equals another value."""
    if isinstance(test, Range) and not isinstance(value, Range):
        return contains(test, value)
    if isinstance(test, list):
        run.spend(len(test))
        if isinstance(value, list) and equal(value, test, run) is True:
            return True
        return any(_meets(item, value, run) is True for item in test)
    return equal(value, test, run) if value is None or test is None else equal(*matched(value, test), run)


def mentions_input(node: Any) -> bool:
    """Whether `?` occurs anywhere in the syntax."""
    if isinstance(node, Name):
        return node.name == "?"
    if isinstance(node, tuple):
        return any(mentions_input(part) for part in node)
    fields = getattr(type(node), "__dataclass_fields__", None)
    if fields is None:
        return False
    return any(mentions_input(getattr(node, name)) for name in fields)
