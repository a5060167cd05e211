"""The vocabulary of work orders, tickets, maintenance and field service, as the headings of other systems use it.

languages  the words of each language: one file a language, one line a notion
words      a heading becomes notions
fields     which notions mean which field, for sure or likely
meanings   notions become fields
guesses    words that are cut short or misspelt
statuses   what the statuses of other systems say
work       what kinds of work and priorities are called
"""

from importer.catalogue.vocabulary.meanings import (
    Meaning,
    is_clock_heading,
    is_length_of_time,
    is_understood,
    likely_meanings_of,
    meanings_of,
)
from importer.catalogue.vocabulary.statuses import StatusMeaning, find_status_meaning
from importer.catalogue.vocabulary.work import find_meaning_in_list
