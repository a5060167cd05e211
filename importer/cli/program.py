"""The command in sys.argv, from its words to its exit status."""

import sys

from typer.exceptions import Abort, TyperException
from typer.main import get_command

from importer.cli.app import app
from importer.errors import ExitCode, ImporterError


def main() -> None:
    """Run the command in sys.argv and end with its exit status; no traceback ever reaches the user."""
    sys.exit(_status())


def _status() -> int:
    try:
        ended = get_command(app)(prog_name="importer", standalone_mode=False)
    except TyperException as error:
        from importer.cli.usage import show_usage_error

        show_usage_error(error, as_json="--json" in sys.argv)
        return ExitCode.USAGE
    except ImporterError as error:
        from importer.cli.show import show_error

        show_error(error, as_json="--json" in sys.argv)
        return error.exit_code
    except (KeyboardInterrupt, Abort):
        sys.stderr.write("\nInterrupted.\n")
        return ExitCode.INTERRUPTED
    except Exception:  # noqa: BLE001 - the one place that must catch everything: the user gets a sentence
        from importer.cli.show import show_internal_error

        show_internal_error()
        return ExitCode.INTERNAL
    return ended if isinstance(ended, int) else ExitCode.ALL_WELL
