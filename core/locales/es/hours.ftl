# Quién puso las horas.

hours-title = Quién puso las horas
hours-thanks = { $people } personas dieron { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
}. Gracias.
hours-thanks-few = Unas pocas personas dieron { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
}. Gracias.
hours-part = { $what }: { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
} de { $people } personas
hours-together = Todo lo demás
hours-knocking = Llamar a las puertas y preguntar
hours-analysing = Ordenar lo que dijo la gente
hours-meeting = Reuniones y talleres
hours-translating = Traducir
hours-organising = Planear y cuidar de otras personas
hours-other = Otra cosa
hours-as-volunteer = Voluntariado
hours-as-resident = Gente que vive aquí
hours-as-staff = Personal
hours-what = Anote el tiempo que da. Todo el mundo lo ve sumado; nadie ve su nombre al lado.
hours-none = Todavía nadie ha anotado horas.
hours-mine = Lo que usted anotó
hours-add = Anotar horas
hours-day = Qué día
hours-long = Cuánto, en minutos
hours-for = Para qué
hours-as = Como qué
hours-keep = Guardar
hours-kept = Anotado. Gracias.
hours-take-back = Retirar
hours-taken-back = Retirado.
hours-minutes = { $minutes } minutos
