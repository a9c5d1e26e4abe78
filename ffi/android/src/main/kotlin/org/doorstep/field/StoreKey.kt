package org.doorstep.field

import android.content.Context
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import doorstep.KeyStore
import java.io.File
import java.security.SecureRandom
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * The key of the phone's store: made once by the system's randomness, kept wrapped by a key of the Android keystore that never leaves
 * it. Without that keystore the file is worth nothing.
 */
class StoreKey(context: Context) : KeyStore {
    private val wrapped = File(context.noBackupFilesDir, "store.key")

    override fun storeKey(): ByteArray = if (wrapped.exists()) unwrap(wrapped.readBytes()) else makeOne()

    private fun makeOne(): ByteArray {
        val key = ByteArray(KEY_BYTES).also { SecureRandom().nextBytes(it) }
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.ENCRYPT_MODE, wrappingKey()) }
        // Whole or not at all: a half-written key would lock the store for good.
        val beside = File(wrapped.path + ".new")
        beside.writeBytes(cipher.iv + cipher.doFinal(key))
        check(beside.renameTo(wrapped)) { "the wrapped key can't be put in its place" }
        return key
    }

    private fun unwrap(bytes: ByteArray): ByteArray {
        val nonce = GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES)
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.DECRYPT_MODE, wrappingKey(), nonce) }
        return cipher.doFinal(bytes, NONCE_BYTES, bytes.size - NONCE_BYTES)
    }

    private fun wrappingKey(): SecretKey {
        val keystore = java.security.KeyStore.getInstance(PROVIDER).apply { load(null) }
        (keystore.getKey(ALIAS, null) as SecretKey?)?.let { return it }
        val wanted = KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(KEY_BYTES * 8)
            .build()
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).apply { init(wanted) }.generateKey()
    }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val ALIAS = "doorstep-store"
        const val CIPHER = "AES/GCM/NoPadding"
        const val KEY_BYTES = 32
        const val NONCE_BYTES = 12
        const val TAG_BITS = 128
    }
}
