package dev.kiln.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.HostPort;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ReportServerTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String REPORT = "engine=e1&host=h&port=15&pid=3&application=app-1&spark=4.2.0";

    private final ReportServer server = ReportServer.start("127.0.0.1", Optional.empty());

    @AfterEach
    void close() {
        server.close();
    }

    private LineConnection connect() throws IOException {
        HostPort address = HostPort.parse(server.address());
        return new LineConnection(new Socket(address.host(), address.port()));
    }

    /** Speaks as a driver does, and returns what Kiln answers. */
    private static String report(LineConnection connection, Secret secret, String report) throws IOException {
        String challenge = connection.receive(SOON);
        connection.send(secret.sign(challenge + " mine " + report) + " mine " + report);
        return connection.receive(SOON);
    }

    @Test
    void aDriverThatKnowsTheSecretIsBelieved() throws Exception {
        DriverLink link = server.expect("e1", SOON);
        try (LineConnection driver = connect()) {
            assertThat(report(driver, link.secret(), REPORT))
                    .isEqualTo(link.secret().sign("welcome mine"));
            assertThat(link.report().get(5, TimeUnit.SECONDS))
                    .isEqualTo(new EngineReport("e1", "h", 15, 3, "app-1", "4.2.0"));
            assertThat(driver.receive(SOON)).isEqualTo("ping");
            server.forget(link);
            assertThat(driver.receive(SOON)).isEqualTo("stop");
        }
    }

    @Test
    void othersAreToldToEnd() throws Exception {
        DriverLink link = server.expect("e1", SOON);
        try (LineConnection driver = connect()) {
            assertThat(report(driver, Secret.random(), REPORT)).isEqualTo("unknown");
        }
        try (LineConnection driver = connect()) {
            assertThat(report(driver, link.secret(), REPORT.replace("e1", "e2")))
                    .isEqualTo("unknown");
        }
        assertThat(link.report()).isNotDone();
    }

    @Test
    void nonsenseIsDropped() throws Exception {
        server.expect("e1", SOON);
        for (String line : new String[] {"", "GET / HTTP/1.1", "a b c", "x".repeat(10_000)}) {
            try (LineConnection stranger = connect()) {
                stranger.receive(SOON);
                stranger.send(line);
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> stranger.receive(SOON));
            }
        }
    }

    @Test
    void aDriverMayComeBackWithinItsLease() throws Exception {
        DriverLink link = server.expect("e1", SOON);
        try (LineConnection first = connect()) {
            report(first, link.secret(), REPORT);
        }
        try (LineConnection second = connect()) {
            report(second, link.secret(), REPORT);
            assertThat(second.receive(SOON)).isEqualTo("ping");
            second.send("pong");
            assertThat(link.lost()).isNotDone();
        }
    }

    @Test
    void aDriverThatStaysAwayIsLost() throws Exception {
        DriverLink link = server.expect("e1", Duration.ofMillis(200));
        try (LineConnection driver = connect()) {
            report(driver, link.secret(), REPORT);
        }
        assertThat(link.lost().get(10, TimeUnit.SECONDS)).contains("not been heard of");
    }

    @Test
    void onlyAKnownDriverIsToldOfTheCatalog() throws Exception {
        try (ReportServer sharing = ReportServer.start("127.0.0.1", Optional.of(request -> request))) {
            HostPort address = HostPort.parse(sharing.address());
            DriverLink link = sharing.expect("e1", SOON);
            try (Socket socket = new Socket(address.host(), address.port());
                    LineConnection driver = new LineConnection(socket)) {
                assertThat(report(driver, link.secret(), "engine=e1&wants=catalog"))
                        .isEqualTo(link.secret().sign("welcome mine"));
                socket.getOutputStream().write(new byte[] {0, 0, 0, 2, 5, 6});
                assertThat(socket.getInputStream().readNBytes(6)).containsExactly(0, 0, 0, 2, 5, 6);
                assertThat(link.report()).isNotDone();
                link.close();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            try (LineConnection stranger = new LineConnection(new Socket(address.host(), address.port()))) {
                assertThat(report(stranger, Secret.random(), "engine=e1&wants=catalog"))
                        .isEqualTo("unknown");
            }
        }
        DriverLink link = server.expect("e1", SOON);
        try (LineConnection driver = connect()) {
            // There is no catalog to share here, and this is no report.
            report(driver, link.secret(), "engine=e1&wants=catalog");
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> driver.receive(SOON));
        }
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() {
        assertThatExceptionOfType(SparkSetupException.class)
                .isThrownBy(() -> ReportServer.start("192.0.2.1", Optional.empty()))
                .withMessageContaining("cannot listen for drivers on 192.0.2.1");
    }
}
