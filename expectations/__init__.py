"""The gate: Great Expectations on each night's batch, every rule seeing one delivery."""


class GateError(RuntimeError):
    """The gate itself could not judge; never a finding about a figure. Names the suite and expectation."""
