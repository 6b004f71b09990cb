package dev.kiln.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.engine.tables.ColumnarCatalog;
import dev.kiln.engine.tables.SinkTable;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.Operation;
import dev.kiln.spi.Preparation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table whose rows come in columns: every type arrives as it left, and scans are told what the query needs. */
class ColumnarTablesTest {
    @TempDir
    static Path home;

    private static EmbeddedEngineFixture engine;

    @BeforeAll
    static void open() {
        engine = new EmbeddedEngineFixture(
                home,
                Map.of("spark.sql.catalog.col", ColumnarCatalog.class.getName(), "spark.sql.session.timeZone", "UTC"));
        // the same rows by expressions
        engine.sql("create temp view expected as select id, if(z, null, id % 2 = 0) b,"
                + " if(z, null, cast(pmod(id + 128, 256) - 128 as tinyint)) y,"
                + " if(z, null, cast(pmod(id + 32768, 65536) - 32768 as smallint)) s, if(z, null, cast(id as int)) i,"
                + " if(z, null, id) n, if(z, null, cast(id / 2 as float)) f, if(z, null, cast(id / 4 as double)) d,"
                + " if(z, null, cast(id * 1.01 as decimal(10, 2))) m, if(z, null, cast(id * 1.001 as decimal(30, 3))) w,"
                + " if(z, null, concat('row number ', id)) t, if(z, null, cast(concat('row number ', id) as binary)) x,"
                + " if(z, null, date_add(date'1970-01-01', cast(id as int))) day, if(z, null, timestamp_seconds(id)) ts,"
                + " if(z, null, array_repeat(cast(id as int), cast(id % 3 as int))) a,"
                + " if(z, null, named_struct('p', cast(id as int), 'q', left(concat('row number ', id), 12))) st"
                + " from (select id, id % 7 = 0 as z from range(45000))");
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @BeforeEach
    void forget() {
        ColumnarCatalog.TOLD.clear();
    }

    @Test
    void everyTypeArrives() {
        assertThat(engine.sql("select count(*) from (select * from col.db.numbers except all select * from expected)"))
                .containsExactly("0");
        assertThat(engine.sql("select count(*), count(n), sum(i), min(t), max(ts) from col.db.numbers"))
                .isEqualTo(engine.sql("select count(*), count(n), sum(i), min(t), max(ts) from expected"));
        assertThat(engine.sql("select st.q, a, hex(x) from col.db.numbers where id between 4497 and 4503 order by id"))
                .isEqualTo(
                        engine.sql("select st.q, a, hex(x) from expected where id between 4497 and 4503 order by id"));
    }

    @Test
    void scansAreToldColumnsAndConditions() {
        assertThat(engine.sql("select t from col.db.numbers where i = 5 and d > 1"))
                .containsExactly("row number 5");
        assertThat(told())
                .containsExactly("i,d,t where i IS NOT NULL AND d IS NOT NULL AND i = 5 AND d > 1.0 limit -1");
    }

    @Test
    void conditionsReachTheTablesOfAJoin() {
        assertThat(engine.sql("select l.t, r.n from col.db.numbers l join col.db.numbers r on l.i = r.i"
                        + " where l.i = 10 and r.d < 100 and exists (select 1 from col.db.numbers z where z.id = r.n"
                        + " and z.s > 3)"))
                .containsExactly("row number 10|10");
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "i,t where i IS NOT NULL AND i = 10 limit -1",
                        "i,n,d where d IS NOT NULL AND d < 100.0 AND i = 10 AND i IS NOT NULL limit -1",
                        "id,s where s IS NOT NULL AND s > 3 limit -1");
    }

    @Test
    void scansAreToldLimitsAndCounts() {
        assertThat(engine.sql("select count(*) from col.db.numbers")).containsExactly("45000");
        assertThat(told()).hasSize(1).first().asString().endsWith(" count");
        ColumnarCatalog.TOLD.clear();
        assertThat(engine.sql("select id from col.db.numbers limit 3")).hasSize(3);
        assertThat(told()).containsExactly("id where  limit 3");
    }

    @Test
    void columnsOfNoUseAreNotRead() {
        assertThat(engine.sql("select count(*) from (select id, t, n from col.db.numbers union all"
                        + " select id, t, n from col.db.numbers) where n > 44990"))
                .containsExactly("16");
        assertThat(told()).containsExactly("n where n IS NOT NULL AND n > 44990 limit -1");
    }

    @Test
    void anInterruptedWriteGivesUpWhatItHasWritten() throws Exception {
        SinkTable.next();
        engine.run(EmbeddedEngineFixture.sqlCommand("insert into col.db.sink select id from range(10)"));
        assertThat(SinkTable.ENDS).containsExactly("task committed", "committed");

        CountDownLatch written = SinkTable.next();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Preparation prepared = engine.prepare(
                EmbeddedEngineFixture.sqlCommand("insert into col.db.sink select id from range(1000000000000)"));
        try (Operation operation = ((Preparation.Ready) prepared).operation()) {
            Future<?> running = thread.submit(() -> operation.run(response -> {}));
            assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
            operation.interrupt();
            assertThatThrownBy(() -> running.get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(EngineException.class)
                    .hasMessageContaining("OPERATION_CANCELED");
        } finally {
            thread.shutdownNow();
        }
        assertThat(SinkTable.ENDS).containsExactly("task aborted", "aborted");
    }

    /** Clients send each text twice; what they are told is the same. */
    private static List<String> told() {
        return ColumnarCatalog.TOLD.stream().distinct().toList();
    }
}
