/**
 * The tour of the library in Kotlin, as an Android app holds it: `run` compiles and starts it, `tour.py` is its twin.
 *
 * So far it only proves that the library and its bindings were made for each other; the road from founding a project to
 * reading its result joins it with the facade.
 */
import uniffi.doorstep_ffi.uniffiEnsureInitialized

fun main() {
    uniffiEnsureInitialized()
    println("kotlin: the library and its bindings fit each other")
}
