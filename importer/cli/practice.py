"""`importer practice`: the practice server in the foreground, until Ctrl-C."""

import signal
from pathlib import Path
from threading import Event

from importer.catalogue import counted
from importer.cli.console import Console
from importer.errors import SettingsError
from importer.practice.faults import FaultPlan, FaultsUnusable, read_faults
from importer.practice.server import PracticeServer
from importer.practice.store import StoreUnusable
from importer.problem import BAD_SETTING, FAULTS_WRONG, NO_PRACTICE
from importer.targets import practice_file


def serve_practice(port: int, file: Path | None, faults: Path | None) -> None:
    """Run the server and tell how to reach it. Raises SettingsError where the port or a file cannot be used."""
    place = file or practice_file()
    plan = _plan(faults) if faults else None
    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        with PracticeServer(place, port=port, faults=plan) as server:
            _show(server, place, usual=file is None and plan is None)
            while not ended.wait(1):  # on Windows a wait without a limit does not hear Ctrl-C
                pass
    except StoreUnusable as error:
        raise SettingsError(NO_PRACTICE, reason=error, path=place) from error
    except OSError as error:
        raise SettingsError(
            BAD_SETTING,
            setting="--port",
            value=port,
            reason=f"it cannot be used ({error.strerror or error})",
            fix="Choose another one, or '--port 0' for any free port.",
        ) from error


def _plan(file: Path) -> FaultPlan:
    try:
        return read_faults(file)
    except FaultsUnusable as error:
        raise SettingsError(FAULTS_WRONG, path=file, faults=error) from error


def _show(server: PracticeServer, place: Path, *, usual: bool) -> None:
    console = Console(soft_wrap=True)
    console.print(f"The practice server answers at [bold]{server.url}[/bold] until you press Ctrl-C.")
    console.print(f"Its documentation: {server.url.removesuffix('/api')}/docs")
    console.print(f"Login: user {server.user}, password {server.password}, domain {server.domain}")
    console.print(f"Its jobs are stored in {place}")
    console.print("To import into it from another window:")
    if usual:
        console.print("    importer run jobs.xlsx --target practice")
        return
    console.print(f"    export IMPORTER_URL={server.url} IMPORTER_USER={server.user}")
    console.print(f"    export IMPORTER_PASSWORD={server.password} IMPORTER_DOMAIN={server.domain}")
    console.print("    importer run jobs.xlsx")
    if server.faults is not None:
        console.print(f"It practises {counted(len(server.faults.faults), 'kind')} of fault.")
