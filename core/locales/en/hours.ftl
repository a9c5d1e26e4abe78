# Who carried the hours.

hours-title = Who carried the hours
hours-thanks = { $people } people gave { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}. Thank you.
hours-thanks-few = A few people gave { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}. Thank you.
hours-part = { $what }: { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
} by { $people } people
hours-together = Everything else
hours-knocking = Knocking and asking
hours-analysing = Working out what people said
hours-meeting = Meetings and workshops
hours-translating = Translating
hours-organising = Planning and looking after others
hours-other = Something else
hours-as-volunteer = Volunteers
hours-as-resident = People who live here
hours-as-staff = Staff
hours-what = Write down the time that you give. Everybody sees it added up; nobody sees your name beside it.
hours-none = Nobody has written down any hours yet.
hours-mine = What you wrote down
hours-add = Write down hours
hours-day = On which day
hours-long = How long, in minutes
hours-for = For what
hours-as = As what
hours-keep = Keep
hours-kept = Noted. Thank you.
hours-take-back = Take back
hours-taken-back = Taken back.
hours-minutes = { $minutes } minutes
