# Las palabras de las páginas para el trabajo de puerta en puerta. Nadie que hable español de nacimiento las ha revisado
# todavía.

### En todas las páginas
app-language-name = Español
app-languages = Idioma
app-skip = Ir al contenido
app-menu = Páginas
app-back = Atrás
app-safe = { $safe } de { $all } a salvo
app-problem = Hay un problema
app-title-problem = Problema
app-not-done = No se ha hecho
app-nothing-here = Aquí no hay nada
app-to-today = Ir a Hoy
app-locked = Esta página está cerrada
app-locked-how = Abra la dirección que Doorstep mostró al empezar: lleva la llave.
app-you = usted
app-somebody = alguien
app-or = o

### Unirse
app-join-title = Unirse a un proyecto
app-join-what = Quien coordina le ha dado una invitación. Ahora hace falta conexión; después puede trabajar sin ella.
app-invite = Invitación
app-invite-hint = Un texto largo que empieza por DOORSTEP
app-join = Unirse
app-joined = Está en el proyecto { $project }.

### Hoy
app-today = Hoy
app-next-door = La próxima puerta
app-go-to-door = Ir a esta puerta
app-then = Después
app-no-doors = Todavía no hay puertas en este teléfono. Llegan al enviar y recibir, o añada una.
app-all-doors-done = Se ha llamado a todas las puertas. Gracias.
app-progress = Cuánto llevamos
app-progress-doors = Llamado en { $done } de { $all } puertas, hablado en { $talked }.
app-not-finished = Sin terminar
app-saved-at = guardada en este teléfono { $when }
app-more = Más

### Puertas
app-doors = Puertas
app-no-door = Sin puerta
app-no-area = Sin zona
app-not-knocked = sin llamar
app-add-door = Añadir una puerta
app-address = Dirección
app-address-hint = Como en un sobre, sin la ciudad
app-entry-note = Cómo entrar
app-entry-note-hint = Timbre, puerta lateral, perro. Nada sobre las personas.
app-area = Zona
app-door-added = Se ha añadido la puerta.
app-what-happened = ¿Qué ha pasado?
app-history = Hasta ahora
app-no-knocks = Nadie ha llamado aquí en esta ronda.
app-unknown-outcome = algo para lo que esta versión no tiene palabra
app-knock-saved = Guardado: { $what }.
app-never-again = No volver nunca: nos lo han pedido.

### Un hogar con dos direcciones
app-maybe-same = { $count ->
    [one] Un par de puertas puede ser el mismo hogar
   *[other] { $count } pares de puertas pueden ser el mismo hogar
}
app-same-home-title = ¿Es el mismo hogar?
app-same-home-how = Dos direcciones parecen un solo hogar. No se pierde nada en ningún caso, y puede cambiarlo después.
app-same-home = Sí, el mismo hogar
app-two-homes = No, dos hogares
app-linked = Vinculadas. Cada una muestra lo que pasó en la otra.
app-kept-apart = Siguen separadas.
app-no-maybe-same = No hay dos puertas que parezcan un solo hogar.
app-also-known-as = También conocida como
app-also-known-as-how = Alguien vio que es el mismo hogar. Lo que pasó en una se ve en ambas.

### Volver
app-when-again = ¿Cuándo volvemos?
app-morning = por la mañana
app-afternoon = por la tarde
app-evening = al anochecer
app-tomorrow = Mañana
app-no-time-said = No dijeron cuándo
app-keep = Guardar
app-come-back-on = Volver el { $when }
app-call-backs = Pidieron que volviéramos
app-undo-knock = Anular esto
app-knock-undone = Anulado. Ya no cuenta.

