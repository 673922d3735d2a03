// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import spawning.benchmarks.Workload;

/** nginx with two workers: what static content costs. It has no handler that could block. */
record Nginx() implements Contender {
    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public String settings() {
        return Tool.output("nginx", "-v").orElse("nginx")
                + "; two workers, return 200 and a static file (sendfile, open_file_cache), no access log";
    }

    @Override
    public Optional<String> missing() {
        return Tool.output("nginx", "-v").isPresent()
                ? Optional.empty()
                : Optional.of("no nginx: apt-get install nginx-light");
    }

    @Override
    public boolean offers(Workload workload) {
        return workload != Workload.BLOCK && workload != Workload.CPU;
    }

    @Override
    public boolean isJvm() {
        return false;
    }

    @Override
    public int servingProcesses() {
        return 2;
    }

    @Override
    public List<String> command(int port, Path scratch) throws IOException {
        Files.writeString(scratch.resolve("10k"), "x".repeat(10240));
        Files.writeString(scratch.resolve("1m"), "x".repeat(1 << 20));
        Path configuration = scratch.resolve("nginx.conf");
        Files.writeString(configuration, configuration(port, scratch));
        return List.of("nginx", "-e", "stderr", "-p", scratch.toString(), "-c", configuration.toString());
    }

    private static String configuration(int port, Path scratch) {
        String me = System.getProperty("user.name");
        return """
                %s
                daemon off;
                worker_processes 2;
                pid %s/nginx.pid;
                error_log stderr warn;
                events { worker_connections 2000; }
                http {
                  access_log off;
                  default_type text/plain;
                  sendfile on;
                  tcp_nopush on;
                  open_file_cache max=10 inactive=1h;
                  keepalive_timeout 75;
                  keepalive_requests 1000000000;
                  server {
                    listen 127.0.0.1:%d backlog=2048;
                    location = /hello { return 200 "Hello, World!"; }
                    root %s;
                    location = /10k { }
                    location = /1m { }
                  }
                }
                """.formatted(me.equals("root") ? "user root;" : "", scratch, port, scratch);
    }
}
