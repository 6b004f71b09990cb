package dev.kiln.catalog;

import dev.kiln.catalog.store.CatalogStore;
import dev.kiln.catalog.store.Entries;
import dev.kiln.catalog.store.FileWork;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.analysis.NoSuchPartitionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchPartitionsException;
import org.apache.spark.sql.catalyst.analysis.PartitionsAlreadyExistException;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.errors.QueryExecutionErrors;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The partitions of the catalog's tables. */
final class Partitions {
    private final CatalogStore store;
    private final Configuration hadoop;
    private final Tables tables;
    private final Entries partitions;
    private final PartitionCodec codec = new PartitionCodec();

    Partitions(CatalogStore store, Configuration hadoop, Tables tables) {
        this.store = store;
        this.hadoop = hadoop;
        this.tables = tables;
        this.partitions = store.entries("partitions");
    }

    void create(String database, String table, Seq<CatalogTablePartition> additions, boolean ignoreIfExists) {
        store.change(transaction -> {
            CatalogTable owner = tables.require(database, table);
            List<CatalogTablePartition> parts = normalized(additions);
            expect(database, table, specs(parts));
            if (!ignoreIfExists) {
                List<Map<String, String>> duplicates = specs(parts).stream()
                        .filter(spec -> partitions.contains(key(database, table, spec)))
                        .toList();
                if (!duplicates.isEmpty()) {
                    throw Failures.raise(new PartitionsAlreadyExistException(database, table, Json.seq(duplicates)));
                }
            }
            Path tablePath = new Path(owner.location());
            for (CatalogTablePartition part : parts) {
                Option<URI> location = part.storage().locationUri();
                Path path = location.isDefined()
                        ? new Path(location.get())
                        : ExternalCatalogUtils.generatePartitionPath(
                                part.spec(), owner.partitionColumnNames(), tablePath);
                createDirectory(tablePath, path);
                transaction.put(
                        partitions,
                        key(database, table, part.spec()),
                        codec.encode(TableChanges.withLocation(part, path.toUri())));
            }
        });
    }

    private void createDirectory(Path tablePath, Path path) {
        try {
            FileSystem files = tablePath.getFileSystem(hadoop);
            if (!files.exists(path)) {
                files.mkdirs(path);
            }
        } catch (IOException e) {
            throw Failures.raise(QueryExecutionErrors.unableToCreatePartitionPathError(path, e));
        }
    }

    void drop(
            String database,
            String table,
            Seq<Map<String, String>> partitionSpecs,
            boolean ignoreIfNotExists,
            boolean retainData) {
        store.change(transaction -> {
            CatalogTable owner = tables.require(database, table);
            List<Map<String, String>> specs = normalizedSpecs(partitionSpecs);
            expect(database, table, specs);
            if (!ignoreIfNotExists) {
                List<Map<String, String>> missing = specs.stream()
                        .filter(spec -> !partitions.contains(key(database, table, spec)))
                        .toList();
                if (!missing.isEmpty()) {
                    throw Failures.raise(new NoSuchPartitionsException(database, table, Json.seq(missing)));
                }
            }
            boolean deletesData = !retainData && Tables.isManaged(owner);
            for (Map<String, String> spec : specs) {
                find(database, table, spec).ifPresent(partition -> {
                    transaction.remove(partitions, key(database, table, spec));
                    if (deletesData) {
                        Path path = new Path(partition.location());
                        transaction.afterwards(new FileWork.Delete(
                                path, cause -> QueryExecutionErrors.unableToDeletePartitionPathError(path, cause)));
                    }
                });
            }
        });
    }

    void rename(String database, String table, Seq<Map<String, String>> fromSpecs, Seq<Map<String, String>> toSpecs) {
        List<Map<String, String>> from = normalizedSpecs(fromSpecs);
        List<Map<String, String>> to = normalizedSpecs(toSpecs);
        if (from.size() != to.size()) {
            throw new IllegalArgumentException("requirement failed: number of old and new partition specs differ");
        }
        store.change(transaction -> {
            expect(database, table, from);
            expect(database, table, to);
            from.forEach(spec -> require(database, table, spec));
            to.forEach(spec -> requireAbsent(database, table, spec));
            CatalogTable owner = tables.require(database, table);
            Path tablePath = new Path(owner.location());
            for (int i = 0; i < from.size(); i++) {
                CatalogTablePartition partition = require(database, table, from.get(i));
                CatalogTablePartition renamed = TableChanges.withSpec(partition, to.get(i));
                if (Tables.isManaged(owner)) {
                    Path oldPath = new Path(partition.location());
                    Path newPath = ExternalCatalogUtils.generatePartitionPath(
                            to.get(i), owner.partitionColumnNames(), tablePath);
                    renamed = TableChanges.withLocation(renamed, newPath.toUri());
                    transaction.afterwards(new FileWork.Rename(
                            oldPath,
                            newPath,
                            cause -> QueryExecutionErrors.unableToRenamePartitionPathError(oldPath, cause)));
                }
                transaction.remove(partitions, key(database, table, from.get(i)));
                transaction.put(partitions, key(database, table, to.get(i)), codec.encode(renamed));
            }
        });
    }

