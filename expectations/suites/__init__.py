"""The gate's Great Expectations suites, one a module."""
