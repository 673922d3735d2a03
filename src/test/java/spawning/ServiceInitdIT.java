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

/**
 * Do the scripts for /etc/init.d keep to LSB's verbs and exit codes? In a Debian without systemd, with its start-stop-daemon and
 * lsb functions; Fedora's script with its own fallback, for Fedora's functions are in no package of Debian's.
 */
@LongRun // two minutes; the same commands as under systemd
class ServiceInitdIT {
    private static final String PIDFILE = "/run/spawning/shop/spawning.pid";

    private static BootedRoot root;

    @BeforeAll
    static void boot() {
        root = BootedRoot.boot(Init.PLAIN);
        root.expect("""
                set -e
                useradd --system --home-dir /var/lib/spawning --shell /usr/sbin/nologin spawning
                cp /opt/spawning/init-scripts/debian/spawning /etc/init.d/
                cp /opt/spawning/init-scripts/fedora/spawning /etc/init.d/fedora
                mkdir -p /etc/sysconfig /var/lock/subsys
                cp /opt/spawning/conf/default /etc/default/spawning
                echo JAVA_HOME=%s >>/etc/default/spawning
                cp /etc/default/spawning /etc/sysconfig/spawning
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
        root.expect("service spawning stop");
        assertThat(root.run("pgrep -a -u spawning").text()).isEmpty();
        root.expect("rm -rf /etc/spawning /run/spawning");
    }

    @Test
    void everyVerbDoesWhatLsbSays() throws IOException {
        String script = "service spawning";
        Instance shop = Instance.in(root, "shop");
        root.expect(3, script + " status");
        root.expect(script + " stop");
        root.expect(7, script + " reload");
        root.expect(script + " try-restart");
        root.expect(script + " start");
        assertThat(shop.version()).isEqualTo("v1");
        root.expect(script + " status");
        String pid = pid();
        root.expect(script + " start"); // a second time has no effect
        shop.deploy("v2", OnLoad.NOTHING);
        root.expect(script + " reload");
        shop.awaitVersion("v2");
        assertThat(pid()).isEqualTo(pid);
        root.expect(script + " restart");
        assertThat(pid()).isNotEqualTo(pid);
        assertThat(shop.version()).isEqualTo("v2");
        root.expect(script + " checkconfig");
        root.expect(script + " stop");
        assertThat(shop.refuses()).isTrue();
        root.expect(3, script + " status");
    }

    @Test
    void fedorasScriptKnowsTheSameVerbs() throws IOException {
        Instance shop = Instance.in(root, "shop");
        root.expect(7, "service fedora reload");
        root.expect("service fedora start");
        assertThat(root.expect("ls /var/lock/subsys")).isEqualTo("spawning.shop");
        root.expect("service fedora status");
        shop.deploy("v2", OnLoad.NOTHING);
        root.expect("service fedora reload");
        shop.awaitVersion("v2");
        shop.configure("proceses = 3\n");
        assertThat(root.expect(6, "service fedora condrestart")).contains("proceses", "FAILED");
        root.expect("service fedora stop");
        root.expect("service fedora stop"); // a second time has no effect
        root.expect("service fedora condrestart");
        root.expect(3, "service fedora status");
        assertThat(root.expect("ls /var/lock/subsys")).isEmpty();
        root.expect(2, "service fedora dance");
    }

    @Test
    void itRunsAsItsUserWithoutATerminalAndLogsToFiles() {
        Instance.in(root, "shop");
        root.expect("service spawning start");
        assertThat(root.expect("ps -o user=,tty= -p " + pid()).split("\\s+")).containsExactly("spawning", "?");
        assertThat(root.expect(
                        "stat -c '%U %a' /run/spawning/shop /var/log/spawning/shop /var/lib/spawning/shop | uniq"))
                .isEqualTo("spawning 750");
        assertThat(root.expect("cat /var/log/spawning/shop/spawning.log")).contains("READY");
    }

    @Test
    void aWrongConfigurationIsRefusedWithTheReason() throws IOException {
        Instance shop = Instance.in(root, "shop");
        shop.configure(shop.listening() + "proceses = 3\n");
        assertThat(root.expect(6, "service spawning start")).contains("proceses");
        assertNothingStarted();
        shop.configure(shop.listening());
        root.expect("service spawning start");
        String pid = pid();
        shop.configure(shop.listening() + "proceses = 3\n");
        assertThat(root.expect(6, "service spawning restart")).contains("proceses");
        assertThat(root.expect(6, "service spawning reload")).contains("proceses");
        assertThat(root.expect(6, "service spawning checkconfig")).contains("proceses");
        assertThat(pid()).isEqualTo(pid);
        assertThat(shop.version()).isEqualTo("v1");
    }

    @Test
    void aFailedStartSaysWhyAndLeavesNothing() throws IOException {
        Instance shop = Instance.in(root, "shop");
        try (ServerSocket _ = new ServerSocket(shop.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(root.expect(1, "service spawning start")).contains("in use");
        }
        assertNothingStarted();
        shop.deploy("v1", OnLoad.THROWS);
        shop.configure(shop.listening() + "panic-limit = 1\n");
        assertThat(root.expect(1, "service spawning start")).contains("never came up");
        assertNothingStarted();
    }

    @Test
    void aPidFileOfOneThatWasKilledIsNotBelieved() throws IOException {
        Instance shop = Instance.in(root, "shop");
        root.expect("service spawning start && kill -KILL $(cat " + PIDFILE + ")");
        root.expect(1, "service spawning status");
        root.expect("service spawning start");
        shop.awaitVersion("v1");
        root.expect("kill -KILL $(cat " + PIDFILE + ")");
        root.until("! pgrep -u spawning >/dev/null");
        // the number went to somebody else
        root.expect("sleep 1000 & echo $! >" + PIDFILE + "; touch -d '1 hour ago' " + PIDFILE);
        root.expect(1, "service spawning status");
        root.expect(7, "service spawning reload");
        root.expect("service spawning start");
        root.expect("service spawning stop");
        root.expect("pkill -x sleep"); // it is there still
    }

    @Test
    void oneInstanceCanBeMeantOrAll() throws IOException {
        Instance shop = Instance.in(root, "shop");
        Instance bank = Instance.in(root, "bank");
        root.expect("service spawning start");
        assertThat(bank.version()).isEqualTo("v1");
        root.expect("service spawning stop bank");
        assertThat(bank.refuses()).isTrue();
        assertThat(shop.version()).isEqualTo("v1");
        root.expect("service spawning status shop");
        root.expect(3, "service spawning status bank");
        root.expect(3, "service spawning status");
    }

    @Test
    void whatCannotBeHasItsExitCode() {
        root.expect(2, "service spawning");
        root.expect(2, "service spawning dance");
        root.expect(6, "service spawning start"); // no instance
        Instance.in(root, "shop");
        root.expect(6, "service spawning start bank");
        root.expect(4, "setpriv --reuid=nobody --clear-groups /etc/init.d/spawning start");
        root.write("/etc/default/spawning.shop", "SPAWNING_FOLDER=/nowhere\n");
        root.expect(5, "service spawning start shop");
        root.write("/etc/default/spawning.shop", "SPAWNING_USER=stranger\n");
        assertThat(root.expect(6, "service spawning start shop")).contains("stranger");
        root.expect("rm /etc/default/spawning.shop");
    }

    @Test
    void theRunlevelsTakeItIn() {
        root.expect("update-rc.d spawning defaults");
        assertThat(root.expect("ls /etc/rc2.d /etc/rc0.d"))
                .containsPattern("S\\d\\dspawning")
                .containsPattern("K\\d\\dspawning");
        root.expect("update-rc.d -f spawning remove");
    }

    private static String pid() {
        return root.expect("cat " + PIDFILE);
    }

    private static void assertNothingStarted() {
        assertThat(root.expect(1, "pgrep -a -u spawning")).isEmpty();
        root.expect("test ! -e " + PIDFILE);
        root.expect(3, "service spawning status shop");
    }
}
