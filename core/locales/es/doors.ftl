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

### Doors that are not safe alone
not-safe = No ir sin compañía.
not-safe-animal = Un animal
not-safe-dark = Sin luz en el camino o la escalera
not-safe-broken = Algo roto: escalones, cables, un ascensor
not-safe-other = Otra razón: pregunte a la coordinación
not-safe-until = Vale hasta { $day } y después desaparece sola. Vaya con alguien o déjela.
not-safe-again = Ya no hay peligro
not-safe-say = ¿Es peligroso venir aquí sin compañía?
not-safe-what = Lo ve durante 30 días quien trabaja en esta zona. No hay sitio para palabras: aquí no se escribe nada sobre nadie.
not-safe-kept = Marcada durante 30 días. Las demás personas lo ven después de enviar.
not-safe-over = Marcada como segura.

one-door-title = Varias entrevistas en una puerta
one-door-what = Puede que dos voluntarios hayan preguntado en una misma puerta, o que respondieran dos personas que viven allí. Se guardan todas las entrevistas. Aquí ves cuál cuenta.
one-door-rule = Qué cuenta en los resultados
one-door-home = Una entrevista por hogar: de varias en una puerta, la que más dice
one-door-person = Una entrevista por persona: cuentan todas, hasta que alguien de coordinación deja una fuera
one-door-anyone = Todas las entrevistas
one-door-doors = Puertas con más de una
one-door-none = Ninguna puerta tiene más de una entrevista en una ronda.
one-door-count = { $count ->
    [one] una puerta
   *[other] { $count } puertas
}
one-door-unknown = Una puerta cuya dirección no está en este teléfono
one-door-beside = Lado a lado: { $one } y { $other }
one-door-same = { $count ->
    [one] Una pregunta recibió lo mismo en ambas.
   *[other] { $count } preguntas recibieron lo mismo en ambas.
}
one-door-alike = No hay diferencias.
one-door-not-there = no está
one-door-counts = cuenta
one-door-another = cuenta otra
one-door-left-out = fuera
one-door-leave-out = Dejar { $number } fuera de los resultados
one-door-take-in = Volver a contar { $number }
one-door-reason = Cuenta otra entrevista de esta puerta.
