"""`importer doctor`: one line for each thing that was looked at."""

from pathlib import Path

import typer
from rich.markup import escape

from importer.catalogue import counted
from importer.cli.console import Console, write_json
from importer.doctor import Finding, FindingState, examine
from importer.errors import ExitCode
from importer.masking import masked

_MARKS = {
    FindingState.FINE: "[green]fine [/green]",
    FindingState.WRONG: "[red]wrong[/red]",
    FindingState.UNKNOWN: "[dim]  -  [/dim]",
}


def show_health(target: str | None, *, as_json: bool) -> None:
    """Print how everything is as it is found; end with exit status 3 where something is wrong."""
    console = Console(soft_wrap=True, highlight=False, quiet=as_json)
    findings: list[Finding] = []
    for finding in examine(target, Path()):
        findings.append(finding)
        _print(console, finding)
    faults = sum(finding.state is FindingState.WRONG for finding in findings)
    if as_json:
        report = {"fine": not faults, "findings": [_object(finding) for finding in findings]}
        write_json(report)
    elif faults:
        console.print(f"[red]{counted(faults, 'fault')}.[/red] Follow the arrows from the top, then run it again.")
    else:
        console.print("All is well. Next: 'importer check jobs.xlsx'.")
    raise typer.Exit(ExitCode.NOT_STARTED if faults else ExitCode.ALL_WELL)


def _print(console: Console, finding: Finding) -> None:
    advice = f" [bold]-> {escape(masked(finding.advice))}[/bold]" if finding.advice else ""
    console.print(f"{_MARKS[finding.state]}  {finding.what:14}{escape(masked(finding.found))}{advice}")


def _object(finding: Finding) -> dict[str, str]:
    return {
        "what": finding.what,
        "state": finding.state,
        "found": masked(finding.found),
        "advice": masked(finding.advice),
    }
