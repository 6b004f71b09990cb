package dev.kiln.connector;

import dev.kiln.connector.catalog.StoreTables;
import dev.kiln.connector.session.StoreSettings;
import dev.kiln.connector.table.StoreTable;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsCatalogOptions;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * {@code spark.read().format("kiln").option("table", "db.t")}, and the same for writing. The table is found through the catalog
 * that the option {@code catalog} names ({@code store} by default), which is set up if the session has none.
 */
public final class KilnSource implements SupportsCatalogOptions, DataSourceRegister {
    /** The option that names the table, as {@code db.t}; {@code path}, which is what {@code load()} gives, does too. */
    private static final String TABLE = "table";

    private static final String CATALOG = "catalog";
    private static final String DEFAULT_CATALOG = "store";

    /** Options that say which table, and not how the store is reached. */
    private static final Set<String> NOT_SETTINGS =
            Set.of(TABLE, CATALOG, "path", "provider", "owner", "comment", "external", "location", "put");

    /** Made by Spark. */
    public KilnSource() {}

    @Override
    public String shortName() {
        return "kiln";
    }

    @Override
    public Identifier extractIdentifier(CaseInsensitiveStringMap options) {
        return identifier(options.asCaseSensitiveMap());
    }

    @Override
    public String extractCatalog(CaseInsensitiveStringMap options) {
        String catalog = options.getOrDefault(CATALOG, DEFAULT_CATALOG);
        String setting = "spark.sql.catalog." + catalog;
        if (!SQLConf.get().contains(setting)) {
            settings(options.asCaseSensitiveMap())
                    .forEach((name, value) -> SQLConf.get().setConfString(setting + "." + name, value));
            SQLConf.get().setConfString(setting, StoreCatalog.class.getName());
        }
        return catalog;
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return load(options.asCaseSensitiveMap()).relation().schema();
    }

    @Override
    public Transform[] inferPartitioning(CaseInsensitiveStringMap options) {
        return load(options.asCaseSensitiveMap()).partitioning();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return load(properties);
    }

    private static StoreTable load(Map<String, String> options) {
        return new StoreTables("kiln", StoreSettings.of(settings(options))).load(identifier(options));
    }

    private static Map<String, String> settings(Map<String, String> options) {
        Map<String, String> settings = new HashMap<>();
        options.forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            if (!NOT_SETTINGS.contains(key) && !key.startsWith("option.") && !key.startsWith("spark.sql.")) {
                settings.put(key, value);
            }
        });
        return settings;
    }

    private static Identifier identifier(Map<String, String> options) {
        CaseInsensitiveStringMap named = new CaseInsensitiveStringMap(options);
        String table = named.getOrDefault(TABLE, named.getOrDefault("path", "")).replace("`", "");
        List<String> parts = List.of(table.split("\\.", -1));
        if (parts.contains("") || parts.size() > 2) {
            throw new StoreException(
                    StoreCondition.INVALID_OPTION,
                    "Which table is meant isn't known: set the option table to namespace.table",
                    Map.of("option", TABLE));
        }
        return parts.size() == 2
                ? Identifier.of(new String[] {parts.get(0)}, parts.get(1))
                : Identifier.of(new String[] {dev.kiln.connector.catalog.StoreNamespaces.DEFAULT}, parts.get(0));
    }
}
