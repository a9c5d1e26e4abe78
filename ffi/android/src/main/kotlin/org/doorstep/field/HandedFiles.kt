package org.doorstep.field

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import android.webkit.MimeTypeMap
import java.io.File
import java.io.FileNotFoundException

/** The files that this app hands to another one, or has from it: one folder, one file at a time, by permission for each. */
class HandedFiles : ContentProvider() {
    override fun onCreate() = true

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor =
        ParcelFileDescriptor.open(fileOf(uri), ParcelFileDescriptor.parseMode(mode))

    override fun query(uri: Uri, columns: Array<String>?, what: String?, values: Array<String>?, order: String?): Cursor {
        val file = fileOf(uri)
        return MatrixCursor(arrayOf(OpenableColumns.DISPLAY_NAME, OpenableColumns.SIZE)).apply {
            addRow(arrayOf<Any>(file.name, file.length()))
        }
    }

    override fun getType(uri: Uri): String? = MimeTypeMap.getSingleton().getMimeTypeFromExtension(fileOf(uri).extension)

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun delete(uri: Uri, what: String?, values: Array<String>?) = 0

    override fun update(uri: Uri, values: ContentValues?, what: String?, where: Array<String>?) = 0

    /** A name alone: no path leads out of the folder. */
    private fun fileOf(uri: Uri): File {
        val name = uri.lastPathSegment.orEmpty()
        val here = context ?: throw FileNotFoundException(name)
        if (name.isEmpty() || name != File(name).name || name.startsWith(".")) throw FileNotFoundException(name)
        return File(folder(here), name)
    }

    companion object {
        private const val AUTHORITY = "org.doorstep.field.files"

        /** Where they lie. What was handed over before is gone at the next start. */
        fun folder(context: Context): File = File(context.cacheDir, "handed").apply { mkdirs() }

        fun uri(file: File): Uri = Uri.Builder().scheme("content").authority(AUTHORITY).appendPath(file.name).build()
    }
}
