package dev.kiln.spark.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MasterUrlTest {
    @Test
    void localHasThreadsAndFailures() {
        assertThat(MasterUrl.parse("local")).isEqualTo(new Master.Local(OptionalInt.of(1), OptionalInt.empty()));
        assertThat(MasterUrl.parse("local[4]")).isEqualTo(new Master.Local(OptionalInt.of(4), OptionalInt.empty()));
        assertThat(MasterUrl.parse("local[*]")).isEqualTo(new Master.Local(OptionalInt.empty(), OptionalInt.empty()));
        assertThat(MasterUrl.parse("local[ 4 , 2 ]")).isEqualTo(new Master.Local(OptionalInt.of(4), OptionalInt.of(2)));
    }

    @Test
    void standaloneHasOneMasterOrSeveral() {
        assertThat(MasterUrl.parse("spark://a:1,b:2"))
                .isEqualTo(new Master.Standalone(List.of(new HostPort("a", 1), new HostPort("b", 2))));
        assertThat(MasterUrl.parse("spark://[::1]:7077"))
                .isEqualTo(new Master.Standalone(List.of(new HostPort("[::1]", 7077))));
    }

    @Test
    void theOthersAreTold() {
        assertThat(MasterUrl.parse("local-cluster[2, 1, 1024]")).isEqualTo(new Master.LocalCluster(2, 1, 1024));
        assertThat(MasterUrl.parse("yarn")).isEqualTo(new Master.Yarn());
        assertThat(MasterUrl.parse("k8s://api:443")).isEqualTo(new Master.Kubernetes(URI.create("https://api:443")));
        assertThat(MasterUrl.parse("mesos://zk://a:2181/mesos")).isEqualTo(new Master.Mesos("zk://a:2181/mesos"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local[3]",
                "local[*]",
                "local[*,2]",
                "local-cluster[2,1,512]",
                "spark://a:1,b:2",
                "yarn",
                "k8s://http://api:6443",
                "mesos://m:5050"
            })
    void whatIsReadIsWrittenTheSame(String url) {
        assertThat(MasterUrl.parse(url).url()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            local[0]         | at least 1
            local[x]         | is not a master
            spark://a        | is not host:port
            spark://         | such as spark://host:7077
            spark://a:70777  | is not a port
            yarn-cluster     | --master yarn --deploy-mode cluster
            sc://host:15002  | --remote sc://host:15002
            k8s://ftp://a:1  | is not a Kubernetes master
            k8s://https://   | is not a Kubernetes master
            http://a:8080    | is not a master
            """)
    void anythingElseIsRefusedWithAHint(String url, String hint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MasterUrl.parse(url))
                .withMessageContaining(hint)
                .withMessageContaining(url);
    }
}
