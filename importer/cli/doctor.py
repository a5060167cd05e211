"""`importer doctor`: one line for each thing that was looked at."""

from pathlib import Path

import typer
from rich.markup import escape

from importer.catalogue import spell_count
from importer.cli.console import Console, write_json
from importer.doctor import Finding, FindingState, examine
from importer.errors import ExitCode
from importer.languages import N_, _
from importer.masking import mask_secrets

_LABELS = {
    "importer": "importer",
    "Python": "Python",
    "libraries": N_("libraries"),
    "settings": N_("settings"),
    "environment": N_("environment"),
    "key store": N_("key store"),
    "state folder": N_("state folder"),
    "journal": N_("journal"),
    "output folder": N_("output folder"),
    "target": N_("target"),
    "name": N_("name"),
    "TLS": "TLS",
    "login": N_("login"),
    "lists": N_("lists"),
    "rights": N_("rights"),
    "clock": N_("clock"),
}
_MARKS = {
    FindingState.FINE: (N_("fine"), "green"),
    FindingState.WRONG: (N_("wrong"), "red"),
    FindingState.UNKNOWN: ("  -", "dim"),
}
_WIDTH = 17  # letters of the longest label, in any language


def show_health(target: str | None, *, as_json: bool) -> None:
    """Print how everything is as it is found; end with exit status 3 where something is wrong."""
    console = Console(soft_wrap=True, highlight=False, quiet=as_json)
    findings: list[Finding] = []
    for finding in examine(target, Path()):
        findings.append(finding)
        _print(console, finding)
    problems = sum(finding.state is FindingState.WRONG for finding in findings)
    if as_json:
        report = {"fine": not problems, "findings": [_to_object(finding) for finding in findings]}
        write_json(report)
    elif problems:
        follow = _("Follow the arrows from the top, then run it again.")
        console.print(f"[red]{spell_count(problems, 'problem')}.[/red] {follow}")
    else:
        console.say(_("No problems found. Next: 'importer check jobs.xlsx'."))
    raise typer.Exit(ExitCode.NOT_STARTED if problems else ExitCode.ALL_WELL)


def _print(console: Console, finding: Finding) -> None:
    advice = f" [bold]-> {escape(mask_secrets(finding.advice))}[/bold]" if finding.advice else ""
    word, colour = _MARKS[finding.state]
    mark = f"[{colour}]{_(word):6}[/{colour}]"
    console.print(f"{mark} {_(_LABELS[finding.what]):{_WIDTH}} {escape(mask_secrets(finding.found))}{advice}")


def _to_object(finding: Finding) -> dict[str, str]:
    return {
        "what": finding.what,
        "state": finding.state,
        "found": mask_secrets(finding.found),
        "advice": mask_secrets(finding.advice),
    }
