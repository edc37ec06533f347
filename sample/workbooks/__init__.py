"""Workbooks as offices send them, one module a layout."""
