"""Never twice, never lost: the real command against a real server, through faults and kills drawn from a seed.

`python -m tests.exactly_once --schedules 2000 --seed 1` runs as many as asked and prints what it found.

schedule.py     what happens in a schedule, drawn from its seed
traits.py       what a target is like that is not as published: lag, replicas, ids of its own
edits.py        what people do to a sheet or to its results between two runs
people.py       two who correct the same rows, each in their own words
versions.py     what the rows have said from the first sheet to the last edit
sheet.py        the rows of a schedule, and what is known of each beforehand
mishaps.py      the faults that may happen, and those that no client could get through
server.py       the practice server in a process of its own, one database after the other
launch.py       the real command as a process of its own, started from an interpreter that has everything loaded
kill_point.py   a process that ends itself at the nth write to its journal or send to its target
lab.py          a server and a launcher, and where their files are
run.py          a schedule from its first start to its last
orders.py       a command, and how it is ended by force
over.py         how a command ended, and whether it tells what became of its rows
elsewhere.py    another host, where nobody may come
record.py       what the server, the journal and the results say
compare.py      the invariants I1 to I7 over these three
figures.py      what many schedules add up to
every_kill.py   the same run killed at its first, second, third ... point
sabotage.py     faults of the importer itself, to see that they are found
"""
