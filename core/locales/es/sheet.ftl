# La hoja para los buzones: qué dijo la gente y qué pasa ahora.

sheet-title = Lo que dijeron, lo que pasa ahora
sheet-good = Lo que va mejor
sheet-bad = Lo que va peor
sheet-first = Lo que habría que arreglar primero
sheet-too-few = Respondieron muy pocas personas para mostrar algo aquí.
sheet-happens = Qué pasa ahora
sheet-will = Haremos esto, para cuándo y quién
sheet-wont = No haremos esto, porque
sheet-write = Espacio para escribir
sheet-ask = Preguntas: { $who }

sheet-link = Una hoja para los buzones
sheet-what = Una página A5 para imprimir: qué va bien y qué no, como puede mostrarse fuera, y espacio para escribir qué harán y qué no, porque…
sheet-everywhere = Todas las zonas juntas
sheet-make = Ver la hoja

### Gráficos
chart-answers = { $count ->
    [one] una respuesta
   *[other] { $count } respuestas
}
