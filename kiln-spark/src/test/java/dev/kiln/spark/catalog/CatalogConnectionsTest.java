package dev.kiln.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class CatalogConnectionsTest {
    private final CatalogConnections connections = new CatalogConnections();
    private final List<Socket> opened = new ArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        connections.close();
        server.close();
        for (Socket socket : opened) {
            socket.close();
        }
    }

    /** A connection of a driver, and the end of its being served. */
    private record Driver(DataOutputStream out, DataInputStream in, CompletableFuture<String> end) {
        byte[] ask(byte[] request) throws IOException {
            out.writeInt(request.length);
            out.write(request);
            byte[] answer = new byte[in.readInt()];
            in.readFully(answer);
            return answer;
        }
    }

    private Driver connect() throws IOException {
        Socket driver = new Socket(server.getInetAddress(), server.getLocalPort());
        opened.add(driver);
        Socket accepted = server.accept();
        opened.add(accepted);
        CompletableFuture<String> end = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        connections.serve(accepted, request -> new byte[] {(byte) request.length, 7});
                        return "over";
                    } catch (IOException e) {
                        return String.valueOf(e.getMessage());
                    }
                },
                work -> new Thread(work).start());
        return new Driver(
                new DataOutputStream(driver.getOutputStream()), new DataInputStream(driver.getInputStream()), end);
    }

    @Test
    void requestsAreAnsweredInTurnUntilTheDriverHangsUp() throws Exception {
        Driver driver = connect();
        assertThat(driver.ask(new byte[3])).containsExactly(3, 7);
        assertThat(driver.ask(new byte[0])).containsExactly(0, 7);
        driver.out().close();
        assertThat(driver.end().get(10, TimeUnit.SECONDS)).isEqualTo("over");
    }

    @Test
    void whoSaysTooMuchIsDropped() throws Exception {
        for (int length : new int[] {-1, 1 << 30}) {
            Driver driver = connect();
            driver.out().writeInt(length);
            assertThat(driver.end().get(10, TimeUnit.SECONDS)).contains("a request about the catalog of " + length);
            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(() -> driver.in().readInt());
        }
    }

    @Test
    void oneDriverHasAFewConnections() throws Exception {
        List<Driver> drivers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            drivers.add(connect());
            drivers.get(i).ask(new byte[1]);
        }
        assertThat(connect().end().get(10, TimeUnit.SECONDS)).contains("too many connections");
        drivers.get(0).out().close();
        assertThat(drivers.get(0).end().get(10, TimeUnit.SECONDS)).isEqualTo("over");
        assertThat(connect().ask(new byte[2])).containsExactly(2, 7);
    }

    @Test
    void allEndWithTheEngine() throws Exception {
        Driver driver = connect();
        driver.ask(new byte[1]);
        connections.close();
        driver.end().get(10, TimeUnit.SECONDS);
        assertThat(connect().end().get(10, TimeUnit.SECONDS)).contains("the engine has ended");
    }
}
