package dev.kiln.engine.tables;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A catalog of {@code db.numbers}, whose rows come in columns and which notes what it is told, and of {@code db.sink}. */
public final class ColumnarCatalog implements TableCatalog {
    /** What scans were told, in the order of their planning. */
    public static final List<String> TOLD = new CopyOnWriteArrayList<>();

    private String name = "";

    @Override
    public void initialize(String given, CaseInsensitiveStringMap options) {
        name = given;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Identifier[] listTables(String[] namespace) {
        return new Identifier[] {Identifier.of(new String[] {"db"}, "numbers")};
    }

    @Override
    public Table loadTable(Identifier identifier) {
        return identifier.name().equals("sink") ? new SinkTable() : new ColumnarTable();
    }

    @Override
    @SuppressWarnings("deprecation") // the interface has it abstract
    public Table createTable(
            Identifier identifier, StructType schema, Transform[] partitions, Map<String, String> properties) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    public Table alterTable(Identifier identifier, TableChange... changes) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    public boolean dropTable(Identifier identifier) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    public void renameTable(Identifier from, Identifier to) {
        throw new UnsupportedOperationException("read only");
    }
}
