package dev.kiln.conformance.golden;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassListTest {
    private static final String TEXT = "a b.sql 0-2,5\nfolder/c.sql 7\n";

    @Test
    void readsRangesOfStatementNumbers() {
        PassList list = PassList.parse("# a comment\n\n" + TEXT);

        assertThat(list.size()).isEqualTo(5);
        assertThat(list.contains("a b.sql", 1)).isTrue();
        assertThat(list.contains("a b.sql", 3)).isFalse();
        assertThat(list.contains("folder/c.sql", 7)).isTrue();
        assertThat(list.contains("unknown.sql")).isFalse();
    }

    @Test
    void writesWhatItReads() {
        assertThat(PassList.parse(TEXT).text()).isEqualTo(TEXT);
    }

    @Test
    void listsNothingThatHasNoFixedResult() {
        PassList kiln = PassList.checkedIn("kiln");
        PassList open = PassList.checkedIn("nondeterministic");

        assertThat(open.size()).isPositive();
        open.passes()
                .forEach((file, numbers) ->
                        assertThat(numbers.stream()).as(file).noneMatch(number -> kiln.contains(file, number)));
    }
}
