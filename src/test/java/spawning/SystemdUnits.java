// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import spawning.harness.BootedRoot;

/** Sets the service up as the heads of the files in init-scripts/ say. */
final class SystemdUnits {
    private SystemdUnits() {}

    /** The user, the units, the folders, and which JDK. */
    static void install(BootedRoot root) {
        root.expect("""
                set -e
                cd /opt/spawning
                systemd-sysusers /opt/spawning/init-scripts/systemd/sysusers.conf
                cp init-scripts/systemd/tmpfiles.conf /usr/lib/tmpfiles.d/spawning.conf && systemd-tmpfiles --create spawning.conf
                cp init-scripts/systemd/spawning@.service init-scripts/systemd/spawning@.socket /etc/systemd/system/
                cp init-scripts/logrotate/spawning /etc/logrotate.d/
                cp conf/default /etc/default/spawning
                echo JAVA_HOME=%s >>/etc/default/spawning
                systemctl daemon-reload
                """.formatted(BootedRoot.jdk()));
    }
}
