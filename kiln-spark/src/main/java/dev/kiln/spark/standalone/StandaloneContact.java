package dev.kiln.spark.standalone;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.master.Master;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The ways to a standalone cluster that was named by a master URL, whose port may be that of the master or that of its
 * REST server.
 *
 * @param master as applications name it
 * @param page its web page, if that could be found
 * @param state what the page said
 * @param rest its REST server, if there is one and it could be found
 */
public record StandaloneContact(
        Master.Standalone master, Optional<URI> page, Optional<MasterState> state, Optional<RestGateway> rest) {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int USUAL_PORT = 7077;
    private static final int USUAL_REST_PORT = 6066;

    /**
     * What is known of a master beforehand.
     *
     * @param restPort empty if it has no REST server
     */
    public record Known(HostPort master, URI page, OptionalInt restPort) {}

    /**
     * Where to look for what a URL does not tell.
     *
     * @param known masters that were started from here
     * @param pagePort of masters that are not known
     * @param restPort of masters that are not known; if nothing is said, Spark's own for a master with Spark's own port
     */
    public record Hints(List<Known> known, int pagePort, OptionalInt restPort) {}

    /**
     * Looks for the cluster.
     *
     * @throws SparkSetupException if none of its masters can be reached
     */
    public static StandaloneContact find(Master.Standalone master, Hints hints) {
        List<String> failures = new ArrayList<>();
        for (HostPort address : master.masters()) {
            Optional<Known> known = hints.known().stream()
                    .filter(candidate -> isMeant(address, candidate))
                    .findFirst();
            URI page = known.map(Known::page)
                    .orElseGet(() -> URI.create("http://" + address.host() + ":" + hints.pagePort()));
            Optional<RestGateway> rest = rest(address, known, hints);
            boolean isRest = rest.isPresent() && rest.get().address().equals(address);
            // There may be several masters on a machine, and a page at the usual port may be another one's.
            Optional<MasterState> state =
                    ask(page, failures).filter(answer -> known.isPresent() || isRest || port(answer) == address.port());
            if (state.isPresent() && state.get().status().equals("STANDBY")) {
                failures.add(address + " stands by for another master");
                continue;
            }
            Optional<Master.Standalone> named = named(master, known, state);
            if (rest.isPresent() || state.isPresent() || listens(address, failures)) {
                return new StandaloneContact(named.orElse(master), state.map(answer -> page), state, rest);
            }
        }
        throw new SparkSetupException("no master of " + master.url() + " can be reached: "
                + String.join("; ", failures)
                + ". 'kiln cluster status' shows the cluster that was started from here");
    }

    /** A master is told by its own port or by its REST server's. */
    private static boolean isMeant(HostPort address, Known candidate) {
        boolean samePort = address.port() == candidate.master().port()
                || (candidate.restPort().isPresent()
                        && address.port() == candidate.restPort().getAsInt());
        return samePort && address.host().equals(candidate.master().host());
    }

    private static Optional<MasterState> ask(URI page, List<String> failures) {
        try {
            return Optional.of(MasterState.ask(page));
        } catch (IOException e) {
            failures.add("nothing at " + page + " (" + reason(e) + ")");
            return Optional.empty();
        }
    }

    private static Optional<RestGateway> rest(HostPort address, Optional<Known> known, Hints hints) {
        OptionalInt likely = address.port() == USUAL_PORT ? OptionalInt.of(USUAL_REST_PORT) : OptionalInt.empty();
        OptionalInt hinted = hints.restPort().isPresent() ? hints.restPort() : likely;
        IntStream ports = known.isPresent()
                ? known.get().restPort().stream()
                : IntStream.concat(hinted.stream(), IntStream.of(address.port()))
                        .distinct();
        return ports.boxed()
                .map(port -> new RestGateway(new HostPort(address.host(), port)))
                .filter(RestGateway::answers)
                .findFirst();
    }

    /** Where the URL named a REST server, applications need the master's own. */
    private static Optional<Master.Standalone> named(
            Master.Standalone master, Optional<Known> known, Optional<MasterState> state) {
        if (master.masters().size() > 1) {
            return Optional.empty();
        }
        return known.map(Known::master)
                .or(() -> state.map(StandaloneContact::address))
                .map(address -> new Master.Standalone(List.of(address)));
    }

    private static HostPort address(MasterState state) {
        return HostPort.parse(state.url().substring("spark://".length()));
    }

    private static int port(MasterState state) {
        return address(state).port();
    }

    private static boolean listens(HostPort address, List<String> failures) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            failures.add("nothing at " + address + " (" + reason(e) + ")");
            return false;
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
