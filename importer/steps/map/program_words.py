"""What stands where there is no value: the error words of Excel in its languages, and what programs and people write
for nothing, unless its column says that it is a code or a sentence.
"""

import re

from importer.catalogue import REFERENCE, Field, is_placeholder
from importer.frames import list_distinct
from importer.steps.map.column import RawColumn

_LONG_TEXT = 1_000  # letters that a description or memo may have at least
_LIKE_A_CODE = re.compile("[A-Z]{2,3}")

# Microsoft's names of the errors, by language; the marks ¡ and ¿ in front are left out everywhere.
_ERRORS = {
    "en": "#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #GETTING_DATA #SPILL! #CALC! #FIELD! #CONNECT! #BLOCKED! "
    "#UNKNOWN! #BUSY! #EXTERNAL! #PYTHON! #TIMEOUT! #ERROR!",
    "nl": "#LEEG! #DEEL/0! #WAARDE! #VERW! #NAAM? #GETAL! #N/B #GEGEVENS_OPHALEN #OVERLOOP! #BEREKENEN! #VELD! "
    "#VERBINDEN! #GEBLOKKEERD! #ONBEKEND! #BEZET! #FOUT!",
    "fr": "#NUL! #DIV/0! #VALEUR! #REF! #NOM? #NOMBRE! #N/A #OBTENTION_DONNEES #CHARGEMENT_DONNEES #EPARS! #ÉPARS! "
    "#PROPAGATION! #CALC! #CHAMP! #CONNEXION! #CONNECTER! #BLOQUE! #BLOQUÉ! #INCONNU! #OCCUPE! #OCCUPÉ! #ERREUR!",
    "de": "#NULL! #DIV/0! #WERT! #BEZUG! #NAME? #ZAHL! #NV #DATEN_ABRUFEN #ÜBERLAUF! #KALK! #FELD! #VERBINDEN! "
    "#BLOCKIERT! #UNBEKANNT! #BESETZT! #FEHLER!",
    "es": "#NULO! #DIV/0! #VALOR! #REF! #NOMBRE? #NUM! #NÚM! #N/D #N/A #OBTENIENDO_DATOS #DESBORDAMIENTO! "
    "#DESBORDAR! #CALC! #CAMPO! #CONECTAR! #BLOQUEADO! #DESCONOCIDO! #OCUPADO! #ERROR!",
    "pt": "#NULO! #DIV/0! #VALOR! #REF! #NOME? #NÚM! #NUM! #N/D #OBTENDO_DADOS #A_OBTER_DADOS #DESPEJAR! "
    "#TRANSPOR! #DISPERSÃO! #CALC! #CAMPO! #CONECTAR! #LIGAR! #BLOQUEADO! #DESCONHECIDO! #OCUPADO! #ERRO!",
    "it": "#NULLO! #DIV/0! #VALORE! #RIF! #NOME? #NUM! #N/D #ESTRAZIONE_DATI_IN_CORSO #CARICAMENTO_DATI "
    "#ESPANSIONE! #PROPAGAZIONE! #CALC! #CAMPO! #CONNETTI! #BLOCCATO! #SCONOSCIUTO! #OCCUPATO! #ERRORE!",
    "sv": "#SKÄRNING! #DIVISION/0! #VÄRDEFEL! #REFERENS! #NAMN? #OGILTIGT! #SAKNAS!",
    "da": "#NUL! #DIVISION/0! #VÆRDI! #REFERENCE! #NAVN? #NUM! #I/T",
    "nb": "#NULL! #DIV/0! #VERDI! #REF! #NAVN? #NUM! #I/T",
    "fi": "#TYHJÄ! #JAKO/0! #ARVO! #VIITTAUS! #NIMI? #LUKU! #PUUTTUU!",
    "pl": "#ZERO! #DZIEL/0! #ARG! #ADR! #NAZWA? #LICZBA! #N/D!",
    "cs": "#NULL! #DĚLENÍ_NULOU! #HODNOTA! #ODKAZ! #NÁZEV? #ČÍSLO! #NENÍ_K_DISPOZICI",
    "hu": "#NULLA! #ZÉRÓOSZTÓ! #ÉRTÉK! #HIV! #NÉV? #SZÁM! #HIÁNYZIK",
    "tr": "#BOŞ! #SAYI/0! #DEĞER! #BAŞV! #AD? #SAYI! #YOK",
    "ru": "#ПУСТО! #ДЕЛ/0! #ЗНАЧ! #ССЫЛКА! #ИМЯ? #ЧИСЛО! #Н/Д",
}
_WHILE_LOADING = (  # Google Sheets, where a formula still waits for its data
    "Loading", "Laden", "Bezig met laden", "Chargement", "Chargement en cours", "Wird geladen", "Cargando",
    "Carregando", "A carregar", "Caricamento", "Caricamento in corso",
)  # fmt: skip
_ERROR_WORDS = frozenset(word for words in _ERRORS.values() for word in words.split()) | {
    word + dots for word in _WHILE_LOADING for dots in ("...", "…")
}
_MARKS = str.maketrans("", "", "¡¿")
# A column too narrow for a number or date; LibreOffice's errors without a name
_OTHER_ERRORS = re.compile(r"#{2,}|(?:Err|Fehler|Fout|Erreur|Erro|Errore) ?: ?5[0-9]{2}")

