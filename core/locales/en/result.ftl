# The words of a result: page and terminal.

### Heading
result-title = What people say here
result-so-far = Results so far
result-interviews = { $count ->
    [one] One interview
   *[other] { $count } interviews
}
result-made = Made { $when }
result-skip = Skip to the result
result-contents = On this page
result-open-page = This page is open to everyone who can reach this computer: nobody has signed in.
result-empty = No interview has arrived yet. The result appears here as soon as one does.

### In short
short-title = In short
short-heard = { $count ->
    [one] One interview counts towards this result.
   *[other] { $count } interviews count towards this result.
}
short-gone = { $count ->
    [one] One interview of an earlier round has left this device, and these numbers are computed without it. The server and its backup have it.
   *[other] { $count } interviews of earlier rounds have left this device, and these numbers are computed without them. The server and its backup have them.
}
short-sides = { $residents } came from residents and { $team } from the team that runs services here.
short-priority = What residents most want put right first: { $name } ({ $share } of those who chose).
short-priority-everyone = What people most want put right first: { $name } ({ $share } of those who chose).
short-apart = Residents and team see this most differently: { $name }. { $residents } of residents and { $team } of the team gave one of the top answers.
short-gap = The most is missing here: { $name }. It matters { $importance } out of { $most } to residents, and goes { $satisfaction }.
short-gap-everyone = The most is missing here: { $name }. It matters { $importance } out of { $most }, and goes { $satisfaction }.
short-checking = { $count ->
    [0] No answer is being checked.
    [one] One answer is being checked: two different ones were given, and somebody has to decide. Until then it is not counted.
   *[other] { $count } answers are being checked: two different ones were given to the same question, and somebody has to decide. Until then they are not counted.
}
short-kept-out = { $count ->
    [one] One interview does not count: another one at its door does.
   *[other] { $count } interviews do not count: another one at each of their doors does.
}
short-unread = { $count ->
    [one] One interview waits for its questionnaire and is not counted yet.
   *[other] { $count } interviews wait for their questionnaire and are not counted yet.
}

### Whose answers
who-everyone = Everybody
who-residents = Residents
who-team = Team
who-residents-are = “Residents” are people who live here, rely on a service here or look after somebody.
who-team-are = “Team” are people who work in a service here or are in charge of one.
perspective-resident = Resident
perspective-service-user = Service user
perspective-carer = Carer
perspective-staff = Staff
perspective-manager = Manager

### People's own words
quotes-title = In people’s own words
quotes-intro = Names and anything that points at a person have been taken out.
quotes-none = Nobody’s words have been released yet. A coordinator reads them first.
quote-from = { $who } · { $theme }
quote-plain = “{ $text }”

### Criteria
criteria-title = What we assessed, side by side
criteria-intro = Each bar is all the answers of one side, from the lowest answer to the highest. The numbers in it are percent.
statements-title = Working together
statements-intro = How true people find these statements. Each bar is all the answers of one side.
measure-importance = How much it matters
measure-satisfaction = How it goes
measure-agreement = How true people find it
measure-score = The mark people give it
measure-priority = What to put right first
side-answers = { $count ->
    [one] one answer
   *[other] { $count } answers
}
top-two = { $share } said “{ $second }” or “{ $first }”
top-one = { $share } said “{ $first }”
top-short = Top answers
top-said-two = { $measure }: share who said “{ $second }” or “{ $first }”
top-said-one = { $measure }: share who said “{ $first }”
apart-less = The team gave more of the top answers, by { $points ->
    [one] one percentage point
   *[other] { $points } percentage points
}.
apart-more = Residents gave more of the top answers, by { $points ->
    [one] one percentage point
   *[other] { $points } percentage points
}.
apart-same = Both sides gave as many of the top answers.
scale-merged = Neighbouring answers are shown together, because some were given by too few people.
gap-missing = { $who }: it matters { $importance } out of { $most } and goes { $satisfaction }, so { $missing } is missing.
gap-kept = { $who }: it matters { $importance } out of { $most } and goes { $satisfaction }: nothing is missing.
two-scales = This was asked on scales of different lengths. They are shown one by one and never mixed.
numbers-of = The numbers: { $name }
column-answer = Answer
column-people = Answers
column-mean = Mean (out of { $most })
cell-count-share = { $count } ({ $share })

### Beside the answers
aside-no-experience = No experience of it
aside-dont-know = Not sure
aside-prefer-not = Rather not say
aside-blank = Left empty
aside-not-asked = Not asked
aside-withdrawn = Taken back
aside-locked = Locked: coordinators only
aside-being-checked = Being checked
aside-unfit = Does not fit the question
aside-line = Not among the answers: { $list }.
aside-item = { $name } ({ $count })

