# Las palabras de un resultado: página y terminal. Nadie que hable español de nacimiento las ha revisado todavía.

### Cabecera
result-title = Lo que dice la gente de aquí
result-so-far = Resultados hasta ahora
result-interviews = { $count ->
    [one] Una entrevista
   *[other] { $count } entrevistas
}
result-made = Hecho el { $when }
result-skip = Ir al resultado
result-contents = En esta página
result-open-page = Esta página está abierta a cualquiera que llegue a este ordenador: nadie se ha identificado.
result-empty = Todavía no ha llegado ninguna entrevista. El resultado aparecerá aquí en cuanto llegue una.

### En pocas palabras
short-title = En pocas palabras
short-heard = { $count ->
    [one] Este resultado cuenta una entrevista.
   *[other] Este resultado cuenta { $count } entrevistas.
}
short-gone = { $count ->
    [one] Una entrevista de una ronda anterior ya no está en este dispositivo, y estas cifras se calculan sin ella. La tienen el servidor y su copia de seguridad.
   *[other] { $count } entrevistas de rondas anteriores ya no están en este dispositivo, y estas cifras se calculan sin ellas. Las tienen el servidor y su copia de seguridad.
}
short-sides = { $residents } son de vecinos y { $team } del equipo que lleva los servicios.
short-priority = Lo que los vecinos más quieren que se arregle primero: { $name } ({ $share } de quienes eligieron).
short-priority-everyone = Lo que la gente más quiere que se arregle primero: { $name } ({ $share } de quienes eligieron).
short-apart = En esto es donde vecinos y equipo más discrepan: { $name }. El { $residents } de los vecinos y el { $team } del equipo dieron una de las respuestas más altas.
short-gap = Aquí es donde más falta: { $name }. A los vecinos les importa { $importance } de { $most }, y va { $satisfaction }.
short-gap-everyone = Aquí es donde más falta: { $name }. Importa { $importance } de { $most }, y va { $satisfaction }.
short-checking = { $count ->
    [0] Ninguna respuesta está por aclarar.
    [one] Una respuesta está por aclarar: hay dos distintas y alguien tiene que decidir. Hasta entonces no se cuenta.
   *[other] { $count } respuestas están por aclarar: hay dos distintas a la misma pregunta y alguien tiene que decidir. Hasta entonces no se cuentan.
}
short-kept-out = { $count ->
    [one] Una entrevista no cuenta: cuenta otra de su puerta.
   *[other] { $count } entrevistas no cuentan: cuenta otra de cada una de sus puertas.
}
short-unread = { $count ->
    [one] Una entrevista espera su cuestionario y aún no se cuenta.
   *[other] { $count } entrevistas esperan su cuestionario y aún no se cuentan.
}

### De quién son las respuestas
who-everyone = Todo el mundo
who-residents = Vecinos
who-team = Equipo
who-residents-are = «Vecinos» son quienes viven aquí, dependen de un servicio o cuidan a alguien.
who-team-are = «Equipo» son quienes trabajan en un servicio o lo dirigen.
perspective-resident = Vecino o vecina
perspective-service-user = Usuario o usuaria
perspective-carer = Persona cuidadora
perspective-staff = Personal
perspective-manager = Dirección

### En sus propias palabras
quotes-title = En sus propias palabras
quotes-intro = Se han quitado los nombres y todo lo que señale a una persona.
quotes-none = Todavía no se ha publicado lo que dijo nadie. Antes lo lee quien coordina.
quote-from = { $who } · { $theme }
quote-plain = «{ $text }»

