"""Writes small DMN models for tests, so that each test shows only what it is about."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {
    "1.1": "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "1.2": "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "1.3": "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "1.4": "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "1.5": "https://www.omg.org/spec/DMN/20230324/MODEL/",
}
POLICIES = {
    "U": "UNIQUE",
    "A": "ANY",
    "P": "PRIORITY",
    "F": "FIRST",
    "R": "RULE ORDER",
    "O": "OUTPUT ORDER",
    "C": "COLLECT",
}


def key(name: str) -> str:
    """The id that the element called `name` gets."""
    return "id-" + name.replace(" ", "_")


def typed(type_ref: str | None) -> str:
    return "" if type_ref is None else f" typeRef={quoteattr(type_ref)}"


def model(
    *elements: str, version: str = "1.5", namespace: str = "urn:test", name: str = "Test", prefixes: str = ""
) -> bytes:
    """A whole file."""
    head = f'<definitions xmlns="{NAMESPACES[version]}" namespace="{namespace}" name="{name}" id="defs" {prefixes}>'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + head + "\n" + "\n".join(elements) + "\n</definitions>"
    ).encode()


def imported(namespace: str, alias: str | None, kind: str = NAMESPACES["1.5"], location: str = "") -> str:
    name = "" if alias is None else f" name={quoteattr(alias)}"
    where = f" locationURI={quoteattr(location)}" if location else ""
    return f'<import namespace="{namespace}" importType="{kind}"{name}{where}/>'


def item(
    name: str,
    type_ref: str | None = None,
    *,
    many: bool = False,
    allowed: str = "",
    constraint: str = "",
    body: str = "",
) -> str:
    """An item definition; `body` holds components or a function item."""
    inner = f"<typeRef>{type_ref}</typeRef>" if type_ref else ""
    inner += f"<allowedValues><text>{escape(allowed)}</text></allowedValues>" if allowed else ""
    inner += f"<typeConstraint><text>{escape(constraint)}</text></typeConstraint>" if constraint else ""
    return f'<itemDefinition name={quoteattr(name)} isCollection="{str(many).lower()}">{inner}{body}</itemDefinition>'


def component(
    name: str, type_ref: str | None = None, *, many: bool = False, allowed: str = "", body: str = ""
) -> str:
    written = item(name, type_ref, many=many, allowed=allowed, body=body)
    return written.replace("itemDefinition", "itemComponent")


def input_data(name: str, type_ref: str | None = None) -> str:
    return f'<inputData id="{key(name)}" name={quoteattr(name)}><variable name={quoteattr(name)}{typed(type_ref)}/></inputData>'


def decision(
    name: str,
    logic: str = "",
    *,
    type_ref: str | None = None,
    inputs: Iterable[str] = (),
    decisions: Iterable[str] = (),
    knows: Iterable[str] = (),
) -> str:
    """A decision; requirements are names of this model or whole hrefs with a `#`."""
    needs = "".join(
        f"<informationRequirement><{kind} href={quoteattr(href(name))}/></informationRequirement>"
        for kind, names in (("requiredInput", inputs), ("requiredDecision", decisions))
        for name in names
    )
    needs += "".join(
        f"<knowledgeRequirement><requiredKnowledge href={quoteattr(href(name))}/></knowledgeRequirement>"
        for name in knows
    )
    variable = f"<variable name={quoteattr(name)}{typed(type_ref)}/>"
    return f'<decision id="{key(name)}" name={quoteattr(name)}>{variable}{needs}{logic}</decision>'


def href(name: str) -> str:
    return name if "#" in name else f"#{key(name)}"


def literal(text: str, type_ref: str | None = None, language: str = "") -> str:
    foreign = f" expressionLanguage={quoteattr(language)}" if language else ""
    return f"<literalExpression{typed(type_ref)}{foreign}><text>{escape(text)}</text></literalExpression>"


def box(value: str) -> str:
    """A box: XML as it is, anything else as a literal expression."""
    return value if value.startswith("<") and value.endswith(">") else literal(value)


def context(entries: Mapping[str, Any], result: str | None = None) -> str:
    """Entries are boxes, or (type, box)."""
    written = ""
    for name, value in entries.items():
        type_ref, logic = value if isinstance(value, tuple) else (None, value)
        written += (
            f"<contextEntry><variable name={quoteattr(name)}{typed(type_ref)}/>{box(logic)}</contextEntry>"
        )
    if result is not None:
        written += f"<contextEntry>{box(result)}</contextEntry>"
    return f"<context>{written}</context>"


def boxed_list(*items: str) -> str:
    return f"<list>{''.join(box(one) for one in items)}</list>"


def relation(columns: Iterable[str | tuple[str, str]], *rows: Iterable[str]) -> str:
    heads = ""
    for column in columns:
        name, type_ref = column if isinstance(column, tuple) else (column, None)
        heads += f"<column name={quoteattr(name)}{typed(type_ref)}/>"
    lines = "".join(f"<row>{''.join(box(cell) for cell in row)}</row>" for row in rows)
    return f"<relation>{heads}{lines}</relation>"


def invocation(function: str, **bindings: str) -> str:
    """Binding names are written with underscores for blanks."""
    written = "".join(
        f"<binding><parameter name={quoteattr(name.replace('_', ' '))}/>{box(value)}</binding>"
        for name, value in bindings.items()
    )
    return f"<invocation>{box(function)}{written}</invocation>"


def function(
    parameters: Mapping[str, str | None],
    body: str,
    kind: str = "FEEL",
    tag: str = "functionDefinition",
    type_ref: str | None = None,
) -> str:
    formal = "".join(
        f"<formalParameter name={quoteattr(name)}{typed(of)}/>" for name, of in parameters.items()
    )
    return f'<{tag} kind="{kind}"{typed(type_ref)}>{formal}{box(body)}</{tag}>'


def knowledge(
    name: str,
    parameters: Mapping[str, str | None],
    body: str,
    *,
    type_ref: str | None = None,
    knows: Iterable[str] = (),
    kind: str = "FEEL",
    result: str | None = None,
) -> str:
    needs = "".join(
        f"<knowledgeRequirement><requiredKnowledge href={quoteattr(href(other))}/></knowledgeRequirement>"
        for other in knows
    )
    logic = function(parameters, body, kind, "encapsulatedLogic", result)
    head = f'<businessKnowledgeModel id="{key(name)}" name={quoteattr(name)}>'
    return f"{head}<variable name={quoteattr(name)}{typed(type_ref)}/>{logic}{needs}</businessKnowledgeModel>"


def service(
    name: str,
    outputs: Iterable[str],
    *,
    encapsulated: Iterable[str] = (),
    decisions: Iterable[str] = (),
    inputs: Iterable[str] = (),
    type_ref: str | None = None,
) -> str:
    written = "".join(
        f"<{tag} href={quoteattr(href(other))}/>"
        for tag, names in (
            ("outputDecision", outputs),
            ("encapsulatedDecision", encapsulated),
            ("inputDecision", decisions),
            ("inputData", inputs),
        )
        for other in names
    )
    head = f'<decisionService id="{key(name)}" name={quoteattr(name)}>'
    return f"{head}<variable name={quoteattr(name)}{typed(type_ref)}/>{written}</decisionService>"


def conditional(test: str, then: str, otherwise: str) -> str:
    return f"<conditional><if>{box(test)}</if><then>{box(then)}</then><else>{box(otherwise)}</else></conditional>"


def filtered(source: str, match: str) -> str:
    return f"<filter><in>{box(source)}</in><match>{box(match)}</match></filter>"


def iteration(kind: str, variable: str, source: str, body: str) -> str:
    inner = "return" if kind == "for" else "satisfies"
    return f"<{kind} iteratorVariable={quoteattr(variable)}><in>{box(source)}</in><{inner}>{box(body)}</{inner}></{kind}>"


def table(
    policy: str,
    inputs: Iterable[str | tuple[str, str]],
    outputs: Iterable[str | tuple[str, str] | tuple[str, str, str]],
    rules: Iterable[Iterable[str | None]],
    *,
    aggregation: str = "",
    input_types: Iterable[str | None] = (),
    orientation: str = "",
) -> str:
    """Inputs: text or (text, allowed). Outputs: name, (name, values) or (name, values, default). `|` ends conditions."""
    types = list(input_types)
    head = f'<decisionTable id="table" hitPolicy="{POLICIES.get(policy, policy)}"'
    head += f' aggregation="{aggregation}"' if aggregation else ""
    head += f' preferredOrientation="{orientation}"' if orientation else ""
    written = head + ">"
    clauses = [one if isinstance(one, tuple) else (one, "") for one in inputs]
    for number, (text, allowed) in enumerate(clauses):
        of = typed(types[number]) if number < len(types) else ""
        values = f"<inputValues><text>{escape(allowed)}</text></inputValues>" if allowed else ""
        written += (
            f"<input><inputExpression{of}><text>{escape(text)}</text></inputExpression>{values}</input>"
        )
    for one in outputs:
        name, values, default = (*one, "", "")[:3] if isinstance(one, tuple) else (one, "", "")
        written += f"<output name={quoteattr(name)}>"
        written += f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
        written += (
            f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
        )
        written += "</output>"
    for number, cells in enumerate(rules, start=1):
        written += f'<rule id="rule-{number}">'
        for place, cell in enumerate(cells):
            tag = "inputEntry" if place < len(clauses) else "outputEntry"
            written += f"<{tag}><text>{escape(cell or '')}</text></{tag}>"
        written += "</rule>\n"
    return written + "</decisionTable>"


def decided(
    logic: str, inputs: Mapping[str, Any] | None = None, *more: str, type_ref: str | None = None
) -> Any:
    """The value of one decision with this logic, which requires each given input."""
    from engine.decisions import read_model

    given = dict(inputs or {})
    written = model(
        *more,
        *(input_data(name) for name in given),
        decision("D", box(logic), inputs=given, type_ref=type_ref),
    )
    return read_model({"test.dmn": written}).decide("D", given)
