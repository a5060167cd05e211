"""The page: a face of the program in the user's own browser, for who knows Excel and no terminal.

login_link      who may come in: the secret of this start, and the file that opens the browser once
guard           what a request must be before anything is done for it, and what every answer carries
connections     where it listens, who may hold a connection, and for how long
request_limits  how large and how long a request may be
render          screens made of templates; text of strangers is text there, and what cannot be seen is visible
uploads         a dropped file, under a name of ours in a folder of the user's alone
sheet_context   what the screens of one sheet have in common: sheet_screens, then send_screens
decisions       the open decisions as they are asked
progress        how far a sheet is, as a stream of events
run_history     what is said of runs
target_screens  the targets, and a password for the key store
pictures        what a sheet covers, when its jobs are due, rows a minute
downloads       workbooks that are made for somebody
run_screens     the runs, and what is left to do of each
help            the guide and the kinds of problem, searchable
app             the addresses
launcher        what people double-click
server          the server on this computer, until nobody needs it any more

Nothing is decided here: the page calls the same functions as the commands. The face loads no server.
"""
