# Las palabras para pasar lo escrito en papel.
paper-title = Pasar desde papel
paper-which = ¿Qué cuestionario es?
paper-asked-on = ¿Qué día se preguntó?
paper-begin = Empezar a escribir
paper-how = Escriba el número de una opción o lo que está escrito. Intro lo guarda y pasa a la siguiente línea vacía.
paper-save = Guardar y seguir
paper-required = (hace falta)
paper-several = Varias: números separados por espacios.
paper-ranked = En orden: los números, del primero al último.
paper-bad-number = Escriba un número del 1 al { $most }.
paper-file = Una imagen o un archivo: añádalo en la página de la entrevista.
paper-elsewhere = Conteste esta en su propia página.
paper-one-by-one = Una pregunta cada vez
paper-typed-in = Pasado desde papel.
paper-typed-in-of = Pasado desde papel del { $day }.
problem-bad-day = Escriba un día que no sea posterior a hoy.
