# Sourced before a build with encryption at rest on this machine: takes the system's OpenSSL, where its static library is
# installed, instead of building one from its sources for minutes. Phones, and sizes, always get their own.
if [ "$(uname -s)" = Linux ]; then
    zhian_openssl="/usr/lib/$(cc -print-multiarch 2>/dev/null)"
    if [ -f "$zhian_openssl/libcrypto.a" ] && [ -f /usr/include/openssl/opensslv.h ]; then
        export OPENSSL_NO_VENDOR=1 OPENSSL_STATIC=1 OPENSSL_LIB_DIR="$zhian_openssl" OPENSSL_INCLUDE_DIR=/usr/include
    fi
    unset zhian_openssl
fi
