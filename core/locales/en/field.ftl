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
missing-locked = given, locked: coordinators only

### Answers that are files
answer-picture = a picture
answer-sound = a recording
answer-film = a film
answer-file = a file

### How a phone stands
copied-at-start = The data on this phone is a copy from another phone or from a backup. Nothing is lost. If the other phone is still in use, ask a coordinator for an invite of your own.
copied-put-back = The data on this phone was put back to an earlier day. What the server has is fetched again; nothing is lost.
copied-two-in-use = Two copies of this phone's data were in use. Nothing is lost. { $again ->
    [0] { "" }
    [one] One record was saved once more, beside what the other phone wrote.
   *[other] { $again } records were saved once more, beside what the other phone wrote.
} Ask a coordinator for an invite of your own.
copied-elsewhere = Another phone works with a copy of this phone's data. Tell a coordinator: everybody needs an invite of their own.
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

### What an interview has to say about itself
notice-calculation = “{ $label }” could not be worked out and stays empty: { $why }.
notice-trigger = “{ $label }” sets off more and more calculations; they were stopped: { $why }.
notice-default = What “{ $label }” should begin with could not be worked out, so it begins empty: { $why }.
notice-relevant = Whether “{ $label }” should be asked could not be worked out, so it is asked: { $why }.
notice-repeat-count = How many times “{ $label }” should be asked could not be worked out, so it stays as it is: { $why }.
notice-choice-filter = Which choices “{ $label }” has here could not be worked out, so all of them are shown: { $why }.
notice-required = Whether “{ $label }” needs an answer could not be worked out, so it can be left empty: { $why }.
notice-constraint = Whether the answer to “{ $label }” can be right could not be checked, so it stands: { $why }.
notice-read-only = Whether “{ $label }” can be changed could not be worked out, so it can: { $why }.
notice-too-many = “{ $label }” cannot be asked more than { $limit } times, so it stops there.
notice-set-aside = { $count ->
    [one] One “{ $label }” is set aside, because there are fewer now. Its answers are kept here and come back when the number goes up; they do not count.
   *[other] { $count } of “{ $label }” are set aside, because there are fewer now. Their answers are kept here and come back when the number goes up; they do not count.
}
why-no-function = this questionnaire uses { $name }(), which is unknown here
why-arguments = { $name }() is not given what it needs
why-wants-question = { $name } needs a question or a list
why-bad-argument = { $name }() can do nothing with what it is given ({ $argument })
why-no-question = there is no question { $name }
why-too-much = there is too much to look at
why-too-long = the text becomes too long
why-no-list = the list or file { $name } is not here
