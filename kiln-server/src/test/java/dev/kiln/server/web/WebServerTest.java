package dev.kiln.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.server.ServerConfig;
import dev.kiln.spi.config.ConfigKey;
import dev.kiln.spi.config.Configuration;
import dev.kiln.spi.config.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WebServerTest {
    private static final StoreState STATE = new StoreState.Known(
            true,
            List.of("away"),
            List.of(
                    member("l", "locator", Optional.empty()),
                    member("s1", "server", Optional.of("<b>zone</b>")),
                    member("s2", "server", Optional.empty())),
            List.of(
                    new StoreState.Table(
                            "db.<script>alert('x')</script>",
                            "column",
                            "async",
                            2,
                            Optional.of(new StoreState.Content(40, 4 << 20)),
                            List.of(
                                    bucket(30, 3 << 20, "s1", "s2"),
                                    bucket(10, 1 << 20, "s2", "s1"),
                                    bucket(0, 0),
                                    bucket(0, 0, "gone"))),
                    new StoreState.Table(
                            "db.rows",
                            "row",
                            "sync",
                            0,
                            Optional.empty(),
                            List.of(new StoreState.Bucket(Optional.empty(), List.of("s1", "s2"))))));

    private static StoreState.Member member(String id, String role, Optional<String> zone) {
        return new StoreState.Member(
                id,
                role,
                "host-" + id + ":1",
                zone,
                new StoreState.Used(1, 2),
                new StoreState.Used(3L << 30, 4L << 30),
                5,
                6,
                7,
                8);
    }

    private static StoreState.Bucket bucket(long rows, long bytes, String... owners) {
        return new StoreState.Bucket(Optional.of(new StoreState.Content(rows, bytes)), List.of(owners));
    }

    private static WebServer start(StoreView view, Map<String, String> settings) {
        List<ConfigKey<?>> keys = new ArrayList<>(ServerConfig.keys());
        keys.addAll(WebConfig.KEYS);
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("kiln.web.port", "0");
        return WebServer.start(Configuration.of(all, keys), view).orElseThrow();
    }

    private static HttpResponse<String> get(WebServer server, String path, String... headers) throws Exception {
        return send(server, "GET", path, headers);
    }

    private static HttpResponse<String> send(WebServer server, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void showsMembersTablesAndBuckets() throws Exception {
        try (WebServer server = start(() -> STATE, Map.of())) {
            HttpResponse<String> page = get(server, "/store");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'");
            assertThat(page.body())
                    .contains("missing on away", "host-s2:1", "3.00 GiB of 4.00 GiB")
                    .contains("&lt;b&gt;zone&lt;/b&gt;", "db.&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
                    .doesNotContain("<script", "<b>zone")
                    .contains("<td class=\"n\">40</td><td class=\"n\">4.0 MiB</td><td class=\"n\">4</td>"
                            + "<td class=\"n\">2</td><td class=\"n\">3.00</td>")
                    .contains("title=\"bucket 0, 30 rows, 3.0 MiB\">1 2</td>", ">2 1</td>", ">lost</td>", ">?</td>");
            assertThat(get(server, "/").body()).contains("url=/store");
        }
    }

    @Test
    void saysTheSameAsJson() throws Exception {
        try (WebServer server = start(() -> STATE, Map.of())) {
            HttpResponse<String> answer = get(server, "/api/store");
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            JsonNode store = new ObjectMapper().readTree(answer.body());
            assertThat(store.get("serves").asBoolean()).isTrue();
            assertThat(store.get("members")).hasSize(3);
            assertThat(store.at("/members/1/zone").asText()).isEqualTo("<b>zone</b>");
            assertThat(store.at("/members/1/readElsewhere").asLong()).isEqualTo(7);
            assertThat(store.at("/tables/0/rows").asLong()).isEqualTo(40);
            assertThat(store.at("/tables/0/skew").asDouble()).isEqualTo(3);
            assertThat(store.at("/tables/0/buckets/1/owners/0").asText()).isEqualTo("s2");
            assertThat(store.at("/tables/0/buckets/2/owners")).isEmpty();
            assertThat(store.at("/tables/1").has("rows")).isFalse();
            assertThat(store.at("/tables/1").has("skew")).isFalse();
        }
        try (WebServer server = start(() -> new StoreState.Nothing("a \"reason\""), Map.of())) {
            assertThat(new ObjectMapper()
                            .readTree(get(server, "/api/store").body())
                            .get("reason")
                            .asText())
                    .isEqualTo("a \"reason\"");
            assertThat(get(server, "/store").body()).contains("a &quot;reason&quot;");
        }
    }

    @Test
    void asksForTheToken() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        StoreView view = () -> {
            looks.incrementAndGet();
            return STATE;
        };
        try (WebServer server = start(view, Map.of("kiln.server.token", "s3:cret"))) {
            for (String path : List.of("/", "/store", "/api/store", "/none")) {
                HttpResponse<String> refused = get(server, path);
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                        .startsWith("Basic ");
            }
            for (String wrong : List.of("Bearer s3", "Bearer", "s3:cret", basic("s3:cret"), basic("u:s3"), "Basic !")) {
                assertThat(get(server, "/store", "Authorization", wrong).statusCode())
                        .as(wrong)
                        .isEqualTo(401);
            }
            assertThat(looks).hasValue(0);
            for (String right : List.of("Bearer s3:cret", basic("anybody:s3:cret"), basic(":s3:cret"))) {
                assertThat(get(server, "/store", "Authorization", right).statusCode())
                        .as(right)
                        .isEqualTo(200);
            }
        }
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void onlyLookingIsPossible() throws Exception {
        try (WebServer server = start(() -> STATE, Map.of())) {
            assertThat(get(server, "/store/x").statusCode()).isEqualTo(404);
            assertThat(get(server, "/other").statusCode()).isEqualTo(404);
            assertThat(send(server, "POST", "/store").statusCode()).isEqualTo(405);
            HttpResponse<String> head = send(server, "HEAD", "/store");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }

    /** As a page elsewhere would have a browser on this machine ask, after its own name was made to mean this machine. */
    @Test
    void withoutATokenForeignNamesAreRefused() throws Exception {
        try (WebServer server = start(() -> STATE, Map.of())) {
            assertThat(statusFor(server, "evil.example:80")).isEqualTo("403");
            assertThat(statusFor(server, "localhost:" + server.address().getPort()))
                    .isEqualTo("200");
            assertThat(statusFor(server, "127.0.0.1")).isEqualTo("200");
        }
    }

    private static String statusFor(WebServer server, String host) throws IOException {
        try (Socket socket =
                new Socket(server.address().getHost(), server.address().getPort())) {
            socket.getOutputStream()
                    .write(("GET /api/store HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
        }
    }

    @Test
    void portsAreNumbersOrOff() {
        try (WebServer server = start(() -> STATE, Map.of())) {
            String taken = Integer.toString(server.address().getPort());
            assertThatThrownBy(() -> start(() -> STATE, Map.of("kiln.web.port", taken)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(taken);
        }
        Configuration off = Configuration.of(Map.of("kiln.web.port", "off"), WebConfig.KEYS);
        assertThat(WebServer.start(off, () -> STATE)).isEmpty();
        assertThatThrownBy(() -> start(() -> STATE, Map.of("kiln.web.port", "65536")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("kiln.web.port");
    }
}
