package org.doorstep.field

import android.content.Context
import android.os.Build
import doorstep.Phone
import doorstep.PhoneSettings
import java.io.File
import java.security.SecureRandom
import java.util.Locale
import java.util.TimeZone

/** The phone of this app, opened once: a store can be open in one place only, and the activity and the background job share it. */
object OnePhone {
    private var opened: Phone? = null

    @Synchronized
    fun of(context: Context): Phone = opened ?: open(context.applicationContext).also { opened = it }

    private fun open(context: Context): Phone {
        val settings = PhoneSettings(
            storePath = File(context.noBackupFilesDir, "phone.db").path,
            zone = TimeZone.getDefault().id,
            language = Locale.getDefault().toLanguageTag(),
            system = "Android ${Build.VERSION.RELEASE} on ${Build.MODEL}",
            installId = installId(File(context.noBackupFilesDir, "install.id")),
        )
        return Phone.openEncrypted(settings, StoreKey(context))
    }

    /** Stays where no backup and no move takes it: by it a copied store is told from one that stayed. */
    private fun installId(file: File): ByteArray {
        if (file.length() != INSTALL_BYTES.toLong()) {
            file.writeBytes(ByteArray(INSTALL_BYTES).also { SecureRandom().nextBytes(it) })
        }
        return file.readBytes()
    }

    private const val INSTALL_BYTES = 16
}
