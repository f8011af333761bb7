// The engine as an Android library. Unbuilt where this repository is tested: neither Gradle nor an NDK is there. What it does
// beyond engine/pom.xml is therefore short: the native library for three ABIs, the Kotlin that belongs to it, and the AAR.
plugins {
    alias(libs.plugins.android.library)
}

val repository: File = rootDir.parentFile
val native = layout.buildDirectory.dir("native")
val seam = layout.buildDirectory.dir("seam")

android {
    namespace = "cn.zhian.engine"
    compileSdk =
        libs.versions.compile.sdk
            .get()
            .toInt()
    defaultConfig {
        minSdk =
            libs.versions.min.sdk
                .get()
                .toInt()
        consumerProguardFiles("consumer-rules.pro")
        ndk { abiFilters += listOf("arm64-v8a", "armeabi-v7a", "x86_64") }
    }
    compileOptions {
        sourceCompatibility =
            JavaVersion.toVersion(
                libs.versions.jvm.target
                    .get(),
            )
        targetCompatibility =
            JavaVersion.toVersion(
                libs.versions.jvm.target
                    .get(),
            )
    }
    sourceSets["main"].apply {
        kotlin.srcDirs("src/main/kotlin", seam)
        jniLibs.srcDir(native.map { it.dir("jniLibs") })
    }
}

dependencies {
    api(libs.coroutines)
    implementation(variantOf(libs.jna) { artifactType("aar") })
}

val cargoNdk by tasks.registering(Exec::class) {
    description = "Builds the native library for arm64-v8a, armeabi-v7a and x86_64, with 16 KB pages"
    workingDir = repository
    commandLine("android/native.sh", "android", native.get().asFile.path)
    // Cargo knows better than Gradle what has changed.
    outputs.upToDateWhen { false }
}

val seamKotlin by tasks.registering(Exec::class) {
    description = "Generates the Kotlin that belongs to the native library"
    workingDir = repository
    commandLine("android/native.sh", "kotlin", seam.get().asFile.path)
    dependsOn(cargoNdk)
    outputs.upToDateWhen { false }
}

tasks.named("preBuild") { dependsOn(seamKotlin) }
