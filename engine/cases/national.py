"""The fifteen states of the national construction-approval dictionary and the only moves between them.

A case (or one item of a bundle) moves along this table and nowhere else. Two states say only that work between two
notices has begun or ended (7 补正结束, 8 部门开始办理); a move that passes through exactly these is written out with
every step, so that the upload to the national platform has no gaps. Nothing here decides who may move a case.
"""

from collections import deque
from collections.abc import Mapping
from typing import Final

from engine.kernel.errors import Conflict

RECEIVED: Final = 1
RETURNED: Final = 2
ACCEPTED: Final = 3
NOT_REQUIRED: Final = 4
NOT_OURS: Final = 5
SUPPLEMENT_ASKED: Final = 6
SUPPLEMENTED: Final = 7
UNDER_WAY: Final = 8
SPECIAL_BEGUN: Final = 9
SPECIAL_ENDED: Final = 10
GRANTED: Final = 11
GRANTED_WITH_DUTY: Final = 12
DENIED: Final = 13
WITHDRAWN: Final = 14
REVOKED: Final = 15

NAMES: Final[Mapping[int, Mapping[str, str]]] = {
    RECEIVED: {"zh-CN": "已接件", "en": "Received"},
    RETURNED: {"zh-CN": "已撤件", "en": "Returned before acceptance"},
    ACCEPTED: {"zh-CN": "已受理", "en": "Accepted"},
    NOT_REQUIRED: {"zh-CN": "不受理", "en": "No permit required"},
    NOT_OURS: {"zh-CN": "不予受理", "en": "Not within our powers"},
    SUPPLEMENT_ASKED: {"zh-CN": "补正开始", "en": "Supplement requested"},
    SUPPLEMENTED: {"zh-CN": "补正结束", "en": "Supplement received"},
    UNDER_WAY: {"zh-CN": "部门开始办理", "en": "Under review"},
    SPECIAL_BEGUN: {"zh-CN": "特别程序开始", "en": "Special procedure begun"},
    SPECIAL_ENDED: {"zh-CN": "特别程序结束", "en": "Special procedure ended"},
    GRANTED: {"zh-CN": "办结（通过）", "en": "Granted"},
    GRANTED_WITH_DUTY: {"zh-CN": "办结（容缺通过）", "en": "Granted with an open duty"},
    DENIED: {"zh-CN": "办结（不通过）", "en": "Denied"},
    WITHDRAWN: {"zh-CN": "撤回", "en": "Withdrawn"},
    REVOKED: {"zh-CN": "撤销", "en": "Revoked"},
}

MOVES: Final[Mapping[int, frozenset[int]]] = {
    RECEIVED: frozenset({RETURNED, ACCEPTED, NOT_REQUIRED, NOT_OURS, SUPPLEMENT_ASKED}),
    RETURNED: frozenset(),
    ACCEPTED: frozenset({UNDER_WAY, WITHDRAWN}),
    NOT_REQUIRED: frozenset(),
    NOT_OURS: frozenset(),
    SUPPLEMENT_ASKED: frozenset({SUPPLEMENTED, RETURNED}),
    SUPPLEMENTED: frozenset({ACCEPTED, NOT_OURS, SUPPLEMENT_ASKED}),
    UNDER_WAY: frozenset({SPECIAL_BEGUN, GRANTED, GRANTED_WITH_DUTY, DENIED, WITHDRAWN}),
    SPECIAL_BEGUN: frozenset({SPECIAL_ENDED, WITHDRAWN}),
    SPECIAL_ENDED: frozenset({UNDER_WAY}),
    GRANTED: frozenset({REVOKED}),
    GRANTED_WITH_DUTY: frozenset({REVOKED}),
    DENIED: frozenset(),
    WITHDRAWN: frozenset(),
    REVOKED: frozenset(),
}

IMPLIED: Final = frozenset({SUPPLEMENTED, UNDER_WAY})
DECIDED: Final = frozenset({GRANTED, GRANTED_WITH_DUTY, DENIED, REVOKED})
IN_FAVOUR: Final = frozenset({GRANTED, GRANTED_WITH_DUTY})
CLOSED: Final = DECIDED | {RETURNED, NOT_REQUIRED, NOT_OURS, WITHDRAWN}


def route(current: int, target: int) -> tuple[int, ...]:
    """The states entered on the way from `current` to `target`, the target last; empty when it is there already.

    Only the implied states may lie between. Raises Conflict (`illegal-state-move`) when no legal way exists.
    """
    if current == target:
        return ()
    queue: deque[tuple[int, ...]] = deque([(state,) for state in sorted(MOVES[current])])
    seen: set[int] = {current}
    while queue:
        path = queue.popleft()
        last = path[-1]
        if last == target:
            return path
        if last in seen or last not in IMPLIED:
            continue
        seen.add(last)
        queue.extend((*path, state) for state in sorted(MOVES[last]))
    raise Conflict(
        f"A case in state {current} {NAMES[current]['zh-CN']} cannot become {target} "
        f"{NAMES.get(target, {}).get('zh-CN', '（无此状态）')}; the table of national states allows no such step.",
        code="illegal-state-move",
        current=current,
        target=target,
    )


def withdrawal(current: int) -> int:
    """The state that a withdrawal leads to: 2 before acceptance, 14 after it. Raises Conflict when it is too late."""
    if current in CLOSED:
        raise Conflict(
            f"The case is already in state {NAMES[current]['zh-CN']}; it can only be withdrawn before the decision.",
            code="already-decided",
            current=current,
        )
    target = RETURNED if current in {RECEIVED, SUPPLEMENT_ASKED} else WITHDRAWN
    route(current, target)
    return target
