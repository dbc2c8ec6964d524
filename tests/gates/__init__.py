"""The quality gates: every promise about a citizen's page, put to the whole built site.

`python3 run.py gates` serves the site on loopback with the headers of deploy/ and runs the gates
two at a time, each in a browser of its own. What depends on the clock is taken last and alone.
"""
