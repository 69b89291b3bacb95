"""Papers handed to the applicant: receipt, notice of acceptance, one-time notice, refusal, delivery slip.

Each has a number of its own series and year and keeps the text as it read that day. The text states what the law wants
stated (行政许可法 arts. 32, 38, 44); nothing personal beyond the applicant's name is in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.cases.loaded import LoadedCase
from engine.cases.numbers import next_serial
from engine.dispatch import Context
from engine.documents.tables import papers
from engine.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper: its code, its title, and the word in its number."""

    code: str
    title: str
    word: str


RECEIPT: Final = Kind("receipt", "收件凭证", "收")
ACCEPTANCE: Final = Kind("acceptance", "受理通知书", "受")
NOTICE: Final = Kind("notice", "一次性告知书", "补")
REFUSAL: Final = Kind("refusal", "不予决定书", "不")
DELIVERY: Final = Kind("delivery", "送达回证", "送")


def issue_paper(
    ctx: Context, case: LoadedCase, kind: Kind, text: str, *, item_code: str | None = None, round: int = 1
) -> Mapping[str, Any]:
    """Number and keep a paper of a case; returns its row. Number: `220100补〔2026〕000001号`."""
    year = ctx.today.year
    prefix = case.number[:6]
    serial = next_serial(ctx, f"paper {kind.code} {prefix} {year}")
    row = {
        "id": new_id(ctx.now),
        "case_id": case.id,
        "kind": kind.code,
        "number": f"{prefix}{kind.word}〔{year}〕{serial:06d}号",
        "title": kind.title,
        "text": text,
        "item_code": item_code,
        "round": round,
        "issued_on": ctx.today,
        "issued_at": ctx.now,
    }
    ctx.changes.insert(papers, row)
    return row
