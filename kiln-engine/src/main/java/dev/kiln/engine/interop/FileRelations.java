package dev.kiln.engine.interop;

import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;

/** Copies of relations over files; Scala's default arguments are not there for Java. */
public final class FileRelations {
    private FileRelations() {}

    /**
     * A relation with other files, and all else as it was.
     *
     * @param files what the relation reads
     */
    public static LogicalRelation over(FileIndex index, LogicalRelation relation, HadoopFsRelation files) {
        HadoopFsRelation other = new HadoopFsRelation(
                index,
                files.partitionSchema(),
                files.dataSchema(),
                files.bucketSpec(),
                files.fileFormat(),
                files.options(),
                files.sparkSession());
        return relation.copy(
                other, relation.output(), relation.catalogTable(), relation.isStreaming(), relation.stream());
    }
}