### Criterios
criteria-title = Lo que valoramos, lado a lado
criteria-intro = Cada barra reúne todas las respuestas de un lado, de la más baja a la más alta. Los números son por cientos.
statements-title = Trabajar juntos
statements-intro = Cuánto de cierto ve la gente en estas frases. Cada barra reúne todas las respuestas de un lado.
measure-importance = Cuánto importa
measure-satisfaction = Cómo va
measure-agreement = Cuánto de cierto ve la gente
measure-score = La nota que le da la gente
measure-priority = Qué arreglar primero
side-answers = { $count ->
    [one] una respuesta
   *[other] { $count } respuestas
}
top-two = El { $share } dijo «{ $second }» o «{ $first }»
top-one = El { $share } dijo «{ $first }»
top-short = Respuestas más altas
top-said-two = { $measure }: parte que dijo «{ $second }» o «{ $first }»
top-said-one = { $measure }: parte que dijo «{ $first }»
apart-less = El equipo dio más respuestas altas, por { $points ->
    [one] un punto porcentual
   *[other] { $points } puntos porcentuales
}.
apart-more = Los vecinos dieron más respuestas altas, por { $points ->
    [one] un punto porcentual
   *[other] { $points } puntos porcentuales
}.
apart-same = Ambos lados dieron las mismas respuestas altas.
scale-merged = Las respuestas vecinas se muestran juntas, porque algunas las dieron muy pocas personas.
gap-missing = { $who }: importa { $importance } de { $most } y va { $satisfaction }; falta { $missing }.
gap-kept = { $who }: importa { $importance } de { $most } y va { $satisfaction }; no falta nada.
two-scales = Esto se preguntó con escalas de distinto largo. Se muestran una a una y nunca se mezclan.
numbers-of = Los números: { $name }
column-answer = Respuesta
column-people = Respuestas
column-mean = Media (de { $most })
cell-count-share = { $count } ({ $share })

### Junto a las respuestas
aside-no-experience = Sin experiencia
aside-dont-know = No lo sabe
aside-prefer-not = Prefiere no decirlo
aside-blank = En blanco
aside-not-asked = No se preguntó
aside-withdrawn = Retirada
aside-locked = Bajo llave: solo coordinación
aside-being-checked = Por aclarar
aside-unfit = No encaja en la pregunta
aside-line = No están entre las respuestas: { $list }.
aside-item = { $name } ({ $count })

### Lo que no se muestra
hidden-too-few = No se muestra: respondieron menos de { $fewest } personas.
hidden-covering = No se muestra: junto con los demás revelaría una respuesta de muy pocas personas.
hidden-held = Se muestra cuando hayan contestado más personas: junto a un resultado anterior revelaría lo que dijeron unas pocas.
hidden-alike = No se muestra: casi todas las personas de un grupo pequeño dijeron lo mismo, y se sabría lo que dijo cada una.
hidden-dominated = No se muestra: casi todas estas respuestas son de un grupo que no se muestra por separado.
hidden-nobody = Nadie ha respondido todavía.
people-covering = no se muestra
people-fewer = menos de { $fewest }

### Cuadrante
quadrant-title = Lo que importa y cómo va
quadrant-intro = Más a la derecha importa más ({ $who }); más arriba va mejor. Las líneas están en el medio: la mitad de lo valorado queda a cada lado. Muestra lo que destaca aquí, no lo que es bueno o malo.
quadrant-label = Gráfico de { $count } cosas valoradas: cuánto importan de izquierda a derecha, cómo van de abajo arriba. La tabla de abajo tiene los mismos números.
quadrant-matters = Importa más →
quadrant-goes = Va mejor ↑
quadrant-number = N.º
quadrant-name = Lo que valoramos
quadrant-corner = Dónde queda
corner-mend = Importa más, va peor
corner-keep = Importa más, va mejor
corner-watch = Importa menos, va peor
corner-fine = Importa menos, va mejor
quadrant-elsewhere = Se preguntó con otra escala y no se dibuja: { $names }.
quadrant-not-yet = Todavía no se dibuja: hacen falta tres cosas que bastante gente haya valorado en ambos sentidos.

### Qué arreglar primero
priority-title = Qué arreglar primero
priority-intro = Se podían elegir varias; las partes son de quienes eligieron.

### Zona a zona, ronda a ronda
areas-title = Zona a zona
rounds-title = Ronda a ronda
across-intro = { $who }: la parte que dio una de las respuestas más altas. «–» significa que hay muy pocas respuestas para mostrar, o ninguna.
across-name = Lo que valoramos

### Las demás preguntas
tables-title = Todas las demás preguntas
tables-all = Todas las preguntas
tables-intro = Todo el mundo junto.
tables-elsewhere = { $count ->
    [one] Una pregunta más tiene su propia tabla en la página de este resultado.
   *[other] { $count } preguntas más tienen sus propias tablas en la página de este resultado.
}
table-several = Se podían elegir varias.
table-repeated = Contado una vez por cada persona de un hogar.

