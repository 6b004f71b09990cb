package dev.kiln.engine.translate.relation;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The files of another index that lie in the partitions for which all filters hold.
 *
 * @param filters over the partitions' columns alone
 */
record PrunedFileIndex(FileIndex all, Seq<Expression> filters) implements FileIndex {
    @Override
    public Seq<Path> rootPaths() {
        return all.rootPaths();
    }

    @Override
    public Seq<PartitionDirectory> listFiles(Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
        List<Expression> both = new ArrayList<>(CollectionConverters.asJava(filters));
        both.addAll(CollectionConverters.asJava(partitionFilters));
        return all.listFiles(CollectionConverters.asScala(both).toSeq(), dataFilters);
    }

    @Override
    public String[] inputFiles() {
        return all.inputFiles();
    }

    @Override
    public void refresh() {
        all.refresh();
    }

    @Override
    public long sizeInBytes() {
        return all.sizeInBytes();
    }

    @Override
    public StructType partitionSchema() {
        return all.partitionSchema();
    }
}
