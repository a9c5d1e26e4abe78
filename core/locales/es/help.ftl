# Las palabras de pedir ayuda en una puerta: qué pide alguien, quién responde y qué fue de ello.
help-title = Pidieron ayuda
help-way = Piden ayuda con algo

### En la puerta
help-ask-title = ¿Qué piden?
help-ask-what = Para que quien puede ayudar se ponga en contacto. Está aparte de la entrevista y solo lo abre la coordinación: una vez guardado, ni siquiera este teléfono puede.
help-ask-kind = ¿Con qué?
help-ask-kind-lacks = Elija con qué.
help-promise = { $to } responde antes del final de { $day }.
help-ask-words = ¿De qué se trata?
help-ask-words-hint = Pocas palabras, como lo dicen, y no más de lo que necesita saber quien ayuda.
help-ask-reach = ¿Cómo se les puede localizar?
help-ask-reach-hint = Un teléfono, o cuándo pasar por casa.
help-ask-reach-lacks = Sin esto nadie les puede responder.
help-reach = Cómo localizarles
help-ask-read-out = Lea esto en voz alta
help-ask-yes = «¿Podemos pasar lo que usted pide, y cómo localizarle, a quien se ocupa de ello? Nadie más lo recibe, no forma parte de sus respuestas y puede cambiar de idea cuando quiera.»
help-ask-said-yes = Dijeron que sí
help-ask-keep = Anotarlo
help-ask-kept = Anotado como { $number }. Dígales este número: con él pueden preguntar qué fue de ello o retirarlo. Envíe pronto.

### Lo que anotó este teléfono
help-own = Anotado en este teléfono
help-own-what = Este teléfono solo conoce los números; lo que dicen solo lo abre la coordinación.
help-own-none = En este teléfono no se ha anotado nada.
help-own-of = De { $asked }, respuesta prometida antes del final de { $day }
help-take-back = Ya no lo quieren
help-taken-back = Retirado. Se borra en todas partes en cuanto lo sepa un teléfono de la coordinación.
help-closing = Salen de este teléfono { $count ->
    [one] un día
   *[other] { $count } días
} después de que se sepa que están en la copia de seguridad del servidor.

### Con qué se puede ayudar
help-kinds = Con qué se puede ayudar
help-no-kinds = Nadie ha anotado todavía con qué se puede ayudar y quién responde, así que no se puede prometer nada. Pregunte a la coordinación.
help-kinds-write = Anotarlo (coordinación)
help-kinds-hint = Una línea para cada cosa: con qué, dos puntos, quién responde, dos puntos, en cuántos días. Reparaciones: Equipo de vivienda: 7
help-kinds-kept = Guardado. Cada teléfono lo tendrá la próxima vez que envíe y reciba.
help-kinds-bad = Escriba cada línea así: con qué: quién responde: días, de 1 a 60. Doce líneas como mucho.

### Lo que hay que responder y qué fue de ello
help-none = Nadie pidió ayuda.
help-overdue = Con retraso
help-open = Por responder
help-answered = Respondido
help-overdue-since = Con retraso desde { $day }
help-answer-by = Responder antes del final de { $day }
help-overdue-count = { $count } con retraso
help-to = Quién responde
help-answer-until = Respuesta prometida para
help-written = Anotado
help-became = Qué fue de ello
help-end-title = Anotar qué fue de ello
help-end-how = ¿Cómo terminó?
help-end-done = Hecho
help-end-could-not = No se pudo hacer
help-end-passed-on = Pasado a otra persona
help-end-otherwise = De otro modo
help-end-what = ¿Qué se hizo, o por qué no se pudo hacer nada?
help-end-told = El día en que se le dijo a la persona
help-end-told-hint = Déjelo vacío mientras no lo sepa.
help-end-kept = Guardado. No se pierde nada de lo que se anotó antes.
help-told-on = Se le dijo a la persona el { $day }.
help-not-told = La persona todavía no lo sabe.
help-erase = Hacer que se borre
help-erase-what = Desaparece del servidor y de todos los teléfonos para siempre. Lo que pasó en la puerta y la entrevista se quedan.
help-erased = Borrado aquí. Desaparece del servidor y de todos los teléfonos la próxima vez que envíe.
subject-help-to = pasado a { $to }
problem-bad-help-days = Se promete una respuesta en 1 a 60 días.
problem-unknown-help = Ya nadie responde por esa clase de ayuda. Elija otra.
problem-not-to-be-passed-on = No se anota nada si no dicen que sí a que se pase.
