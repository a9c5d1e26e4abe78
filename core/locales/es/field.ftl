# Las palabras de las puertas y de dónde está guardada una entrevista. Nadie que hable español de nacimiento las ha
# revisado todavía.

### Qué pasó en una puerta
outcome-talked = Hablamos
outcome-nobody-in = No hay nadie
outcome-come-back = Volver
outcome-no-thanks = No, gracias
outcome-cannot-get-in = No se puede entrar
outcome-another-language = Otro idioma
outcome-nobody-lives-here = Aquí no vive nadie
outcome-never-call-again = No volver nunca

### Dónde está guardada
saved-summary = { $safe } de { $all } a salvo, { $here } solo en un teléfono
saved-here = solo en este teléfono
saved-another-phone = también en otro teléfono
saved-server = a salvo en el servidor
saved-backup = en la copia del servidor
saved-card = Su número de tarjeta: { $number }

### Una entrevista
interview-draft = sin terminar
interview-finished = terminada
interview-corrected = se cambió una respuesta
interview-taken-back = respuestas retiradas
interview-held-back = retenida hasta que la mire quien coordina
interview-locked = bajo llave: solo quien coordina

### Dos respuestas
two-answers = { $count ->
    [one] Una pregunta tiene dos respuestas: ¿cuál es la buena?
   *[other] { $count } preguntas tienen dos respuestas: ¿cuál es la buena?
}
two-answers-none = Ninguna pregunta tiene dos respuestas.
two-answers-decide = Decidir
two-answers-checking = por aclarar

### Respuestas que faltan
missing-not-asked = no se preguntó
missing-blank = en blanco
missing-dont-know = no lo sabe
missing-prefer-not = prefiere no decirlo
missing-no-experience = sin experiencia
missing-withdrawn = retirada
missing-locked = dada, bajo llave: solo coordinación

### Respuestas que son archivos
answer-picture = una foto
answer-sound = una grabación
answer-film = un vídeo
answer-file = un archivo

### Cómo está un teléfono
copied-at-start = Los datos de este teléfono son una copia de otro teléfono o de una copia de seguridad. No se ha perdido nada. Si el otro teléfono sigue en uso, pida a quien coordina una invitación propia.
copied-put-back = Los datos de este teléfono se devolvieron a un día anterior. Lo que tiene el servidor se vuelve a traer; no se ha perdido nada.
copied-two-in-use = Había dos copias de los datos de este teléfono en uso. No se ha perdido nada. { $again ->
    [0] { "" }
    [one] Un registro se guardó otra vez, junto a lo que escribió el otro teléfono.
   *[other] { $again } registros se guardaron otra vez, junto a lo que escribió el otro teléfono.
} Pida a quien coordina una invitación propia.
copied-elsewhere = Otro teléfono trabaja con una copia de los datos de este. Avise a quien coordina: cada persona necesita una invitación propia.
standing-waiting = Quien coordina tiene que dejar entrar a este teléfono. Léale este código: { $code }
standing-expired = Este teléfono lleva más de 30 días sin encontrar su servidor y no muestra nada hasta que lo encuentre. { $unsent ->
    [0] No queda nada por enviar.
    [one] Queda una entrada por enviar; está a salvo aquí y se entrega al sincronizar.
   *[other] Quedan { $unsent } entradas por enviar; están a salvo aquí y se entregan al sincronizar.
}
standing-revoked = Este teléfono ya no participa en el proyecto y no muestra nada. { $unsent ->
    [0] No queda nada por enviar.
    [one] Queda una entrada por enviar; está a salvo aquí y se entrega al sincronizar.
   *[other] Quedan { $unsent } entradas por enviar; están a salvo aquí y se entregan al sincronizar.
}

### What an interview has to say about itself
notice-calculation = «{ $label }» no se pudo calcular y queda vacío: { $why }.
notice-trigger = «{ $label }» pone en marcha cada vez más cálculos; se han detenido: { $why }.
notice-default = No se pudo calcular con qué empieza «{ $label }», así que empieza vacío: { $why }.
notice-relevant = No se pudo calcular si hay que preguntar «{ $label }», así que se pregunta: { $why }.
notice-repeat-count = No se pudo calcular cuántas veces hay que preguntar «{ $label }», así que queda como está: { $why }.
notice-choice-filter = No se pudo calcular qué opciones tiene aquí «{ $label }», así que se muestran todas: { $why }.
notice-required = No se pudo calcular si «{ $label }» necesita respuesta, así que puede quedar vacía: { $why }.
notice-constraint = No se pudo comprobar si la respuesta a «{ $label }» puede ser correcta, así que se acepta: { $why }.
notice-read-only = No se pudo calcular si «{ $label }» se puede cambiar, así que se puede: { $why }.
notice-too-many = «{ $label }» no se puede preguntar más de { $limit } veces, así que ahí termina.
notice-set-aside = { $count ->
    [one] Un «{ $label }» queda aparte, porque ahora hay menos. Sus respuestas se guardan aquí y vuelven cuando el número sube; no cuentan.
   *[other] { $count } de «{ $label }» quedan aparte, porque ahora hay menos. Sus respuestas se guardan aquí y vuelven cuando el número sube; no cuentan.
}
why-no-function = este cuestionario usa { $name }(), que aquí no se conoce
why-arguments = { $name }() no recibe lo que necesita
why-wants-question = { $name } necesita una pregunta o una lista
why-bad-argument = { $name }() no puede usar lo que recibe ({ $argument })
why-no-question = no hay ninguna pregunta { $name }
why-too-much = hay demasiado que mirar
why-too-long = el texto se hace demasiado largo
why-no-list = la lista o el archivo { $name } no está aquí
