"""Flows on a network: the most that gets through, what holds it, and who goes where."""
