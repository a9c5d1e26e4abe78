# The words about a phone itself: what leaves it after a round, its PIN, the respondent's card.

### After a round
closing-title = After a round
closing-link = What is still here of rounds that are over
closing-what = When a round is over, its interviews leave this phone { $count ->
    [one] one day
   *[other] { $count } days
} after the server’s backup has them. The server keeps them. Nothing leaves that is only here.
closing-what-coordinator = This is a coordinator’s phone: it keeps the interviews of rounds that are over until you let them go here. Volunteers’ phones let them go { $count ->
    [one] one day
   *[other] { $count } days
} after the server’s backup has them.
closing-here = only on this phone
closing-waiting = safe on the server, not yet known to be in its backup
closing-leaving = in the server’s backup, leaving
closing-unfinished = not finished
closing-gone = have left this phone
closing-send-first = Some of it is only on this phone. Send first.
closing-each = Each interview
closing-leaves = leaves from { $day }
closing-now = Let go now
closing-now-what = Takes everything off this phone at once that is in the server’s backup, for instance before you hand the phone back. You can’t show or correct those interviews here any more.
closing-now-do = Let go what is in the backup
closing-done = { $count ->
    [0] Nothing has left this phone.
    [one] One interview has left this phone.
   *[other] { $count } interviews have left this phone.
}
