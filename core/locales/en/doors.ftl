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
