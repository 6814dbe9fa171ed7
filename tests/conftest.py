"""Settings for all tests, and what is said at the end of a run."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import settings

# How long an example takes depends on what else the machine does.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names what was skipped, by reason: nobody should take it for tested."""
    reports = terminalreporter.stats.get("skipped", [])
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in reports
        if isinstance(report.longrepr, tuple)
    )
    for reason, times in sorted(reasons.items()):
        terminalreporter.write_line(f"Skipped: {reason}: {times} test{'s' * (times > 1)}")
