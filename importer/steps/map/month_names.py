"""The names of months and weekdays in seven languages, long and short."""

from collections.abc import Mapping

_MONTHS = (
    "january januari janvier januar jänner jan janv jän enero ene janeiro gennaio gen",
    "february februari février februar feber feb febr fév févr febrero fevereiro fev febbraio",
    "march maart mars märz maerz mar mrt maa mär mrz marzo março",
    "april avril apr avr abril abr aprile",
    "may mei mai mayo maio maggio mag",
    "june juni juin jun junio junho giugno giu",
    "july juli juillet jul juil julio julho luglio lug",
    "august augustus août aug agosto ago",
    "september septembre sep sept septiembre setiembre setembro set settembre sett",
    "october oktober octobre oct okt octubre outubro out ottobre ott",
    "november novembre nov noviembre novembro",
    "december dezember décembre dec dez déc diciembre dic dezembro dicembre",
)
_WEEKDAYS = (
    "monday maandag lundi montag mon ma maa lun mo lunes segunda seg lunedì",
    "tuesday dinsdag mardi dienstag tue tues di din mar die martes terça ter martedì",
    "wednesday woensdag mercredi mittwoch wed weds wo woe mer mi mit mittw miércoles mié quarta qua mercoledì",
    "thursday donderdag jeudi donnerstag thu thur thurs do don jeu jueves jue quinta qui giovedì gio",
    "friday vrijdag vendredi freitag fri vr vri ven fr fre viernes vie sexta sex venerdì",
    "saturday zaterdag samedi samstag sonnabend sat za zat sam sa sábado sáb sabato sab",
    "sunday zondag dimanche sonntag sun zo zon dim so son domingo dom domenica",
)


def _strip_accents(word: str) -> str:
    return word.translate(str.maketrans("éûäçáì", "euacai"))


def _number_names(lines: tuple[str, ...], first: int) -> Mapping[str, int]:
    names = {word: number for number, line in enumerate(lines, first) for word in line.split()}
    return names | {_strip_accents(word): number for word, number in names.items()}


MONTHS = _number_names(_MONTHS, 1)
WEEKDAYS = _number_names(_WEEKDAYS, 0)  # as Python counts: Monday is 0
