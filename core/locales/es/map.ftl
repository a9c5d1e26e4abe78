# Mapas de las zonas.

map-title = En el mapa
map-intro = { $who }: la parte que dio una de las respuestas más altas, zona por zona. Cuanto más oscuro, más personas. Los números están en la tabla de abajo.
map-step = { $from } a { $to } %
map-hidden = no se muestra
map-table = Lo mismo en números
map-area = Zona
