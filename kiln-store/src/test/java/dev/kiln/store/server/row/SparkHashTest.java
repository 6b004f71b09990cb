package dev.kiln.store.server.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What Murmur3 of Spark 4.2 gives for the same values, with seed 42. */
final class SparkHashTest {
    @Test
    void ints() {
        assertThat(SparkHash.ofInt(0, 42)).isEqualTo(933211791);
        assertThat(SparkHash.ofInt(1, 42)).isEqualTo(-559580957);
        assertThat(SparkHash.ofInt(-1, 42)).isEqualTo(-1604776387);
        assertThat(SparkHash.ofInt(123456789, 42)).isEqualTo(-598405280);
        assertThat(SparkHash.ofInt(Integer.MIN_VALUE, 42)).isEqualTo(723455942);
    }

    @Test
    void longs() {
        assertThat(SparkHash.ofLong(0, 42)).isEqualTo(-1670924195);
        assertThat(SparkHash.ofLong(1, 42)).isEqualTo(-1712319331);
        assertThat(SparkHash.ofLong(-1, 42)).isEqualTo(-939490007);
        assertThat(SparkHash.ofLong(1234567890123456789L, 42)).isEqualTo(-2017768400);
        assertThat(SparkHash.ofLong(Long.MIN_VALUE, 42)).isEqualTo(-853646085);
    }

    @Test
    void bytes() {
        assertThat(text("")).isEqualTo(142593372);
        assertThat(text("a")).isEqualTo(1485273170);
        assertThat(text("abc")).isEqualTo(1322437556);
        assertThat(text("Spark")).isEqualTo(228093765);
        assertThat(text("h\u00e9llo w\u00f6rld")).isEqualTo(-281075962);
        assertThat(text("12345678")).isEqualTo(2036199019);
        byte[] negative = {(byte) 0xff, (byte) 0x80, 1, 2, (byte) 0xfe};
        assertThat(SparkHash.ofBytes(negative, 42)).isEqualTo(319042008);
    }

    private static int text(String text) {
        return SparkHash.ofBytes(text.getBytes(StandardCharsets.UTF_8), 42);
    }
}
