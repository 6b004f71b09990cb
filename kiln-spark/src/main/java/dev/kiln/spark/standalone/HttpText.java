package dev.kiln.spark.standalone;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks small questions over HTTP, with a bound on every wait. */
final class HttpText {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT)
            .build();

    private HttpText() {}

    /**
     * @return the body of an answer that says that all is well
     * @throws IOException if nobody answers in time, or with a failure
     */
    static String get(URI uri) throws IOException {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(uri).timeout(ANSWER).GET().build());
        if (response.statusCode() != 200) {
            throw new IOException(uri + " answers " + response.statusCode());
        }
        return response.body();
    }

    /**
     * @return the body of whatever answer there is
     * @throws IOException if nobody answers in time
     */
    static String post(URI uri, String contentType, String body) throws IOException {
        return send(HttpRequest.newBuilder(uri)
                        .timeout(ANSWER)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .body();
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }
}
