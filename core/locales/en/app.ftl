# The words of the field app's pages.

### On every page
app-language-name = English
app-languages = Language
app-skip = Skip to the page
app-menu = Pages
app-back = Back
app-safe = { $safe } of { $all } safe
app-problem = There is a problem
app-title-problem = Problem
app-not-done = That was not done
app-nothing-here = There is nothing here
app-to-today = Go to Today
app-locked = This page is locked
app-locked-how = Open the address that Doorstep showed at its start: it holds the key.
app-you = you
app-somebody = somebody
app-or = or

### Joining
app-join-title = Join a project
app-join-what = Your coordinator gave you an invite. You need a connection now; afterwards you can work without one.
app-invite = Invite
app-invite-hint = A long text that begins with DOORSTEP
app-join = Join
app-joined = You are in the project { $project }.

### Today
app-today = Today
app-next-door = Next door
app-go-to-door = Go to this door
app-then = Then
app-no-doors = There are no doors on this phone yet. They come when you send and fetch, or you add one.
app-all-doors-done = Every door has been knocked at. Thank you.
app-progress = How far we are
app-progress-doors = { $done } of { $all } doors knocked at, talked at { $talked }.
app-not-finished = Not finished
app-saved-at = saved on this phone { $when }
app-more = More

### Doors
app-doors = Doors
app-no-door = No door
app-no-area = Without an area
app-not-knocked = not knocked yet
app-add-door = Add a door
app-address = Address
app-address-hint = As on an envelope, without the town
app-entry-note = How to get in
app-entry-note-hint = Buzzer, side gate, dog. Nothing about the people.
app-area = Area
app-door-added = The door was added.
app-what-happened = What happened?
app-history = So far
app-no-knocks = Nobody has knocked here in this round.
app-unknown-outcome = something this version has no word for
app-knock-saved = Saved: { $what }.
app-never-again = Never call here again: they asked us not to.

### One home under two addresses
app-maybe-same = { $count ->
    [one] One pair of doors may be the same home
   *[other] { $count } pairs of doors may be the same home
}
app-same-home-title = Is this the same home?
app-same-home-how = Two addresses look like one home. Nothing is lost either way, and you can change it later.
app-same-home = Yes, the same home
app-two-homes = No, two homes
app-linked = Linked. Both show what happened at either.
app-kept-apart = Kept apart.
app-no-maybe-same = There are no two doors that look like one home.
app-also-known-as = Also known as
app-also-known-as-how = Somebody found that this is the same home. What happened at either shows at both.

### Coming back
app-when-again = When shall we come back?
app-morning = in the morning
app-afternoon = in the afternoon
app-evening = in the evening
app-tomorrow = Tomorrow
app-no-time-said = They named no time
app-keep = Keep
app-come-back-on = Come back on { $when }
app-call-backs = They asked us to come back
app-undo-knock = Take this back
app-knock-undone = Taken back. It counts for nothing now.

### Whose turn a door is
app-take-doors = Take doors on
app-take-which-area = In which area?
app-take-how = Others see that these doors are yours. You can give them back at any time.
app-take-which = Which doors?
app-take-all-free = { $count ->
    [one] The one door here that nobody has
   *[other] All { $count } doors here that nobody has
}
app-take-none-chosen = Choose at least one door
app-take-until = Until when?
app-until-today = The end of today
app-until-sunday = The end of Sunday
app-until-fortnight = Two weeks from today
app-no-free-doors = Every door here is somebody’s already.
app-doors-taken = { $count ->
    [one] One door is yours now.
   *[other] { $count } doors are yours now.
}
app-yours-until = yours until { $day }
app-taken-until = taken until { $day }
app-whose-turn = Whose door is it?
app-yours-until-long = Yours, until { $day }.
app-others-until = Taken on by somebody else ({ $who }) until { $day }.
app-both-took = You took it on without knowing of each other. Talk to each other, and one of you give it back.
app-nobodys-turn = Nobody has taken this door on.
app-take-until-sunday = Take it on until Sunday
app-give-back = Give it back
app-give-all-back = Give all of them back
app-given-back = Given back. Others can take on what was yours.
app-my-doors = My doors until { $day }
app-my-doors-done = { $done } of { $all } knocked at.
app-day-1 = Monday
app-day-2 = Tuesday
app-day-3 = Wednesday
app-day-4 = Thursday
app-day-5 = Friday
app-day-6 = Saturday
app-day-7 = Sunday

