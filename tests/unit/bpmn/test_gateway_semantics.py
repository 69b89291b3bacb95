"""Gateways, BPMN 2.0.2 chapter 13.4: which tokens leave, when joins fire, what is an error."""

import pytest
from sketch import done, kinds, run

SPLIT = "start S; {kind} G; task A; task B; S -> G; "


def tasks(text: str, **options: object) -> list[str]:
    return done(run(text, **options))


def test_exclusive_takes_the_first_true_flow_only() -> None:
    text = SPLIT.format(kind="exclusive") + "task C; G -> A [x > 5]; G -> B [x > 1]; G ~> C"
    assert tasks(text, data={"x": 10}) == ["A"]
    assert tasks(text, data={"x": 3}) == ["B"]
    assert tasks(text, data={"x": 0}) == ["C"]


def test_exclusive_takes_a_default_that_is_drawn_first_only_when_nothing_holds() -> None:
    text = "start S; exclusive G; task A; task C; S -> G; G ~> C; G -> A [x > 5]"
    assert tasks(text, data={"x": 10}) == ["A"]
    assert tasks(text, data={"x": 3}) == ["C"]


def test_exclusive_without_match_and_default_fails_at_the_gateway() -> None:
    trace = run(SPLIT.format(kind="exclusive") + "G -> A [x > 5]; G -> B [x > 1]", data={"x": 0})
    assert trace.end["state"] == "failed"
    assert trace.end["error"]["code"] == "no-flow"
    assert trace.end["error"]["element"] == "G"


def test_a_typo_in_a_condition_is_an_error_and_never_takes_the_default() -> None:
    trace = run(SPLIT.format(kind="exclusive") + "G -> A [amonut > 5]; G ~> B", data={"amount": 9})
    assert trace.end["state"] == "failed"
    assert "amonut" in trace.end["error"]["message"]
    assert "amount" in trace.end["error"]["message"]


def test_a_condition_that_is_no_boolean_is_an_error() -> None:
    trace = run(SPLIT.format(kind="exclusive") + "G -> A [x + 1]; G ~> B", data={"x": 1})
    assert trace.end["error"]["code"] == "condition-not-boolean"


def test_exclusive_merges_without_waiting() -> None:
    text = "start S; parallel G; task A; task B; exclusive M; task Z; S -> G -> A -> M; G -> B -> M; M -> Z"
    assert sorted(tasks(text)) == ["A", "B", "Z", "Z"]


def test_parallel_waits_for_every_incoming_flow() -> None:
    text = "start S; parallel G; task A; user B; parallel J; task Z; S -> G; G -> A -> J; G -> B -> J; J -> Z"
    assert tasks(text) == ["A", "B", "Z"]
    waiting = run(text, answers={"B": None})
    assert done(waiting) == ["A"]
    assert {place["element"] for place in waiting.end["waiting"]} == {"B", "J"}


def test_parallel_join_counts_flows_not_tokens() -> None:
    """Two tokens on one flow do not stand for a missing one on the other."""
    text = (
        "start S; parallel G; exclusive M; task A; task B; user C; parallel J; task Z; "
        "S -> G; G -> A -> M; G -> B -> M; M -> J; G -> C -> J; J -> Z"
    )
    trace = run(text, answers={"C": None})
    assert "Z" not in done(trace)
    assert trace.end["state"] == "waiting"


def test_a_parallel_join_fires_once_for_each_full_set_of_tokens() -> None:
    text = (
        "start S; parallel G; exclusive M; exclusive N; task A; task B; task C; task D; parallel J; task Z; "
        "S -> G; G -> A -> M; G -> B -> M; M -> J; G -> C -> N; G -> D -> N; N -> J; J -> Z"
    )
    trace = run(text)
    assert done(trace, "Z") == ["Z", "Z"]
    assert trace.end["state"] == "completed"


def test_a_parallel_join_in_a_loop_waits_anew_in_each_round() -> None:
    text = (
        "start S; exclusive M; parallel G; user A; user B; parallel J; script K <script>n = n + 1</script>\n"
        "exclusive X; end E; S -> M -> G; G -> A -> J; G -> B -> J; J -> K -> X; X -> M [n < 3]; X ~> E"
    )
    assert done(run(text, data={"n": 0})) == ["A", "B", "K"] * 3


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"a": True, "b": False}, ["A", "Z"]),
        ({"a": False, "b": True}, ["B", "Z"]),
        ({"a": True, "b": True}, ["A", "B", "Z"]),
        ({"a": False, "b": False}, ["C", "Z"]),
    ],
    ids=["only-a", "only-b", "both", "default"],
)
def test_inclusive_takes_every_true_flow_and_joins_what_was_taken(
    data: dict[str, bool], expected: list[str]
) -> None:
    text = (
        SPLIT.format(kind="inclusive") + "task C; inclusive J; task Z; "
        "G -> A [a]; G -> B [b]; G ~> C; A -> J; B -> J; C -> J; J -> Z"
    )
    assert tasks(text, data=data) == expected


