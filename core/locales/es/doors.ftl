# Las palabras del mapa de puertas en la aplicación de campo.

### El mapa de puertas
door-map = Mapa de puertas
door-map-areas = Zonas
door-map-on = En este mapa
door-map-none = Ninguna puerta de esta zona tiene todavía un lugar en el mapa. Las listas de direcciones pueden traerlo y usted puede darlo al añadir una puerta.
door-map-without = Sin lugar en el mapa
door-map-outside = Fuera de la línea de la zona: el lugar o la zona están mal
door-map-whole = Toda la zona
door-map-here = Mostrar dónde estoy
door-map-here-off = Está fuera de este mapa.
door-map-here-no = Este teléfono no dice dónde está.
door-map-fresh = sin llamar todavía
door-map-again = vale la pena volver
door-map-talked = se habló
door-map-over = nada más que hacer
door-map-several = varias puertas
door-map-mine = mía
door-map-place = Lugar en el mapa, si lo sabe
door-map-place-hint = Como 51.5012, -0.1243. Solo lo ve quien puede ver la dirección.
door-map-stand = Usar donde estoy
door-map-bad-place = Escriba el lugar con dos números, como 51.5012, -0.1243, o déjelo vacío.
problem-bad-place = Eso no es un lugar de la tierra.
