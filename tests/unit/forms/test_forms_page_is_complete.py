"""docs/forms.md is the definition of the format: what the reader knows must stand there."""

import re
from pathlib import Path

import pytest

import engine.forms
from engine.forms import read_form, validate
from engine.forms.field_types import FIELD_TYPES
from engine.forms.messages import MESSAGES
from engine.forms.reading import fields, form, materials

PAGE = (Path(engine.forms.__file__).parents[2] / "docs" / "forms.md").read_text("utf-8")
SOURCES = [path.read_text("utf-8") for path in Path(engine.forms.__file__).parent.rglob("*.py")]
RULES = {rule for source in SOURCES for rule in re.findall(r'"(form-[a-z-]+)"', source)} - {"form-invalid"}


@pytest.mark.parametrize(
    ("names", "what"),
    [
        (form.KEYS, "key of a form"),
        (fields.KEYS, "key of a field"),
        (materials.KEYS, "key of a material"),
        (tuple(FIELD_TYPES), "type"),
        (form.SCOPE_NAMES, "name for conditions"),
        (fields.PERSONAL, "kind of personal data"),
        (materials.KINDS, "kind of material"),
        (materials.NECESSITIES, "necessity"),
        (materials.SOURCES, "source"),
        (tuple(MESSAGES), "error code"),
        (tuple(sorted(RULES)), "finding"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_name_stands_on_the_page(names: tuple[str, ...], what: str) -> None:
    assert [name for name in names if f"`{name}`" not in PAGE] == [], f"missing {what}"


def test_the_limits_of_each_type_stand_in_its_row() -> None:
    rows = {row.split("`")[1]: row for row in PAGE.splitlines() if re.match(r"\| `[a-z_]+` \|", row)}
    for name, kind in FIELD_TYPES.items():
        assert [limit for limit in kind.allows if f"`{limit}`" not in rows[name]] == [], name


def test_the_example_on_the_page_is_a_form() -> None:
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    found = read_form(example[1])
    assert [error.path for error in validate(found, {}, scope={"items": ["b"]}).errors] == [
        "data.uscc",
        "data.meter_no",
    ]