### De quién es una puerta
app-take-doors = Encargarse de puertas
app-take-which-area = ¿En qué zona?
app-take-how = Los demás ven que estas puertas son suyas. Puede devolverlas cuando quiera.
app-take-which = ¿Qué puertas?
app-take-all-free = { $count ->
    [one] La única puerta de aquí que no tiene nadie
   *[other] Las { $count } puertas de aquí que no tiene nadie
}
app-take-none-chosen = Elija al menos una puerta
app-take-until = ¿Hasta cuándo?
app-until-today = El final de hoy
app-until-sunday = El final del domingo
app-until-fortnight = Dos semanas a partir de hoy
app-no-free-doors = Todas las puertas de aquí ya son de alguien.
app-doors-taken = { $count ->
    [one] Una puerta es suya ahora.
   *[other] { $count } puertas son suyas ahora.
}
app-yours-until = suya hasta el { $day }
app-taken-until = ocupada hasta el { $day }
app-whose-turn = ¿De quién es esta puerta?
app-yours-until-long = Suya, hasta el { $day }.
app-others-until = Se encarga otra persona ({ $who }) hasta el { $day }.
app-both-took = Ambos se encargaron sin saber del otro. Hablen entre ustedes, y que una persona la devuelva.
app-nobodys-turn = Nadie se encarga de esta puerta.
app-take-until-sunday = Encargarse hasta el domingo
app-give-back = Devolverla
app-give-all-back = Devolverlas todas
app-given-back = Devuelto. Otras personas pueden encargarse de lo que era suyo.
app-my-doors = Mis puertas hasta el { $day }
app-my-doors-done = En { $done } de { $all } se ha llamado.
app-day-1 = lunes
app-day-2 = martes
app-day-3 = miércoles
app-day-4 = jueves
app-day-5 = viernes
app-day-6 = sábado
app-day-7 = domingo

### Entrevista
app-interview = Entrevista
app-interviews = Entrevistas
app-begin = Empezar: { $name }
app-no-forms = Todavía no hay cuestionario en este teléfono. Llega al enviar y recibir.
app-go-on = Seguir
app-next = Siguiente
app-page-of = Página { $page } de { $pages }
app-questions-here = Preguntas
app-asked-in = Se pregunta en
app-unchecked = Nadie que hable este idioma ha revisado todavía estos textos. Avise si algo no se entiende.
app-leave = Dejarla aquí: todo queda guardado
app-left = Guardada para más tarde
app-left-kept = Todas las respuestas están guardadas en este teléfono. Siga cuando quiera.
app-discard = Descartar esta entrevista
app-discard-what = Todas sus respuestas se borrarán de este teléfono, y nadie más las tiene.
app-discard-now = Descartar
app-discarded = Se ha descartado la entrevista.
app-choose-any = Elija todo lo que corresponda
app-put-in-order = Dé un puesto a cada cosa; el 1 va primero
app-no-choices = Aquí no hay nada que elegir.
app-clear = Quitar la respuesta
app-tick = Sí, hecho
app-how-picture = Tome una foto o elija una. Solo se guarda la imagen: ni el lugar, ni la hora, ni el nombre del teléfono.
app-how-signature = Deje que firmen en papel y tome una foto, o elija la foto de una firma.
app-sign-here = Firme aquí
app-draw-here = Dibuje aquí
app-sign-again = Empezar de nuevo
app-how-drawing = Dibuje en papel y tome una foto, o elija una foto.
app-how-sound = Grabe algo con la grabadora de su teléfono, o elija una grabación.
app-how-film = Grabe un vídeo o elija uno.
app-how-file = Elija un archivo, de hasta 16 megabytes.
app-picture-attached = La foto que se tomó
app-sound-attached = La grabación
app-file-attached = Hay un archivo adjunto.
app-file-look = Verlo
app-file-take-out = Quitarlo
app-how-place = Latitud y longitud con un espacio en medio, como 40.4 -3.7
app-how-places = Latitud y longitud con un espacio en medio y punto y coma tras cada lugar
app-another-title = ¿Otra más?
app-so-many = { $count ->
    [0] Ninguna hasta ahora.
    [one] Una hasta ahora.
   *[other] { $count } hasta ahora.
}
app-add-another = Añadir otra
app-no-more = Ninguna más, seguir
app-remove-last = Quitar la última
app-needs-answer = Hace falta una respuesta
app-cannot-be-right = Esta respuesta no puede ser
app-unfit-whole-number = Escriba un número entero, como 4
app-unfit-number = Escriba un número, como 4.5
app-unfit-day = Elija un día
app-unfit-time = Escriba una hora, como 14:30
app-unfit-moment = Elija un día y una hora
app-unfit-place = Escriba latitud y longitud, como 40.4 -3.7
app-unfit-places = Escriba lugares separados por punto y coma
app-unfit-choice = Elija entre lo que se ofrece

