# Releases: results that are frozen, named and dated.

release-title = Resultados publicados
release-what = Un resultado publicado ya no cambia. Hasta un día fijado pueden responder las personas de quienes trata; después lo ve todo el mundo.
release-none = Todavía no se ha publicado ningún resultado.
release-number = Resultado { $number }
release-open = Ver el resultado
release-published = Publicado: { $when }
release-until = Espera respuestas hasta: { $when }
release-held = { $count ->
    [one] { $count } cifra espera a que contesten más personas.
   *[other] { $count } cifras esperan a que contesten más personas.
}
release-proof = Se comprueba con { $name }
release-fact = un dato añadido
release-reply = una respuesta
release-since = { $count ->
    [one] Desde el último ha llegado { $count } entrevista.
   *[other] Desde el último han llegado { $count } entrevistas.
}
release-since-about = Desde entonces han contestado unas { $count } personas más.
release-since-few = Desde entonces han contestado menos de { $fewest } personas más.
release-add-reply = Añadir una respuesta o un dato
release-who = Quién lo dice: un servicio o un cargo
release-text = Lo que dice
release-is-fact = Es un dato, no una respuesta
release-add = Añadir
release-ask-title = Publicar un resultado
release-ask-what = El servidor lo hace cuando han terminado todas las rondas o han contestado bastantes personas. No muestra lo que, junto a un resultado anterior, revelaría lo que dijeron unas pocas.
release-look = Ver lo que contendría
release-name = Cómo llamarlo, además de su número
release-days = Días para respuestas
release-from = Con una ronda abierta, publicar a partir de tantas entrevistas
release-ask = Pedirlo al servidor
release-asked = Pedido. El servidor contesta cuando envíe.
release-replied = Anotado. Aparecerá bajo el resultado cuando haya enviado.
release-bad-number = Escriba un número entero.
release-waits = El servidor aún no ha contestado: envíe y reciba.
release-too-late = La respuesta llegó después de publicarse el resultado.
release-still-open = No se publicó nada: hay una ronda abierta. Termínela o diga a partir de cuántas entrevistas.
release-too-few = No se publicó nada: hacen falta { $needs } entrevistas.
release-nothing-new = No se publicó nada: nada ha cambiado desde el último.
release-forgotten = No se publicó nada: el servidor se restauró de una copia más antigua y no recuerda un resultado anterior. Pida a quien lo administra que restaure una copia más reciente.
