// The Kotlin package as Gradle builds it: `jvm` gives a jar, `android` an AAR where the Android SDK is.
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
}

rootProject.name = "doorstep"
include(":jvm")
if (System.getenv("ANDROID_HOME") != null) include(":android")

// All our packages have one version.
val version = Regex("(?m)^version = \"([^\"]+)\"").find(file("../../Cargo.toml").readText())!!.groupValues[1]
gradle.beforeProject {
    setGroup("org.doorstep")
    setVersion(version)
}
