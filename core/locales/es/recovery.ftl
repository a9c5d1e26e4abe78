# La hoja de recuperación en papel.
recovery-title = Hoja de recuperación
recovery-lead = Quien se una con esta hoja pasa a coordinar este proyecto, una sola vez. También abre lo que está cerrado: nombres, contactos y direcciones.
recovery-code = El texto de la hoja como código para escanear
recovery-keep-title = Guárdela bien
recovery-keep-two = Imprímala dos veces y guarde las dos en dos lugares seguros.
recovery-keep-delete = Borre el archivo desde el que la imprimió. No le haga ninguna foto.
recovery-keep-show = No la enseñe a nadie que no coordine el proyecto.
recovery-keep-lost = ¿Se ha perdido o alguien la ha visto? Cualquier persona que coordine puede hacer otra; entonces esta deja de valer.
recovery-use-title = Cómo se usa
recovery-use-lead = Cuando a nadie que coordine le quede un teléfono o portátil que funcione:
recovery-use-install = Instale Doorstep en otro portátil.
recovery-use-join = Únase con el texto de arriba: escanéelo o escríbalo. Los espacios no importan.
recovery-use-revoke = Retire los derechos de los dispositivos perdidos.
recovery-use-new = Haga una hoja nueva. Esta ya está usada.
recovery-server-title = El servidor del proyecto
recovery-server-lead = Está en esta dirección, con esta clave. Si ha cambiado de sitio, dé su nueva dirección y su clave al unirse; el servidor muestra las dos al arrancar.
recovery-server-none = El proyecto no tenía servidor cuando se hizo esta hoja. Dé su dirección y su clave al unirse; el servidor muestra las dos al arrancar.
