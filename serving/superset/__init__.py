"""Superset as code: what stands on its dashboard, the files it imports that from, and how it is started.

``bundle`` needs nothing of Superset and is what the project uses. ``start`` and ``superset_config`` belong to
Superset's own process, in an environment of its own.
"""
