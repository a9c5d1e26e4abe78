// The app. `ffi/kotlin/build aar` comes first: it makes the library that this one holds.
plugins {
    id("com.android.application") version "8.9.1"
    alias(libs.plugins.kotlin.android)
}

android {
    namespace = "org.doorstep.field"
    compileSdk = 35
    defaultConfig {
        applicationId = "org.doorstep.field"
        // Android 7.0, of 2016.
        minSdk = 24
        targetSdk = 35
        versionCode = 1
        versionName = Regex("(?m)^version = \"([^\"]+)\"").find(file("../../Cargo.toml").readText())!!.groupValues[1]
    }
    buildTypes {
        release { isMinifyEnabled = false }
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
    kotlinOptions.jvmTarget = "17"
}

dependencies {
    implementation(files("../../target/packages/doorstep.aar"))
    implementation(libs.coroutines)
    implementation("${libs.jna.get().module}:${libs.versions.jna.get()}@aar")
}