### A quién no se escuchó
heard-title = A quién no se escuchó
heard-intro = Primero donde hay menos entrevistas. Una barra corta significa pocas entrevistas.
heard-perspectives = Según como quién respondieron
heard-areas = Por zona
heard-group = Grupo
heard-interviews = Entrevistas
heard-unsaid = No se preguntó o no se dijo
heard-nobody = No se escuchó a nadie de: { $names }.
heard-taken-back = { $count } personas retiraron sus respuestas, o no aceptaron que contaran. No están en ningún número de esta página.
knocks-title = En las puertas
knocks-intro = Qué pasó en cada llamada.
knocks-outcome = Qué pasó
knocks-count = Llamadas

### Cuántos participaron
rates-title = Cuántos participaron
rates-intro = Cada puerta a la que se llamó cuenta una vez por ronda, por lo que más dice de ella: una entrevista antes que una negativa, una negativa antes que otras palabras, unas palabras antes que nadie en casa. No incluye las puertas a las que aún no se llamó. Las tasas son las de las definiciones estándar de AAPOR.
rates-none = Aún no se llamó a ninguna puerta, así que no hay tasa de respuesta.
rates-no-home = De las puertas a las que se llamó, ninguna es ni puede ser una vivienda, así que no hay tasa de respuesta.
rates-few = Puertas a las que se llamó: { $doors }, muy pocas para una tasa de respuesta.
rates-said = Puertas a las que se llamó: { $doors }. De ellas el { $share } dio una entrevista completa (tasa de respuesta RR1).
rates-no-round = Sin ronda
rates-rate = Tasa
rates-formula = Cómo se calcula
rates-share = Parte
rates-counts = Lo que entra en las fórmulas
rates-case = Puertas
rates-doors = Cuántas
rate-rr1 = Tasa de respuesta (RR1)
rate-rr2 = Tasa de respuesta con entrevistas parciales (RR2)
rate-rr3 = Tasa de respuesta, estimando lo desconocido (RR3)
rate-rr4 = Lo mismo con entrevistas parciales (RR4)
rate-rr5 = Tasa de respuesta de viviendas conocidas (RR5)
rate-rr6 = Lo mismo con entrevistas parciales (RR6)
rate-coop1 = Tasa de cooperación (COOP1)
rate-ref1 = Tasa de negativas (REF1)
rate-con1 = Tasa de contacto (CON1)
case-interview = I: entrevistas completas
case-partial = P: entrevistas parciales
case-refusal = R: dijeron que no o la dejaron
case-non-contact = NC: nadie en casa, o pidieron volver
case-other = O: otros: otro idioma, habló sin entrevista, respuestas retiradas
case-unknown-home = UH: no se pudo entrar
case-unknown-other = UO: no se sabe
case-not-eligible = NE: no vive nadie

### Ajustado, márgenes y cambio
adjusted-line = Ajustado a quién vive aquí: { $share } (entre { $low } y { $high }). Estas respuestas valen como { $worth } iguales.
between-shares = (entre { $low } y { $high })
difference-clear = La diferencia real está entre { $low } y { $high } puntos.
difference-unclear = No es una diferencia clara con tan pocas respuestas: puede haber detrás de { $low } a { $high } puntos.
change-more = Desde «{ $round }», más respuestas altas ({ $who }): { $points ->
    [one] un punto porcentual más
   *[other] { $points } puntos porcentuales más
}.
change-less = Desde «{ $round }», menos respuestas altas ({ $who }): { $points ->
    [one] un punto porcentual menos
   *[other] { $points } puntos porcentuales menos
}.
change-same = Desde «{ $round }», las mismas respuestas altas ({ $who }).
heard-lives = De quienes viven aquí
heard-lives-share = { $share } de quienes viven aquí
remark-unknown-question = Ningún cuestionario de aquí pregunta «{ $question }», así que no se ajusta por ella: corrija su nombre en los márgenes o quítela.
remark-not-compared = «{ $question }» no está marcada para compararse con quién vive aquí: márquela en la columna evaluation::margin del cuestionario.
remark-unknown-choice = «{ $question }» no tiene la opción «{ $choice }»: corríjala en los márgenes o quítela.
remark-nobody-heard = No se escuchó a nadie de «{ $choice }» ({ $question }): ningún ajuste puede hablar por ellos. Llamen allí, o cuéntenlos con un grupo vecino.
remark-few-heard = Se escuchó a menos de 10 personas de «{ $choice }» ({ $question }): lo que representa a ese grupo se apoya en pocas.
remark-not-met = Lo escuchado no se puede llevar a todos los márgenes a la vez; las cifras ajustadas se acercan lo que pueden.
remark-too-few = No se ajusta nada antes de { $fewest } entrevistas.
method-adjusted = Las cifras ajustadas corresponden a quién vive aquí según: { $questions }. Cada entrevista recibe un peso (raking), entre 0,3 y 3 veces el central. { $interviews } entrevistas valen entonces como { $worth } de igual peso (Kish). Al lado están las cifras tal como respondió la gente.
method-not-adjusted = Los números son tal como respondió la gente. Aún no se pueden ajustar a quién vive aquí, por estos motivos.
method-bounds = Los límites valen diecinueve de cada veinte veces: los de Wilson para una parte, los de Newcombe para una diferencia. Dicen hasta dónde llega el azar, no si quienes abrieron la puerta son como quienes no.

