# Papel para quien llama a las puertas: la lista de puertas y la guía. Nadie que hable español de nacimiento lo ha revisado todavía.

### La lista de puertas
print-title = En papel
print-what = Para imprimir, cuando un teléfono no sirve en la puerta. Lo que pasó se escribe después en la aplicación.
print-doors-link = Mis puertas, para imprimir
print-guide-link = Una guía para voluntarios, para imprimir
print-doors-title = Puertas
print-printed = impreso el { $day }
print-doors-count = { $count ->
    [one] Una puerta.
   *[other] { $count } puertas.
}
print-doors-how = Marque qué pasó, un número por cada llamada, y escriba la hora al lado.
print-doors-locked = { $count ->
    [one] Una puerta más está cerrada en este teléfono y no figura en esta lista.
   *[other] { $count } puertas más están cerradas en este teléfono y no figuran en esta lista.
}
print-doors-care = Esta lista contiene direcciones. No escriba en ella nada sobre las personas, no la enseñe a nadie y destrúyala cuando todo esté en la aplicación.
print-door = Puerta
print-when = Hora
print-tick = Casilla para marcar

### La guía
guide-title = En la puerta: una guía en una página
guide-lead = Usted pregunta, ellos deciden. Nadie tiene que responder, y nadie tiene que decir por qué.
guide-before = Antes de salir
guide-before-1 = Envíe y reciba, para tener las últimas puertas y el cuestionario. Cargue el teléfono.
guide-before-2 = Encárguese de sus puertas, para que hoy no llame allí nadie más.
guide-before-3 = Vayan de dos en dos si pueden, y diga a alguien cuándo volverá.
guide-before-4 = Pruebe antes una entrevista entera con una amistad.
guide-door = En la puerta
guide-door-1 = Dé un paso atrás después de llamar. Diga quién es, de parte de quién viene y de qué se trata, en dos frases.
guide-door-2 = Pregunte si es buen momento. Si no, pregunte cuándo y anótelo como «Volver».
guide-door-3 = No entre nunca si prefiere no hacerlo. Basta con el umbral.
guide-door-4 = No es no. Dé las gracias, elija «No, gracias» y siga.
guide-door-5 = Si piden que no se vuelva nunca, elija «No volver nunca». Nadie llamará más allí.
guide-door-6 = Elija qué pasó después de cada llamada, también cuando no hay nadie.
guide-asking = Preguntar
guide-asking-1 = Lea lo que pone, en su idioma si se ofrece. No ayude con la respuesta.
guide-asking-2 = Pueden saltarse cualquier pregunta, parar o seguir otro día.
guide-asking-3 = No escriba nombres ni direcciones en las respuestas.
guide-asking-4 = Cada respuesta se guarda al momento. Si el teléfono se apaga, siga donde estaba.
guide-asking-5 = Deles su tarjeta: con el número pueden ver que sus respuestas llegaron, y retirarlas.
guide-trouble = Si algo va mal
guide-trouble-1 = Si no se siente a salvo, váyase. Ninguna entrevista lo vale.
guide-trouble-2 = Si alguien puede estar en peligro ahora, llame primero al número de emergencias y después a quien coordina.
guide-trouble-3 = No prometa ayuda que no puede dar. Diga a quién pueden preguntar.
guide-trouble-4 = Si pierde el teléfono, avise enseguida a quien coordina: puede retirarle los derechos.
guide-after = Después
guide-after-1 = Envíe. Mire «a salvo» en lo alto de cada página: cuenta lo que está en el servidor.
guide-after-2 = ¿Se le fue el dedo? Una llamada se puede anular, y una respuesta cambiar con un motivo.
guide-after-3 = Pase a la aplicación lo que escribió en papel, y destruya el papel.
guide-after-4 = Guarde para usted lo que la gente le contó.
guide-numbers = Números
guide-numbers-how = Anote a quién llamar: quien coordina, el número de emergencias, ayuda cercana.
