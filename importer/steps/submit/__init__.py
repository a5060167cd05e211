"""Sound rows -> jobs in the target, each exactly once; the journal knows of each before it goes and after it came back.

submission.py         the two calls: rows are planned, and sent
plan.py               what is to be sent: the id of each job, known beforehand, its payload, the order
recognise/            which job a row is: its id, and the rows of earlier runs that it may be
parents.py            parents before children, and children of parents that are not there
existing_jobs.py      what the target has before anything is sent
lookalike_jobs.py     what it has that says the same, where neither an id nor a reference tells whose it is
workers.py            the worker pool; it writes to the journal
context.py            what the workers share
delivery.py           one job on its way: a table of states, events and actions
sender.py             does what the table says
job_search.py         where to look for the job
attempt_state.py      what is known of one job while it is sent, and what is told of it in the end
response_meaning.py   what an answer means
lookup.py             looking jobs up where something is open
lookup_result.py      what that shows
differences.py        what a job that is there says otherwise than its row
job_match.py          a job that is there: whose is it, and what is told of it?
altered_jobs.py       a job that differs: may the target have made it of the row?
lag.py                how long a job is looked for that may not be shown yet
throttle.py           when a request may go, and when the run stops
retries.py            how often it is made again, and after what pauses
outage.py             the circuit breaker, and how many requests go at once
stop_on_rejections.py a run whose rows are all rejected alike
"""

from typing import TYPE_CHECKING

from importer.lazy_imports import make_lazy_getattr

if TYPE_CHECKING:
    from importer.steps.submit.context import RunLog
    from importer.steps.submit.parents import reject_circles
    from importer.steps.submit.plan import Decide, apply_decision
    from importer.steps.submit.recognise import NO_RERUN, RerunRows, keep_job_ids, put_results_back
    from importer.steps.submit.submission import plan_jobs, submit_rows
    from importer.steps.submit.workers import limit_workers

__getattr__ = make_lazy_getattr(
    __name__,
    {
        "context": "RunLog",
        "parents": "reject_circles",
        "plan": "Decide apply_decision",
        "recognise": "NO_RERUN RerunRows keep_job_ids put_results_back",
        "submission": "plan_jobs submit_rows",
        "workers": "limit_workers",
    },
)
