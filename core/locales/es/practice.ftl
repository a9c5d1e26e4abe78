# Las palabras del proyecto de práctica: sus páginas y lo que dice su gente inventada.

### The project
practice = Práctica
practice-contact = nadie: esto es práctica
practice-notice = Este es el proyecto de práctica. Las puertas y las personas son inventadas y nada sale de este teléfono. No escriba nada sobre personas reales.
practice-area = Calle de la Práctica
practice-address = Calle de la Práctica, { $number }

### Its pages
practice-title = Practicar antes
practice-what = Diez puertas y seis personas inventadas para probarlo todo. Nada de lo que haga allí se envía ni llega a ningún resultado.
practice-begin = Practicar
practice-go-on = Seguir practicando
practice-throw-away = Tirar la práctica
practice-thrown-away = El proyecto de práctica ya no está.
practice-banner = Práctica. No se envía nada.
practice-leave = Salir
practice-leave-title = ¿Salir del proyecto de práctica?
practice-leave-keep = Salir y guardarlo
practice-leave-throw-away = Salir y tirarlo
practice-leave-stay = Quedarse
practice-sending = De verdad, aquí se entregan las entrevistas: por la red, a otro teléfono o en un archivo. De cada una se dice dónde está a salvo. La práctica no tiene servidor, así que todo se queda en este teléfono.
practice-who = Quién abre
practice-knock = Al llamar
practice-says = Dice: { $what }
practice-says-nothing = Esto no lo contesta.
problem-practice = Este es el proyecto de práctica: nada sale de este teléfono y nadie puede unirse.
problem-practice-open = El proyecto de práctica sigue abierto. Salga de él primero.

### Who lives there
practice-door-1 = Grace, 71 años, vive aquí desde que se hicieron las casas. Tiene unos minutos.
practice-door-2 = No abre nadie, aunque hay una luz encendida.
practice-door-3 = Omar, 34 años, vive con su hermana. Tiene tiempo y quiere que se le escuche. Pregúntele todo.
practice-door-4 = Lucía, 52 años, habla español. Cambie el idioma en la página de la entrevista.
practice-door-5 = Un hombre abre, dice «no me interesa, gracias» y cierra.
practice-door-6 = Mei, 48 años, cuida de su padre. Le gustaría ofrecer algo.
practice-door-7 = Habitaciones vacías tras ventanas sin cortinas, y cartas en el felpudo.
practice-door-8 = Tom, 19 años, trabaja en la biblioteca y solo trae un paquete. Responde como alguien que trabaja en un servicio.
practice-door-9 = Una mujer con una criatura en brazos: «Ahora no. Vuelva el sábado por la mañana».
practice-door-10 = El señor Novak, 83 años. Su hija responde por él, y algunas cosas prefiere no decirlas.
practice-1-best = Los vecinos. Si no subo la persiana, alguien llama.
practice-1-change = Que el ascensor se arregle en una semana, no en un mes.
practice-3-best = El parque y la biblioteca, los dos a cinco minutos.
practice-3-change = Un sitio adonde los jóvenes puedan ir después de las seis.
practice-3-why = El invierno pasado echaban cada tarde a tres chicos de la parada del autobús. No tenían otro sitio.
practice-4-best = Es tranquilo y las tiendas están cerca.
practice-4-change = Cartas en un idioma que yo entienda.
practice-6-best = La gente se saluda.
practice-6-change = Alguien que venga cuando mi padre no puede estar solo.
practice-6-offer = Leer cartas a la gente en mandarín y rellenar formularios.
practice-6-return = Una tarde libre de vez en cuando.
practice-8-best = La gente que viene a la biblioteca.
practice-8-change = Un horario que les sirva a quienes trabajan.
practice-10-best = Las cuidadoras que vienen por la mañana.
practice-10-change = La misma cuidadora todos los días.
