"""`importer practice`: the practice server in the foreground, until Ctrl-C."""

import signal
from pathlib import Path
from threading import Event

from importer.cli.console import Console
from importer.directory import ARCHIVED, CODE_HEADINGS, CODE_LOOKUPS
from importer.errors import SettingsError, SheetError
from importer.files import explain_failure, is_there
from importer.languages import _, ngettext
from importer.practice.faults import FaultPlan, FaultsUnusable, read_faults
from importer.practice.server import PracticeServer
from importer.practice.store import ListedEntry, StoreUnusable
from importer.problem import BAD_SETTING, FAULTS_WRONG, LISTS_WRONG, NO_FILE, NO_PRACTICE, set_variable
from importer.steps.read import read_rows
from importer.targets import find_practice_file


def serve_practice(port: int, file: Path | None, faults: Path | None, lists: Path | None) -> None:
    """Run the server and tell how to reach it. Raises SettingsError where the port or a file cannot be used."""
    path = file or find_practice_file()
    plan = _read_plan(faults) if faults else None
    own_lists = read_lists(lists) if lists else {}
    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        with PracticeServer(path, port=port, faults=plan) as server:
            server.store.replace_lists(own_lists)
            _show(server, path, usual=file is None and plan is None)
            while not ended.wait(1):  # on Windows a wait without a limit does not hear Ctrl-C
                pass
    except StoreUnusable as error:
        if file is None:
            raise SettingsError(NO_PRACTICE, reason=error, path=path) from error
        reason = _("it cannot be used ({reason})").format(reason=error)
        fix = _("Name another file, or one that does not exist yet.")
        raise SettingsError(BAD_SETTING, setting="--file", value=str(file), reason=reason, fix=fix) from error
    except OSError as error:
        raise SettingsError(
            BAD_SETTING,
            setting="--port",
            value=port,
            reason=_("it cannot be used ({reason})").format(reason=explain_failure(error)),
            fix=_("Choose another one, or '--port 0' for any free port."),
        ) from error


def read_lists(path: Path) -> dict[str, list[ListedEntry]]:
    """The lists in a file of 'importer codes --export'. Raises SheetError and SettingsError where it is not one."""
    headings, *lines = read_rows(path)
    missing = [name for name in CODE_HEADINGS[:3] if name not in headings]
    if missing:
        raise SettingsError(LISTS_WRONG, path=path, reason=_('it has no column "{name}"').format(name=missing[0]))
    places = [headings.index(name) if name in headings else len(headings) for name in CODE_HEADINGS]
    found: dict[str, list[ListedEntry]] = {}
    for line in lines:
        word, code, name, entry_id, remark = ([*line, ""][position].strip() for position in places)
        if word not in CODE_LOOKUPS:
            raise SettingsError(LISTS_WRONG, path=path, reason=_('"{word}" is not a list').format(word=word))
        listing = CODE_LOOKUPS[word].listing
        entry = ListedEntry(code, name, entry_id, archived=remark == ARCHIVED, for_new_jobs=not remark)
        found.setdefault(listing, []).append(entry)
    return found


def _read_plan(file: Path) -> FaultPlan:
    if not is_there(file):
        raise SheetError(NO_FILE, path=file)
    try:
        return read_faults(file)
    except FaultsUnusable as error:
        raise SettingsError(FAULTS_WRONG, path=file, problems=error.args[0]) from error


def _show(server: PracticeServer, path: Path, *, usual: bool) -> None:
    console = Console(soft_wrap=True)
    answers = _("The practice server answers at {url} until you press Ctrl-C.")
    console.print(answers.format(url=f"[bold]{server.url}[/bold]"))
    console.say(_("Its documentation: {url}").format(url=f"{server.url.removesuffix('/api')}/docs"))
    login = _("Login: user {user}, password {password}, domain {domain}")
    console.say(login.format(user=server.user, password=server.password, domain=server.domain))
    console.say(_("Its jobs are stored in {path}").format(path=path))
    console.say(_("To import into it from another window:"))
    if usual:
        console.print("    importer run jobs.xlsx --target practice")
        return
    settings = {"URL": server.url, "USER": server.user, "PASSWORD": server.password, "DOMAIN": server.domain}
    for name, value in settings.items():
        console.say(f"    {set_variable(f'IMPORTER_{name}', value)}")
    console.print("    importer run jobs.xlsx")
    if server.faults is not None:
        count = len(server.faults.faults)
        simulates = ngettext("It simulates {count} kind of fault.", "It simulates {count} kinds of fault.", count)
        console.say(simulates.format(count=count))
