# Released results of several projects beside each other.

compare-title = Results of several projects
compare-lead = Only what people were asked in the same words stands beside each other. The numbers in brackets say how far chance alone may reach. Projects stand in no order of merit.
compare-alike = Asked in the same words
compare-none = Nothing was asked in the same words.
compare-top = share of the top answers
compare-project = Project
compare-share = Share
compare-difference = Difference from the first
compare-between = { $share } % ({ $low } to { $high } %) of { $count } answers
compare-above = { $points } points ({ $low } to { $high })
compare-not-clear = no clear difference: { $points } points ({ $low } to { $high })
compare-hidden = not shown, or not asked in these words
compare-apart = Not compared
compare-why-words = asked in other words
compare-why-reworded = asked in several wordings in one project
compare-why-unknown = its words are not known
compare-why-about = the same words about something else
compare-why-several = several questions have these words
compare-what = Set a released result of another project beside one of yours: only what was asked in the same words is compared.
compare-save = Save for comparing with other projects
compare-file = The other project’s file
compare-show = Compare
compare-no-file = Choose a file first.
compare-none-here = There is no released result here that knows its words.
