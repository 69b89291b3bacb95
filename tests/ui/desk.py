"""A person at the screen: what the stories say in the office's words, done with clicks and keys.

Everything goes through what a person can see. Complaints of the browser (errors, blocked content) are kept and fail the test.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

PASSWORD = "jingban-demo"
EXPECTED_REFUSALS = ("status of 401", "status of 403", "status of 404", "status of 409", "status of 422")


class Desk:
    """One logged-in person in one window."""

    def __init__(self, page: Page, username: str) -> None:
        self.page = page
        self.username = username
        self.complaints: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(f"{username}: {error}"))

    def _listen(self, message: ConsoleMessage) -> None:
        known = any(status in message.text for status in EXPECTED_REFUSALS)
        if message.type == "error" and not known and "ERR_INTERNET_DISCONNECTED" not in message.text:
            self.complaints.append(f"{self.username}: {message.text}")

    def log_in(self) -> None:
        """Through the door, to wherever this person's day begins."""
        self.page.goto("/login")
        self.page.fill("input[name=username]", self.username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("navigation", name="导航")).to_be_visible()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being loaded."""
        self.page.wait_for_load_state("networkidle")

    def go(self, path: str) -> None:
        """Open an address of the interface."""
        self.page.goto(path)
        self.settle()

    def row(self, number: str, step: str) -> Locator:
        """The row of a case's step in the inbox."""
        return self.page.locator("tr", has_text=number).filter(
            has=self.page.get_by_role("link", name=step, exact=True)
        )

    def take_up(self, number: str, step: str) -> None:
        """Claim a step of a case from the inbox, then open it."""
        self.go("/inbox")
        row = self.row(number, step)
        row.get_by_role("button", name="领取").click()
        expect(row.get_by_role("button", name="办理")).to_be_visible()
        row.get_by_role("button", name="办理").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(step)
        self.settle()

    def field(self, key: str, within: str = "") -> Locator:
        """The row of a field of a form."""
        return self.page.locator(f'{within} [data-field="{key}"]')

    def fill(
        self,
        fields: Mapping[str, Any],
        titles: Mapping[str, Mapping[str, str]] | None = None,
        within: str = "",
    ) -> None:
        """Answer questions by key; `titles` gives the visible word of a choice's value."""
        for key, value in fields.items():
            words = (titles or {}).get(key, {})
            self._answer(self.field(key, within), value, words)

    def _answer(self, row: Locator, value: Any, words: Mapping[str, str]) -> None:
        if isinstance(value, bool):
            row.locator("label", has_text="是" if value else "否").click()
        elif row.locator("[type=checkbox]").count():
            self._choose(row, [words.get(each, each) for each in value])
        elif isinstance(value, list):
            self._add_rows(row, value)
        elif row.locator(".el-select").count():
            row.locator(".el-select").click()
            self.page.get_by_role("option", name=words.get(value, value), exact=True).click()
        elif row.locator("[role=radiogroup]").count():
            row.locator("label").get_by_text(words.get(value, value), exact=True).click()
        else:
            entry = row.locator("textarea, input").first
            entry.fill(str(value))
            if row.locator(".el-date-editor").count():
                entry.press("Enter")

    def _choose(self, row: Locator, titles: Sequence[str]) -> None:
        """Tick exactly these boxes; some may be ticked to begin with."""
        for box in row.locator("label").all():
            if box.locator("input").is_checked() != (box.inner_text().strip() in titles):
                box.click()

    def _add_rows(self, row: Locator, rows: Sequence[Mapping[str, Any]]) -> None:
        path = row.get_attribute("data-field")
        for at, values in enumerate(rows):
            if not self.field(f"{path}.{at}.{next(iter(values))}").count():
                row.get_by_role("button", name="添加").click()
            self.fill({f"{path}.{at}.{key}": each for key, each in values.items()})

    def submit(self) -> None:
        """Complete the open step; comes back to the inbox."""
        self.page.locator("footer").get_by_role("button", name="提交").click()
        ask = self.page.get_by_role("dialog")
        expect(ask.or_(self.page.get_by_text("已提交")).first).to_be_visible()
        if ask.is_visible():
            ask.get_by_role("button", name="提交").click()
            expect(self.page.get_by_text("已提交").first).to_be_visible()
        self.settle()


def titles_of(form: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The visible words of all choices of a form, by field and value."""
    return {
        field["key"]: {option["value"]: option["title"] for option in field.get("options", [])}
        for field in form["fields"]
    }
