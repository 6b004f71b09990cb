package dev.kiln.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.KeyValue;
import dev.kiln.protocol.Plan;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.StateChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionJournalTest {
    private static final JournalLimits LIMITS = new JournalLimits(1000, 10 << 20, 1 << 20);

    @TempDir
    Path directory;

    private SessionJournal open() {
        return SessionJournal.open(directory.resolve("session"), LIMITS);
    }

    private static void define(SessionJournal journal, Plan plan, String... names) {
        journal.append(new Action.Execute(plan), new StateChange.Definition(Set.of(names)));
    }

    private static void set(SessionJournal journal, String key, String value) {
        ConfigRequest.Operation operation = ConfigRequest.Operation.newBuilder()
                .setSet(ConfigRequest.Set.newBuilder()
                        .addPairs(KeyValue.newBuilder().setKey(key).setValue(value)))
                .build();
        journal.append(new Action.Configure(operation), new StateChange.Settings(Map.of(key, Optional.of(value))));
    }

    private static List<Long> numbers(SessionJournal journal) {
        return journal.entries().stream().map(JournalEntry::number).toList();
    }

    @Test
    void aSessionThatChangesNothingLeavesNoTrace() {
        try (SessionJournal journal = open()) {
            assertThat(journal.last()).isZero();
            assertThat(directory.resolve("session")).doesNotExist();
        }
    }

    @Test
    void ofVariablesOnlyTheLastValueIsKept() {
        try (SessionJournal journal = open()) {
            journal.append(new Action.Execute(Plans.command("DECLARE x")), new StateChange.Declaration(Set.of("x")));
            for (int value = 1; value <= 3; value++) {
                journal.append(
                        new Action.Execute(Plans.command("SET VAR x = " + value)),
                        new StateChange.Assignment(Set.of("x")));
            }
            assertThat(numbers(journal)).containsExactly(1L, 4L);
            define(journal, Plans.view("v", "x"), "v");
            journal.append(new Action.Execute(Plans.command("SET VAR x = 4")), new StateChange.Assignment(Set.of("x")));
            assertThat(numbers(journal)).as("the view may depend on it").containsExactly(1L, 4L, 5L, 6L);

            journal.append(new Action.Execute(Plans.command("DECLARE y")), new StateChange.Declaration(Set.of("y")));
            journal.append(new Action.Execute(Plans.command("SET VAR y = 1")), new StateChange.Assignment(Set.of("y")));
            journal.append(new Action.Execute(Plans.command("DECLARE y")), new StateChange.Declaration(Set.of("y")));
            assertThat(numbers(journal)).containsExactly(1L, 4L, 5L, 6L, 9L);
            journal.append(new Action.Execute(Plans.command("SET VAR y = 2")), new StateChange.Assignment(Set.of("y")));
            journal.append(new Action.Execute(Plans.command("DROP y")), new StateChange.Removal(Set.of("y")));
            journal.prune(journal.last());
            assertThat(numbers(journal)).containsExactly(1L, 4L, 5L, 6L);
        }
    }

    @Test
    void entriesComeBackInOrderWithWhatTheyDid() {
        try (SessionJournal journal = open()) {
            set(journal, "a", "1");
            define(journal, Plans.view("v", "t"), "v");
            assertThat(journal.entries())
                    .extracting(JournalEntry::change)
                    .containsExactly(
                            new StateChange.Settings(Map.of("a", Optional.of("1"))),
                            new StateChange.Definition(Set.of("v")));
            assertThat(journal.action(journal.entries().get(1))).isEqualTo(new Action.Execute(Plans.view("v", "t")));
            assertThat(journal.after(1)).extracting(JournalEntry::number).containsExactly(2L);
        }
        assertThat(directory.resolve("session")).doesNotExist();
    }

    @Test
    void aLaterSettingReplacesAnEarlierOneIfNothingIsInBetween() {
        try (SessionJournal journal = open()) {
            set(journal, "a", "1");
            set(journal, "b", "1");
            set(journal, "a", "2");
            assertThat(numbers(journal)).containsExactly(2L, 3L);
            define(journal, Plans.view("v", "t"), "v");
            set(journal, "a", "3");
            assertThat(numbers(journal)).containsExactly(2L, 3L, 4L, 5L);
        }
    }

    @Test
    void aViewThatIsReplacedIsForgottenUnlessSomethingWasMadeOfIt() {
        try (SessionJournal journal = open()) {
            define(journal, Plans.view("v", "t"), "v");
            define(journal, Plans.view("other", "t"), "other");
            define(journal, Plans.view("v", "u"), "v");
            assertThat(numbers(journal)).containsExactly(2L, 3L);
            define(journal, Plans.view("over", "V"), "over");
            define(journal, Plans.view("v", "t"), "v");
            assertThat(numbers(journal)).containsExactly(2L, 3L, 4L, 5L);
        }
    }

    @Test
    void aViewThatIsReplacedByWhatItWasIsKept() {
        try (SessionJournal journal = open()) {
            define(journal, Plans.view("v", "t"), "v");
            define(journal, Plans.view("v", "v"), "v");
            define(journal, Plans.command("CREATE OR REPLACE TEMP VIEW v AS SELECT * FROM v"), "v");
            assertThat(numbers(journal)).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void whatMayMeanAnythingKeepsEverything() {
        try (SessionJournal journal = open()) {
            define(journal, Plans.view("v", "t"), "v");
            define(journal, Plans.command("CREATE TEMP VIEW w AS SELECT * FROM IDENTIFIER('v' || '')"), "w");
            define(journal, Plans.view("v", "t"), "v");
            assertThat(numbers(journal)).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void aDroppedViewIsOnlyDroppedWhereItWasMade() {
        try (SessionJournal journal = open()) {
            define(journal, Plans.view("v", "t"), "v");
            journal.append(new Action.Execute(Plans.command("DROP VIEW v")), new StateChange.Removal(Set.of("V")));
            assertThat(journal.entries()).hasSize(1);
            assertThat(journal.entries().get(0).undone()).isTrue();
            define(journal, Plans.view("w", "t"), "w");
            journal.prune(1);
            assertThat(numbers(journal)).containsExactly(2L, 3L);
            journal.prune(2);
            assertThat(numbers(journal)).as("all engines have seen the removal").containsExactly(3L);
        }
    }

    @Test
    void aJournalThatIsFullSaysSo() {
        try (SessionJournal journal = SessionJournal.open(directory.resolve("small"), new JournalLimits(2, 1000, 10))) {
            journal.requireRoom(10);
            assertThatThrownBy(() -> journal.requireRoom(2000))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("kiln.session.journal.maxSize");
            define(journal, Plans.view("v", "t"), "v");
            define(journal, Plans.view("w", "v"), "w");
            assertThatThrownBy(() -> journal.requireRoom(10))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("it holds 2 changes")
                    .hasMessageContaining("kiln.session.journal.maxEntries");
        }
    }

    @Test
    void artifactsAreKeptOnce() throws IOException {
        try (SessionJournal journal = open()) {
            assertThat(journal.upload("jars/a.jar", file("one"))).isTrue();
            assertThat(journal.upload("jars/a.jar", file("one"))).isFalse();
            assertThatThrownBy(() -> journal.upload("jars/a.jar", file("two")))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("ARTIFACT_ALREADY_EXISTS");
            assertThat(journal.upload("classes/A.class", file("one"))).isTrue();
            assertThat(journal.upload("classes/A.class", file("two"))).isTrue();
            assertThat(journal.entries()).hasSize(2);
            assertThat(journal.artifact("classes/A.class").orElseThrow()).hasContent("two");
        }
    }

    @Test
    void artifactsThatAreTooLargeAreRefused() throws IOException {
        try (SessionJournal journal = SessionJournal.open(directory.resolve("small"), new JournalLimits(9, 1000, 10))) {
            assertThatThrownBy(() -> journal.upload("jars/a.jar", file("more than ten bytes")))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("kiln.session.journal.maxArtifactSize");
            assertThat(journal.entries()).isEmpty();
        }
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "upload", ".tmp"), content);
    }

    @Test
    void aJournalOfAnEarlierProcessIsReadAgainUpToItsTornEnd() throws IOException {
        SessionJournal journal = open();
        set(journal, "a", "1");
        set(journal, "a", "2");
        define(journal, Plans.view("v", "t"), "v");
        journal.upload("jars/a.jar", file("one"));
        Path file = directory.resolve("session/journal");
        byte[] whole = Files.readAllBytes(file);

        try (SessionJournal again = open()) {
            assertThat(again.entries()).isEqualTo(journal.entries());
            assertThat(again.last()).isEqualTo(journal.last());
            assertThat(again.artifact("jars/a.jar").orElseThrow()).hasContent("one");
            define(again, Plans.view("w", "t"), "w");
        }
        Files.createDirectories(file.getParent());
        for (int length = whole.length - 1; length > whole.length - 12; length--) {
            Files.write(file, Arrays.copyOf(whole, length));
            SessionJournal torn = open();
            assertThat(torn.entries()).hasSize(2);
            define(torn, Plans.view("w", "t"), "w");
            assertThat(torn.action(torn.after(3).get(0))).isEqualTo(new Action.Execute(Plans.view("w", "t")));
        }
        byte[] damaged = whole.clone();
        damaged[whole.length - 1] ^= 1;
        Files.write(file, damaged);
        try (SessionJournal torn = open()) {
            assertThat(torn.entries()).hasSize(2);
        }
    }

    @Test
    void theFileDoesNotGrowWithoutEnd() throws IOException {
        try (SessionJournal journal = open()) {
            String text = "x".repeat(10_000);
            for (int i = 0; i < 1000; i++) {
                define(journal, Plans.view("v", text + i), "v");
            }
            assertThat(journal.entries()).hasSize(1);
            assertThat(Files.size(directory.resolve("session/journal"))).isLessThan(2 << 20);
            assertThat(journal.action(journal.entries().get(0)))
                    .isEqualTo(new Action.Execute(Plans.view("v", text + 999)));
        }
    }

    @Test
    void aCopyIsAJournalOfItsOwn() throws IOException {
        try (SessionJournal journal = open();
                SessionJournal copy = SessionJournal.open(directory.resolve("copy"), LIMITS)) {
            define(journal, Plans.view("v", "t"), "v");
            journal.upload("jars/a.jar", file("one"));
            journal.copyTo(copy);
            define(copy, Plans.view("w", "t"), "w");
            assertThat(journal.entries()).hasSize(2);
            assertThat(numbers(copy)).containsExactly(1L, 2L, 3L);
            assertThat(copy.artifact("jars/a.jar").orElseThrow()).hasContent("one");
        }
    }

    @Test
    void whatEarlierSessionsLeftIsRemoved() throws IOException {
        SessionJournal left = open();
        define(left, Plans.view("v", "t"), "v");
        Journals journals = Journals.open(directory, LIMITS);
        assertThat(directory).doesNotExist();
        try (SessionJournal journal = journals.create()) {
            define(journal, Plans.view("v", "t"), "v");
            assertThat(directory).isNotEmptyDirectory();
        }
        assertThat(directory).isEmptyDirectory();
    }
}
