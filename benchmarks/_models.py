"""The reference processes of the benchmarks, as BPMN text."""

DEPARTMENTS = ("housing", "planning", "fire", "defence")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:jb="http://jingban.dev/schema/bpmn" targetNamespace="http://jingban.dev/benchmarks">'
)


def joint(branches: int) -> bytes:
    """Accept, a parallel review by `branches` departments, a gateway that may return for correction, decide."""
    key = f"joint{branches}"
    nodes = [
        '<startEvent id="Begin"/>',
        _user("Accept", "window", "clerk"),
        '<parallelGateway id="Split"/>',
        '<parallelGateway id="Join"/>',
        '<exclusiveGateway id="Agreed" default="toAccept"/>',
        _user("Decide", "housing", "chief"),
        '<endEvent id="Finish"/>',
    ]
    flows = [("Begin", "Accept"), ("Accept", "Split"), ("Join", "Agreed"), ("Decide", "Finish")]
    for number in range(branches):
        nodes.append(_user(f"Review{number}", DEPARTMENTS[number % len(DEPARTMENTS)], "reviewer"))
        flows += [("Split", f"Review{number}"), (f"Review{number}", "Join")]
    drawn = "".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows)
    drawn += (
        '<sequenceFlow id="toDecide" sourceRef="Agreed" targetRef="Decide">'
        "<conditionExpression>agreed = true</conditionExpression></sequenceFlow>"
        '<sequenceFlow id="toAccept" sourceRef="Agreed" targetRef="Accept"/>'
    )
    body = f'<process id="{key}" name="{key}" isExecutable="true">{"".join(nodes)}{drawn}</process>'
    return f"{_HEAD}{body}</definitions>".encode()


FORM = b"""{
  "key": "benchmark_review",
  "title": "Review",
  "fields": [
    {"key": "agreed", "type": "boolean", "title": "Agreed", "required": true},
    {"key": "remarks", "type": "textarea", "title": "Remarks", "max_length": 4000}
  ]
}"""


def _user(own_id: str, department: str, role: str) -> str:
    return f'<userTask id="{own_id}" name="{own_id}" jb:department="{department}" jb:role="{role}" jb:form="benchmark_review" jb:limit="3"/>'
