# The sheet for letterboxes: what people said, and what happens now.

sheet-title = What you said, what happens now
sheet-good = What goes best
sheet-bad = What goes least well
sheet-first = What should be put right first
sheet-too-few = Too few people answered to show anything here.
sheet-happens = What happens now
sheet-will = We will do this, by when, and who
sheet-wont = We will not do this, because
sheet-write = Room to write
sheet-ask = Questions: { $who }

sheet-link = A sheet for letterboxes
sheet-what = One A5 page to print: what goes well and what does not, as it may be shown outside, and room to write what you will do, and what you won’t, because.
sheet-everywhere = All areas together
sheet-make = Show the sheet

### Charts
chart-answers = { $count ->
    [one] one answer
   *[other] { $count } answers
}
