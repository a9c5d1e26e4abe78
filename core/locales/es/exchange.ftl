# Un contacto con el servidor en frases. "Piezas" son entradas, "partes" son trozos de archivos.

exchange-title = Qué hizo el último envío, y por qué
exchange-number = Contacto { $number }
exchange-over-quic = Fue por QUIC, sobre UDP.
exchange-over-tcp = Fue por TCP, porque esta red no deja pasar UDP.
exchange-waited = { $count ->
    [0] Este teléfono no tuvo que esperar al servidor.
    [one] Este teléfono esperó una vez al servidor.
   *[other] Este teléfono esperó { $count } veces al servidor.
}
exchange-held = { $own ->
    [0] Este teléfono no había escrito nada todavía.
    [one] Este teléfono había escrito una pieza; el servidor había dicho que tiene { $stored } en su disco.
   *[other] Este teléfono había escrito { $own } piezas; el servidor había dicho que tiene { $stored } de ellas en su disco.
}
exchange-offered-again = El servidor se repuso de una copia de seguridad: se le ofreció otra vez lo que había guardado.
exchange-others = { $count ->
    [one] Tenía además una pieza que escribió otra persona y que puede faltarle a este servidor.
   *[other] Tenía además { $count } piezas que escribieron otras personas y que pueden faltarle a este servidor.
}
exchange-sent-nothing = No había nada que enviar.
exchange-sent = { $sent ->
    [one] Envió una pieza que el servidor no había confirmado;
   *[other] Envió { $sent } piezas que el servidor no había confirmado;
} { $stored ->
    [one] una está ahora en el disco del servidor.
   *[other] { $stored } están ahora en el disco del servidor.
}
exchange-refused-there = { $count ->
    [one] El servidor no aceptó una pieza: { $reason }.
   *[other] El servidor no aceptó { $count } piezas: { $reason }.
}
exchange-was-a-copy = El servidor tiene otras piezas de este teléfono que el propio teléfono: esto es una copia de un teléfono anterior, y sigue como otro.
exchange-asked-from = Pidió lo que el servidor recibió desde la posición { $position }.
exchange-asked-compared = Tenía una posición de este servidor que ya no vale, porque la base de datos del servidor o los permisos de este teléfono son otros: dijo lo que tiene y pidió el resto.
exchange-asked-all = No tenía nada de este servidor todavía, y lo pidió todo.
exchange-received-nothing = No llegó nada nuevo.
exchange-received = { $received ->
    [one] Llegó una pieza,
   *[other] Llegaron { $received } piezas,
} { $new ->
    [0] ninguna nueva aquí.
    [one] una nueva aquí.
   *[other] { $new } nuevas aquí.
}
exchange-reached = Este teléfono tiene ahora todo lo que puede leer hasta la posición { $position }.
exchange-refused-here = { $count ->
    [one] Este teléfono no aceptó una pieza: { $reason }.
   *[other] Este teléfono no aceptó { $count } piezas: { $reason }.
}
exchange-parts = De archivos salieron { $up } partes y llegaron { $down }.
exchange-unfinished = { $count ->
    [one] Una entrevista en curso se queda en este teléfono hasta que se termine.
   *[other] { $count } entrevistas en curso se quedan en este teléfono hasta que se terminen.
}
exchange-rights = El servidor envía lo que su función y su zona le permiten leer, y no dice nada del resto.
exchange-bytes = Salieron { $up } bytes y llegaron { $down }; sin comprimir son { $up_plain } y { $down_plain }.
exchange-later-reason = por un motivo de una versión posterior
