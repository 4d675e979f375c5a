"""One answer as a document to hand in: question, answer with range and chance, map, bottleneck, plan, sources."""

from __future__ import annotations

from corridors.briefing.make import Brief, brief

__all__ = ["Brief", "brief"]
