"""Words of a command line that typer cannot use: its messages, in the language of the surroundings."""

from __future__ import annotations

import re
import sys
from typing import Any

import typer

from corridors.cli.language import language, said
from corridors.wording.sentences import joined, sentence

# The class of all these mistakes, to which typer gives no public name.
UNUSABLE: Any = typer.BadParameter.__mro__[1]
# What typer says -> what is said instead; it has codes for few of its messages. Others stay as they are.
MESSAGES = {
    r"Missing \w+ (?P<name>.+?)\..*": "missing: {name}",
    r"No such option:? (?P<option>\S+) \(Possible options: (?P<near>.+)\)": "no option {option}; did you mean {near}?",
    r"No such option:? (?P<option>\S+)": "no option {option}",
    r"No such command (?P<verb>'[^']*')\. Did you mean (?P<near>.+)\?": "no verb {verb}; did you mean {near}?",
    r"No such command (?P<verb>'.*')\.": "no verb {verb}; `corridors --help` lists all",
    r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.+)\)": "one too many: {words}",
    r"Option (?P<option>'.*') requires an argument\.": "{option} needs a value",
    r"Option (?P<option>'.*') does not take a value\.": "{option} takes no value",
    r"Invalid value for (?P<name>.+?): (?P<problem>.+)": "{name}: {problem}",
    r"Input should be greater than or equal to (?P<least>\S+)": "give {least} or more",
    r"Input should be less than or equal to (?P<most>\S+)": "give {most} or less",
    r"Input should be a valid integer.*": "give a whole number",
    r"Input should be a valid number.*": "give a number",
    r"(?:Value error, )?(?P<value>'.*?') is not one of (?P<known>.+?)\.": "{value} is not one of {known}",
}


def called(app: typer.Typer) -> None:
    """Run the verb that the command line names; what cannot be used ends it with code 2."""
    try:
        code = app(standalone_mode=False)
    except UNUSABLE as error:
        if language() == "en":
            error.show()
        else:
            print(said(_mistake(error)), file=sys.stderr)
        sys.exit(error.exit_code)
    if isinstance(code, int):  # of typer.Exit
        sys.exit(code)


def _mistake(error: Any) -> str:
    """How the verb is called, and what is wrong with this call."""
    wrong = sentence("Error: {problem}", problem=problem(error.format_message()))
    if error.ctx is None:
        return wrong
    usage = sentence("Usage: {usage}", usage=error.ctx.get_usage().partition(": ")[2])
    command, option = error.ctx.command_path, error.ctx.help_option_names[0]
    more = sentence("Try '{command} {option}' for help.", command=command, option=option)
    return joined([usage, more, "", wrong], "\n")


def problem(text: str) -> str:
    """A message of typer as a sentence that is translated.

    Examples
    --------
    >>> problem("Invalid value for '--draws': Input should be greater than or equal to 1")
    "'--draws': give 1 or more"
    """
    for pattern, template in MESSAGES.items():
        if found := re.fullmatch(pattern, text, re.DOTALL):
            values: dict[str, str] = found.groupdict()
            if "problem" in values:
                values["problem"] = problem(values["problem"])
            return sentence(template, **values)
    return text
