// The AAR for Android: the generated bindings, and the library for each processor as `ffi/kotlin/build aar` has linked it.
plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.android)
}

val target = rootProject.file(System.getenv("CARGO_TARGET_DIR") ?: "../../target")

android {
    namespace = "doorstep"
    compileSdk = 35
    defaultConfig {
        // Android 7.0. The same number is in ffi/kotlin/build, which links the library for it.
        minSdk = 24
        consumerProguardFiles("consumer-rules.pro")
    }
    sourceSets["main"].kotlin.srcDir(target.resolve("packages/bindings/kotlin"))
    sourceSets["main"].jniLibs.srcDir(target.resolve("packages/jni"))
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
    kotlinOptions.jvmTarget = "17"
}

dependencies {
    api(libs.coroutines)
    // As an AAR JNA brings its own library for each processor.
    implementation("${libs.jna.get().module}:${libs.versions.jna.get()}@aar")
}
