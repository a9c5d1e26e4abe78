# Releases: results that are frozen, named and dated.

release-title = Released results
release-what = A result that is released does not change any more. Until a set day those it is about can reply; then everybody is shown it.
release-none = No result has been published yet.
release-number = Result { $number }
release-open = See the result
release-published = Published { $when }
release-until = Waits for replies until { $when }
release-held = { $count ->
    [one] { $count } figure waits until more people have answered.
   *[other] { $count } figures wait until more people have answered.
}
release-proof = Proven by { $name }
release-fact = a fact added
release-reply = a reply
release-since = { $count ->
    [one] { $count } interview has come since the newest.
   *[other] { $count } interviews have come since the newest.
}
release-since-about = Since then about { $count } more people have answered.
release-since-few = Since then fewer than { $fewest } more people have answered.
release-add-reply = Add a reply or a fact
release-who = Who says it: a service or a role
release-text = What is said
release-is-fact = It is a fact, not a reply
release-add = Add
release-ask-title = Release a result
release-ask-what = The server makes it when every round has ended, or enough people have answered. It holds back what would tell of a few people beside an earlier result.
release-look = See what would be in it
release-name = What to call it, beside its number
release-days = Days for replies
release-from = While a round is open, release from so many interviews on
release-ask = Ask the server for it
release-asked = Asked. The server answers when you send.
release-replied = Noted. It stands under the result when you have sent.
release-bad-number = Write a whole number.
release-waits = The server has not answered yet: send and fetch.
release-too-late = The reply came after the result was published.
release-still-open = Nothing was released: a round is still open. End it, or say from how many interviews on.
release-too-few = Nothing was released: it takes { $needs } interviews.
release-nothing-new = Nothing was released: nothing has changed since the newest.
release-forgotten = Nothing was released: the server was put back from an older backup and does not remember an earlier result. Ask whoever runs it to put back a newer one.
