# Las palabras de lo que alguien dice de sí.
my-name-title = Mi nombre
my-name-none = No lo ha dicho.
my-name-link = Decir o cambiar mi nombre
my-name-what = Su nombre muestra a la coordinación quién hizo qué. Está bajo llave: solo la coordinación puede abrirlo, no el resto del voluntariado ni el servidor. Puede dejarlo vacío.
my-name-name = Su nombre
my-name-reach = Cómo contactarle
my-name-reach-hint = Un teléfono o un correo. Puede quedar vacío.
my-name-kept = Guardado, bajo llave para la coordinación.
my-name-take-back = Retirar mi nombre
my-name-take-back-what = Se borra en todas partes cuando el teléfono de la coordinación lo sabe. También se borra cuando usted deja el proyecto.
my-name-taken-back = Retirado.
