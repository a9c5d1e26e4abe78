# Maps of the areas.

map-title = On the map
map-intro = { $who }: the share who gave one of the top answers, area by area. The darker, the more did. The numbers are in the table below.
map-step = { $from } to { $to } %
map-hidden = not shown
map-table = The same in numbers
map-area = Area
