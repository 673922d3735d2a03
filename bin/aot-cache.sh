# shellcheck shell=sh disable=SC2034
# Sourced by the launchers, not run: which AOT cache of our own a program starts from. bin/make-aot-caches makes them,
# docs/boot.md tells about them. No program is run here, for that would cost a part of what a cache wins.

# aot_tag JDK: sets $tag to what names this build of the JDK, as its file "release" has it. The JVM refuses the cache of
# another build, but starts slower with it than with none.
aot_tag() {
    tag=
    [ -r "$1/release" ] || return 0
    while IFS='=' read -r key value; do
        case $key in
            IMPLEMENTOR_VERSION | JAVA_RUNTIME_VERSION | OS_ARCH)
                value=${value#\"}
                tag=$tag-${value%\"}
                [ "$key" = OS_ARCH ] && break
                ;;
        esac
    done <"$1/release"
    case $tag in *[!-+._0-9A-Za-z]*) tag= ;; esac
}

# aot_cache NAME LIB JARS: sets $aot to the JVM's option that uses (or, for bin/make-aot-caches, makes) the cache NAME of a
# program with the jars of the folder JARS, or to nothing. A cache that is not newer than each jar, or was made of jars of
# other times, may hold the classes of another jar: up to 25.0.3 the JVM may run them all the same, later it only looks at size
# and time (JDK-8377932). Newer alone is not enough: a release that is unpacked over this one was built before the cache.
# The JVM does not start at all with a cache and what older kinds of caches are asked for with.
aot_cache() {
    aot=
    [ -n "$tag" ] || return 0
    if [ -n "${spawning_aot_output:-}" ]; then
        aot=-XX:AOTCacheOutput=$spawning_aot_output/$1$tag.aot
        return 0
    fi
    [ -r "$2/aot/$1$tag.aot" ] || return 0
    case "${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-}" in
        *-Xshare* | *SharedArchive* | *ArchiveClasses* | *AOT* | *VMOptionsFile* | *-XX:Flags* | *@*) return 0 ;;
    esac
    [ "$2/aot/$1$tag.aot" -nt "$3" ] || return 0
    for jar in "$3"/*.jar; do
        time=$2/aot/times/${3##*/}/${jar##*/}
        [ "$2/aot/$1$tag.aot" -nt "$jar" ] && [ -e "$time" ] || return 0
        if [ "$jar" -nt "$time" ] || [ "$jar" -ot "$time" ]; then return 0; fi
    done
    aot=-XX:AOTCache=$2/aot/$1$tag.aot
}
