"""How the template looks: one typeface, few colours. Required columns differ in colour and by their mark."""

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

NEEDED, OPTIONAL, MISSING, HEAD = "FFC55A11", "FF305496", "FFFCE4D6", "FFD9E1F2"
WHITE, GREY = "FFFFFFFF", "FF606060"
TOP = Alignment(wrap_text=True, vertical="top", horizontal="left")
RULE = Border(bottom=Side("thin", color="FFD0D0D0"))


def letters(*, bold: bool = False, italic: bool = False, size: int = 11, color: str | None = None) -> Font:
    """A font of the template; without its name Excel and LibreOffice each take another one."""
    return Font(name="Calibri", family=2, sz=size, b=bold, i=italic, color=color)


def filled(color: str) -> PatternFill:
    """A plain background."""
    return PatternFill("solid", fgColor=color)
