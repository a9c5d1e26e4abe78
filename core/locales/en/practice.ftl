# The words of the practice project: its pages, and what its invented people say.

### The project
practice = Practice
practice-contact = nobody: this is practice
practice-notice = This is the practice project. The doors and the people are invented, and nothing leaves this phone. Enter nothing about real people.
practice-area = Practice Row
practice-address = { $number } Practice Row

### Its pages
practice-title = Practise first
practice-what = Ten invented doors and six invented people to try everything with. Nothing you do there is sent, and nothing of it reaches a result.
practice-begin = Practise
practice-go-on = Go on practising
practice-throw-away = Throw the practice away
practice-thrown-away = The practice project is gone.
practice-banner = Practice. Nothing is sent.
practice-leave = Leave
practice-leave-title = Leave the practice project?
practice-leave-keep = Leave and keep it
practice-leave-throw-away = Leave and throw it away
practice-leave-stay = Stay
practice-sending = In earnest you hand your interviews over here: by the network, to another phone, or as a file. It says of each where it is safe. Practice has no server, so everything stays on this phone.
practice-who = Who opens
practice-knock = When you knock
practice-says = They say: { $what }
practice-says-nothing = They leave this out.
problem-practice = This is the practice project: nothing of it leaves this phone, and nobody joins it.
problem-practice-open = The practice project is still open. Leave it first.

### Who lives there
practice-door-1 = Grace, 71, has lived here since the houses were built. She has a few minutes.
practice-door-2 = Nobody opens, though a light is on.
practice-door-3 = Omar, 34, lives with his sister. He has time, and wants to be heard. Ask him everything.
practice-door-4 = Lucía, 52, speaks Spanish. Change the language on the page of the interview.
practice-door-5 = A man opens, says “not interested, thank you”, and shuts the door.
practice-door-6 = Mei, 48, looks after her father. She would like to offer something.
practice-door-7 = Empty rooms behind bare windows, and letters on the mat.
practice-door-8 = Tom, 19, works at the library and only delivers a parcel here. He answers as somebody who works in a service.
practice-door-9 = A woman with a child on her arm: “Not now. Come back on Saturday morning.”
practice-door-10 = Mr Novak, 83. His daughter answers for him, and some things she would rather not say.
practice-1-best = The neighbours. If my blinds stay down, somebody knocks.
practice-1-change = That the lift is mended within a week, not a month.
practice-3-best = The park and the library, both five minutes away.
practice-3-change = Somewhere for young people to go after six.
practice-3-why = Last winter three boys were sent away from the bus shelter every evening. They had nowhere else.
practice-4-best = It is quiet, and the shops are near.
practice-4-change = Letters in a language I understand.
practice-6-best = People greet each other.
practice-6-change = Somebody who comes when my father cannot be alone.
practice-6-offer = Reading letters to people in Mandarin, and filling in forms.
practice-6-return = An afternoon off now and then.
practice-8-best = The people who come to the library.
practice-8-change = Opening hours that fit people who work.
practice-10-best = The carers who come in the morning.
practice-10-change = The same carer every day.