### Repasar y terminar
app-review = Repase las respuestas
app-review-how = Léalas en voz alta si hay tiempo. Todavía se puede cambiar cualquiera.
app-review-lacking = Antes de terminar, corrija lo marcado.
app-change = Cambiar
app-finish = Terminar
app-finished = Terminada y guardada en este teléfono.

### Entrevistas terminadas
app-no-interviews = Todavía no hay entrevistas terminadas.
app-finished-at = terminada { $when }
app-changes = Lo que se ha cambiado
app-no-changes = Desde entonces no se ha cambiado nada.
app-files = Fotos y archivos
app-file-locked = Un archivo, bloqueado: solo coordinación
app-file-missing = todavía no está aquí
app-file-incomplete = una parte está aquí
app-file-pieces = { $pieces } de { $all } partes
app-file-replaced = sustituido después
app-change-title = Cambiar una respuesta
app-reason = ¿Por qué se cambia?
app-reason-hint = Por ejemplo: llamó después. Sin nombres.
app-reason-missing = Diga por qué se cambia
app-save-change = Guardar el cambio
app-change-saved = El cambio está guardado en este teléfono.

### Dos respuestas
app-two-answers = Dos respuestas
app-two-answers-how = Cada una de estas preguntas tiene dos respuestas. Se guardan las dos hasta que alguien decida.
app-which-is-right = Se dieron dos respuestas: ¿cuál es la buena?
app-ask-again = Nadie lo sabe: preguntar otra vez
app-ask-again-tag = hay que preguntar otra vez
app-both-right = Las dos eran buenas, en momentos distintos; ahora cuenta la que he elegido
app-other-right = La buena es otra
app-right-answer = La respuesta buena
app-choose-one = Elija una
app-decided = Decidido
app-on-to-decide = Otras preguntas con dos respuestas
app-show-interview = Ver la entrevista
app-undo = Retirar esta decisión

### Enviar
app-send = Enviar
app-send-now = Enviar y recibir ahora
app-send-without-files = Enviar sin fotos ni archivos
app-files-only-here = fotos y archivos solo en este teléfono
app-files-coming = fotos y archivos que aún no han llegado
app-files-refused = { $count ->
    [one] El servidor no tiene sitio para una foto o archivo; se queda aquí. Avise a su coordinación.
   *[other] El servidor no tiene sitio para { $count } fotos y archivos; se quedan aquí. Avise a su coordinación.
}
app-send-what = Entrega lo que solo está aquí y recibe lo que otras personas han enviado. Si falla, puede seguir trabajando.
app-never-sent = Este teléfono nunca ha enviado nada: no está probado que nada de lo que tiene esté en otro sitio.
app-no-server = El proyecto todavía no tiene servidor.
app-kept-for-later = de una versión posterior, se guarda y se pasa
app-waiting = a la espera de algo que no ha llegado
app-sent = Enviado: { $sent } piezas nuevas están a salvo en el servidor. Recibido: { $received }.
app-refused = { $count ->
    [one] Una pieza fue rechazada; avise a quien coordina.
   *[other] { $count } piezas fueron rechazadas; avise a quien coordina.
}

### Resultados
app-results = Resultados hasta ahora
app-whole-result = Ver el resultado entero
app-results-here = Contado con lo que hay en este teléfono; envíe y reciba para tener lo último.