    void alter(String database, String table, Seq<CatalogTablePartition> definitions) {
        store.change(transaction -> {
            List<CatalogTablePartition> parts = normalized(definitions);
            expect(database, table, specs(parts));
            parts.forEach(part -> require(database, table, part.spec()));
            parts.forEach(part -> transaction.put(partitions, key(database, table, part.spec()), codec.encode(part)));
        });
    }

    CatalogTablePartition get(String database, String table, Map<String, String> spec) {
        return store.read(() -> require(database, table, ExternalCatalogUtils.convertNullPartitionValues(spec)));
    }

    Option<CatalogTablePartition> getOptional(String database, String table, Map<String, String> spec) {
        return store.read(() -> {
            tables.require(database, table);
            return Option.apply(find(database, table, ExternalCatalogUtils.convertNullPartitionValues(spec))
                    .orElse(null));
        });
    }

    Seq<String> listNames(String database, String table, Option<Map<String, String>> partialSpec) {
        return store.read(() -> {
            List<String> columns =
                    CollectionConverters.asJava(tables.get(database, table).partitionColumnNames());
            List<String> names = new ArrayList<>();
            for (CatalogTablePartition partition : matching(database, table, partialSpec)) {
                names.add(columns.stream()
                        .map(column -> ExternalCatalogUtils.escapePathName(column) + "="
                                + ExternalCatalogUtils.escapePathName(
                                        partition.spec().apply(column)))
                        .reduce((left, right) -> left + "/" + right)
                        .orElse(""));
            }
            names.sort(null);
            return Json.seq(names);
        });
    }

    Seq<CatalogTablePartition> list(String database, String table, Option<Map<String, String>> partialSpec) {
        return store.read(() -> {
            tables.require(database, table);
            return Json.seq(matching(database, table, partialSpec));
        });
    }

    Seq<CatalogTablePartition> listByFilter(
            String database, String table, Seq<Expression> predicates, String defaultTimeZone) {
        CatalogTable owner = tables.get(database, table);
        Seq<CatalogTablePartition> all = list(database, table, Option.empty());
        return ExternalCatalogUtils.prunePartitionsByFilter(owner, all, predicates, defaultTimeZone);
    }

    private List<CatalogTablePartition> matching(
            String database, String table, Option<Map<String, String>> partialSpec) {
        Optional<Map<String, String>> partial = partialSpec.isDefined()
                ? Optional.of(ExternalCatalogUtils.convertNullPartitionValues(partialSpec.get()))
                : Optional.empty();
        return partitions.below(Entries.key(database, table)).stream()
                .map(entry -> codec.decode(entry.text()))
                .filter(partition -> partial.isEmpty()
                        || ExternalCatalogUtils.isPartialPartitionSpec(partial.get(), partition.spec()))
                .toList();
    }

    private CatalogTablePartition require(String database, String table, Map<String, String> spec) {
        tables.require(database, table);
        return find(database, table, spec)
                .orElseThrow(() -> Failures.raise(new NoSuchPartitionException(database, table, spec)));
    }

    private void requireAbsent(String database, String table, Map<String, String> spec) {
        if (partitions.contains(key(database, table, spec))) {
            throw Failures.raise(new PartitionsAlreadyExistException(database, table, spec));
        }
    }

    private Optional<CatalogTablePartition> find(String database, String table, Map<String, String> spec) {
        return partitions.get(key(database, table, spec)).map(codec::decode);
    }

    private void expect(String database, String table, List<Map<String, String>> specs) {
        partitions.expect(specs.stream().map(spec -> key(database, table, spec)).toList());
    }

    private static List<Map<String, String>> specs(List<CatalogTablePartition> parts) {
        return parts.stream().map(CatalogTablePartition::spec).toList();
    }

    private static String key(String database, String table, Map<String, String> spec) {
        return Entries.key(database, table, Json.text(spec));
    }

    /** Null partition values are stored under Hive's name for them. */
    private static List<Map<String, String>> normalizedSpecs(Seq<Map<String, String>> specs) {
        return CollectionConverters.asJava(specs).stream()
                .map(ExternalCatalogUtils::convertNullPartitionValues)
                .toList();
    }

    private static List<CatalogTablePartition> normalized(Seq<CatalogTablePartition> parts) {
        return CollectionConverters.asJava(parts).stream()
                .map(part -> TableChanges.withSpec(part, ExternalCatalogUtils.convertNullPartitionValues(part.spec())))
                .toList();
    }
}