# What pandas reads as missing, and what databases and languages call it: SQL, MySQL's \N, Python, JavaScript, Ruby
_WORDS = r"null (null) <null> [null] \n none nan -nan nat <na> #na nil undefined dbnull system.dbnull 1.#qnan 1.#ind"
_BLANK_ITEMS = "(blank) (blanks) (leeg) (vide) (leer) (en blanco) (vacío) (vacías) (em branco) (vazio) (vuoto) (vuote)"
# What people write there, in the same languages; a dash or question mark alone says it in all of them
_OF_PEOPLE = """
    - -- --- – — ? ?? ??? n/a n.a. n.a n/a. na n/d n.d. s/o s.o. n.v.t. n.v.t nvt k.a. n.z. (empty) (none) (n/a)
    (n.v.t.) (nvt) none nothing geen niets leeg keine keiner keines nichts leer aucun aucune néant rien vide
    ninguno ninguna nada vacío vacio nenhum nenhuma vazio nessuno nessuna niente vuoto
"""
_SENTENCES = (
    "not applicable", "niet van toepassing", "nicht zutreffend", "keine angabe", "k. a.", "sans objet",
    "non applicable", "no aplica", "não aplicável", "nao aplicavel", "non applicabile",
)  # fmt: skip
_OF_PROGRAMS = frozenset((*_WORDS.split(), *re.findall(r"\(.*?\)", _BLANK_ITEMS)))  # Excel's pivot tables, too
_EMPTY_WORDS = _OF_PROGRAMS | {*_OF_PEOPLE.split(), *_SENTENCES}

# d-mmm and mmm-yy in the same languages, which is what Excel makes of 2-1 and writes into a CSV
_MONTHS = """jan feb mar apr may jun jul aug sep oct nov dec mrt mei okt janv févr fevr mars avr mai juin juil août aout
    sept déc jän mrz mär dez ene abr ago dic fev set out gen mag giu lug ott"""
MONTHS_OF_EXCEL = frozenset(_MONTHS.split())


def is_error_word(text: str) -> bool:
    """Whether a cell's text is an error of Excel, LibreOffice or Google Sheets, or the sign of a narrow column."""
    return text.translate(_MARKS) in _ERROR_WORDS or _OTHER_ERRORS.fullmatch(text) is not None


def is_empty_word(text: str) -> bool:
    """Whether a cell's text is what programs and people write for nothing: NULL, None, nan, n/a, -."""
    return text.casefold() in _EMPTY_WORDS


def is_long_text(field: Field) -> bool:
    """Whether a field takes sentences, as a description does and a street does not."""
    return field.kind.is_free_text and (field.max_length or _LONG_TEXT) >= _LONG_TEXT


def is_meant_or_reported(column: RawColumn, word: str) -> bool:
    """Whether a word is a code like those around it, as NA of Namibia is, is told as no reference or as a spoiled one
    anyway, or is what a person says once in a long text.
    """
    if is_long_text(column.field):
        is_of_people = is_empty_word(word) and word.casefold() not in _OF_PROGRAMS
        return is_of_people and int((column.cells.str.strip() == word).sum()) == 1
    if column.field.name == REFERENCE:
        return is_placeholder(word) or is_error_word(word)
    if not _LIKE_A_CODE.fullmatch(word):
        return False
    others = [text for text in list_distinct(column.cells) if text.strip() and text.strip() != word]
    return 2 * sum(_LIKE_A_CODE.fullmatch(text.strip()) is not None for text in others) >= max(1, len(others))


# For RE2: what every word above matches, and hardly anything else. It is asked of whole columns.
_LOADING, _EMPTY = "|".join(_WHILE_LOADING), "|".join(map(re.escape, sorted(_EMPTY_WORDS)))
LIKE_A_WORD = (
    rf"(?i)^\s*(?:[#¡¿]|(?:{_LOADING})(?:\.\.\.|…)|(?:err|fehler|fout|erreur|erro|errore) ?:|(?:{_EMPTY})\s*$)"
)
ERROR_BEGINNINGS = frozenset(word[0] for word in _ERROR_WORDS) | set("EF")
EMPTY_BEGINNINGS = frozenset(letter for word in _EMPTY_WORDS for letter in (word[0], word[0].upper()))
LONGEST = max(map(len, _ERROR_WORDS | _EMPTY_WORDS))
