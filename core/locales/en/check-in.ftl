# The words of the reminder for whoever is out alone.
check-in-title = When will you be done?
check-in-what = This phone reminds you, and nobody else: it tells nobody, knows no place, and is no safety system without a signal. Agree with somebody who waits for you what they do if you do not come.
check-in-begin-title = I am starting
check-in-until = I will be done by
check-in-begin = Remind me
check-in-until-said = To be done by { $until }
check-in-over = You wanted to be done by { $until }. Are you all right?
check-in-fine = I am fine
check-in-longer = I need longer
check-in-ended = Good. Nothing of it is kept.
check-in-none = No time was said.
problem-bad-check-in = Write a time within the next twelve hours, such as 18:30.
