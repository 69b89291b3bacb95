"""The reference processes of the benchmarks, as BPMN text."""

DEPARTMENTS = ("housing", "planning", "fire", "defence")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:jb="http://jingban.dev/schema/bpmn" targetNamespace="http://jingban.dev/benchmarks">'
)


def joint(branches: int, key: str = "", form: str = "benchmark_review") -> bytes:
    """Accept, a parallel review by `branches` departments, a gateway that may return for correction, decide."""
    key = key or f"joint{branches}"
    nodes = [
        '<startEvent id="Begin"/>',
        _user("Accept", "window", "clerk", form),
        '<parallelGateway id="Split"/>',
        '<parallelGateway id="Join"/>',
        '<exclusiveGateway id="Agreed" default="toAccept"/>',
        _user("Decide", "housing", "chief", form),
        '<endEvent id="Finish"/>',
    ]
    flows = [("Begin", "Accept"), ("Accept", "Split"), ("Join", "Agreed"), ("Decide", "Finish")]
    for number in range(branches):
        nodes.append(_user(f"Review{number}", DEPARTMENTS[number % len(DEPARTMENTS)], "reviewer", form))
        flows += [("Split", f"Review{number}"), (f"Review{number}", "Join")]
    drawn = "".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows)
    drawn += (
        '<sequenceFlow id="toDecide" sourceRef="Agreed" targetRef="Decide">'
        "<conditionExpression>agreed = true</conditionExpression></sequenceFlow>"
        '<sequenceFlow id="toAccept" sourceRef="Agreed" targetRef="Accept"/>'
    )
    body = f'<process id="{key}" name="{key}" isExecutable="true">{"".join(nodes)}{drawn}</process>'
    return f"{_HEAD}{body}</definitions>".encode()


def instant() -> bytes:
    """One task at the window: what is decided on the spot (即办件)."""
    flows = _flow("Begin", "Handle") + _flow("Handle", "Finish")
    nodes = f'<startEvent id="Begin"/>{_user("Handle", "window", "clerk")}<endEvent id="Finish"/>'
    body = f'<process id="instant" name="instant" isExecutable="true">{nodes}{flows}</process>'
    return f"{_HEAD}{body}</definitions>".encode()


def timed(seconds: int = 1) -> bytes:
    """Start, wait, end: one timer that must fire once."""
    body = (
        '<process id="timed" name="timed" isExecutable="true"><startEvent id="Begin"/>'
        '<sequenceFlow id="Begin_Wait" sourceRef="Begin" targetRef="Wait"/><intermediateCatchEvent id="Wait">'
        f"<timerEventDefinition><timeDuration>PT{seconds}S</timeDuration></timerEventDefinition></intermediateCatchEvent>"
        '<sequenceFlow id="Wait_Finish" sourceRef="Wait" targetRef="Finish"/><endEvent id="Finish"/></process>'
    )
    return f"{_HEAD}{body}</definitions>".encode()


