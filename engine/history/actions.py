"""What people call the actions of the log, by language. An action without a name here is shown as its code."""

from typing import Final

NAMES: Final[dict[str, dict[str, str]]] = {
    "case:started": {"zh-CN": "收件登记", "en": "Application registered"},
    "case:message_received": {"zh-CN": "收到消息", "en": "Message received"},
    "case:operation_done": {"zh-CN": "系统办理", "en": "Done by the system"},
    "case:operation_failed": {"zh-CN": "系统办理未成", "en": "Refused by the system"},
    "case:call_answered": {"zh-CN": "对方系统应答", "en": "Answered by another system"},
    "case:call_refused": {"zh-CN": "对方系统未予通过", "en": "Refused by another system"},
    "case:call_answered_by_hand": {"zh-CN": "人工答复", "en": "Answered by hand"},
    "case:message_kept": {"zh-CN": "消息留存待取", "en": "Message kept"},
    "case:decision_made": {"zh-CN": "规则判定", "en": "Decided by a table"},
    "case:timer_fired": {"zh-CN": "期限届满", "en": "Term ended"},
    "case:suspended": {"zh-CN": "中止办理", "en": "Suspended"},
    "case:resumed": {"zh-CN": "恢复办理", "en": "Resumed"},
    "case:withdrawn": {"zh-CN": "撤回申请", "en": "Withdrawn"},
    "case:terminated": {"zh-CN": "终止办理", "en": "Terminated"},
    "work:claimed": {"zh-CN": "领取", "en": "Claimed"},
    "work:released": {"zh-CN": "退回待领", "en": "Released"},
    "work:completed": {"zh-CN": "办结环节", "en": "Completed"},
}


def name_of(action: str) -> dict[str, str]:
    """The name by language."""
    return NAMES.get(action, {"zh-CN": action, "en": action})