### Hidden
hidden-too-few = Not shown: fewer than { $fewest } people answered.
hidden-covering = Not shown: together with the others it would give away an answer from too few people.
hidden-held = Held until more people have answered: set beside an earlier result it would tell what a few people said.
hidden-alike = Not shown: nearly everybody of a small group said the same, so it would tell what each of them said.
hidden-dominated = Not shown: nearly all of these answers come from one group that is not shown by itself.
hidden-nobody = Nobody has answered this yet.
people-covering = not shown
people-fewer = fewer than { $fewest }

### Quadrant
quadrant-title = What matters beside how it goes
quadrant-intro = Further right matters more to { $who }; further up goes better. The lines lie in the middle: half of what we assessed is on either side. It shows what stands out here, not what is good or bad.
quadrant-label = Chart of { $count } things assessed: importance from left to right, satisfaction from bottom to top. The table below has the same numbers.
quadrant-matters = Matters more →
quadrant-goes = Goes better ↑
quadrant-number = No.
quadrant-name = What we assess
quadrant-corner = Where it lies
corner-mend = Matters more, goes worse
corner-keep = Matters more, goes better
corner-watch = Matters less, goes worse
corner-fine = Matters less, goes better
quadrant-elsewhere = Asked on another scale and not drawn: { $names }.
quadrant-not-yet = Not drawn yet: it takes three things that enough people have rated for both.

### Put right first
priority-title = What to put right first
priority-intro = People could choose several; the shares are of people who chose.

### Area by area, round by round
areas-title = Area by area
rounds-title = Round by round
across-intro = { $who }: the share who gave one of the top answers. “–” stands for too few answers to show, or none.
across-name = What we assess

### Other questions
tables-title = Every other question
tables-all = Every question
tables-intro = Everybody together.
tables-elsewhere = { $count ->
    [one] One more question has its own table on the page of this result.
   *[other] { $count } more questions have their own tables on the page of this result.
}
table-several = People could choose several.
table-repeated = Counted once for each person of a home.

### Who was not heard
heard-title = Who was not heard
heard-intro = Fewest interviews first. A short bar means few interviews from there.
heard-perspectives = By what people answered as
heard-areas = By area
heard-group = Group
heard-interviews = Interviews
heard-unsaid = Not asked or not said
heard-nobody = Nobody was heard from: { $names }.
heard-taken-back = { $count } people took their answers back, or did not agree that they count. They are in no number on this page.
knocks-title = At the doors
knocks-intro = What happened at each knock.
knocks-outcome = What happened
knocks-count = Knocks

### How many took part
rates-title = How many took part
rates-intro = Every door that was knocked at counts once in a round, by what says most about it: an interview before a refusal, a refusal before any other word, a word before nobody in. Doors that nobody has knocked at yet are not among them. The rates are those of AAPOR’s Standard Definitions.
rates-none = No door has been knocked at yet, so there is no response rate.
rates-no-home = Of the doors knocked at, none is or may be a home, so there is no response rate.
rates-few = Doors knocked at: { $doors }, too few for a response rate.
rates-said = Doors knocked at: { $doors }. Of them { $share } led to a whole interview (response rate RR1).
rates-no-round = Without a round
rates-rate = Rate
rates-formula = How it is worked out
rates-share = Share
rates-counts = What goes into the formulas
rates-case = Doors
rates-doors = How many
rate-rr1 = Response rate (RR1)
rate-rr2 = Response rate with interviews in part (RR2)
rate-rr3 = Response rate, unknown doors estimated (RR3)
rate-rr4 = The same with interviews in part (RR4)
rate-rr5 = Response rate of known homes (RR5)
rate-rr6 = The same with interviews in part (RR6)
rate-coop1 = Cooperation rate (COOP1)
rate-ref1 = Refusal rate (REF1)
rate-con1 = Contact rate (CON1)
case-interview = I: whole interviews
case-partial = P: interviews in part
case-refusal = R: said no, or broke off
case-non-contact = NC: nobody in, or asked to come back
case-other = O: other: another language, talked without an interview, taken back
case-unknown-home = UH: could not get in
case-unknown-other = UO: not known
case-not-eligible = NE: nobody lives there

