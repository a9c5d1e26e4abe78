# The words of asking for help at a door: what somebody asks for, who answers, and what became of it.
help-title = Asked for help
help-way = They ask for help with something

### At the door
help-ask-title = What do they ask for?
help-ask-what = So that whoever can help gets in touch. It stands apart from the interview, and only coordinators can open it: once it is kept, not even this phone can.
help-ask-kind = With what?
help-ask-kind-lacks = Choose with what.
help-promise = { $to } answers by { $day }.
help-ask-words = What is it about?
help-ask-words-hint = A few words, as they say it, and no more than whoever helps needs to know.
help-ask-reach = How can they be reached?
help-ask-reach-hint = A telephone number, or when to come by.
help-ask-reach-lacks = Without this nobody can answer them.
help-reach = How to reach them
help-ask-read-out = Read this out
help-ask-yes = “May we pass on what you ask for, and how to reach you, to whoever answers for it? Nobody else gets it, it is not part of your answers, and you can change your mind at any time.”
help-ask-said-yes = They said yes
help-ask-keep = Write it down
help-ask-kept = Written down as { $number }. Tell them this number: with it they can ask what became of it, or take it back. Send soon.

### What this phone wrote down
help-own = Written down on this phone
help-own-what = This phone knows the numbers alone; what they say only coordinators can open.
help-own-none = Nothing was written down on this phone.
help-own-of = Of { $asked }, an answer promised by { $day }
help-take-back = They want it no longer
help-taken-back = Taken back. It is erased everywhere once a coordinator’s phone hears of it.
help-closing = These leave this phone { $count ->
    [one] one day
   *[other] { $count } days
} after they are known to be in the server’s backup.

### With what people can be helped
help-kinds = With what people can be helped
help-no-kinds = Nobody has written down yet with what people can be helped and who answers, so nothing can be promised. Ask a coordinator.
help-kinds-write = Write it down (coordinators)
help-kinds-hint = One line each: with what, a colon, who answers, a colon, within how many days. Repairs: Housing team: 7
help-kinds-kept = Kept. Every phone has it after its next sending and fetching.
help-kinds-bad = Write each line as: with what: who answers: days, from 1 to 60. Twelve lines at most.

### What has to be answered, and what became of it
help-none = Nobody asked for help.
help-overdue = Overdue
help-open = To be answered
help-answered = Answered
help-overdue-since = Overdue since { $day }
help-answer-by = Answer by { $day }
help-overdue-count = { $count ->
    [one] one overdue
   *[other] { $count } overdue
}
help-to = Who answers
help-answer-until = Answer promised by
help-written = Written down
help-became = What became of it
help-end-title = Write down what became of it
help-end-how = How did it end?
help-end-done = Done
help-end-could-not = Could not be done
help-end-passed-on = Passed on to somebody else
help-end-otherwise = Otherwise
help-end-what = What was done, or why could nothing be done?
help-end-told = The day on which the person was told
help-end-told-hint = Leave it empty while they do not know yet.
help-end-kept = Kept. Nothing that was written before is lost.
help-told-on = The person was told on { $day }.
help-not-told = The person does not know yet.
help-erase = Have it erased
help-erase-what = It goes from the server and every phone, for good. What happened at the door and the interview stay.
help-erased = Erased here. It goes from the server and every phone after the next sending.
subject-help-to = passed on to { $to }
problem-bad-help-days = An answer is promised within 1 to 60 days.
problem-unknown-help = Nobody answers for that kind of help any more. Choose another.
problem-not-to-be-passed-on = Nothing is written down unless they say yes to its being passed on.
