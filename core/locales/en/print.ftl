# Paper for whoever knocks: the list of doors and the guide for volunteers.

### The list of doors
print-title = On paper
print-what = To print, for when a phone is no use at a door. What happened is written into the app afterwards.
print-doors-link = My doors, to print
print-guide-link = A guide for volunteers, to print
print-doors-title = Doors
print-printed = printed { $day }
print-doors-count = { $count ->
    [one] One door.
   *[other] { $count } doors.
}
print-doors-how = Tick what happened, one number for each knock, and write the time beside it.
print-doors-locked = { $count ->
    [one] One more door is locked on this phone and is not on this list.
   *[other] { $count } more doors are locked on this phone and are not on this list.
}
print-doors-care = This list holds addresses. Write nothing about people on it, show it to nobody, and destroy it when all of it is in the app.
print-door = Door
print-when = Time
print-tick = Box to tick

### The guide
guide-title = At the door: a guide on one page
guide-lead = You ask, they decide. Nobody has to answer, and nobody has to say why.
guide-before = Before you go
guide-before-1 = Send and fetch, so that you have the latest doors and questionnaire. Charge the phone.
guide-before-2 = Take your doors on, so that nobody else knocks there today.
guide-before-3 = Go in pairs where you can, and tell somebody when you will be back.
guide-before-4 = Try a whole interview on a friend first.
guide-door = At the door
guide-door-1 = Step back after you knock. Say who you are, who sent you, and what it is about, in two sentences.
guide-door-2 = Ask whether now is a good time. If not, ask when, and write it down as “Come back”.
guide-door-3 = Never go inside if you would rather not. The doorstep is enough.
guide-door-4 = No means no. Thank them, choose “No thanks”, and go.
guide-door-5 = If they ask never to be called on again, choose “Never call again”. Nobody will knock there any more.
guide-door-6 = Choose what happened after every knock, also when nobody is in.
guide-asking = Asking
guide-asking-1 = Read what stands there, in their language if it is offered. Do not help with the answer.
guide-asking-2 = They may skip any question, stop, or carry on another day.
guide-asking-3 = Write no names or addresses into answers.
guide-asking-4 = Every answer is saved at once. If the phone dies, go on where you were.
guide-asking-5 = Give them their card: with its number they can see that their answers arrived, and take them back.
guide-trouble = If something is wrong
guide-trouble-1 = If you feel unsafe, leave. No interview is worth it.
guide-trouble-2 = If somebody may be in danger now, call the emergency number first, then your coordinator.
guide-trouble-3 = Promise no help that you can’t give. Say whom they can ask.
guide-trouble-4 = If your phone is lost, tell your coordinator at once: they can take its rights back.
guide-after = Afterwards
guide-after-1 = Send. Look at “safe” at the top of each page: it counts what is on the server.
guide-after-2 = A slip of the finger? A knock can be taken back, and an answer changed with a reason.
guide-after-3 = Type in what you wrote on paper, then destroy the paper.
guide-after-4 = Keep to yourself what people told you.
guide-numbers = Numbers
guide-numbers-how = Write down whom to call: your coordinator, the emergency number, help nearby.