### Ajustes
app-settings = Ajustes
app-settings-language = El idioma se cambia al pie de cada página. El cuestionario tiene sus propios idiomas, en cada una de sus páginas.
app-about = Sobre este teléfono
app-project = Proyecto
app-you-are = Usted es
app-server = Servidor
app-this-phone = Este teléfono
app-version = Versión
app-files-when = ¿Cuándo se envían?
app-files-always = Con cada envío
app-files-never = Nunca: solo las respuestas
app-files-keep = Guardar esta elección
app-files-set = Guardado.
app-where-kept = Dónde se guardan las respuestas
app-where-kept-what = Cada respuesta está en el disco de este teléfono antes de que se vea la página siguiente. Queda a salvo de perder el teléfono cuando lo dice Enviar.
app-role-coordinator = quien coordina
app-role-researcher = voluntaria o voluntario
app-role-resident = residente
app-role-manager = responsable
app-role-councillor = concejal
app-role-server = servidor
app-role-unknown = todavía no es del proyecto

### Qué ha fallado
problem-bad-invite = Esto no es una invitación, o le falta una parte. Copie otra vez el texto entero.
problem-invite-used = Otro teléfono ha usado esta invitación. Pida una nueva.
problem-invite-expired = Esta invitación es demasiado antigua. Pida una nueva.
problem-invite-unknown = El servidor todavía no conoce esta invitación. Pida a quien coordina que envíe antes.
problem-no-answer = El servidor no ha respondido. Todo está guardado en este teléfono: pruebe más tarde.
problem-unknown-host = No hay conexión con el servidor. Todo está guardado en este teléfono: pruebe más tarde.
problem-no-socket = No hay conexión. Todo está guardado en este teléfono: pruebe más tarde.
problem-connection-lost = Se ha cortado la conexión. Lo que llegó está a salvo; pruebe otra vez con el resto.
problem-wrong-server-key = Este no es nuestro servidor: su llave es otra. No se ha enviado nada. Avise a quien coordina.
problem-disk-full = Este teléfono está lleno. Haga sitio y pruebe otra vez; lo guardado antes se conserva.
problem-not-permitted = Su papel o su zona no lo permiten.
problem-decide-first = Esta pregunta tiene dos respuestas: decida antes cuál es la buena.
problem-nothing-to-decide = Aquí ya no hay nada que decidir.
problem-nothing-decided = No se había decidido nada sobre esta pregunta.
problem-bad-text = Escriba algo aquí, y no demasiado.
problem-too-long = Es demasiado largo.
problem-bad-id = En esta dirección no hay nada.
problem-unknown-record = Esto no está en este teléfono.
problem-unknown-draft = Esta entrevista no está en marcha en este teléfono: se terminó o se descartó.
problem-unknown-form = Este cuestionario todavía no está en este teléfono. Antes, envíe y reciba.
problem-bad-picture = Esto no es una foto que se pueda guardar: solo se aceptan JPEG y PNG.
problem-file-empty = Este archivo está vacío.
problem-file-too-long = Este archivo es demasiado grande: 16 megabytes como máximo.
problem-too-many-files = Esta entrevista ya tiene todos los archivos que puede tener.
problem-file-not-here = Todavía no está todo en este teléfono. Primero envíe y reciba.
problem-not-agreed = Quien responde no aceptó eso: quítelo o pregunte de nuevo.

### Quién vive aquí
margins-title = Quién vive aquí
margins-what = Cuando se sabe cuánta gente de cada grupo vive aquí, los resultados se ajustan a ello, y la página de resultados dice a quién no se escuchó.
margins-none = Aún no se sabe nada de quién vive aquí.
margins-adjusted = A qué llega el ajuste
margins-worth = { $interviews } entrevistas valen como { $worth } de igual peso.
margins-not-adjusted = Aún no se ajusta nada.
margins-set-title = Decir quién vive aquí
margins-set = Una línea por grupo: question,choice,count
margins-set-hint = La primera línea es «question,choice,count». Números de personas, o partes como 23.5%. Sustituye a lo anterior.
margins-keep = Guardar
margins-kept = Guardado. Desde ahora los resultados se ajustan a ello.
margins-remove = No ajustar más
margins-removed = Los resultados ya no se ajustan.

