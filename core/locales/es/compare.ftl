# Resultados publicados de varios proyectos, unos junto a otros.

compare-title = Resultados de varios proyectos
compare-lead = Solo está junto lo que se preguntó con las mismas palabras. Los números entre paréntesis dicen hasta dónde puede llegar el azar. Los proyectos no están en orden de mérito.
compare-alike = Preguntado con las mismas palabras
compare-none = Nada se preguntó con las mismas palabras.
compare-top = parte de las respuestas más altas
compare-project = Proyecto
compare-share = Parte
compare-difference = Diferencia con el primero
compare-between = { $share } % (de { $low } a { $high } %) de { $count } respuestas
compare-above = { $points } puntos (de { $low } a { $high })
compare-not-clear = sin diferencia clara: { $points } puntos (de { $low } a { $high })
compare-hidden = no se muestra, o no se preguntó con estas palabras
compare-apart = Sin comparar
compare-why-words = preguntado con otras palabras
compare-why-reworded = preguntado de varias maneras en un mismo proyecto
compare-why-unknown = no se conocen sus palabras
compare-why-about = las mismas palabras sobre otra cosa
compare-why-several = varias preguntas tienen estas palabras
compare-what = Ponga un resultado publicado de otro proyecto junto a uno suyo: solo se compara lo que se preguntó con las mismas palabras.
compare-save = Guardar para comparar con otros proyectos
compare-file = El archivo del otro proyecto
compare-show = Comparar
compare-no-file = Elija antes un archivo.
compare-none-here = Aquí no hay ningún resultado publicado que conozca sus palabras.
