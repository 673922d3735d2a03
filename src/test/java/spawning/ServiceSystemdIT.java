// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import spawning.harness.BootedRoot;
import spawning.harness.BootedRoot.Init;
import spawning.harness.HttpConnection;
import spawning.harness.Instance;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.TestApplications.OnLoad;

/** How does it run as a unit of a real systemd? The root is booted once. */
class ServiceSystemdIT {
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
    void nothingOfAnInstanceIsLeftAfterItsStop() {
        root.expect("systemctl stop 'spawning@*' && systemctl reset-failed");
        assertThat(root.expect(1, "pgrep -a -u spawning")).isEmpty();
        assertThat(root.expect("ls /run/spawning")).isEmpty();
        root.expect("rm -rf /etc/systemd/system/spawning@*.d && systemctl daemon-reload");
    }

    @Test
    void theUnitsAreWithoutFaultAndShutIn() {
        assertThat(root.expect("systemd-analyze verify spawning@shop.service spawning@shop.socket"))
                .isEmpty();
        root.expect("systemd-analyze security --offline=true --threshold=20 /etc/systemd/system/spawning@.service");
    }

    @Test
    void itIsStartedWhenItServesAndReloadedAndStopped() throws IOException {
        Instance shop = Instance.in(root, "shop");
        root.expect("systemctl start spawning@shop");
        assertThat(shop.version()).isEqualTo("v1");
        assertThat(show("shop", "StatusText")).isNotEmpty();
        String controller = show("shop", "MainPID");
        root.expect("systemctl start spawning@shop"); // a second time has no effect
        shop.deploy("v2", OnLoad.NOTHING);
        root.expect("systemctl reload spawning@shop");
        shop.awaitVersion("v2");
        assertThat(show("shop", "MainPID")).isEqualTo(controller);
        root.until("test $(systemctl show -P SubState spawning@shop) = running"); // no longer reloading
        root.expect("systemctl stop spawning@shop");
        assertThat(show("shop", "Result")).isEqualTo("success");
        assertThat(shop.refuses()).isTrue();
        root.expect(3, "systemctl is-active spawning@shop");
    }

    @Test
    @LongRun
    void twoInstancesAreStrangers() throws IOException {
        Instance shop = Instance.in(root, "shop");
        Instance bank = Instance.in(root, "bank");
        root.expect("systemctl start spawning@shop spawning@bank");
        assertThat(root.expect("ls /run/spawning /var/lib/spawning")).contains("shop", "bank");
        root.expect("systemctl stop spawning@bank");
        assertThat(shop.version()).isEqualTo("v1");
        assertThat(bank.refuses()).isTrue();
    }

    @Test
    void theWorkersKnowNothingOfSystemd() {
        Instance.in(root, "shop");
        root.expect("systemctl start spawning@shop");
        String worker = root.expect("tr '\\0' '\\n' <" + worker() + "/environ");
        assertThat(worker).doesNotContain("NOTIFY_SOCKET", "WATCHDOG_", "LISTEN_");
    }

    @Test
    void aWrongConfigurationFailsTheStartForGoodAndSaysWhy() {
        Instance shop = Instance.in(root, "shop");
        shop.configure(shop.listening() + "proceses = 3\n");
        root.expect(1, "systemctl start spawning@shop");
        assertThat(show("shop", "ExecMainStatus")).isEqualTo("2");
        assertThat(show("shop", "ActiveState")).isEqualTo("failed");
        assertThat(journal("shop")).contains("proceses", "processes");
    }

    @Test
    void aWrongConfigurationFailsTheReloadAndServesOn() throws IOException {
        Instance shop = Instance.in(root, "shop");
        root.expect("systemctl start spawning@shop");
        shop.configure(shop.listening() + "proceses = 3\n");
        root.expect(1, "systemctl reload spawning@shop");
        assertThat(journal("shop")).contains("proceses");
        assertThat(shop.version()).isEqualTo("v1");
        root.expect("systemctl is-active spawning@shop");
    }

