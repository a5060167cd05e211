"""The names of months and weekdays in English, Dutch, French and German, long and short."""

from collections.abc import Mapping

_MONTHS = (
    "january januari janvier januar jänner jan janv jän",
    "february februari février februar feber feb febr fév févr",
    "march maart mars märz maerz mar mrt maa mär mrz",
    "april avril apr avr",
    "may mei mai",
    "june juni juin jun",
    "july juli juillet jul juil",
    "august augustus août aug",
    "september septembre sep sept",
    "october oktober octobre oct okt",
    "november novembre nov",
    "december dezember décembre dec dez déc",
)
_WEEKDAYS = (
    "monday maandag lundi montag mon ma maa lun mo",
    "tuesday dinsdag mardi dienstag tue tues di din mar die",
    "wednesday woensdag mercredi mittwoch wed weds wo woe mer mi mit mittw",
    "thursday donderdag jeudi donnerstag thu thur thurs do don jeu",
    "friday vrijdag vendredi freitag fri vr vri ven fr fre",
    "saturday zaterdag samedi samstag sonnabend sat za zat sam sa",
    "sunday zondag dimanche sonntag sun zo zon dim so son",
)


def _strip_accents(word: str) -> str:
    return word.translate(str.maketrans("éûä", "eua"))


def _number_names(lines: tuple[str, ...], first: int) -> Mapping[str, int]:
    names = {word: number for number, line in enumerate(lines, first) for word in line.split()}
    return names | {_strip_accents(word): number for word, number in names.items()}


MONTHS = _number_names(_MONTHS, 1)
WEEKDAYS = _number_names(_WEEKDAYS, 0)  # as Python counts: Monday is 0
