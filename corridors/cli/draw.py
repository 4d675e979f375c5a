"""Verbs that draw: map."""
