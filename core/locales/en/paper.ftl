# The words of typing in from paper.
paper-title = Type in from paper
paper-which = Which questionnaire is it?
paper-asked-on = On which day was it asked?
paper-begin = Begin typing
paper-how = Type the number of a choice, or what is written. Enter saves it and goes on to the next empty line.
paper-save = Save and go on
paper-required = (needed)
paper-several = Several: numbers with spaces between.
paper-ranked = In order: the numbers from the first to the last.
paper-bad-number = Type a number from 1 to { $most }.
paper-file = A picture or file: add it on the page of the interview.
paper-elsewhere = Answer this one on its own page.
paper-one-by-one = One question at a time
paper-typed-in = Typed in from paper.
paper-typed-in-of = Typed in from paper of { $day }.
problem-bad-day = Write a day that is not after today.
