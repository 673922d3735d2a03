# shellcheck shell=sh
# One instance of Spawning as the scripts of OpenRC, Debian and Fedora handle it; each of them sources this file.
# (Under systemd the unit does the same: same folders, same configuration.)
#
# spawning_instance NAME first. The others print what is wrong on stderr and return what LSB 5.0 (20.2, init script
# actions) asks for: 0 good, 1 failed, 5 not installed, 6 not configured, 7 not running.

# Takes the settings, which the caller has read, and names the folders.
spawning_instance() { # NAME
    name=$1
    launcher=$SPAWNING_FOLDER/bin/spawning
    config=${SPAWNING_CONFIG:-/etc/spawning/$name.conf}
    user=${SPAWNING_USER:-spawning}
    run_folder=/run/spawning/$name
    log_folder=/var/log/spawning/$name
    state_folder=/var/lib/spawning/$name
    cache_folder=/var/cache/spawning/$name
    pidfile=$run_folder/spawning.pid
    stop_timeout=${SPAWNING_STOP_TIMEOUT:-130}
    if [ -n "${JAVA_HOME:-}" ]; then export JAVA_HOME; fi
}

# The process id of the controller that lives. A pid file alone proves nothing after a kill -9: its number may be another
# process's by now, so that has to be a controller that was given this very pid file.
spawning_pid() {
    [ -r "$pidfile" ] && read -r pid <"$pidfile" || return 1
    case $pid in '' | *[!0-9]*) return 1 ;; esac
    arguments=$(tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline") || return 1
    printf '%s\n' "$arguments" | grep -Fxq spawning.controller.Main &&
        printf '%s\n' "$arguments" | grep -Fxq -e "$pidfile" -e "--pidfile=$pidfile" && echo "$pid"
} 2>/dev/null

# The product with this instance's options and those given here.
spawning_run() { # OPTION...
    # shellcheck disable=SC2086 # several words
    RUNTIME_DIRECTORY=$run_folder STATE_DIRECTORY=$state_folder LOGS_DIRECTORY=$log_folder \
        CACHE_DIRECTORY=$cache_folder "$launcher" \
        --config "$config" --daemonize --pidfile "$pidfile" --chuid "$user" \
        --stdout "$log_folder/access.log" --stderr "$log_folder/spawning.log" ${SPAWNING_OPTS:-} "$@"
}

# Whether Spawning and a configuration are there, with the folders made.
spawning_prepare() {
    if [ ! -x "$launcher" ]; then
        echo "spawning: $launcher is not installed; unpack Spawning there, or set SPAWNING_FOLDER" >&2
        return 5
    fi
    if [ ! -r "$config" ]; then
        echo "spawning: the configuration $config of $name is missing; copy $SPAWNING_FOLDER/conf/spawning.conf.example" >&2
        return 6
    fi
    spawning_folders || return 6
}

# Whether a start or reload would find a good configuration.
spawning_check() {
    spawning_prepare || return $?
    (cd / && spawning_run --check-config) >/dev/null || return 6
}

# The folders that systemd would make; their parents stay root's.
spawning_folders() {
    if ! id "$user" >/dev/null 2>&1; then
        echo "spawning: there is no user $user; make one, or set SPAWNING_USER" >&2
        return 6
    fi
    (umask 022 && mkdir -p /run/spawning /var/lib/spawning /var/log/spawning /var/cache/spawning) &&
        install -d -m 0750 -o "$user" -g "$(id -g "$user")" "$run_folder" "$state_folder" "$log_folder" &&
        install -d -m 0700 -o "$user" -g "$(id -g "$user")" "$cache_folder"
}

# Returns when the first worker is ready, or when that failed, with the reason printed.
spawning_start() {
    spawning_prepare || return $?
    (cd / && spawning_run)
    case $? in 0) return 0 ;; 2) return 6 ;; *) return 1 ;; esac
}

# Returns when the controller is gone, which leaves when all requests are answered; 0 also when there is none.
spawning_stop() {
    running=$(spawning_pid) && {
        kill -TERM "$running" || return 1
        spawning_await_end "$running" "$stop_timeout" || {
            echo "spawning: $name (pid $running) did not stop within $stop_timeout s; killing it" >&2
            kill -KILL "$running"
            spawning_await_end "$running" 10 || return 1
        }
    }
    rm -f "$pidfile" # of one that was killed
}

# Not every sleep knows parts of a second.
spawning_await_end() { # PID SECONDS
    deadline=$(($(date +%s) + $2))
    while [ "$(spawning_pid)" = "$1" ]; do
        [ "$(date +%s)" -lt "$deadline" ] || return 1
        sleep 0.1 2>/dev/null || sleep 1
    done
}

# Refused when the configuration is wrong: then nothing changes.
spawning_reload() {
    running=$(spawning_pid) || return 7
    spawning_check || return $?
    kill -HUP "$running"
}

# 0 running, 1 dead and its pid file is there, 3 not running.
spawning_status() {
    if spawning_pid >/dev/null; then return 0; fi
    if [ -e "$pidfile" ]; then return 1; fi
    return 3
}
