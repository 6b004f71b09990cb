package dev.kiln.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.catalog.CatalogColumnStat;
import org.apache.spark.sql.catalyst.catalog.CatalogStatistics;
import org.apache.spark.sql.catalyst.plans.logical.Histogram;
import org.apache.spark.sql.catalyst.plans.logical.HistogramBin;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.math.BigInt;

final class StatisticsCodec implements Codec<CatalogStatistics> {
    void put(ObjectNode json, String field, Option<CatalogStatistics> statistics) {
        if (statistics.isDefined()) {
            json.set(field, write(statistics.get()));
        }
    }

    Option<CatalogStatistics> optional(JsonNode json, String field) {
        return json.has(field) ? Option.apply(read(json.get(field))) : Option.empty();
    }

    @Override
    public ObjectNode write(CatalogStatistics statistics) {
        ObjectNode json =
                Json.object().put("sizeInBytes", statistics.sizeInBytes().bigInteger());
        putInteger(json, "rowCount", statistics.rowCount());
        ObjectNode columns = json.putObject("columns");
        new TreeMap<>(CollectionConverters.asJava(statistics.colStats()))
                .forEach((name, column) -> columns.set(name, writeColumn(column)));
        return json;
    }

    @Override
    public CatalogStatistics read(JsonNode json) {
        Map<String, CatalogColumnStat> columns = new TreeMap<>();
        json.required("columns")
                .properties()
                .forEach(column -> columns.put(column.getKey(), readColumn(column.getValue())));
        return new CatalogStatistics(
                new BigInt(json.required("sizeInBytes").bigIntegerValue()),
                integer(json, "rowCount"),
                Json.scalaMap(columns));
    }

    private static ObjectNode writeColumn(CatalogColumnStat column) {
        ObjectNode json = Json.object();
        putInteger(json, "distinctCount", column.distinctCount());
        Json.put(json, "min", column.min());
        Json.put(json, "max", column.max());
        putInteger(json, "nullCount", column.nullCount());
        putLong(json, "avgLen", column.avgLen());
        putLong(json, "maxLen", column.maxLen());
        if (column.histogram().isDefined()) {
            json.set("histogram", writeHistogram(column.histogram().get()));
        }
        json.put("version", column.version());
        return json;
    }

    private static CatalogColumnStat readColumn(JsonNode json) {
        return new CatalogColumnStat(
                integer(json, "distinctCount"),
                Json.optionalText(json, "min"),
                Json.optionalText(json, "max"),
                integer(json, "nullCount"),
                longValue(json, "avgLen"),
                longValue(json, "maxLen"),
                json.has("histogram") ? Option.apply(readHistogram(json.get("histogram"))) : Option.empty(),
                json.required("version").intValue());
    }

    private static ObjectNode writeHistogram(Histogram histogram) {
        ObjectNode json = Json.object().put("height", histogram.height());
        ArrayNode bins = json.putArray("bins");
        for (HistogramBin bin : histogram.bins()) {
            bins.addObject().put("lo", bin.lo()).put("hi", bin.hi()).put("ndv", bin.ndv());
        }
        return json;
    }

    private static Histogram readHistogram(JsonNode json) {
        List<HistogramBin> bins = new ArrayList<>();
        for (JsonNode bin : json.required("bins")) {
            bins.add(new HistogramBin(
                    number(bin.required("lo")),
                    number(bin.required("hi")),
                    bin.required("ndv").longValue()));
        }
        return new Histogram(number(json.required("height")), bins.toArray(HistogramBin[]::new));
    }

    /** Infinities and NaN are written as texts. */
    private static double number(JsonNode json) {
        return json.isTextual() ? Double.parseDouble(json.textValue()) : json.doubleValue();
    }

    private static void putInteger(ObjectNode json, String field, Option<BigInt> value) {
        if (value.isDefined()) {
            json.put(field, value.get().bigInteger());
        }
    }

    private static Option<BigInt> integer(JsonNode json, String field) {
        return json.has(field) ? Option.apply(new BigInt(json.get(field).bigIntegerValue())) : Option.empty();
    }

    private static void putLong(ObjectNode json, String field, Option<Object> value) {
        if (value.isDefined()) {
            json.put(field, (Long) value.get());
        }
    }

    private static Option<Object> longValue(JsonNode json, String field) {
        return json.has(field) ? Option.apply(json.get(field).longValue()) : Option.empty();
    }
}
