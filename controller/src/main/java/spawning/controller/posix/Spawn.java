// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process to be started with posix_spawn(3): in a session of its own, so that neither Ctrl-C nor a signal to our group
 * reaches it; default signal dispositions and an empty mask, whatever this process blocks or ignores; the environment
 * as it is; descriptor 0 is /dev/null, 1 and 2 are ours or lead to {@code output}, {@code descriptors} follow from 3 on, and
 * no other is open.
 *
 * @param executable an absolute path
 * @param arguments the command line from argv[0] on, which need not be the executable's name
 * @param descriptors at most {@value #MAX_DESCRIPTORS}, numbered from {@link Posix#LOWEST_OWN} on, so that no dup2 overwrites a source of a later one
 * @param workingDirectory where it starts; empty is where this process is
 * @param environment variables added to the environment of this process, or in place of those of the same name
 * @param output where its standard output and error go; empty: where ours go
 */
public record Spawn(
        Path executable,
        List<String> arguments,
        List<Fd> descriptors,
        Optional<Path> workingDirectory,
        Map<String, String> environment,
        Optional<Fd> output) {
    /** The number that the first of the descriptors has in the child. */
    public static final int FIRST_DESCRIPTOR = 3;

    /** How many descriptors can be handed down. */
    public static final int MAX_DESCRIPTORS = Posix.LOWEST_OWN - FIRST_DESCRIPTOR;

    private static final int SETSIGDEF = 0x04;
    private static final int SETSIGMASK = 0x08;
    private static final int SETSID = 0x80;
    private static final int O_RDONLY = 0;

    // more than posix_spawn_file_actions_t (80), posix_spawnattr_t (336) and sigset_t (128) take on x86_64 and aarch64
    private static final int ROOM = 512;

    /** One whose output goes where ours goes. */
    public Spawn(
            Path executable,
            List<String> arguments,
            List<Fd> descriptors,
            Optional<Path> workingDirectory,
            Map<String, String> environment) {
        this(executable, arguments, descriptors, workingDirectory, environment, Optional.empty());
    }

    public Spawn {
        arguments = List.copyOf(arguments);
        descriptors = List.copyOf(descriptors);
        environment = Map.copyOf(environment);
        if (descriptors.size() > MAX_DESCRIPTORS) {
            throw new IllegalArgumentException(descriptors.size() + " descriptors cannot be handed down; at most "
                    + MAX_DESCRIPTORS + " fit below " + Posix.LOWEST_OWN);
        }
        for (Fd fd : descriptors) {
            if (fd.number() < Posix.LOWEST_OWN) {
                throw new IllegalArgumentException(fd + " cannot be handed down; the lowest is " + Posix.LOWEST_OWN);
            }
        }
    }

    /**
     * Starts the process. Returns when the new program runs, or the kernel has refused it: glibc waits for its exec.
     *
     * @throws PosixException no such program or folder, command line too long (E2BIG), too many processes (EAGAIN), no
     *     memory, no descriptor left; no process is left behind
     */
    public ChildProcess start() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(ROOM, 16);
            MemorySegment attributes = arena.allocate(ROOM, 16);
            call("posix_spawn_file_actions_init", actions.address());
            try {
                call("posix_spawnattr_init", attributes.address());
                try {
                    addActions(arena, actions.address());
                    setAttributes(arena, attributes.address());
                    return ChildProcess.of(spawn(arena, actions, attributes));
                } finally {
                    CFunction.callPlain("posix_spawnattr_destroy", attributes.address());
                }
            } finally {
                CFunction.callPlain("posix_spawn_file_actions_destroy", actions.address());
            }
        }
    }

    private int spawn(Arena arena, MemorySegment actions, MemorySegment attributes) throws PosixException {
        MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
        MemorySegment argv = arena.allocate(ValueLayout.ADDRESS, arguments.size() + 1L);
        for (int i = 0; i < arguments.size(); i++) {
            argv.setAtIndex(ValueLayout.ADDRESS, i, CFunction.string(arena, arguments.get(i)));
        }
        call(
                "posix_spawn",
                pid.address(),
                CFunction.string(arena, executable.toString()).address(),
                actions.address(),
                attributes.address(),
                argv.address(),
                environment(arena).address());
        return pid.get(ValueLayout.JAVA_INT, 0);
    }

    private void addActions(Arena arena, long actions) throws PosixException {
        if (workingDirectory.isPresent()) {
            long path =
                    CFunction.string(arena, workingDirectory.get().toString()).address();
            call("posix_spawn_file_actions_addchdir_np", actions, path);
        }
        long devNull = CFunction.string(arena, "/dev/null").address();
        call("posix_spawn_file_actions_addopen", actions, 0, devNull, O_RDONLY, 0);
        if (output.isPresent()) {
            call("posix_spawn_file_actions_adddup2", actions, output.get().number(), 1);
            call("posix_spawn_file_actions_adddup2", actions, output.get().number(), 2);
        }
        int target = FIRST_DESCRIPTOR;
        for (Fd source : descriptors) {
            call("posix_spawn_file_actions_adddup2", actions, source.number(), target++);
        }
        // the JDK opens its own files without close-on-exec
        call("posix_spawn_file_actions_addclosefrom_np", actions, target);
    }

    private void setAttributes(Arena arena, long attributes) throws PosixException {
        MemorySegment set = arena.allocate(ROOM, 16); // zeroes are the empty set
        call("posix_spawnattr_setsigmask", attributes, set.address());
        CFunction.callPlain("sigfillset", set.address());
        call("posix_spawnattr_setsigdefault", attributes, set.address());
        call("posix_spawnattr_setflags", attributes, SETSID | SETSIGDEF | SETSIGMASK);
    }

    /** These functions return the error number itself. */
    private void call(String function, long... arguments) throws PosixException {
        PosixException.check("starting " + executable + ": " + function, -CFunction.callPlain(function, arguments));
    }

    /** The variables of this process as the bytes that it got, but those that are set anew. */
    private MemorySegment environment(Arena arena) {
        List<MemorySegment> variables = new ArrayList<>();
        for (MemorySegment variable : environ()) {
            String text = CFunction.text(variable.address());
            int equals = text.indexOf('=');
            if (equals < 0 || !environment.containsKey(text.substring(0, equals))) {
                variables.add(variable);
            }
        }
        environment.forEach((name, value) -> variables.add(CFunction.string(arena, name + "=" + value)));
        MemorySegment envp = arena.allocate(ValueLayout.ADDRESS, variables.size() + 1L); // ends with a null pointer
        for (int i = 0; i < variables.size(); i++) {
            envp.setAtIndex(ValueLayout.ADDRESS, i, variables.get(i));
        }
        return envp;
    }

    /** The pointers of environ(7), without the null pointer at their end. */
    @SuppressWarnings("restricted")
    private static List<MemorySegment> environ() {
        MemorySegment pointers = CFunction.variable("environ")
                .reinterpret(ValueLayout.ADDRESS.byteSize())
                .get(ValueLayout.ADDRESS, 0)
                .reinterpret(Long.MAX_VALUE);
        List<MemorySegment> variables = new ArrayList<>();
        for (long i = 0; !pointers.getAtIndex(ValueLayout.ADDRESS, i).equals(MemorySegment.NULL); i++) {
            variables.add(pointers.getAtIndex(ValueLayout.ADDRESS, i));
        }
        return variables;
    }
}
