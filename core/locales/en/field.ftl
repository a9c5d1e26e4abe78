# The words of knocking at doors and of where an interview is saved.

### What happened at a door
outcome-talked = Talked
outcome-nobody-in = Nobody in
outcome-come-back = Come back
outcome-no-thanks = No thanks
outcome-cannot-get-in = Cannot get in
outcome-another-language = Another language
outcome-nobody-lives-here = Nobody lives here
outcome-never-call-again = Never call again

### Where it is saved
saved-summary = { $safe } of { $all } safe, { $here } only on a phone
saved-here = only on this phone
saved-another-phone = also on another phone
saved-server = safe on the server
saved-backup = in the server’s backup
saved-card = Your card number: { $number }

### An interview
interview-draft = not finished
interview-finished = finished
interview-corrected = an answer was changed
interview-taken-back = answers taken back
interview-held-back = held back until a coordinator looks
interview-locked = locked: coordinators only

### Two answers
two-answers = { $count ->
    [one] Two answers were given to one question: which is right?
   *[other] Two answers were given to { $count } questions: which are right?
}
two-answers-none = No question has two answers.
two-answers-decide = Decide
two-answers-checking = being checked

### Missing answers
missing-not-asked = not asked
missing-blank = left empty
missing-dont-know = not sure
missing-prefer-not = rather not say
missing-no-experience = no experience of it
missing-withdrawn = taken back

### How a phone stands
standing-waiting = A coordinator has to let this phone in. Read them this code: { $code }
standing-expired = This phone has not met its server for over 30 days, so it shows nothing until it has. { $unsent ->
    [0] Nothing on it is unsent.
    [one] One entry on it is unsent; it is safe here, and a sync hands it over.
   *[other] { $unsent } entries on it are unsent; they are safe here, and a sync hands them over.
}
standing-revoked = This phone no longer takes part in the project and shows nothing. { $unsent ->
    [0] Nothing on it is unsent.
    [one] One entry on it is unsent; it is safe here, and a sync hands it over.
   *[other] { $unsent } entries on it are unsent; they are safe here, and a sync hands them over.
}
