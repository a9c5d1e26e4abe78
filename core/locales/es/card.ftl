# The words of the respondent's page, and of what a card says.

card-title = Su tarjeta
card-lead = Con el número de su tarjeta puede ver si sus respuestas han llegado, y retirarlas.
card-number = Número de la tarjeta
card-number-hint = Diez letras y cifras, como 7K2MQ-40XWT. No importan los espacios ni las minúsculas.
card-continue = Continuar
card-back = Usar otro número
card-problem = Hay un problema
card-bad-number = Escriba el número tal como está en su tarjeta: diez letras y cifras, como 7K2MQ-40XWT

### What the number leads to
card-arrived-title = Sus respuestas han llegado
card-arrived = Están a salvo en el servidor del proyecto, y cuentan.
card-unknown-title = No hay respuestas con este número
card-unknown = O el número está mal escrito, o las respuestas siguen en el teléfono de quien le preguntó, o fueron retiradas.
card-unknown-help = Si el número es correcto y han pasado unos días, pregunte al proyecto. En su aviso de privacidad dice cómo contactarlo.

### Taking answers back
card-take-title = Retirar sus respuestas
card-take = Puede hacer que se borre lo que dijo. Para ello necesita la palabra que eligió cuando le preguntaron.
card-no-word = No eligió ninguna palabra. Alguien de la coordinación del proyecto puede borrar sus respuestas: diga el número de su tarjeta. En el aviso de privacidad dice cómo contactar.
card-word = Su palabra
card-word-hint = No importan las mayúsculas, los acentos ni los espacios.
card-bad-word = Escriba la palabra que eligió: tiene al menos tres letras o cifras
card-wrong = Esta no es la palabra de esta tarjeta
card-confirm-title = ¿Retirar sus respuestas?
card-confirm = Sus respuestas, su nombre y contacto si los dio, y lo que se citó de usted se borran: en el servidor ahora mismo, en cada teléfono cuando vuelva a conectarse. Nadie puede recuperarlos.
card-confirm-published = Los resultados ya publicados o impresos no se pueden recoger.
card-yes = Sí, borrar mis respuestas
card-no = No, conservarlas
card-done-title = Sus respuestas están retiradas
card-done = Se han borrado en el servidor. Cada teléfono del proyecto las borra cuando vuelve a conectarse.

### When it does not work
card-busy-title = Demasiados intentos
card-busy = Espere una hora e inténtelo de nuevo, o pregunte a la coordinación del proyecto.
card-failed-title = No ha funcionado
card-failed = No se ha cambiado nada. Inténtelo más tarde, o pregunte a la coordinación del proyecto.

### Everything that is held of one person
subject-title = Lo que se guarda sobre usted
subject-lead = Todo lo que el proyecto guardaba de su entrevista el { $when }, con quién lo escribió y cuándo. Las personas del proyecto aparecen por su tarea, no por su nombre.
subject-about = La entrevista
subject-project-id = Su número en el proyecto
subject-questionnaire = Cuestionario
subject-round = Ronda
subject-area = Zona
subject-door = Puerta
subject-finished = Terminada
subject-paper = Pasada desde papel
subject-imported = Importada de
subject-left-out = Fuera de los resultados porque
subject-told = Aviso de privacidad que recibió (su marca)
subject-spoken = Idioma en el que se le preguntó
subject-agreed = Lo que aceptó
subject-not-agreed = Lo que no aceptó
subject-answers = Sus respuestas
subject-person = Nombre y contacto
subject-quotes = Lo que se cita de usted
subject-quote = Cita
subject-changes = Lo que se cambió después
subject-yes = sí
subject-rights-title = Lo que puede hacer
subject-rights = Puede pedir que se corrija una respuesta, o que se borre todo. Pregunte a la coordinación del proyecto; en su aviso de privacidad dice cómo contactar. Si tiene una tarjeta y eligió una palabra, puede borrar sus respuestas en la página del proyecto.
