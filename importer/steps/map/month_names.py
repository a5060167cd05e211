"""The names of months and weekdays in seven languages, long and short, and which of them a number format shows."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from importer.languages import get_current_language


class CalendarNames(NamedTuple):
    """What Excel calls the months from January, and the days from Monday, in one language."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]


def _to_names(*lines: str) -> CalendarNames:
    return CalendarNames(*(tuple(line.split()) for line in lines))


_NAMES = {
    "en": _to_names(
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "Mon Tue Wed Thu Fri Sat Sun",
    ),
    "nl": _to_names(
        "januari februari maart april mei juni juli augustus september oktober november december",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "ma di wo do vr za zo",
    ),
    "fr": _to_names(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv févr mars avr mai juin juil août sept oct nov déc",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lun mar mer jeu ven sam dim",
    ),
    "de": _to_names(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "Mo Di Mi Do Fr Sa So",
    ),
    "es": _to_names(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "lunes martes miércoles jueves viernes sábado domingo",
        "lun mar mié jue vie sáb dom",
    ),
    "pt": _to_names(
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "jan fev mar abr mai jun jul ago set out nov dez",
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
        "seg ter qua qui sex sáb dom",
    ),
    "it": _to_names(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "lun mar mer gio ven sab dom",
    ),
}
_OTHER_MONTHS = (  # how people write them, too
    "jänner jän", "feber febr fév", "maa mär maerz", "", "", "", "", "", "sept setiembre sett", "", "", "",
)  # fmt: skip
_OTHER_DAYS = ("maa", "tues din die", "weds woe mit mittw", "thur thurs don", "vri fre", "zat sam sonnabend", "zon son")
_BY_LANGUAGE_ID = {0x09: "en", 0x13: "nl", 0x0C: "fr", 0x07: "de", 0x0A: "es", 0x16: "pt", 0x10: "it"}  # [MS-LCID] 2.2
_LANGUAGE_BITS = 0x3FF
_LOCALE = re.compile(r"\[\$[^\]-]*-(?:([0-9A-Fa-f]+)|([A-Za-z]{2})(?:-[A-Za-z]+)?)(?:,[0-9A-Fa-f]+)?\]")


def find_names(code: str) -> CalendarNames:
    """The names that a number format shows: in the language that it names, else in that of the sentence."""
    return _NAMES[_find_language(code) or get_current_language()]


@lru_cache(1 << 12)
def _find_language(code: str) -> str:
    """The language of [$-413] or [$-nl-BE] in a number format; '' for none, and for one without names here."""
    found = _LOCALE.search(code)
    if found is None:
        return ""
    if found[1]:
        return _BY_LANGUAGE_ID.get(int(found[1], 16) & _LANGUAGE_BITS, "")
    return found[2].lower() if found[2].lower() in _NAMES else ""


def _strip_accents(word: str) -> str:
    return word.translate(str.maketrans("éûäçáì", "euacai"))


def _number_names(lists: list[tuple[str, ...]], others: tuple[str, ...], first: int) -> Mapping[str, int]:
    names = {name.casefold().partition("-")[0]: at for some in lists for at, name in enumerate(some, first)}
    names |= {word: at for at, line in enumerate(others, first) for word in line.split()}
    return names | {_strip_accents(word): number for word, number in names.items()}


_EVERY = _NAMES.values()
MONTHS = _number_names([some for one in _EVERY for some in (one.months, one.short_months)], _OTHER_MONTHS, 1)
WEEKDAYS = _number_names(  # as Python counts: Monday is 0
    [some for one in _EVERY for some in (one.days, one.short_days)], _OTHER_DAYS, 0
)
