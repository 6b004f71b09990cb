package dev.kiln.engine.files.read;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.SerializeFromObject;
import org.apache.spark.sql.execution.ExternalRDD;
import org.apache.spark.sql.execution.ExternalRDDScanExec;
import org.apache.spark.sql.execution.SerializeFromObjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.internal.SQLConf;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Objects of Spark's own code: the lines of a text in another encoding than UTF-8, from which it finds the schema. Clients
 * have no way to send such a plan.
 */
final class ObjectScan extends OperatorRows {
    private final SerializeFromObject serialized;
    private final ExternalRDD<?> objects;

    ObjectScan(SerializeFromObject serialized, ExternalRDD<?> objects, SQLConf conf) {
        super(serialized.schema(), SparkSession.active(), conf);
        this.serialized = serialized;
        this.objects = objects;
    }

    @Override
    SparkPlan plan(List<Integer> columns) {
        List<NamedExpression> serializers = CollectionConverters.asJava(serialized.serializer());
        List<NamedExpression> wanted = new ArrayList<>();
        columns.forEach(column -> wanted.add(serializers.get(column)));
        return new SerializeFromObjectExec(
                CollectionConverters.asScala(wanted).toSeq(),
                new ExternalRDDScanExec<>(objects.outputObjAttr(), objects.rdd()));
    }
}
