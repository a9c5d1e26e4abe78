# Archivos para otros programas: qué significan sus números y marcas, y la página donde se hacen.

export-refused = Prefiere no decirlo
export-dont-know = No sabe
export-does-not-apply = No corresponde: el cuestionario no lo preguntó, o quien respondió no tiene experiencia de ello
export-empty = En blanco, en revisión o retenido: no lo autorizó, o antes debe leerlo la coordinación
export-has-issues = En la columna ReviewState: dos respuestas a una pregunta esperan una decisión; hasta entonces la celda queda vacía
export-flag-merged = las respuestas vecinas se muestran juntas, para ocultar menos
export-flag-few = oculto: menos de { $fewest } personas
export-flag-covering = oculto: junto con otros revelaría un número demasiado pequeño
export-flag-held = se muestra cuando hayan contestado más personas
export-flag-alike = oculto: todas las personas dieron la misma respuesta
export-unsaid = ninguno de estos, o no lo dijo

### La página donde se hacen los archivos
export-link = Entrevistas y tablas como archivos para otros programas
export-title = Archivos para otros programas
export-what = Lo que dijo cada persona, sin nombres, sin puertas y sin nada que antes deba leer la coordinación. Quienes retiraron sus respuestas no están. Se anota para quién es cada archivo, para poder avisar a quien lo tenga cuando se borre algo.
export-kind = ¿Qué archivo?
export-kind-xlsx = Excel
export-kind-xlsx-what = Respuestas en palabras, con una hoja que dice qué es cada columna
export-kind-csv = CSV
export-kind-csv-what = Un archivo zip dispuesto como los de ODK Central, para los programas que ya tengan
export-kind-tables = Tablas del resultado
export-kind-tables-what = Números que pueden salir fuera, cada uno con lo que se ocultó y por qué
export-kind-geojson = Mapa
export-kind-geojson-what = Los lugares que hay entre las respuestas, como GeoJSON; solo para ustedes
export-kind-parquet = Parquet
export-kind-parquet-what = Una fila por respuesta, para estadísticas de encuestas grandes
export-kind-jsonl = Todo, con su historia
export-kind-jsonl-what = Quién cambió qué, cuándo y por qué, como JSON Lines
export-kind-missing = Diga qué archivo quiere
export-others = ¿Lo recibe otra organización? ¿Cuál?
export-others-hint = Déjelo en blanco si no. Si la hay, no se incluye a quienes no aceptaron compartir, ni lugares, ni respuestas delicadas.
export-purpose = ¿Para qué es?
export-purpose-missing = Diga para qué es el archivo
export-no-places-for-others = Un lugar es una dirección: ninguna otra organización la recibe
export-careful = El archivo dice qué respondió cada persona. No lo publique, y bórrelo cuando ya no haga falta.