### Adjusted, bounds and change
adjusted-line = Adjusted to match who lives here: { $share } (between { $low } and { $high }). These answers are worth { $worth } equal ones.
between-shares = (between { $low } and { $high })
difference-clear = The real difference lies between { $low } and { $high } points.
difference-unclear = That is no clear difference among so few answers: anything from { $low } to { $high } points may be behind it.
change-more = Since “{ $round }”, more of the top answers ({ $who }): up by { $points ->
    [one] one percentage point
   *[other] { $points } percentage points
}.
change-less = Since “{ $round }”, fewer of the top answers ({ $who }): down by { $points ->
    [one] one percentage point
   *[other] { $points } percentage points
}.
change-same = Since “{ $round }”, as many of the top answers ({ $who }).
heard-lives = Of those who live here
heard-lives-share = { $share } of those who live here
remark-unknown-question = No questionnaire here asks “{ $question }”, so nothing is adjusted by it: correct its name in the margins, or take it out.
remark-not-compared = “{ $question }” is not marked to be compared with who lives here: mark it in the questionnaire’s column evaluation::margin.
remark-unknown-choice = “{ $question }” has no choice “{ $choice }”: correct it in the margins, or take it out.
remark-nobody-heard = Nobody was heard from “{ $choice }” ({ $question }): no adjusting can speak for them. Knock there, or count them with a neighbouring group.
remark-few-heard = Fewer than 10 people were heard from “{ $choice }” ({ $question }), so what stands for that group rests on few.
remark-not-met = What was heard can’t be brought to all margins at once; adjusted figures come as near as they can.
remark-too-few = Nothing is adjusted before { $fewest } interviews.
method-adjusted = Adjusted figures match who lives here by: { $questions }. Each interview gets a weight by raking, between 0.3 and 3 times the middle one. { $interviews } interviews are then worth { $worth } equally weighted ones (Kish). The figures as people answered stand beside.
method-not-adjusted = The numbers are as people answered. They can’t be adjusted to match who lives here yet, for these reasons.
method-bounds = Bounds hold nineteen times out of twenty: Wilson’s for a share, Newcombe’s for a difference. They tell how far chance alone reaches, not whether people who opened the door are like those who did not.

### What was agreed
agreed-good = What good looks like: { $text }
agreed-by-on = Agreed by { $name }, { $day }.
agreed-by = Agreed by { $name }.
agreed-on = Agreed on { $day }.
agreed-owner = Who answers for it: { $name }.
agreed-own-figure = The service’s own figure: { $text }
agreed-team = The service’s own agreed answer ({ $measure }): { $points } out of { $most }. It is one answer, and not counted among people’s.
agreed-team-plain = The service’s own agreed answer ({ $measure }): { $points }. It is one answer, and not counted among people’s.
agreed-two = { $texts } (two versions, being decided)

### How it was counted
method-title = How this was counted
method-merged = On { $count } of { $all } scales some answer was given by fewer than { $fewest } people of one side. There neighbouring answers are shown together: everything below the middle, the middle, and everything above it.
method-joined = Shown together, because too few residents were heard in one of them alone: { $names }.
method-side = Counted together as “{ $side }”, because fewer than { $fewest } people answered as one of them: { $names }.
method-quotes-held = { $count ->
    [one] What one person said is left out, because so few people answered as they did.
   *[other] { $count } quotes are left out, because so few people answered as those who said them.
}
method-hidden-inside = This page is for the people who work on this survey. Answers from fewer than { $fewest } people are not shown.
method-blurred = Each count was first changed by two people at most, always the same for the same people, so that no two results can be set against each other; figures adjusted to the population are left out.
method-hidden-outside = Answers from fewer than { $fewest } people are not shown, nor what would give them away. Counts are rounded to the nearest { $step }, and shares are worked out from the rounded counts, so they may not add up.
method-hidden-count = { $count ->
    [0] Nothing on this page had to be hidden.
    [one] One number on this page is hidden for that reason.
   *[other] { $count } numbers on this page are hidden for that reason.
}
method-scales = Scales of different lengths are never mixed. “Top answers” are the two highest of a scale, or the highest one of a scale of two or three.
method-aside = “No experience”, “not sure”, “rather not say” and answers being checked are never among the answers: they stand beside them.
method-weights = The numbers are as people answered. They are not adjusted to match who lives here.
method-same = Every phone and the server that hold the same interviews show this same result.

### Numbers
percent = { $number } %
decimal = { $whole }.{ $tenth }
count = { $count }

### The wheel of stages
wheel-title = Where residents had a part
wheel-lead = Somebody decides what a service is for, plans how it works, does it, and looks at how it went. This is where people who live with it had a part, as the coordinators wrote it down.
wheel-told = { $count ->
    [0] Residents had a part in none of the four stages.
    [one] Residents had a part in one of the four stages.
   *[other] Residents had a part in { $count } of the four stages.
}
wheel-stage = Stage
wheel-how = How residents had a part
wheel-no-part = No part yet
wheel-write = Write it down
wheel-keep = Keep
wheel-kept = Kept.
stage-co-commission = Deciding what matters and what is paid for
stage-co-design = Planning how it works
stage-co-deliver = Doing it
stage-co-assess = Looking at how it went