### A partir de cuántas respuestas se muestran cifras
thresholds-title = Qué es demasiado poco para mostrarlo
thresholds-what = Una cifra que se apoya en muy pocas respuestas podría decir quién las dio. No se muestra, ni aquí ni en otra parte.
thresholds-inside = A las personas voluntarias y la coordinación, cifras a partir de este número de respuestas
thresholds-outside = A los demás, cifras a partir de este número de respuestas
thresholds-set = Pedir más
thresholds-least = { $least } como mínimo.
thresholds-blur = Difuminar las cifras para los demás: cada una puede variar en una o dos personas, siempre igual para las mismas personas
thresholds-blurred = Las cifras para los demás están difuminadas: cada una puede variar en una o dos personas.
thresholds-keep = Guardar
thresholds-kept = Guardado. Vale desde ahora.
thresholds-wrong = Escribe números enteros que no bajen de lo que se pide como mínimo ni pasen de { $most }.

### Lo que dijeron los grupos
by-group-title = Lo que dijo cada grupo, junto a todos
by-group-what = Por cada pregunta cuyos grupos se comparan con quienes viven aquí: a cuántas personas de cada grupo se escuchó y qué parte eligió las respuestas más altas. Entre paréntesis, hasta dónde puede llegar el azar. No se muestran grupos con muy pocas respuestas.
by-group-none = Ningún cuestionario pregunta aquí a qué grupo pertenece la gente.
by-group-heard = { $count ->
    [one] { $count } entrevista
   *[other] { $count } entrevistas
 }
by-group-few = Demasiado pocas para decir cuántas.
by-group-share = { $share } ({ $low } a { $high })
by-group-everybody = Todas las personas: { $share }

### Lo que conviene mirar
check-title = Conviene mirar
check-what = { $count ->
    [one] Se miró una entrevista de esta ronda.
   *[other] Se miraron { $count } entrevistas de esta ronda.
} Es una lista para mirar, no un veredicto: nada se deja fuera por sí solo.
check-nothing = Nada llama la atención.
check-interviews = Entrevistas
check-volunteers = Voluntarios
check-volunteers-how = Aparece alguien cuyas entrevistas se apartan del voluntario central mucho más de lo habitual (puntuación z modificada mayor que 3,5, al menos cinco entrevistas cada uno). Puede haber buenas razones.
check-targets = Quién falta aún
check-target = { $heard } de { $wanted }: faltan { $more }
check-target-met = { $heard } de { $wanted }: bastan
check-short = Duró { $took } minutos; las demás suelen durar { $usual }.
check-straight-lined = Las { $count } respuestas en escalas son iguales.
check-no-words = Las { $count } preguntas abiertas quedaron vacías.
check-habit-length = Duración habitual { $value } minutos; con los demás es { $usual }.
check-habit-straight-lined = El { $value } de las entrevistas tiene la misma respuesta en todas las escalas; con los demás, { $usual }.
check-habit-unanswered = El { $value } de las preguntas queda sin respuesta; con los demás, { $usual }.

### Lo acordado sobre los criterios
criterion-title = Lo que acordamos
criterion-what = Antes de preguntar cómo van las cosas, la gente acuerda cómo es cuando van bien. Está junto a las respuestas en el resultado.
criterion-none = Aún no hay nada escrito.
criterion-two = dos versiones: escriba una para decidir
criterion-write = Escribirlo
criterion-write-what = Lo que quede vacío sigue como está.
criterion-code = Su nombre corto, como lo escribe el cuestionario
criterion-name = Cómo se llama
criterion-good = Cómo es cuando va bien
criterion-agreed-by = Quién lo acordó
criterion-agreed-on = Cuándo
criterion-owner = Quién responde de ello
criterion-own-figure = La cifra del propio servicio
criterion-team-importance = La respuesta acordada del servicio: cuánto importa, en puntos
criterion-team-satisfaction = La respuesta acordada del servicio: cómo va, en puntos
criterion-bad-points = Los puntos son un número entero, como 4.
criterion-keep = Guardar
criterion-kept = Guardado.
