# The words of the respondent's page, and of what a card says.

card-title = Your card
card-lead = With the number on your card you can see whether your answers have arrived, and take them back.
card-number = Card number
card-number-hint = Ten letters and digits, like 7K2MQ-40XWT. Spaces and small letters do not matter.
card-continue = Continue
card-back = Use another number
card-problem = There is a problem
card-bad-number = Enter the number as it stands on your card: ten letters and digits, like 7K2MQ-40XWT

### What the number leads to
card-arrived-title = Your answers arrived
card-arrived = They are safe on the project’s server, and they count.
card-unknown-title = No answers under this number
card-unknown = Either the number was mistyped, or the answers are still on the phone of whoever asked you, or they were taken back.
card-unknown-help = If the number is right and some days have passed, ask the project. How to reach it stands on its privacy notice.

### Taking answers back
card-take-title = Take your answers back
card-take = You can have what you said erased. For that you need the word that you chose when you were asked.
card-no-word = You chose no word. A coordinator of the project can erase your answers for you: tell them your card number. How to reach them stands on the project’s privacy notice.
card-word = Your word
card-word-hint = Capital letters, accents and spaces do not matter.
card-bad-word = Enter the word that you chose: it has at least three letters or digits
card-wrong = This is not the word that belongs to this card
card-confirm-title = Take your answers back?
card-confirm = Your answers, your name and contact if you gave them, and what was quoted of you are erased: on the server at once, on each phone when it next connects. Nobody can bring them back.
card-confirm-published = Results that were published or printed before can’t be called back.
card-yes = Yes, erase my answers
card-no = No, keep them
card-done-title = Your answers are taken back
card-done = They are erased on the server. Each phone of the project erases them when it next connects.

### When it does not work
card-busy-title = Too many tries
card-busy = Wait an hour and try again, or ask a coordinator of the project.
card-failed-title = It did not work
card-failed = Nothing was changed. Try again later, or ask a coordinator of the project.

### Everything that is held of one person
subject-title = What is held about you
subject-lead = Everything that the project held of your interview on { $when }, with who wrote it and when. People of the project appear by their task, not by name.
subject-about = The interview
subject-project-id = Its number in the project
subject-questionnaire = Questionnaire
subject-round = Round
subject-area = Area
subject-door = Door
subject-finished = Finished
subject-paper = Typed in from paper
subject-imported = Imported from
subject-left-out = Left out of the results because
subject-told = Privacy notice that you were given (its mark)
subject-spoken = Language in which you were asked
subject-agreed = What you agreed to
subject-not-agreed = What you did not agree to
subject-answers = Your answers
subject-person = Name and contact
subject-quotes = What is quoted of you
subject-quote = Quote
subject-changes = What was changed since
subject-yes = yes
subject-rights-title = What you can do
subject-rights = You can have an answer corrected, or everything erased. Ask a coordinator of the project; how to reach them stands on its privacy notice. If you have a card and chose a word, you can erase your answers yourself on the project’s page.
