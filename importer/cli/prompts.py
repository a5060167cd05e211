"""Questions on a terminal whose answer is one of a few words; a wrong answer is told in the user's language."""

from rich import prompt

from importer.languages import _, append_more

_SHOWN = 12  # choices


class YesOrNo(prompt.Confirm):
    """A question that is answered with y or n."""

    def on_validate_error(self, value: str, error: prompt.InvalidResponse) -> None:
        """Say what can be typed."""
        del value, error
        self.console.print(_("Type y for yes or n for no."), style="prompt.invalid")


class TypedWord(prompt.Prompt):
    """A question that is answered with a text, or with one of the choices."""

    def on_validate_error(self, value: str, error: prompt.InvalidResponse) -> None:
        """Say what can be typed."""
        del value, error
        every = self.choices or []
        choices = append_more(", ".join(every[:_SHOWN]), len(every) - _SHOWN)
        self.console.print(_("Type one of these: {choices}.").format(choices=choices), style="prompt.invalid")
