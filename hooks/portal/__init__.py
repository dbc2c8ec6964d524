"""The site's domain logic: records, rules, addresses, rendering.

Nothing in this package imports mkdocs, reads the clock, the environment or git: dates and paths
are passed in, so that the logic outlives the static site generator around it.
"""
