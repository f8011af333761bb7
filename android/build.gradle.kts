// Puts the Kotlin of the catalog on the class path of every module; the Android plugin brings an older one.
plugins {
    alias(libs.plugins.android.library) apply false
    alias(libs.plugins.kotlin.android) apply false
}
