"""Lines from OpenStreetMap into a geodata folder: found over real tracks and roads, judged, with facts and stops."""

from __future__ import annotations

from corridors.exchange.survey.shipped import judge_folder
from corridors.exchange.survey.sources import read_extracts
from corridors.exchange.survey.standing import survey_links
from corridors.exchange.survey.survey import Survey, Wish, survey_line
from corridors.exchange.survey.verdict import Finding, Verdict
from corridors.exchange.survey.whole import survey_whole

__all__ = [
    "Finding",
    "Survey",
    "Verdict",
    "Wish",
    "judge_folder",
    "read_extracts",
    "survey_line",
    "survey_links",
    "survey_whole",
]
