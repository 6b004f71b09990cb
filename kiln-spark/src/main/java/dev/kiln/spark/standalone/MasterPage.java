package dev.kiln.spark.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What can be done on a master's web page.
 *
 * @param address such as {@code http://host:8080}
 */
public record MasterPage(URI address) {
    /**
     * Has a driver ended, unless the page was set up not to do such things.
     *
     * @throws IOException if it does not answer
     */
    public void killDriver(String driver) throws IOException {
        HttpText.post(
                address.resolve("/driver/kill/"),
                "application/x-www-form-urlencoded",
                "id=" + URLEncoder.encode(driver, StandardCharsets.UTF_8) + "&terminate=true");
    }
}