def test_inclusive_join_waits_for_a_token_that_can_still_come() -> None:
    text = (
        "start S; inclusive G; task A; user B; exclusive X; task D; inclusive J; task Z; "
        "S -> G; G -> A [true]; G -> B [true]; A -> J; B -> X; X -> J [ok]; X ~> D; J -> Z"
    )
    assert tasks(text, data={"ok": True}) == ["A", "B", "Z"]
    assert tasks(text, data={"ok": False}) == ["A", "B", "D", "Z"]
    assert tasks(text, data={"ok": True}, answers={"B": None}) == ["A"]


def test_inclusive_without_match_and_default_fails_at_the_gateway() -> None:
    trace = run(SPLIT.format(kind="inclusive") + "G -> A [x > 5]; G -> B [x > 1]", data={"x": 0})
    assert (trace.end["error"]["code"], trace.end["error"]["element"]) == ("no-flow", "G")


def test_inclusive_join_keeps_a_second_token_of_one_flow_for_its_next_turn() -> None:
    text = (
        "start S; parallel G; exclusive M; task A; task B; task C; inclusive J; task Z; "
        "S -> G; G -> A -> M; G -> B -> M; M -> J; G -> C -> J; J -> Z"
    )
    trace = run(text)
    assert done(trace, "Z") == ["Z", "Z"]
    assert trace.end["state"] == "completed"


def test_inclusive_join_does_not_wait_for_a_token_that_may_come_where_one_has_come() -> None:
    """13.4.3: who could also reach a flow that has its token does not hold the join up."""
    text = (
        "start S; parallel G; task A; user U; exclusive X; exclusive M; inclusive J; task Z; "
        "S -> G; G -> A -> M -> J; G -> U -> X; X -> M [ok]; X ~> J; J -> Z"
    )
    assert tasks(text, answers={"U": None}) == ["A", "Z"]


def test_inclusive_join_does_not_wait_for_tokens_that_cannot_come() -> None:
    text = (
        "start S; parallel Q; user K; inclusive G; task A; task B; inclusive J; task Z; "
        "S -> Q; Q -> K; Q -> G; G -> A [true]; G -> B [false]; A -> J; B -> J; J -> Z"
    )
    assert tasks(text, answers={"K": None}) == ["A", "Z"]


def test_an_inclusive_join_waits_for_an_earlier_one_that_came_later() -> None:
    text = (
        "start S; inclusive G; task A; task B; inclusive J1; inclusive J2; task Z; "
        "S -> G; G -> J2 [true]; G -> A [true]; G -> B [true]; A -> J1; B -> J1; J1 -> J2; J2 -> Z"
    )
    assert tasks(text).count("Z") == 1


def test_inclusive_join_in_a_loop_does_not_wait_for_itself() -> None:
    text = (
        "start S; inclusive J; task A; script K <script>n = n + 1</script>\n"
        "exclusive X; end E; S -> J -> A -> K -> X; X -> J [n < 3]; X ~> E"
    )
    trace = run(text, data={"n": 0})
    assert trace.end["state"] == "completed"
    assert done(trace, "A") == ["A"] * 3


def test_two_inclusive_joins_in_a_row() -> None:
    text = (
        "start S; inclusive G; task A; task B; task C; inclusive J1; inclusive J2; task Z; "
        "S -> G; G -> A [true]; G -> B [true]; G -> C [true]; A -> J1; B -> J1; J1 -> J2; C -> J2; J2 -> Z"
    )
    assert tasks(text).count("Z") == 1


def test_complex_gateway_fires_at_its_condition_and_resets_with_the_rest() -> None:
    text = (
        "start S; parallel G; task A; task B; user C; complex J <activationCondition>activationCount = 2</activationCondition>\n"
        "task Z; end E; S -> G; G -> A -> J; G -> B -> J; G -> C -> J; J -> Z -> E"
    )
    assert tasks(text) == ["A", "B", "Z", "C"]
    trace = run(text)
    assert trace.end["state"] == "completed"


