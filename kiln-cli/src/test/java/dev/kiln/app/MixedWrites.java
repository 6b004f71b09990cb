package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Writes to one table, numbered, and what must be seen of them afterwards. An insert adds rows in every bucket that bear its
 * number; a mark changes all rows of an earlier insert. Not safe for use by several threads.
 */
final class MixedWrites {
    static final String TABLE = "store.faults.t";
    static final String CREATE = "CREATE TABLE " + TABLE + " (n INT, i INT, mark INT) USING column"
            + " OPTIONS (PARTITION_BY 'i', BUCKETS '6', REDUNDANCY '1', PERSISTENCE 'async')";

    /** The state of everything, a row per insert. */
    static final String LOOK =
            "SELECT n, count(*), count(DISTINCT i), min(mark), max(mark) FROM " + TABLE + " GROUP BY n ORDER BY n";

    private static final int ROWS = 60;

    private final Random random;
    private final Map<Integer, Written> inserts = new HashMap<>();
    private int last;
    private int acknowledged;

    /** What is known of an insert: whether its rows are there, and the marks that they may bear. */
    private static final class Written {
        private boolean certain;
        private final Set<Integer> marks = new HashSet<>(Set.of(0));
    }

    MixedWrites(Random random) {
        this.random = random;
    }

    /**
     * A write that is about to be made.
     *
     * @param insert whose rows it makes or marks
     * @param mark what it marks them with; 0 if it makes them
     */
    record Write(int insert, int mark) {
        String sql() {
            return mark == 0
                    ? "INSERT INTO " + TABLE + " SELECT " + insert + ", CAST(id AS INT), 0 FROM range(" + ROWS + ")"
                    : "UPDATE " + TABLE + " SET mark = " + mark + " WHERE n = " + insert;
        }
    }

    Write next() {
        last++;
        List<Integer> certain = inserts.entrySet().stream()
                .filter(entry -> entry.getValue().certain)
                .map(Map.Entry::getKey)
                .toList();
        if (certain.isEmpty() || random.nextInt(3) > 0) {
            inserts.put(last, new Written());
            return new Write(last, 0);
        }
        Write write = new Write(certain.get(random.nextInt(certain.size())), last);
        inserts.get(write.insert()).marks.add(write.mark());
        return write;
    }

    void acknowledged(Write write) {
        acknowledged++;
        Written written = inserts.get(write.insert());
        if (write.mark() == 0) {
            written.certain = true;
        } else {
            written.marks.clear();
            written.marks.add(write.mark());
        }
    }

    int acknowledged() {
        return acknowledged;
    }

    /** @param rows what {@link #LOOK} answers */
    void check(List<int[]> rows) {
        List<Integer> seen = new ArrayList<>();
        for (int[] row : rows) {
            Written written = inserts.get(row[0]);
            assertThat(written).as("insert " + row[0]).isNotNull();
            assertThat(row[1]).as("rows of insert " + row[0]).isEqualTo(ROWS);
            assertThat(row[2]).as("different rows of insert " + row[0]).isEqualTo(ROWS);
            assertThat(row[3]).as("marks of insert " + row[0]).isEqualTo(row[4]);
            assertThat(written.marks).as("marks of insert " + row[0]).contains(row[3]);
            // Seen once, there for ever.
            written.certain = true;
            seen.add(row[0]);
        }
        inserts.forEach((insert, written) -> {
            if (written.certain) {
                assertThat(seen).as("acknowledged").contains(insert);
            }
        });
    }
}