def eng14() -> bytes:
    """A stage of an engineering project: 66 nodes, one leading discipline and four others, two call activities, six boundary
    timers, an event sub-process for withdrawal. Each discipline may ask for a supplement.
    """
    disciplines = ("housing", *DEPARTMENTS[1:], "landscape")
    nodes = [
        '<startEvent id="Begin"/>',
        _user("Intake", "window", "clerk"),
        '<exclusiveGateway id="Complete" default="Complete_Turned"/>',
        '<endEvent id="Turned"/>',
        '<callActivity id="Accept" calledElement="eng14_accept"/>',
        '<parallelGateway id="Split"/>',
        '<parallelGateway id="Join"/>',
        '<exclusiveGateway id="Again"/>',
        _user("Consolidate", "housing", "reviewer"),
        '<exclusiveGateway id="Agreed" default="Agreed_Again"/>',
        _user("Decide", "housing", "chief"),
        '<callActivity id="Issue" calledElement="eng14_issue"/>',
        _script("Count", "rounds = 1"),
        _user("Deliver", "window", "clerk"),
        _script("Close", "closed = true"),
        '<endEvent id="Finish"/>',
        *_overdue("Decide"),
        '<subProcess id="Withdrawal" triggeredByEvent="true"><startEvent id="Asked" isInterrupting="true">'
        '<messageEventDefinition messageRef="Withdraw"/></startEvent>'
        f'{_user("Confirm", "window", "clerk")}<endEvent id="Withdrawn"/>{_flow("Asked", "Confirm")}{_flow("Confirm", "Withdrawn")}</subProcess>',
    ]
    flows = [
        _flow("Begin", "Intake"),
        _flow("Intake", "Complete"),
        _flow("Complete", "Accept", "agreed = true"),
        _flow("Complete", "Turned"),
        _flow("Accept", "Count"),
        _flow("Count", "Again"),
        _flow("Again", "Split"),
        _flow("Join", "Consolidate"),
        _flow("Consolidate", "Agreed"),
        _flow("Agreed", "Decide", "agreed = true"),
        _flow("Agreed", "Again"),
        _flow("Decide", "Issue"),
        _flow("Issue", "Deliver"),
        _flow("Deliver", "Close"),
        _flow("Close", "Finish"),
        *_overdue_flows("Decide"),
    ]
    for number, department in enumerate(disciplines):
        review, enough, supplement, both = (f"{name}{number}" for name in ("Review", "Enough", "Add", "Both"))
        nodes += [
            _user(review, department, "reviewer"),
            f'<exclusiveGateway id="{enough}" default="{enough}_{both}"/>',
            _user(supplement, "window", "clerk"),
            f'<exclusiveGateway id="{both}"/>',
            *_overdue(review),
        ]
        flows += [
            _flow("Split", review),
            _flow(review, enough),
            _flow(enough, supplement, "agreed = false"),
            _flow(enough, both),
            _flow(supplement, both),
            _flow(both, "Join"),
            *_overdue_flows(review),
        ]
    main = f'<process id="eng14" name="eng14" isExecutable="true">{"".join(nodes)}{"".join(flows)}</process>'
    parts = f"{_part('eng14_accept', 'Register', 'accepted = true')}{_part('eng14_issue', 'Number', 'issued = true')}"
    return f'{_HEAD}<message id="Withdraw" name="withdraw"/>{main}{parts}</definitions>'.encode()


def _part(key: str, name: str, script: str) -> str:
    """A called process of four nodes."""
    user = _user(f"{name}Check", "window", "clerk")
    inside = f'<startEvent id="{name}Begin"/>{_script(name, script)}{user}<endEvent id="{name}End"/>'
    flows = _flow(f"{name}Begin", name) + _flow(name, f"{name}Check") + _flow(f"{name}Check", f"{name}End")
    return f'<process id="{key}" name="{key}" isExecutable="true">{inside}{flows}</process>'


def _overdue(host: str) -> list[str]:
    """A non-interrupting boundary timer that notes that its task took too long."""
    timer = f'<boundaryEvent id="{host}Late" attachedToRef="{host}" cancelActivity="false">'
    timer += "<timerEventDefinition><timeDuration>P30D</timeDuration></timerEventDefinition></boundaryEvent>"
    return [timer, _script(f"{host}Note", "late = true"), f'<endEvent id="{host}Noted"/>']


def _overdue_flows(host: str) -> list[str]:
    return [_flow(f"{host}Late", f"{host}Note"), _flow(f"{host}Note", f"{host}Noted")]


def _script(own_id: str, text: str) -> str:
    return f'<scriptTask id="{own_id}" name="{own_id}"><script>{text}</script></scriptTask>'


def _flow(source: str, target: str, condition: str = "") -> str:
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


FORM = b"""{
  "key": "benchmark_review",
  "title": "Review",
  "fields": [
    {"key": "agreed", "type": "boolean", "title": "Agreed", "required": true},
    {"key": "remarks", "type": "textarea", "title": "Remarks", "max_length": 4000}
  ]
}"""


LARGE_FORM = (
    '{"key": "benchmark_large", "title": "Large", "fields": [{"key": "agreed", "type": "boolean", "title": "Agreed", "required": true}, '
    + ", ".join(
        f'{{"key": "part{number}", "type": "textarea", "title": "Part {number}", "max_length": 4000}}'
        for number in range(50)
    )
    + "]}"
).encode()
"""Room for 200 KB of answers."""


def _user(own_id: str, department: str, role: str, form: str = "benchmark_review") -> str:
    return f'<userTask id="{own_id}" name="{own_id}" jb:department="{department}" jb:role="{role}" jb:form="{form}" jb:limit="3"/>'