    @Test
    @LongRun
    void aTakenPortFailsTheStartAndIsTakenWhenItIsFree() throws IOException {
        Instance shop = Instance.in(root, "shop");
        try (ServerSocket _ = new ServerSocket(shop.port(), 1, InetAddress.getLoopbackAddress())) {
            root.expect(1, "systemctl start spawning@shop");
            assertThat(show("shop", "ExecMainStatus")).isEqualTo("3");
            assertThat(journal("shop")).containsPattern(LogLines.ADDRESS_IN_USE);
        }
        shop.awaitVersion("v1");
    }

    @Test
    void anApplicationThatNeverComesUpFailsTheStart() {
        Instance shop = Instance.in(root, "shop");
        shop.deploy("v1", OnLoad.THROWS);
        shop.configure(shop.listening() + "panic-limit = 1\n");
        root.expect(1, "systemctl start spawning@shop");
        assertThat(show("shop", "ExecMainStatus")).isEqualTo("4");
        assertThat(journal("shop")).contains("the shelves are empty");
    }

    @Test
    @LongRun
    void aControllerThatHangsOrIsKilledIsStartedAgain() {
        Instance shop = Instance.in(root, "shop");
        dropIn("shop", "[Service]\nWatchdogSec=2\nTimeoutAbortSec=1\n");
        root.expect("systemctl start spawning@shop");
        root.expect("kill -STOP $(systemctl show -P MainPID spawning@shop)");
        root.until("test $(systemctl show -P NRestarts spawning@shop) = 1");
        assertThat(journal("shop")).contains("Watchdog timeout");
        shop.awaitVersion("v1");
        root.expect("kill -KILL $(systemctl show -P MainPID spawning@shop)");
        root.until("test $(systemctl show -P NRestarts spawning@shop) = 2");
        shop.awaitVersion("v1");
        root.until("systemctl is-active -q spawning@shop");
    }

    @Test
    void port80IsServedWithoutAnyOtherPrivilege() throws IOException {
        Instance shop = Instance.in(root, "shop");
        InetSocketAddress privileged = new InetSocketAddress("127.83.80.1", 80);
        shop.configure("host = 127.83.80.1\nport = 80\n");
        root.expect("systemctl start spawning@shop");
        assertAnswers(privileged);
        for (String process : new String[] {"/proc/" + show("shop", "MainPID"), worker()}) {
            String uid = root.expect("id -u spawning");
            assertThat(root.expect("grep -hE '^(Uid|NoNewPrivs|CapBnd)' " + process + "/task/*/status | sort -u"))
                    .hasLineCount(3)
                    .containsPattern("Uid:(\\s+" + uid + "){4}")
                    .containsPattern("CapBnd:\\s+0{13}400\\b")
                    .containsPattern("NoNewPrivs:\\s+1");
        }
        root.expect("systemctl reload spawning@shop");
        root.until("journalctl -u spawning@shop -o cat | grep -q 'gen 2: .*READY'");
        assertAnswers(privileged);
    }

    @Test
    void theMemoryLimitOfTheUnitIsSeen() {
        Instance.in(root, "shop");
        dropIn("shop", "[Service]\nMemoryMax=700M\n");
        root.expect("systemctl start spawning@shop");
        String heap = root.expect("tr '\\0' '\\n' <" + worker() + "/cmdline | sed -n 's/^-Xmx\\([0-9]*\\)m$/\\1/p'");
        assertThat(Integer.parseInt(heap)).isLessThan(700);
    }

    private static void assertAnswers(InetSocketAddress address) throws IOException {
        try (HttpConnection connection = HttpConnection.to(address)) {
            assertThat(connection.get("/lazy").status()).isEqualTo(200);
        }
    }

    private static void dropIn(String name, String text) {
        root.write("/etc/systemd/system/spawning@" + name + ".service.d/test.conf", text);
        root.expect("systemctl daemon-reload");
    }

    private static String show(String name, String property) {
        return root.expect("systemctl show -P " + property + " spawning@" + name);
    }

    private static String journal(String name) {
        return root.expect("journalctl --sync && journalctl -o cat -u spawning@" + name);
    }

    /** The folder in /proc of the newest worker. */
    private static String worker() {
        return "/proc/" + root.expect("pgrep -n -u spawning -f '^spawning: worker'");
    }
}
