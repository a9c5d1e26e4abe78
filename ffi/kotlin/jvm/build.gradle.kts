// The jar for a JVM: the generated bindings, and the library of this machine where JNA looks for it.
plugins {
    alias(libs.plugins.kotlin.jvm)
    `java-library`
    `maven-publish`
}

val target = rootProject.file(System.getenv("CARGO_TARGET_DIR") ?: "../../target")

kotlin {
    jvmToolchain(17)
    sourceSets["main"].kotlin.srcDir(target.resolve("bindings/kotlin"))
}

sourceSets["main"].resources.srcDir(target.resolve("packages/jvm"))

dependencies {
    api(libs.coroutines)
    implementation(libs.jna)
}

publishing.publications.create<MavenPublication>("jar") {
    artifactId = "doorstep"
    from(components["java"])
}
