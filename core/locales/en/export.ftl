# Files for other tools: what their numbers and flags mean, and the page where they are made.

export-refused = Rather not say
export-dont-know = Don’t know
export-does-not-apply = Does not apply: the questionnaire did not ask it, or whoever answered has no experience of it
export-empty = Left empty, being checked, or kept back: whoever answered did not agree, or a coordinator has to read it first
export-has-issues = In the column ReviewState: two answers to one question wait for a decision; the cell is empty until then
export-flag-merged = neighbouring answers are put together, so that fewer are hidden
export-flag-few = hidden: fewer than { $fewest } people
export-flag-covering = hidden: together with others it would give away a number that is too small
export-flag-held = held until more people have answered
export-flag-alike = hidden: everybody gave the same answer
export-unsaid = none of these, or not said

### The page where files are made
export-link = Interviews and tables as files for other tools
export-title = Files for other tools
export-what = What single people said, without names, doors or anything that a coordinator has to read first. People who took their answers back are not in it. For whom a file is gets noted, so whoever has it can be told when something is erased.
export-kind = Which file?
export-kind-xlsx = Excel
export-kind-xlsx-what = Answers in words, with a sheet that says what each column is
export-kind-csv = CSV
export-kind-csv-what = A zip file laid out as ODK Central’s, for scripts that you have
export-kind-tables = Tables of the result
export-kind-tables-what = Numbers that may go outside, each with what was hidden and why
export-kind-geojson = Map
export-kind-geojson-what = The places among the answers, as GeoJSON; for yourselves alone
export-kind-parquet = Parquet
export-kind-parquet-what = One row for each answer, for statistics on large surveys
export-kind-jsonl = Everything with its history
export-kind-jsonl-what = Who changed what, when and why, as JSON Lines
export-kind-missing = Say which file you want
export-others = Does another organisation get it? Which?
export-others-hint = Leave it empty if not. Otherwise people who did not agree to sharing are left out, and so are places and sensitive answers.
export-purpose = What is it for?
export-purpose-missing = Say what the file is for
export-no-places-for-others = Places are addresses: no other organisation gets them
export-careful = The file says what single people answered. Do not publish it, and delete it when it is not needed any more.
