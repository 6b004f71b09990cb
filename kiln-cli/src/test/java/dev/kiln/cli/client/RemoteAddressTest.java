package dev.kiln.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RemoteAddressTest {
    @Test
    void readsEveryPart() {
        RemoteAddress address =
                RemoteAddress.parse("sc://db.example:443/;token=a+b%20c;user_id=ann;session_id=s;x-tenant=blue");
        assertThat(address.host()).isEqualTo("db.example");
        assertThat(address.port()).isEqualTo(443);
        assertThat(address.tls()).isTrue();
        assertThat(address.token()).contains("a+b c");
        assertThat(address.userId()).contains("ann");
        assertThat(address.sessionId()).contains("s");
        assertThat(address.headers()).isEqualTo(Map.of("x-tenant", "blue"));
    }

    @Test
    void hasSparksDefaults() {
        RemoteAddress address = RemoteAddress.parse("sc://localhost");
        assertThat(address.port()).isEqualTo(15002);
        assertThat(address.tls()).isFalse();
        assertThat(address.token()).isEmpty();
        assertThat(address).hasToString("sc://localhost:15002");
    }

    @Test
    void aTokenAsksForEncryptionExceptOnThisMachine() {
        assertThat(RemoteAddress.parse("sc://db.example/;token=t").tls()).isTrue();
        assertThat(RemoteAddress.parse("sc://localhost/;token=t").tls()).isFalse();
        assertThat(RemoteAddress.parse("sc://127.0.0.1:15002/;token=t").tls()).isFalse();
        assertThat(RemoteAddress.parse("sc://[::1]/;token=t").tls()).isFalse();
        assertThat(RemoteAddress.parse("sc://localhost/;use_ssl=true;token=t").tls())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:1", "http://localhost", "sc://", "sc://h/path", "sc://h/;novalue", "sc://h:x y"})
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RemoteAddress.parse(text));
    }
}
