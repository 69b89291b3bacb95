"""What the lint can say is documented: a page per rule, an index, the same severity in both."""

import re
from pathlib import Path

import pytest

import engine.bpmn.lint.rules as rules_package
from engine.bpmn.lint.rule import Rule
from engine.bpmn.lint.rules import RULES
from engine.bpmn.proof.rules import RULES as PROOF_RULES

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "lint"
BPMN = ROOT / "engine" / "bpmn"
# a rule id is a literal of two or more words with dashes, given to `refuse`, `_refused` or `Finding`
SAID = re.compile(
    r'(?:refuse\(\s*[\w.\[\]()" ,]*?|_refused\(\s*file,|Finding\(\s*)\s*"([a-z]+(?:-[a-z]+)+)"', re.S
)


def said_while_reading() -> set[str]:
    sources = [*(BPMN / "reader").glob("*.py"), BPMN / "program.py", *(BPMN / "lint").glob("*.py")]
    return {rule for source in sources for rule in SAID.findall(source.read_text(encoding="utf-8"))}


def test_the_search_for_ids_finds_what_is_known_to_be_there() -> None:
    expected = {
        "source-xml",
        "id-duplicate",
        "element-unknown",
        "process-duplicate",
        "lint-ignored",
        "timer-empty",
    }
    assert expected <= said_while_reading()


@pytest.mark.parametrize("rule", sorted({rule.id for rule in RULES} | said_while_reading()))
def test_a_rule_has_a_page_with_a_chinese_summary(rule: str) -> None:
    page = (PAGES / f"{rule}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {rule}\n")
    assert "\n> 中文：" in page
    assert "## How to mend it" in page


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_page_and_index_tell_the_severity_of_the_rule(rule: Rule) -> None:
    own_id, severity = rule.id, rule.severity
    assert f"**Severity**: {severity}." in (PAGES / f"{own_id}.md").read_text(encoding="utf-8")
    assert f"| [{own_id}]({own_id}.md) | {severity} |" in (PAGES / "README.md").read_text(encoding="utf-8")


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    proving = (ROOT / "engine" / "definitions" / "prove.py").read_text(encoding="utf-8")
    reported = (
        {rule.id for rule in (*RULES, *PROOF_RULES)} | said_while_reading() | set(SAID.findall(proving))
    )
    assert {page.stem for page in PAGES.glob("*.md")} - {"README"} == reported


def test_the_index_lists_every_page() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| \[([a-z-]+)\]", index, re.M)) == {
        page.stem for page in PAGES.glob("*.md") if page.stem != "README"
    }


def test_every_module_of_rules_is_registered_under_its_name() -> None:
    folder = Path(rules_package.__file__ or "").parent
    modules = {path.stem.replace("_", "-") for path in folder.glob("*.py") if path.stem != "__init__"}
    assert modules == {rule.id for rule in RULES}
