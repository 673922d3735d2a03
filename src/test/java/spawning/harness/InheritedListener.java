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

    /**
     * Runs a command that inherits it, and when that has ended, keeps the listener, says so, greets one client and ends
     * with the command's exit code.
     */
    static final String HOLD = OPEN + """
            my $child = fork() // die $!;
            if ($child == 0) { exec @ARGV or die $!; }
            waitpid($child, 0);
            my $code = $? >> 8;
            open(my $held, '+<&=', 3) or die $!;
            print "the holder is alone\\n";
            my $readable = '';
            vec($readable, 3, 1) = 1;
            select($readable, undef, undef, 20) or die "no client within 20 s";
            accept(my $client, $held) or die $!;
            print $client "held\\n";
            close($client);
            exit $code;
            """;

    private InheritedListener() {}
}
