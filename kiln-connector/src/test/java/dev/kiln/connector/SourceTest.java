package dev.kiln.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The data source by name, as applications use it that know no catalog. */
final class SourceTest {
    private static ConnectorSession session;

    @BeforeAll
    static void start() {
        session = new ConnectorSession();
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    @Test
    void framesAreSavedAndRead() {
        session.spark
                .range(10)
                .write()
                .format("kiln")
                .option("table", "db.saved")
                .save();
        assertThatThrownBy(() -> session.spark
                        .range(10)
                        .write()
                        .format("kiln")
                        .option("table", "db.saved")
                        .save())
                .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");
        session.spark.range(5).write().format("kiln").mode(SaveMode.Append).save("db.saved");
        assertThat(session.spark.read().format("kiln").load("db.saved").count()).isEqualTo(15);
        session.spark.range(3).write().format("kiln").mode(SaveMode.Overwrite).save("db.saved");
        assertThat(session.spark
                        .read()
                        .format("kiln")
                        .option("table", "db.saved")
                        .load()
                        .count())
                .isEqualTo(3);
        assertThatThrownBy(() -> session.spark.read().format("kiln").load()).hasMessageContaining("option table");
    }

    @Test
    void aCatalogIsNotNeeded() {
        session.spark
                .range(10)
                .write()
                .format("kiln")
                .option("catalog", "other")
                .option("locators", session.spark.conf().get("spark.kiln.store.locators"))
                .save("db.other");
        assertThat(session.rows("SELECT count(*) FROM store.db.other")).containsExactly("[10]");
    }

    @Test
    void tablesOfTheSessionCatalogPointToTheStore() {
        session.sql("CREATE TABLE store.db.target AS SELECT id FROM range(4)");
        session.sql("CREATE TABLE pointer USING kiln OPTIONS (table 'db.target')");
        try {
            session.sql("INSERT INTO pointer VALUES (10)");
            assertThat(session.rows("SELECT sum(id) FROM pointer")).containsExactly("[16]");
        } finally {
            session.sql("DROP TABLE pointer");
        }
        assertThat(session.rows("SELECT count(*) FROM store.db.target")).containsExactly("[5]");
    }
}
