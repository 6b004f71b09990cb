package dev.kiln.server.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kiln.server.ServerConfig;
import dev.kiln.spi.config.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the web pages, which only show things, on the JDK's own HTTP server: it needs no jar, and pages that a person
 * looks at now and then need no faster one. Thread-safe.
 */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int THREADS = 4;
    private static final int MOST_WAITING = 64;
    private static final Duration THREAD_LIFETIME = Duration.ofSeconds(30);

    private final HttpServer server;
    private final ExecutorService threads;
    private final Access access;

    private WebServer(HttpServer server, Access access, StoreView store) {
        this.server = server;
        this.access = access;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                THREAD_LIFETIME.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                task -> {
                    Thread thread = new Thread(task, "kiln-web");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
        server.setExecutor(pool);
        page("/", HTML, () -> "<meta http-equiv=\"refresh\" content=\"0; url=/store\">");
        page("/store", HTML, () -> StoreHtml.page(store.now()));
        page("/api/store", JSON, () -> StoreJson.text(store.now()));
    }

    /**
     * Starts to serve, if that is configured.
     *
     * @throws UncheckedIOException if the address cannot be used
     */
    public static Optional<WebServer> start(Configuration configuration, StoreView store) {
        if (configuration.get(WebConfig.PORT).isEmpty()) {
            return Optional.empty();
        }
        InetSocketAddress address = new InetSocketAddress(
                configuration.get(WebConfig.HOST),
                configuration.get(WebConfig.PORT).getAsInt());
        try {
            HttpServer server = HttpServer.create(address, MOST_WAITING);
            Access access = new Access(
                    Optional.of(configuration.get(ServerConfig.TOKEN)).filter(token -> !token.isEmpty()),
                    server.getAddress().getAddress().isLoopbackAddress());
            WebServer web = new WebServer(server, access, store);
            server.start();
            LOG.info("web pages at {}", web.address());
            return Optional.of(web);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot serve web pages on " + address + ": " + e.getMessage(), e);
        }
    }

    /** Where browsers go. */
    public URI address() {
        InetSocketAddress bound = server.getAddress();
        String host = bound.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort() + "/");
    }

    /** @param content of the exact path; what is below it does not exist */
    private void page(String path, String type, Supplier<String> content) {
        server.createContext(path, exchange -> {
            try (exchange) {
                Optional<Access.Refusal> refusal = access.refusal(exchange.getRequestHeaders());
                if (refusal.isPresent()) {
                    refuse(exchange, refusal.get());
                } else if (!exchange.getRequestURI().getPath().equals(path)) {
                    answer(exchange, 404, TEXT, "There is no such page.\n");
                } else if (!exchange.getRequestMethod().matches("GET|HEAD")) {
                    exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                    answer(exchange, 405, TEXT, "Pages can only be looked at.\n");
                } else {
                    answer(exchange, 200, type, content.get());
                }
            } catch (RuntimeException e) {
                LOG.error("the page {} failed", path, e);
                throw e;
            }
        });
    }

    private static void refuse(HttpExchange exchange, Access.Refusal refusal) throws IOException {
        if (refusal == Access.Refusal.UNAUTHENTICATED) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Kiln\", charset=\"UTF-8\"");
            answer(exchange, 401, TEXT, "The password is the server's token.\n");
        } else {
            answer(exchange, 403, TEXT, "This server is looked at as localhost.\n");
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders()
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Ends at once; whoever is being answered sees the connection end. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
