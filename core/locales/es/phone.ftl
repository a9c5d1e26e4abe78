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

### El PIN
pin-title = PIN
pin-locked = Este teléfono está bloqueado
pin-locked-what = Escriba su PIN para seguir. Todo lo guardado se conserva; lo último que envió se hará entonces.
pin-spent-what = Se escribieron demasiados PIN equivocados. Pida una invitación nueva a coordinación: al usarla, este teléfono se abre de nuevo, con todo lo que tiene.
pin-pin = PIN
pin-open = Abrir
pin-unsent = { $count ->
    [0] Nada en este teléfono está sin enviar.
    [one] Una entrada de este teléfono está sin enviar. Para enviarla no hace falta el PIN.
   *[other] { $count } entradas de este teléfono están sin enviar. Para enviarlas no hace falta el PIN.
}
pin-forgotten = ¿Lo olvidó? Coordinación le da una invitación nueva; al usarla, este teléfono se abre de nuevo y no se pierde nada.
pin-what = Con un PIN, quien tome este teléfono no ve lo que usted recogió. Las páginas se bloquean cuando no se pide ninguna en { $minutes ->
    [one] un minuto
   *[other] { $minutes } minutos
}. Enviar funciona sin él.
pin-not-what = El PIN bloquea estas páginas. Lo que protege el archivo del teléfono es su cifrado.
pin-old = Su PIN actual
pin-new = PIN nuevo
pin-new-hint = De 6 a 12 cifras que no se repitan ni vayan en orden
pin-again = El PIN nuevo otra vez
pin-set = Poner el PIN
pin-lock = Bloquear ahora
pin-remove = Quitar el PIN
pin-differ = No son iguales
pin-is-set = El PIN está puesto.
pin-is-removed = Este teléfono ya no tiene PIN.
pin-link = Poner un PIN
pin-link-set = Cambiar el PIN o bloquear ahora
problem-no-pin = Un PIN tiene de 6 a 12 cifras
problem-pin-too-easy = Es demasiado fácil de adivinar: elija cifras que no se repitan ni vayan en orden
problem-wrong-pin = Este no es el PIN
problem-pin-wait = Demasiados PIN equivocados: espere un rato antes de volver a probar
problem-pin-spent = Demasiados PIN equivocados: pida una invitación nueva a coordinación
problem-pin-needed = Escriba primero su PIN

### La tarjeta de quien respondió
card-give-title = Una tarjeta para esa persona
card-give-how = La entrevista está terminada y guardada en este teléfono. Escriba el número en una tarjeta y désela: se muestra solo esta vez y no se guarda en ningún sitio.
card-give-thanks = Gracias por sus respuestas.
card-give-what = Con este número puede ver si sus respuestas llegaron. Para que se borren, diga el número a coordinación.
card-give-what-word = Con este número puede ver si sus respuestas llegaron, y con la palabra que eligió puede retirarlas por su cuenta.
card-give-contact = Preguntas: { $who }, { $contact }
card-give-code = El número de la tarjeta como código QR
card-give-print = Para imprimirla, use Imprimir en su navegador: solo la tarjeta va al papel.
card-give-done = Ya tiene su tarjeta
card-give-word = Una palabra que esa persona elija para su tarjeta
card-give-word-hint = Solo si quiere: con ella puede retirar sus respuestas sin pedírselo a nadie. Al menos tres letras o cifras. No la escriba en la tarjeta.
problem-bad-card = La palabra necesita al menos tres letras o cifras
interview-number = Entrevista { $number }

### Entregar resultados
results-save-title = Entregarlo como archivo
results-save-what = Que se mire aquí no se anota en ningún sitio. Un archivo sí: así se puede avisar a quien lo tenga cuando alguien retire sus respuestas.
results-save-purpose = ¿Para quién y para qué?
results-save-hint = Por ejemplo: la reunión de mayo de la junta de vivienda
results-save-missing = Diga para quién es el archivo y para qué
results-save = Guardar el archivo
results-on-screen = Esto se abrió para mirarlo. Para entregarlo, vuelva y guárdelo como archivo.
