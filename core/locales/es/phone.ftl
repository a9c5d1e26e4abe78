# Las palabras sobre el teléfono mismo: lo que sale de él después de una ronda, su PIN, la tarjeta de quien respondió.

### Después de una ronda
closing-title = Después de una ronda
closing-link = Lo que queda aquí de rondas terminadas
closing-what = Cuando una ronda termina, sus entrevistas salen de este teléfono { $count ->
    [one] un día
   *[other] { $count } días
} después de estar en la copia de seguridad del servidor. El servidor las conserva. No sale nada que solo esté aquí.
closing-what-coordinator = Este es un teléfono de coordinación: conserva las entrevistas de rondas terminadas hasta que usted las retire aquí. De los teléfonos de voluntarios salen { $count ->
    [one] un día
   *[other] { $count } días
} después de estar en la copia de seguridad del servidor.
closing-here = solo en este teléfono
closing-waiting = a salvo en el servidor, aún sin constancia en su copia de seguridad
closing-leaving = en la copia de seguridad del servidor, saldrán
closing-unfinished = sin terminar
closing-gone = ya no están en este teléfono
closing-send-first = Una parte está solo en este teléfono. Primero envíe.
closing-each = Cada entrevista
closing-leaves = sale a partir del { $day }
closing-now = Retirarlas ya
closing-now-what = Quita de este teléfono ahora mismo todo lo que está en la copia de seguridad del servidor, por ejemplo antes de devolver el teléfono. Esas entrevistas ya no se podrán ver ni corregir aquí.
closing-now-do = Retirar lo que está en la copia
closing-done = { $count ->
    [0] Nada ha salido de este teléfono.
    [one] Una entrevista ha salido de este teléfono.
   *[other] { $count } entrevistas han salido de este teléfono.
}