### Lo acordado
agreed-good = Cómo es cuando va bien: { $text }
agreed-by-on = Acordado por { $name }, { $day }.
agreed-by = Acordado por { $name }.
agreed-on = Acordado el { $day }.
agreed-owner = Quién responde de ello: { $name }.
agreed-own-figure = La cifra del propio servicio: { $text }
agreed-team = La respuesta acordada del propio servicio ({ $measure }): { $points } de { $most }. Es una sola respuesta y no cuenta entre las de la gente.
agreed-team-plain = La respuesta acordada del propio servicio ({ $measure }): { $points }. Es una sola respuesta y no cuenta entre las de la gente.
agreed-two = { $texts } (dos versiones, por decidir)

### Cómo se contó
method-title = Cómo se contó esto
method-merged = En { $count } de { $all } escalas, alguna respuesta la dieron menos de { $fewest } personas de un lado. Ahí se muestran juntas las respuestas vecinas: todo lo que está por debajo del medio, el medio y todo lo que está por encima.
method-joined = Se muestran juntas, porque en una sola de ellas se escuchó a muy pocos vecinos: { $names }.
method-side = Se cuentan juntos como «{ $side }», porque menos de { $fewest } personas respondieron como uno de ellos: { $names }.
method-quotes-held = { $count ->
    [one] Se deja fuera lo que dijo una persona, porque muy pocas respondieron como ella.
   *[other] Se dejan fuera { $count } citas, porque muy pocas personas respondieron como quienes las dijeron.
}
method-hidden-inside = Esta página es para quienes trabajan en esta encuesta. No se muestran respuestas de menos de { $fewest } personas.
method-blurred = Antes, cada recuento se cambió en dos personas como máximo, siempre igual para las mismas personas, para que no se puedan comparar dos resultados entre sí; las cifras ajustadas a la población se omiten.
method-hidden-outside = No se muestran respuestas de menos de { $fewest } personas, ni lo que las revelaría. Los recuentos se redondean de { $step } en { $step } y las partes se calculan con ellos, así que pueden no sumar.
method-hidden-count = { $count ->
    [0] No hubo que ocultar nada en esta página.
    [one] Por eso se oculta un número en esta página.
   *[other] Por eso se ocultan { $count } números en esta página.
}
method-scales = Las escalas de distinto largo nunca se mezclan. «Respuestas más altas» son las dos más altas de una escala, o la más alta en una escala de dos o tres.
method-aside = «Sin experiencia», «no lo sabe», «prefiere no decirlo» y las respuestas por aclarar nunca están entre las respuestas: van al lado.
method-weights = Los números son tal como respondió la gente. No se ajustan a quién vive aquí.
method-same = Todos los teléfonos y el servidor con las mismas entrevistas muestran este mismo resultado.

### Números
percent = { $number } %
decimal = { $whole },{ $tenth }
count = { $count }

### La rueda de etapas
wheel-title = Dónde participaron los vecinos
wheel-lead = Alguien decide para qué es un servicio, planea cómo funciona, lo hace y mira cómo salió. Aquí se ve dónde participaron quienes viven con él, según lo anotó la coordinación.
wheel-told = { $count ->
    [0] Los vecinos no participaron en ninguna de las cuatro etapas.
    [one] Los vecinos participaron en una de las cuatro etapas.
   *[other] Los vecinos participaron en { $count } de las cuatro etapas.
}
wheel-stage = Etapa
wheel-how = Cómo participaron los vecinos
wheel-no-part = Aún sin participación
wheel-write = Anotarlo
wheel-keep = Guardar
wheel-kept = Guardado.
stage-co-commission = Decidir qué importa y qué se paga
stage-co-design = Planear cómo funciona
stage-co-deliver = Hacerlo
stage-co-assess = Mirar cómo salió
