// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import spawning.harness.BootedRoot;
import spawning.harness.BootedRoot.Init;
import spawning.harness.Instance;
import spawning.harness.LongRun;
import spawning.harness.TestApplications.OnLoad;

/** How does it run under OpenRC? Under Debian's, 0.45, as if it had booted into its runlevel "default". */
@LongRun // two minutes; the same commands as under systemd
class ServiceOpenRcIT {
    private static final String SERVICE = "rc-service spawning.shop ";
    private static final String PIDFILE = "/run/spawning/shop/spawning.pid";
    private static final int CRASHED = 32;

    private static BootedRoot root;

    @BeforeAll
    static void boot() {
        root = BootedRoot.boot(Init.PLAIN);
        root.expect("""
                set -e
                mkdir -p /run/openrc && cd /run/openrc
                mkdir daemons exclusive failed hotplugged inactive options scheduled started starting stopping tmp wasinactive
                echo default >softlevel
                useradd --system --home-dir /var/lib/spawning --shell /usr/sbin/nologin spawning
                cp /opt/spawning/init-scripts/openrc/spawning.initd /etc/init.d/spawning
                mkdir -p /etc/conf.d
                cp /opt/spawning/conf/default /etc/conf.d/spawning
                echo JAVA_HOME=%s >>/etc/conf.d/spawning
                ln -s spawning /etc/init.d/spawning.shop
                ln -s spawning /etc/init.d/spawning.bank
                """.formatted(BootedRoot.jdk()));
    }

    @AfterAll
    static void end() {
        if (root != null) { // it could not be booted
            root.close();
        }
    }

    @AfterEach
    void nothingOfAnInstanceIsLeftAfterItsStop() {
        root.run(SERVICE + "stop; rc-service spawning.bank stop");
        assertThat(root.run("pgrep -a -u spawning").text()).isEmpty();
        root.expect(
                "rm -rf /etc/spawning /run/spawning && rc-service spawning.shop zap && rc-service spawning.bank zap");
    }

    @Test
    void everyVerb() throws IOException {
        Instance shop = Instance.in(root, "shop");
        root.expect(3, SERVICE + "status");
        root.expect(SERVICE + "start");
        assertThat(shop.version()).isEqualTo("v1");
        root.expect(SERVICE + "status");
        String pid = root.expect("cat " + PIDFILE);
        root.expect(SERVICE + "start"); // a second time has no effect
        shop.deploy("v2", OnLoad.NOTHING);
        root.expect(SERVICE + "reload");
        shop.awaitVersion("v2");
        assertThat(root.expect("cat " + PIDFILE)).isEqualTo(pid);
        root.expect(SERVICE + "checkconfig");
        root.expect(SERVICE + "restart");
        assertThat(root.expect("cat " + PIDFILE)).isNotEqualTo(pid);
        assertThat(shop.version()).isEqualTo("v2");
        root.expect(SERVICE + "stop");
        assertThat(shop.refuses()).isTrue();
        root.expect(3, SERVICE + "status");
    }

    @Test
    void aWrongConfigurationIsRefusedAndWhatServesGoesOn() throws IOException {
        Instance shop = Instance.in(root, "shop");
        root.expect(SERVICE + "start");
        shop.configure(shop.listening() + "proceses = 3\n");
        assertThat(root.expect(1, SERVICE + "restart")).contains("proceses");
        assertThat(root.run(SERVICE + "reload").code()).isNotZero();
        assertThat(root.run(SERVICE + "checkconfig").code()).isNotZero();
        assertThat(shop.version()).isEqualTo("v1");
        root.expect(SERVICE + "status");
        root.expect(SERVICE + "stop");
        assertThat(root.expect(1, SERVICE + "start")).contains("proceses");
        root.expect(3, SERVICE + "status");
    }

    @Test
    void aFailedStartIsSeenAndLeavesNothing() throws IOException {
        Instance shop = Instance.in(root, "shop");
        try (ServerSocket _ = new ServerSocket(shop.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(root.expect(1, SERVICE + "start")).contains("in use");
        }
        assertThat(root.expect(1, "pgrep -a -u spawning")).isEmpty();
        root.expect(3, SERVICE + "status");
    }

    @Test
    void oneThatWasKilledIsSeenAsCrashedAndStartsAgain() {
        Instance shop = Instance.in(root, "shop");
        root.expect(SERVICE + "start && kill -KILL $(cat " + PIDFILE + ")");
        root.expect(CRASHED, SERVICE + "status");
        root.expect(SERVICE + "restart");
        shop.awaitVersion("v1");
        root.expect(SERVICE + "status");
    }

    @Test
    void instancesAreLinks() throws IOException {
        Instance shop = Instance.in(root, "shop");
        Instance bank = Instance.in(root, "bank");
        root.expect(SERVICE + "start && rc-service spawning.bank start");
        assertThat(bank.version()).isEqualTo("v1");
        root.expect("rc-service spawning.bank stop");
        assertThat(bank.refuses()).isTrue();
        assertThat(shop.version()).isEqualTo("v1");
    }
}