ACTIVE_AT_TWO = "complex J <activationCondition>activationCount = 2</activationCondition>\n"


def test_complex_gateway_waits_until_its_condition_holds() -> None:
    text = (
        f"start S; parallel G; task A; user B; user C; {ACTIVE_AT_TWO}task Z; end E; "
        "S -> G; G -> A -> J; G -> B -> J; G -> C -> J; J -> Z -> E"
    )
    assert tasks(text) == ["A", "B", "Z", "C"]
    assert tasks(text, answers={"B": None, "C": None}) == ["A"]


def test_complex_gateway_counts_tokens_also_those_of_one_flow() -> None:
    text = (
        f"start S; parallel G; exclusive M; task A; task B; user C; {ACTIVE_AT_TWO}task Z; "
        "S -> G; G -> A -> M; G -> B -> M; M -> J; G -> C -> J; J -> Z"
    )
    assert tasks(text, answers={"C": None}) == ["A", "B", "Z"]


def test_complex_gateway_keeps_tokens_of_the_next_round() -> None:
    text = (
        f"start S; parallel G; exclusive M; exclusive N; task A; task B; task C; task D; {ACTIVE_AT_TWO}task Z; "
        "S -> G; G -> A -> M; G -> B -> M; M -> J; G -> C -> N; G -> D -> N; N -> J; J -> Z"
    )
    trace = run(text)
    assert done(trace, "Z") == ["Z", "Z"]
    assert trace.end["state"] == "completed"


def test_complex_gateway_takes_its_default_when_no_condition_holds() -> None:
    text = (
        f"start S; parallel G; task A; task B; {ACTIVE_AT_TWO}task Y; task Z; "
        "S -> G; G -> A -> J; G -> B -> J; J -> Z [false]; J ~> Y"
    )
    assert tasks(text) == ["A", "B", "Y"]


def test_what_an_event_gateway_gave_up_never_comes() -> None:
    text = (
        "start S; events G; catch M message:Paid; catch T timer:PT1H; user A; task B; "
        "S -> G; G -> M -> A; G -> T -> B"
    )
    trace = run(text, messages=["Paid"], answers={"A": None})
    assert {place["element"] for place in trace.end["waiting"]} == {"A"}
    assert "T" not in kinds(trace, "caught")


def test_event_gateway_is_decided_by_the_first_event() -> None:
    text = (
        "start S; events G; catch M message:Paid; catch T timer:PT1H; task A; task B; "
        "S -> G; G -> M -> A; G -> T -> B"
    )
    assert tasks(text, messages=["Paid"]) == ["A"]
    late = run(text)
    assert done(late) == ["B"]
    assert late.end["at"] == "2026-01-05T10:00:00+08:00"
    assert "M" not in kinds(late, "caught")


def test_event_gateway_with_a_receive_task() -> None:
    text = (
        'ROOT <message id="m1" name="Paid"/>\nstart S; events G; receive R messageRef="m1"; catch T timer:PT1H; task A; task B; '
        "S -> G; G -> R -> A; G -> T -> B"
    )
    trace = run(text, messages=[("Paid", {"sum": 5})])
    assert "A" in done(trace)
    assert trace.end["data"]["sum"] == 5


def test_implicit_split_and_merge_of_activities() -> None:
    text = "start S; task A; task B; task C; task Z; S -> A; A -> B; A -> C; B -> Z; C -> Z"
    assert tasks(text) == ["A", "B", "C", "Z", "Z"]


def test_conditional_and_default_flows_out_of_an_activity() -> None:
    text = "start S; task A; task B; task C; task D; S -> A; A -> B [x > 1]; A -> C [x > 2]; A ~> D"
    assert tasks(text, data={"x": 5}) == ["A", "B", "C"]
    assert tasks(text, data={"x": 0}) == ["A", "D"]


def test_an_endless_loop_without_a_wait_is_stopped() -> None:
    trace = run("start S; task A; S -> A; A -> A")
    assert trace.end["state"] == "failed"
    assert trace.end["error"]["code"] == "step-limit"


def test_inclusive_join_waits_for_a_task_whose_boundary_event_has_sent_a_token() -> None:
    """That the task could send another one over its boundary does not excuse the one that its own flow will bring."""
    text = (
        "start S; user U; boundary T on:U ni timer:PT1H; task H; inclusive J; task Z; "
        "S -> U -> J; T -> H -> J; J -> Z"
    )
    trace = run(text, answers={"U": None})
    assert done(trace) == ["H"]
    assert {place["element"] for place in trace.end["waiting"]} == {"U", "J"}