### Interview
app-interview = Interview
app-interviews = Interviews
app-begin = Begin: { $name }
app-no-forms = There is no questionnaire on this phone yet. It comes when you send and fetch.
app-go-on = Go on
app-next = Next
app-page-of = Page { $page } of { $pages }
app-questions-here = Questions
app-asked-in = Asked in
app-unchecked = Nobody who speaks this language has checked these words yet. Say so if something is hard to follow.
app-leave = Leave it here: everything is saved
app-left = Kept for later
app-left-kept = Every answer is saved on this phone. Go on whenever you like.
app-discard = Give this interview up
app-discard-what = All its answers will be gone from this phone, and nobody else has them.
app-discard-now = Give it up
app-discarded = The interview was given up.
app-choose-any = Choose all that apply
app-put-in-order = Give each a place; 1 comes first
app-no-choices = There is nothing to choose from here.
app-clear = Take the answer away
app-tick = Yes, done
app-how-picture = Take a picture or choose one. Only the picture is kept: no place, no time, no name of the phone.
app-how-signature = Let them sign on paper and take a picture of it, or choose a picture of a signature.
app-sign-here = Sign here
app-draw-here = Draw here
app-sign-again = Start again
app-how-drawing = Draw on paper and take a picture of it, or choose a picture.
app-how-sound = Record something with your phone’s recorder, or choose a recording.
app-how-film = Take a film or choose one.
app-how-file = Choose a file, up to 16 megabytes.
app-picture-attached = The picture that was taken
app-sound-attached = The recording
app-file-attached = A file is attached.
app-file-look = Look at it
app-file-take-out = Take it out
app-how-place = Latitude and longitude with a space between, as 51.5 -0.12
app-how-places = Latitude and longitude with a space between, a semicolon after each place
app-another-title = One more?
app-so-many = { $count ->
    [0] None so far.
    [one] One so far.
   *[other] { $count } so far.
}
app-add-another = Add another
app-no-more = No more, go on
app-remove-last = Take the last one out
app-needs-answer = This needs an answer
app-cannot-be-right = This answer can’t be right
app-unfit-whole-number = Write a whole number, such as 4
app-unfit-number = Write a number, such as 4.5
app-unfit-day = Choose a day
app-unfit-time = Write a time, such as 14:30
app-unfit-moment = Choose a day and a time
app-unfit-place = Write latitude and longitude, such as 51.5 -0.12
app-unfit-places = Write places with semicolons between
app-unfit-choice = Choose what is offered

### Review and finish
app-review = Check the answers
app-review-how = Read them back if there is time. Every answer can still be changed.
app-review-lacking = Before you can finish, mend what is marked.
app-change = Change
app-finish = Finish
app-finished = Finished and saved on this phone.

### Finished interviews
app-no-interviews = No interview is finished yet.
app-finished-at = finished { $when }
app-changes = What was changed
app-no-changes = Nothing has been changed since.
app-files = Pictures and files
app-file-locked = A file, locked: coordinators only
app-file-missing = not here yet
app-file-incomplete = some of it is here
app-file-pieces = { $pieces } of { $all } pieces
app-file-replaced = replaced since
app-change-title = Change an answer
app-reason = Why is it changed?
app-reason-hint = Such as: she rang back. No names.
app-reason-missing = Say why it is changed
app-save-change = Save the change
app-change-saved = The change is saved on this phone.

