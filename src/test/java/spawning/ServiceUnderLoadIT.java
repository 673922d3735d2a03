// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spawning.harness.BootedRoot;
import spawning.harness.BootedRoot.Init;
import spawning.harness.Instance;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LongRun;
import spawning.harness.Scale;
import spawning.harness.Tally;

/** What do clients notice when the service is restarted or its logs are rotated? Under a real systemd, booted once. */
class ServiceUnderLoadIT {
    private static BootedRoot root;

    @BeforeAll
    static void boot() {
        root = BootedRoot.boot(Init.SYSTEMD);
        SystemdUnits.install(root);
    }

    @AfterAll
    static void powerOff() {
        if (root != null) { // it could not be booted
            root.close();
        }
    }

    @AfterEach
    void stop() {
        root.expect("systemctl stop 'spawning@*'");
    }

    @LongRun
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void restartsUnderSocketActivationRefuseNobody() {
        Instance web = Instance.in(root, "web");
        web.configure("");
        root.write(
                "/etc/systemd/system/spawning@web.socket.d/test.conf",
                "[Socket]\nListenStream=\nListenStream=127.0.0.1:" + web.port() + "\n");
        root.expect("systemctl daemon-reload && systemctl start spawning@web.socket");
        root.expect(3, "systemctl is-active spawning@web.service");
        web.awaitVersion("v1"); // the first connection starts it
        try (LoadClient load = LoadClient.start(Load.mixedOn(web.address()))) {
            for (int i = 0; i < Scale.of(50, 5); i++) {
                root.expect("systemctl restart spawning@web");
                load.awaitMore(20);
            }
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
            assertThat(tally.pids()).hasSizeGreaterThanOrEqualTo(Scale.of(50, 5));
        }
    }

    @Test
    void noLineIsLostWhenLogsAreRotated() {
        Instance shop = Instance.in(root, "logged");
        shop.configure(shop.listening() + "access-log-file = /var/log/spawning/logged/access.log\n");
        root.expect("systemctl start spawning@logged");
        Tally tally;
        try (LoadClient load = LoadClient.start(Load.mixedOn(shop.address()))) {
            for (int i = 0; i < 3; i++) {
                load.awaitMore(300);
                root.expect("logrotate --force /etc/logrotate.d/spawning");
            }
            load.awaitMore(300);
            tally = load.stop();
        }
        root.expect("systemctl stop spawning@logged");
        assertThat(tally.failures()).as("%s", tally).isEmpty();
        String lines = root.expect("cd /var/log/spawning/logged && zcat -f access.log* | grep -c n=");
        assertThat(Long.parseLong(lines)).isEqualTo(tally.answered());
        assertThat(root.expect("ls /var/log/spawning/logged"))
                .isEqualTo("access.log\naccess.log.1\naccess.log.2.gz\naccess.log.3.gz");
    }
}
