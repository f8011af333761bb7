#!/usr/bin/env bash
# Makes a folder with Swift for Linux, so that the Swift package can be built and tested on a bare Debian machine.
#
#   ios/swift-root.sh            makes it once and prints where it is
#   ios/swift-root.sh --where    only prints where it is or would be
#
# It is Debian 13's own Swift, unpacked beside the system: nothing is installed, mounted or changed outside the folder.
# The folder is a cache: 1.7 GB, safe to delete, made again when it is missed. ZHIAN_SWIFT_ROOT moves it.
# On a Mac none of this is needed: Xcode brings Swift.
set -euo pipefail

suite=trixie
packages=swiftlang,swiftlang-dev,libc6-dev,libstdc++-14-dev,gcc,ca-certificates,dash
root="${ZHIAN_SWIFT_ROOT:-${XDG_CACHE_HOME:-$HOME/.cache}/zhian/swift-$suite}"
# Written last: a folder with this line is whole. A changed list of packages makes another line.
stamp="1 $suite $packages"

say() { printf 'swift: %s\n' "$*" >&2; }
stop() { printf '\nswift stops: %s\n' "$*" >&2; exit 1; }

if [ "${1:-}" = --where ]; then
    echo "$root"
    exit 0
fi
if [ "$(cat "$root/.zhian-stamp" 2>/dev/null || true)" = "$stamp" ]; then
    echo "$root"
    exit 0
fi
for tool in mmdebstrap bwrap; do
    command -v "$tool" >/dev/null 2>&1 || stop "$tool is missing: run 'tests/setup.sh swift', which installs it."
done
if [ -e "$root" ] && [ ! -e "$root/.zhian-swift" ]; then
    stop "$root is there and was not made by this script: name another folder with ZHIAN_SWIFT_ROOT."
fi

# The mirror that this machine's packages already come from.
mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep -v security | head -n 1 || true)"
[ -n "$mirror" ] || mirror=http://deb.debian.org/debian

# Built under another name and renamed when whole, so that a cut leaves nothing that looks like Swift.
part="$root.part"
rm -rf "$part"
mkdir -p "$part"
say "fetching Swift for Linux into $root (about 400 MB, 1.7 GB unpacked; happens once)"
# Its own lines are the progress: what it looks up, fetches, unpacks.
if ! mmdebstrap --mode=chrootless --variant=extract --include="$packages" "$suite" "$part" "$mirror" 2>&1 </dev/null |
    sed -u 's/^I: /swift: /' >&2; then
    rm -rf "$part"
    stop "Swift could not be fetched from $mirror: look at the lines above, then run the same command again."
fi

cd "$part"
# What the packages' own scripts would have done, had they run.
for dir in bin sbin lib lib64; do [ -e "$dir" ] || ln -s "usr/$dir" "$dir"; done
mkdir -p proc dev tmp src root
[ -e usr/bin/swift ] || ln -s ../libexec/swift/bin/swift usr/bin/swift
[ -e usr/bin/sh ] || ln -s dash usr/bin/sh
# 0.9 GB that no build reads: the debugger, the editor's server, the static library, papers.
rm -rf usr/libexec/swift/lib/swift_static usr/libexec/swift/lib/liblldb* usr/libexec/swift/bin/lldb* \
    usr/libexec/swift/bin/clangd usr/libexec/swift/bin/sourcekit-lsp usr/libexec/swift/lib/libsourcekitdInProc.so \
    usr/share/doc usr/share/locale usr/share/man
touch .zhian-swift
printf '%s\n' "$stamp" > .zhian-stamp
cd - >/dev/null
rm -rf "$root"
mv "$part" "$root"
echo "$root"
