"""Message flows say where a message goes (BPMN 2.0.2, 9.4): to their target, whatever the target calls it."""

import pytest
from sketch import done, run

POOLS = '{0}ROOT <collaboration id="co"><participant id="pp" processRef="P"/><participant id="pq" processRef="Q"/>{1}</collaboration>\n'
FLOW = '<messageFlow id="mf{0}" sourceRef="T" targetRef="{0}"/>'


def pools(*targets: str) -> str:
    """The head of a collaboration whose event T sends to `targets`."""
    return POOLS.format("process P\n", "".join(map(FLOW.format, targets)))


@pytest.mark.parametrize("heard", ["Ask", "Asked"], ids=["same-name", "other-name"])
def test_a_message_goes_where_its_flow_leads(heard: str) -> None:
    trace = run(
        pools("Q1") + "start S; throw T message:Ask; S -> T\n"
        "process R\nstart R1 message:Ask; task Wrong; R1 -> Wrong\n"
        f"process Q\nstart Q1 message:{heard}; task Right; Q1 -> Right"
    )
    assert done(trace) == ["Right"]


def test_a_message_is_sent_along_each_of_its_flows() -> None:
    trace = run(
        pools("Q1", "R1") + "start S; throw T message:Ask; S -> T\n"
        "process Q\nstart Q1 message:Ask; task A; Q1 -> A\nprocess R\nstart R1 message:Ask; task B; R1 -> B"
    )
    assert done(trace) == ["A", "B"]


def test_a_message_for_another_pool_is_not_heard_in_its_own() -> None:
    trace = run(
        pools("Q1")
        + "start S; parallel G; catch C message:Ask; throw T message:Ask; S -> G; G -> C; G -> T\n"
        "process Q\nstart Q1 message:Ask; task A; Q1 -> A"
    )
    assert done(trace) == ["A"]
    assert [place["element"] for place in trace.end["waiting"]] == ["C"]


def test_without_a_flow_the_name_decides_and_the_first_start_has_it() -> None:
    trace = run(
        "process P\nstart S; throw T message:Ask; S -> T\n"
        "process Q\nstart Q1 message:Ask; task A; Q1 -> A\nprocess R\nstart R1 message:Ask; task B; R1 -> B"
    )
    assert done(trace) == ["A"]


@pytest.mark.parametrize("kind", ["task", "user", "service", "manual", "sub"])
def test_an_activity_with_a_message_flow_sends_when_it_completes(kind: str) -> None:
    inner = " {\ntask I\n}" if kind == "sub" else ""
    trace = run(
        pools("Q1")
        + f"start S; task Z; S -> T -> Z\n{kind} T{inner}\nprocess Q\nstart Q1 message:Ask; task B; Q1 -> B"
    )
    order = [(e["event"], e["element"]) for e in trace.events if e["element"] in ("T", "B")]
    assert order == [
        ("started", "T"),
        ("thrown", "T"),
        ("completed", "T"),
        ("started", "B"),
        ("completed", "B"),
    ]
