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

### The PIN
pin-title = PIN
pin-locked = This phone is locked
pin-locked-what = Enter your PIN to go on. Everything you saved is kept; what you sent last is done then.
pin-spent-what = Too many wrong PINs were entered. Ask a coordinator for a new invite: using it opens this phone again, with everything on it.
pin-pin = PIN
pin-open = Open
pin-unsent = { $count ->
    [0] Nothing on this phone is unsent.
    [one] One entry on this phone is unsent. Sending it needs no PIN.
   *[other] { $count } entries on this phone are unsent. Sending them needs no PIN.
}
pin-forgotten = Forgotten? A coordinator gives you a new invite; using it opens this phone again, and nothing is lost.
pin-what = With a PIN, nobody who picks this phone up sees what you collected. The pages lock when none was asked for in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}. Sending works without it.
pin-not-what = The PIN locks these pages. What protects the file on the phone is its encryption.
pin-old = Your PIN so far
pin-new = New PIN
pin-new-hint = 6 to 12 digits that neither repeat nor count
pin-again = The new PIN once more
pin-set = Set the PIN
pin-lock = Lock now
pin-remove = Do without a PIN
pin-differ = The two are not the same
pin-is-set = The PIN is set.
pin-is-removed = This phone has no PIN any more.
pin-link = Set a PIN
pin-link-set = Change the PIN, or lock now
problem-no-pin = A PIN has 6 to 12 digits
problem-pin-too-easy = This is too easy to guess: take digits that neither repeat nor count
problem-wrong-pin = This is not the PIN
problem-pin-wait = Too many wrong PINs: wait a while before you try again
problem-pin-spent = Too many wrong PINs: ask a coordinator for a new invite
problem-pin-needed = Enter your PIN first

### The respondent's card
card-give-title = A card for them
card-give-how = The interview is finished and saved on this phone. Write the number on a card and give it to them: it is shown this once and kept nowhere.
card-give-thanks = Thank you for your answers.
card-give-what = With this number you can see whether your answers arrived. To have them erased, tell a coordinator the number.
card-give-what-word = With this number you can see whether your answers arrived, and with the word that you chose take them back by yourself.
card-give-contact = Questions: { $who }, { $contact }
card-give-code = The card number as a QR code
card-give-print = To print it, use your browser’s Print: only the card goes on paper.
card-give-done = They have their card
card-give-word = A word that they choose for their card
card-give-word-hint = Only if they want: with it they can take their answers back without asking anybody. At least three letters or digits. Do not write it on the card.
problem-bad-card = The word needs at least three letters or digits
interview-number = Interview { $number }

### Handing results on
results-save-title = Hand it on as a file
results-save-what = Looking at it here is noted nowhere. A file is: so whoever has it can be told when somebody takes their answers back.
results-save-purpose = For whom, and what for?
results-save-hint = Such as: the housing board’s meeting in May
results-save-missing = Say for whom the file is and what for
results-save = Save the file
results-on-screen = This was opened for looking at. To hand it on, go back and save it as a file.
