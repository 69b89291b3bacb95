"""Whatever a file holds, it ends with located findings or with a result, in bounded time; nothing crashes, nothing hangs."""

import time

import pytest
from mutations import mutant

from engine.bpmn.lint import lint
from engine.definitions.check import check_files
from engine.kernel.errors import JingbanError, Refused
from engine.simulation import follow_path, simulate

SECONDS = 5.0
BATCH = 50


def judge(seed: int) -> None:
    """Lint, prove, go the way to each fault and, where nothing refuses it, run one file."""
    data = mutant(seed)
    before = time.process_time()
    findings = lint(data)
    errors = [finding for finding in findings if finding.severity == "error"]
    assert all(finding.rule and finding.message and finding.help for finding in findings), seed
    assert all(finding.line for finding in errors if finding.element), seed
    for finding in check_files({"process.bpmn": data}):
        if finding.steps:
            assert follow_path(data, finding.steps).end["state"], seed
    assert outcome(data) in ("completed", "waiting", "failed", "cancelled", "refused"), seed
    assert time.process_time() - before < SECONDS, seed


def outcome(data: bytes) -> str:
    """How the run ended, or `refused` with findings or a stable code."""
    try:
        return str(simulate(data, max_steps=500).end["state"])
    except Refused as refused:
        return "refused" if refused.findings else "refused without findings"
    except JingbanError as refused:
        return "refused" if refused.stable_code else "refused without a code"


@pytest.mark.parametrize("batch", range(10))
def test_five_hundred_broken_files_end_with_findings_or_a_result(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        judge(seed)


@pytest.mark.slow
def test_twenty_thousand_broken_files_end_with_findings_or_a_result() -> None:
    for seed in range(500, 20_500):
        judge(seed)