### Two answers
app-two-answers = Two answers
app-two-answers-how = Each of these questions got two answers. Both are kept until somebody decides.
app-which-is-right = Two answers were given: which is right?
app-ask-again = Nobody can tell: ask again
app-ask-again-tag = to be asked again
app-both-right = Both were right, at different times; the one that I chose counts now
app-other-right = Another answer is right
app-right-answer = The right answer
app-choose-one = Choose one of them
app-decided = Decided
app-on-to-decide = Other questions with two answers
app-show-interview = Show the interview
app-undo = Take this decision back

### Sending
app-send = Send
app-send-now = Send and fetch now
app-send-without-files = Send without pictures and files
app-files-only-here = pictures and files only on this phone
app-files-coming = pictures and files that have not come yet
app-files-refused = { $count ->
    [one] The server has no room for one picture or file; it stays here. Tell your coordinator.
   *[other] The server has no room for { $count } pictures and files; they stay here. Tell your coordinator.
}
app-send-what = Hands over what is only here, and fetches what others have sent. You can go on working if it fails.
app-never-sent = This phone has never sent anything: nothing on it is proven to be anywhere else.
app-no-server = The project has no server yet.
app-kept-for-later = of a later version, kept and passed on
app-waiting = waiting for something that has not come
app-sent = Sent: { $sent } new pieces are safe on the server. Fetched: { $received }.
app-refused = { $count ->
    [one] One piece was turned away; tell your coordinator.
   *[other] { $count } pieces were turned away; tell your coordinator.
}

### Results
app-results = Results so far
app-whole-result = Show the whole result
app-results-here = Counted from what is on this phone; send and fetch to have the latest.

### Settings
app-settings = Settings
app-settings-language = The language can be changed at the foot of every page. The questionnaire has its own languages, on each of its pages.
app-about = About this phone
app-project = Project
app-you-are = You are
app-server = Server
app-this-phone = This phone
app-version = Version
app-files-when = When do they go along?
app-files-always = With every sending
app-files-never = Never: answers alone
app-files-keep = Keep this choice
app-files-set = Kept.
app-where-kept = Where answers are kept
app-where-kept-what = Every answer is on this phone’s disk before the next page shows. It is safe from the loss of this phone once Send says so.
app-role-coordinator = coordinator
app-role-researcher = volunteer
app-role-resident = resident
app-role-manager = manager
app-role-councillor = councillor
app-role-server = server
app-role-unknown = not a member yet

### What went wrong
problem-bad-invite = This is not an invite, or a part of it is missing. Copy the whole text again.
problem-invite-used = Another phone has used this invite. Ask for a new one.
problem-invite-expired = This invite is too old. Ask for a new one.
problem-invite-unknown = The server does not know this invite yet. Ask your coordinator to send first.
problem-no-answer = The server did not answer. Everything is kept on this phone: try again later.
problem-unknown-host = There is no connection to the server. Everything is kept on this phone: try again later.
problem-no-socket = There is no connection. Everything is kept on this phone: try again later.
problem-connection-lost = The connection broke off. What arrived is safe; try again for the rest.
problem-wrong-server-key = This is not our server: its key is another. Nothing was sent. Tell your coordinator.
problem-disk-full = This phone is full. Make room and try again; what was saved before is kept.
problem-not-permitted = Your role or your area does not allow this.
problem-decide-first = This question has two answers: decide which is right first.
problem-nothing-to-decide = There is nothing to decide here any more.
problem-nothing-decided = Nothing was decided about this question.
problem-bad-text = Write something here, and not too much.
problem-too-long = This is too long.
problem-bad-id = There is nothing under this address.
problem-unknown-record = This is not on this phone.
problem-unknown-draft = This interview is not under way on this phone: it was finished or given up.
problem-unknown-form = This questionnaire is not on this phone yet. Send and fetch first.
problem-bad-picture = This is no picture that can be kept: only JPEG and PNG are taken.
problem-file-empty = This file is empty.
problem-file-too-long = This file is too large: 16 megabytes at most.
problem-too-many-files = This interview has as many files as it can have.
problem-file-not-here = Not all of it is on this phone yet. Send and fetch first.
problem-not-agreed = Whoever answers did not agree to that: take it out, or ask them again.

