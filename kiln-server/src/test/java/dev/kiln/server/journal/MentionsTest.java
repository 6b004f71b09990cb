package dev.kiln.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MentionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM words",
                "SELECT * FROM WORDS",
                "SELECT * FROM `words`",
                "SELECT * FROM db.words w",
                "SELECT words.a FROM x AS words",
                "TABLE words",
                "SELECT words(1)",
                "SELECT 'words'",
                "EXECUTE IMMEDIATE 'SELECT 1'",
                "SELECT * FROM identifier('wo' || 'rds')",
                "SELECT * FROM ${table}"
            })
    void aNameIsFoundWhereverItMayBeMeant(String text) {
        assertThat(Mentions.any(Plans.query(text), Set.of("words"))).isTrue();
        assertThat(Mentions.any(Plans.command(text), Set.of("words"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM words2", "SELECT * FROM my_words", "SELECT passwords", "SELECT 1"})
    void partsOfOtherNamesAreNot(String text) {
        assertThat(Mentions.any(Plans.query(text), Set.of("words"))).isFalse();
    }

    @Test
    void mentionsAreCountedInAllTexts() {
        assertThat(Mentions.count(Plans.query("SELECT a.words FROM words a"), "words"))
                .isEqualTo(2);
        assertThat(Mentions.count(Plans.view("words", "words"), "words")).isEqualTo(2);
        assertThat(Mentions.count(Plans.view("words", "others"), "words")).isEqualTo(1);
    }

    @Test
    void aNameThatIsQuotedInAnotherWayMayBeAnywhere() {
        assertThat(Mentions.any(Plans.query("SELECT 1"), Set.of("a`b"))).isTrue();
    }
}
