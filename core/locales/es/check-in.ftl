# Las palabras del recordatorio para quien está fuera sin compañía.
check-in-title = ¿Cuándo habrá terminado?
check-in-what = Este teléfono se lo recuerda a usted y a nadie más: no avisa a nadie, no conoce ningún lugar y sin señal no es un sistema de seguridad. Acuerde con alguien que le espere qué hará si no vuelve.
check-in-begin-title = Empiezo ahora
check-in-until = Habré terminado antes de las
check-in-begin = Recordármelo
check-in-until-said = Terminar antes de las { $until }
check-in-over = Quería terminar antes de las { $until }. ¿Está bien?
check-in-fine = Estoy bien
check-in-longer = Necesito más tiempo
check-in-ended = Bien. No se guarda nada de ello.
check-in-none = No se dijo ninguna hora.
problem-bad-check-in = Escriba una hora dentro de las próximas doce horas, como 18:30.
