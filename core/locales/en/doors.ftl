# The words of the map of doors in the field app.

### The map of doors
door-map = Map of doors
door-map-areas = Areas
door-map-on = On this map
door-map-none = No door of this area has a place on the map yet. Lists of addresses can bring places along, and you can give one when you add a door.
door-map-without = Without a place on the map
door-map-outside = Outside of the area’s line: the place or the area is wrong
door-map-whole = The whole area
door-map-here = Show where I am
door-map-here-off = You are outside of this map.
door-map-here-no = This phone does not say where it is.
door-map-fresh = not knocked yet
door-map-again = worth another knock
door-map-talked = talked
door-map-over = nothing more to do
door-map-several = several doors
door-map-mine = mine
door-map-place = Place on the map, if you know it
door-map-place-hint = As 51.5012, -0.1243. Only people who may see the address see it.
door-map-stand = Use where I stand
door-map-bad-place = Write the place as two numbers, such as 51.5012, -0.1243, or leave it out.
problem-bad-place = That is no place on earth.

### Doors that are not safe alone
not-safe = Not safe alone.
not-safe-animal = An animal
not-safe-dark = No light on the way or the stairs
not-safe-broken = Something broken: steps, wires, a lift
not-safe-other = Another reason: ask a coordinator
not-safe-until = This counts until { $day }, then it is gone by itself. Go with somebody, or leave it out.
not-safe-again = It is safe again
not-safe-say = Not safe to go here alone?
not-safe-what = Those who work in this area see it for 30 days. There is no room for words: nothing about anybody is written here.
not-safe-kept = Marked for 30 days. Others see it after sending.
not-safe-over = Marked as safe again.

one-door-title = Several interviews at one door
one-door-what = Two volunteers may have asked at one door, or two people who live there. Every interview is kept. Here you see which of them counts.
one-door-rule = What counts in the results
one-door-home = One interview for each home: of several at one door, the one that says most
one-door-person = One interview for each person: all count, until a coordinator leaves one out
one-door-anyone = Every interview
one-door-doors = Doors with more than one
one-door-none = No door has more than one interview in a round.
one-door-count = { $count ->
    [one] one door
   *[other] { $count } doors
}
one-door-unknown = A door whose address is not on this phone
one-door-beside = Side by side: { $one } and { $other }
one-door-same = { $count ->
    [one] One question got the same in both.
   *[other] { $count } questions got the same in both.
}
one-door-alike = There is no difference.
one-door-not-there = not there
one-door-counts = counts
one-door-another = another one counts
one-door-left-out = left out
one-door-leave-out = Leave { $number } out of the results
one-door-take-in = Take { $number } back into the results
one-door-reason = Another interview at this door counts.
