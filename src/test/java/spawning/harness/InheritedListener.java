// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

/** How a process gets a listener from who starts it. In Perl, which every Debian has, for Java hands none on. */
final class InheritedListener {
    /** Binds a loopback port, makes the listener descriptor 3 that exec leaves open, and tells the port. */
    static final String OPEN = """
            use strict; use warnings; use Socket; use Fcntl; use POSIX ();
            $^F = 255; # no close-on-exec
            socket(my $socket, PF_INET, SOCK_STREAM, 0) or die $!;
            bind($socket, sockaddr_in(0, INADDR_LOOPBACK)) or die $!;
            listen($socket, 2048) or die $!;
            fcntl($socket, F_SETFL, O_NONBLOCK) or die $!;
            my ($port) = sockaddr_in(getsockname($socket));
            if (fileno($socket) != 3) {
                POSIX::dup2(fileno($socket), 3) or die $!;
                close($socket);
            }
            $| = 1;
            print "listening on 127.0.0.1:$port\\n";
            """;

    private InheritedListener() {}
}
