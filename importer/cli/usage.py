"""Words of a command that are not understood: what is wrong, what was probably meant, and where it is written."""

from typer.exceptions import TyperException

from importer.cli.show import show_error
from importer.errors import UsageError
from importer.problem import NOT_UNDERSTOOD


def show_usage_error(error: TyperException, *, as_json: bool) -> None:
    """Say what is not understood, and what to type."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "importer"
    show_error(UsageError(NOT_UNDERSTOOD, reason=_reason(error), command=command), as_json=as_json)


def _reason(error: TyperException) -> str:
    """Typer's own sentence, in our words where it has none of its own for what was meant."""
    option, meant = getattr(error, "option_name", None), getattr(error, "possibilities", None)
    if option is None or not hasattr(error, "possibilities"):
        return error.format_message().strip()
    nearest = f" Did you mean {' or '.join(sorted(meant))}?" if meant else ""
    return f"There is no option {option}.{nearest}"
