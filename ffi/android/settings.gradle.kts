// The Android shell of the field app: one activity around the pages that the library serves.
pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositories {
        google()
        mavenCentral()
    }
    // The versions that the library's own package is built with.
    versionCatalogs { create("libs") { from(files("../kotlin/gradle/libs.versions.toml")) } }
}

rootProject.name = "doorstep-field"
