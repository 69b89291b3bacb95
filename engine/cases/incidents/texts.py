"""What an incident means and what helps, by its code, in both languages. A code without a text of its own gets a general one."""

from collections.abc import Mapping
from typing import Final, NamedTuple

Text = Mapping[str, str]


class Meaning(NamedTuple):
    """Why it happened, and what to do about it."""

    cause: Text
    remedy: Text


def _meaning(zh_cause: str, zh_remedy: str, en_cause: str, en_remedy: str) -> Meaning:
    return Meaning({"zh-CN": zh_cause, "en": en_cause}, {"zh-CN": zh_remedy, "en": en_remedy})


_WAIT: Final = (
    "确认对方系统恢复后重试，或者人工答复。",
    "Retry once the other system is back, or answer by hand.",
)
_OPERATOR: Final = ("请运维人员修改设置后重试。", "Have the operator correct the setting, then retry.")
_DESIGNER: Final = (
    "请流程设计员修改流程；本办件可以人工答复。",
    "Have the designer correct the process; this case can be answered by hand.",
)

MEANINGS: Final[Mapping[str, Meaning]] = {
    "service-unreachable": _meaning(
        "连不上对方系统。", _WAIT[0], "The other system could not be reached.", _WAIT[1]
    ),
    "service-timeout": _meaning(
        "对方系统没有在规定时间内应答。", _WAIT[0], "The other system did not answer in time.", _WAIT[1]
    ),
    "service-error": _meaning(
        "对方系统报告自身故障。", _WAIT[0], "The other system reports a fault of its own.", _WAIT[1]
    ),
    "circuit-open": _meaning(
        "对方系统连续失败，暂停访问。",
        _WAIT[0],
        "The other system failed repeatedly and is left alone.",
        _WAIT[1],
    ),
    "host-unknown": _meaning(
        "查不到对方系统的地址。",
        "核对流程中的网址和域名解析，然后重试。",
        "The address of the other system is not known.",
        "Check the URL in the process and the name service, then retry.",
    ),
    "host-not-allowed": _meaning(
        "对方系统不在允许访问的名单里。",
        "请运维人员把它加入 JINGBAN_SERVICE_HOSTS 后重试。",
        "The other system is not on the list of permitted hosts.",
        "Have the operator add it to JINGBAN_SERVICE_HOSTS, then retry.",
    ),
    "service-rejected": _meaning(
        "对方系统不接受这个请求。",
        "核对办件数据；如果拒绝属于业务结果，请流程设计员用 jb:errors 写明。可以人工答复。",
        "The other system does not accept the request.",
        "Check the data of the case; where the refusal is a business outcome, name it in jb:errors. Or answer by hand.",
    ),
    "redirect-refused": _meaning(
        "对方系统要求转到别处，没有跟随。",
        _DESIGNER[0],
        "The other system redirects elsewhere; it was not followed.",
        _DESIGNER[1],
    ),
    "answer-too-large": _meaning(
        "对方系统的应答太大。",
        "请运维人员核对 JINGBAN_SERVICE_KIB，或者人工答复。",
        "The answer of the other system is too large.",
        "Have the operator check JINGBAN_SERVICE_KIB, or answer by hand.",
    ),
    "answer-unreadable": _meaning(
        "对方系统的应答读不懂。",
        "与对方核对接口；可以人工答复。",
        "The answer of the other system cannot be read.",
        "Check the interface with the other side, or answer by hand.",
    ),
    "answer-unusable": _meaning(
        "对方系统已应答，但流程无法使用。",
        _DESIGNER[0],
        "The other system answered, but the process cannot use it.",
        _DESIGNER[1],
    ),
    "certificate-refused": _meaning(
        "对方系统的证书无效。", _WAIT[0], "The certificate of the other system is not valid.", _WAIT[1]
    ),
    "address-unreadable": _meaning(
        "流程里的网址写错了。", _DESIGNER[0], "The URL in the process is wrong.", _DESIGNER[1]
    ),
    "parameter-missing": _meaning(
        "流程给出的参数不全或不对。",
        _DESIGNER[0],
        "A parameter that the process gives is missing or wrong.",
        _DESIGNER[1],
    ),
    "request-too-large": _meaning(
        "要发送的内容太大。", _DESIGNER[0], "What shall be sent is too large.", _DESIGNER[1]
    ),
    "secret-missing": _meaning(
        "没有设置访问对方系统的密钥。",
        _OPERATOR[0],
        "The secret for the other system is not set.",
        _OPERATOR[1],
    ),
    "connector-unknown": _meaning(
        "这个版本没有流程要求的连接器。",
        _DESIGNER[0],
        "This release lacks the connector that the process asks for.",
        _DESIGNER[1],
    ),
    "mail-not-set-up": _meaning(
        "没有设置邮件服务器。", _OPERATOR[0], "The mail server is not set up.", _OPERATOR[1]
    ),
    "mail-unreachable": _meaning(
        "连不上邮件服务器。", _OPERATOR[0], "The mail server could not be reached.", _OPERATOR[1]
    ),
    "mail-refused": _meaning(
        "邮件服务器拒收。",
        "核对收件地址；可以人工答复。",
        "The mail server refused the letter.",
        "Check the address, or answer by hand.",
    ),
    "worker-lost": _meaning(
        "执行这项任务的后台进程多次中断。",
        "请运维人员查看日志后重试。",
        "The worker that made this call was lost each time.",
        "Have the operator look at the log, then retry.",
    ),
    "calendar-year-unconfirmed": _meaning(
        "期限跨入尚未公布放假安排的年份，暂时算不出到期日。",
        "发布该年度工作日历后自动恢复。",
        "The term reaches into a year whose working days are not confirmed yet.",
        "It goes on by itself once that year's calendar is confirmed.",
    ),
    "timer-failed": _meaning(
        "期限届满后的自动办理没有成功，系统会再试。",
        "按错误说明更正流程或数据，然后重试。",
        "What follows a term that has ended did not succeed; it is tried again.",
        "Correct the process or the data as the error says, then retry.",
    ),
}
GENERAL: Final = _meaning(
    "自动办理没有成功。",
    "查看错误说明，排除后重试，或者人工答复。",
    "The platform could not do this by itself.",
    "Read the error, mend its cause and retry, or answer by hand.",
)


def meaning_of(code: str) -> Meaning:
    """Cause and remedy of a code."""
    return MEANINGS.get(code, GENERAL)
