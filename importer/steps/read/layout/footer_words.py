"""What reports write below their rows: totals, counts, pages, remarks, in the languages of the template and others."""

import re

_TOTAL = (
    r"(?i:\s*(?:(?:grand?|sub|sous|eind|zwischen|general|suma|somma)[- ]?)?"
    r"(?:totals?|totaal|totale?n?|totaux|totales|totali|totais|som|somme|sum|summe|summa|suma|somma|soma"
    r"|gesamt(?:summe|betrag|ergebnis)?|teilergebnis|ergebnis|zwischensumme"
    r"|(?:overall )?results?|r[eé]sultat|(?:totaal|eind)?resultaat|resultado|risultato)"
    r"(?:[- ](?:g[eé]n[eé]rale?|generaal|general|geral|complessivo|global|globale|total))?\s*[:=.]*\s*)"
)
TOTAL_OF = rf"{_TOTAL}(?:[ :(].*)?"
OF_TOTAL = (  # Excel's own: P-1001 Total, P-1001 Ergebnis
    r"(?i:.{1,60}[^:=.,;][- ](?:totals?|totaal|total|totale|sub[- ]?totals?|count|aantal|anzahl|nombre|ergebnis|summe"
    r"|recuento|cuenta|suma|conteggio|somma|contagem|soma)\s*[:=.]*\s*)"
)
COUNT = (
    r"(?i:\s*(?:counts?|number|aantal|anzahl|nombre|n[uú]mero|recuento|cuenta|conteggio|contagem|average|gemiddelde"
    r"|mittelwert|moyenne|promedio|media|m[eé]dia|min|max|sum|som|summe|somme|suma|somma|soma)\s*[:=.]*\s*)"
)
PAGE = (
    r"(?i:\s*(?:page|pagina|seite|p[aá]gina|blad|p\.|pag\.)\s*[0-9]+"
    r"(?:\s*(?:of|van|von|de|sur|di|/)\s*[0-9]+)?\s*)"
)
IS_COUNT = re.compile(COUNT)
IS_PAGE = re.compile(PAGE)
PAGE_OF = re.compile(r"[0-9]{1,4}(?: (?:of|van|von|de|sur|di) | ?/ ?)[0-9]{1,4}")  # 1 / 2
LINE = "[-=_*~#.–—]{3,}"  # drawn between rows and totals
IS_LINE = re.compile(LINE)
TOTAL_WORD = re.compile(rf"{_TOTAL}(?=[ :(]|$)")
_ROWS = (
    r"(?:records?|rows?|items?|entries|results?|r[eé]sultats?|risultati|resultados|resultaten|ergebnisse|rijen|regels"
    r"|zeilen|eintr[aä]ge|datens[aä]tze|lignes|enregistrements|filas|registros|linhas|righe)(?:\(s\))?"
)
_NUMBER_OF = (
    r"(?:number of|count|aantal|anzahl(?: der)?|nombre (?:de|d')|n[uú]mero (?:de|di)|recuento|conteggio|contagem)"
)
COUNTED = re.compile(  # behind a word for totals: number of records: 3
    rf"(?:{_NUMBER_OF} ?)?(?:{_ROWS}|tickets?|jobs?|(?:work ?)?orders?)?\s*+(?:[:=]\s*+)?[0-9.,]*", re.IGNORECASE
)
FILTERS = re.compile(
    r"^(?:applied filters?|filters? applied|toegepaste filters?|angewend\w+ filter|filtres? appliqu\w+"
    r"|filtros? aplicados?|filtri applicati|filtered by|filters|filtres|filtros|filtri)\s*:",
    re.IGNORECASE,
)
SURE_REMARK = re.compile(  # what only a report says, and no job is called
    FILTERS.pattern + r"|^(?:no|keine|geen|aucun|sin|sem|nessun) filt\w+ (?:w\w+ )?"
    r"(?:applied|toegepast|angewen|appliqu|aplicad|applicat)"
    r"|^[\s*(]*(?:copyright\b|c\) |©)"
    r"|^(?:(?:report|file|list|data|bericht|rapport|liste?) )?"
    r"(?:(?:generated|printed|exported|created|produced|downloaded) (?:on|by|at|from|using|with|[0-9])"
    r"|(?:erstellt|gedruckt|exportiert|generiert) (?:am|von|aus|mit)"
    r"|(?:gegenereerd|afgedrukt|ge[eë]xporteerd|aangemaakt|geprint) (?:op|door|uit|met)"
    r"|(?:g[eé]n[eé]r|imprim|export|cr[eé])[eé]e?s? (?:le|par|depuis)"
    r"|(?:generado|impreso|exportado|creado|gerado|impresso|generato|stampato|esportato|creato) (?:el|em|por|il|da))\b"
    r"|^(?:generated|printed|exported|erstellt|gedruckt|gegenereerd|afgedrukt|imprim[eé]|impreso|impresso|stampato)\s*:"
    rf"|^\W*+(?:[0-9][0-9.,]*+ (?:of|von|van|de|sur|di) )?[0-9][0-9.,]*+ {_ROWS}"
    r"(?: (?:affected|selected|returned|found|exported|gefunden|gevonden|trouv[eé]e?s|total|in total))?\W*$"
    rf"|^(?:total )?(?:{_NUMBER_OF} )?(?:{_ROWS}|count|aantal|anzahl|nombre|recuento|conteggio)\s*:\s*[0-9.,]+$"
    r"|^\W*(?:end|ende|einde|fin|fine|fim|eof)\W*$"
    r"|^\W*(?:end|ende|einde|fin|fine|fim) (?:of|du|des|de|van|der|do|dell?[ao]?)(?: the| het| de| la)? ?"
    r"(?:report|file|list|data|export|document|bericht\w*|liste?|datei|lijst|rapport|bestand|overzicht|fichier"
    r"|informe|archivo|relat[oó]rio|arquivo|rapporto|elenco)\W*$"
    r"|^(?:\w+ )?(?:confidential|vertraulich|vertrouwelijk|confidentiel(?:le)?|confidencial|riservato)"
    r"(?:\W*$| information\b|\W+(?:do not|internal|property|for|nur|niet|ne pas|only)\b)",
    re.IGNORECASE,
)
REMARK = re.compile(  # what reports write below their rows, in the languages of the template and es, pt, it
    r"\n|: |:$|^[*©(=_-]|©"
    r"|^(?:end of|ende|einde|fin d[eu]|fine|fim d[eo])\b"
    r"|\b(?:generated|printed|exported|created) (?:on|by|at|from|[0-9])"
    r"|\b(?:erstellt|gedruckt|exportiert) (?:am|von|aus)\b"
    r"|\b(?:gegenereerd|afgedrukt|ge[eë]xporteerd) (?:op|door|uit)\b|\b(?:g[eé]n[eé]r|imprim|export)[eé]e? (?:le|par)\b"
    r"|\b(?:generado|impreso|exportado|gerado|impresso|generato|stampato|esportato) (?:el|em|por|il|da)\b"
    r"|\b[0-9]+ (?:records?|rows?|items?|results?|r[eé]sultats?|risultati|resultados|resultaten|ergebnisse)\b"
    r"|\b[0-9]+ (?:rijen|regels|zeilen|datens[aä]tze|lignes|filas|registros|linhas|righe)\b"
    r"|\b(?:filters?|filtres?|filtros?|filtri) (?:applied|toegepast|appliqu[eé]s?|aplicados?|applicati)\b"
    r"|\b(?:keine|geen|no|aucun|sin|sem|nessun) filt"
    r"|^(?:confidential|vertraulich|vertrouwelijk|confidentiel|confidencial|riservato)\b"
    r"|^(?:records?|rows?|count|aantal|anzahl|nombre|n[uú]mero|conteggio|contagem|recuento)[^0-9:]{0,12}[0-9]+$",
    re.IGNORECASE,
)