### Who lives here
margins-title = Who lives here
margins-what = When it is known how many people live here in each group, results are adjusted to it, and the page of results says who was not heard.
margins-none = Nothing is known yet of who lives here.
margins-adjusted = What the adjustment comes to
margins-worth = { $interviews } interviews are worth { $worth } equally weighted ones.
margins-not-adjusted = Nothing is adjusted yet.
margins-set-title = Set who lives here
margins-set = One line for each group: question,choice,count
margins-set-hint = The first line is “question,choice,count”. Counts of people, or shares such as 23.5%. What was set before is replaced.
margins-keep = Keep
margins-kept = Kept. Results are adjusted by it from now on.
margins-remove = Adjust no longer
margins-removed = Results are no longer adjusted.

### From how many answers on figures are shown
thresholds-title = What is too few to show
thresholds-what = A figure that stands on very few answers could tell who gave them. It is not shown, here or anywhere else.
thresholds-inside = To volunteers and coordinators, figures from this many answers on
thresholds-outside = To everybody else, figures from this many answers on
thresholds-set = Ask for more
thresholds-least = { $least } at least.
thresholds-blur = Blur figures for everybody else: each may be one or two people off, always the same for the same people
thresholds-blurred = Figures for everybody else are blurred: each may be one or two people off.
thresholds-keep = Keep
thresholds-kept = Kept. It holds from now on.
thresholds-wrong = Write whole numbers that are not below what is asked for at least, and not above { $most }.

### What groups said
by-group-title = What groups said, beside everybody
by-group-what = For every question whose groups are compared with those who live here: how many were heard of each group, and which share of them chose the top answers. In brackets stands where chance alone may put it. Groups with too few answers are not shown.
by-group-none = No questionnaire here asks which group people belong to.
by-group-heard = { $count ->
    [one] { $count } interview
   *[other] { $count } interviews
 }
by-group-few = Too few to show how many.
by-group-share = { $share } ({ $low } to { $high })
by-group-everybody = Everybody: { $share }

### What a coordinator may want to look at
check-title = Worth a look
check-what = { $count ->
    [one] One interview of this round was looked at.
   *[other] { $count } interviews of this round were looked at.
} This is a list to look at, not a verdict: nothing is left out by itself.
check-nothing = Nothing stands out.
check-interviews = Interviews
check-volunteers = Volunteers
check-volunteers-how = Listed where somebody’s interviews differ far more from the middle volunteer’s than volunteers usually do (modified z-score above 3.5, five interviews each at least). There may be good reasons.
check-targets = Who is still missing
check-target = { $heard } of { $wanted }: { $more } more
check-target-met = { $heard } of { $wanted }: enough
check-short = Took { $took } minutes; others usually take { $usual }.
check-straight-lined = All { $count } answers on scales are the same.
check-no-words = All { $count } open questions were left empty.
check-habit-length = Usual length { $value } minutes; with others it is { $usual }.
check-habit-straight-lined = { $value } of the interviews have the same answer on every scale; with others it is { $usual }.
check-habit-unanswered = { $value } of the questions have no answer; with others it is { $usual }.

### What was agreed on criteria
criterion-title = What we agreed
criterion-what = Before asking how things go, people agree what good looks like. It stands beside the answers in the result.
criterion-none = Nothing is written down yet.
criterion-two = two versions: write one to decide
criterion-write = Write it down
criterion-write-what = What is left empty stays as it is.
criterion-code = Its short name, as the questionnaire writes it
criterion-name = What it is called
criterion-good = What good looks like
criterion-agreed-by = Who agreed that
criterion-agreed-on = When
criterion-owner = Who answers for it
criterion-own-figure = The service’s own figure
criterion-team-importance = The service’s agreed answer: how much it matters, in points
criterion-team-satisfaction = The service’s agreed answer: how it goes, in points
criterion-bad-points = Points are a whole number, such as 4.
criterion-keep = Keep
criterion-kept = Kept.
