package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which part of a ring goes on. */
final class QuorumTest {
    @Test
    void mostServersGoOn() {
        List<String> three = List.of("a", "b", "c");
        assertThat(Quorum.isHeld(three, List.of("a", "b", "l"), 0, 2)).isTrue();
        assertThat(Quorum.isHeld(three, List.of("c", "l1", "l2"), 2, 2)).isFalse();
        assertThat(Quorum.isHeld(three, three, 0, 2)).isTrue();
        assertThat(Quorum.isHeld(List.of("a"), List.of("a"), 0, 1)).isTrue();
        assertThat(Quorum.isHeld(List.of("a"), List.of("l"), 1, 1)).isFalse();
        assertThat(Quorum.isHeld(List.of(), List.of("l"), 1, 1)).isTrue();
    }

    @Test
    void ofTwoHalvesTheOneWithMostLocatorsGoesOnOrTheOneWithTheLeastName() {
        List<String> two = List.of("b", "a");
        assertThat(Quorum.isHeld(two, List.of("b", "l"), 1, 1)).isTrue();
        assertThat(Quorum.isHeld(two, List.of("a"), 0, 1)).isFalse();
        assertThat(Quorum.isHeld(two, List.of("a", "l1"), 1, 2)).isTrue();
        assertThat(Quorum.isHeld(two, List.of("b", "l2"), 1, 2)).isFalse();
    }

    @Test
    void noSplitLeavesTwoThatGoOn() {
        for (int servers = 1; servers <= 5; servers++) {
            List<String> all =
                    IntStream.range(0, servers).mapToObj(i -> "s" + i).toList();
            for (int locators = 1; locators <= 3; locators++) {
                for (int seen = 0; seen <= locators; seen++) {
                    for (int split = 0; split < 1 << servers; split++) {
                        int mask = split;
                        List<String> here = IntStream.range(0, servers)
                                .filter(i -> (mask >> i & 1) == 1)
                                .mapToObj(all::get)
                                .toList();
                        List<String> there = all.stream()
                                .filter(name -> !here.contains(name))
                                .toList();
                        assertThat(Quorum.isHeld(all, here, seen, locators)
                                        && Quorum.isHeld(all, there, locators - seen, locators))
                                .as("%s with %d, %s with %d of %d", here, seen, there, locators - seen, locators)
                                .isFalse();
                    }
                }
            }
        }
    }
}
