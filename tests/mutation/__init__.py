"""Would the tests notice? Each of these modules is made wrong in many small ways, one at a time, and tested.

    pip install "importer[mutation]"
    python -m tests.mutation [--one-in 4] [--seed 1] [--seconds 10] [PATTERN ...]

A PATTERN names mutants: 'importer.journal.*', or one of those that a run has told. mutmut makes the mutants; this here
runs them, for mutmut passes over functions with a decorator (properties and contexts decide much in these modules), and
has each mutant collect the tests anew. Here the tests are collected once, in a process that is then forked for each
mutant; those run that reach the function, the quickest first, up to so many seconds.

copied.py   a copy of the project with all mutants in it
forked.py   pytest, forked for each of them
"""
