"""The one-time notice (一次性告知): every defect of an application at once, in writing, within five working days.

A later round may only raise what the resubmission itself brought; a defect that was named before is flagged on the
item (`repeated-defect`) for the supervisors to see (行政许可法 art. 32(4)).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from engine.cases import national
from engine.cases.members import move
from engine.cases.operations import Call
from engine.documents.papers import NOTICE, issue_paper
from engine.documents.tables import papers
from engine.timing import UnconfirmedYear, WorkCalendar

SUPPLEMENT_DAYS: Final = 15
"""Working days to supplement when the process says nothing else; a local rule, not a law."""
MOST_DEFECTS: Final = 100
LONGEST_DEFECT: Final = 1_000


def give_notice(call: Call) -> dict[str, Any]:
    """Operation `case.notice` {defects, days?} → {notice_number, supplement_due, round}."""
    member = call.member
    defects = _defects(call)
    move(member, national.SUPPLEMENT_ASKED, call.ctx.today)
    member["rounds"] += 1
    if _named_before(call, defects):
        member["flags"] = sorted({*member["flags"], "repeated-defect"})
    call.case.members_changed()
    due = _due(call)
    lines = [f"{number}. {defect}" for number, defect in enumerate(defects, 1)]
    text = "需要补正的全部内容：\n" + "\n".join(lines) + (f"\n请于 {due} 前补正。" if due else "")
    paper = issue_paper(call.ctx, call.case, NOTICE, text, item_code=member["code"], round=member["rounds"])
    return {"notice_number": paper["number"], "supplement_due": due, "round": member["rounds"]}


def _defects(call: Call) -> list[str]:
    """`defects` is a text (one a line) or a list of texts or of rows with a text in them."""
    given = call.inputs.get("defects")
    rows: Iterable[Any] = given.splitlines() if isinstance(given, str) else given or ()
    texts = [text for row in rows if (text := _text(row))]
    if not texts:
        raise call.failed(
            "needs the defects that are to be mended; a notice without one tells nothing", "no-defects"
        )
    if len(texts) > MOST_DEFECTS or any(len(text) > LONGEST_DEFECT for text in texts):
        raise call.failed(
            f"takes at most {MOST_DEFECTS} defects of {LONGEST_DEFECT} characters", "too-many-defects"
        )
    return list(dict.fromkeys(texts))


def _text(row: Any) -> str:
    if isinstance(row, dict):
        return "：".join(
            str(value).strip() for value in row.values() if value is not None and str(value).strip()
        )
    return str(row).strip() if row is not None else ""


def _named_before(call: Call, defects: list[str]) -> bool:
    if call.member["rounds"] <= 1:
        return False
    earlier = call.ctx.db.execute(
        select(papers.c.text).where(
            papers.c.case_id == call.case.id,
            papers.c.kind == NOTICE.code,
            papers.c.item_code == call.member["code"],
        )
    ).scalars()
    named = {line.partition(". ")[2] for text in earlier for line in text.splitlines()}
    return any(defect in named for defect in defects)


def _due(call: Call) -> date | None:
    days = call.whole("days") if call.inputs.get("days") is not None else SUPPLEMENT_DAYS
    try:
        return call.ctx.services[WorkCalendar].add_workdays(call.ctx.today, days)
    except UnconfirmedYear:
        return None
