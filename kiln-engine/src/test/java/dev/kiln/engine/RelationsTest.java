package dev.kiln.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.DataType;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.spi.EngineException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema and the errors of each kind of relation. {@code $T} stands for a table of three columns. */
class RelationsTest {
    private static final String TABLE =
            "sql { query: \"select id, cast(id as string) as s, cast(null as double) as d from range(5)\" }";

    @TempDir
    static Path home;

    private static EmbeddedEngineFixture engine;

    @BeforeAll
    static void open() {
        engine = new EmbeddedEngineFixture(home, new RefusingRunner());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static String schema(String relation) throws TextFormat.ParseException {
        Relation parsed = TextFormat.parse(relation.replace("$T", TABLE), Relation.class);
        DataType type = engine.session()
                .analyze(AnalyzePlanRequest.newBuilder()
                        .setSchema(AnalyzePlanRequest.Schema.newBuilder()
                                .setPlan(Plan.newBuilder().setRoot(parsed)))
                        .build())
                .getSchema()
                .getSchema();
        return type.getStruct().getFieldsList().stream()
                .map(field -> field.getName() + " "
                        + field.getDataType().getKindCase().name().toLowerCase(java.util.Locale.ROOT)
                        + (field.getNullable() ? "" : "!"))
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "range { end: 10 step: 1 }; id long!",
                "sql { query: 'select 1 as one' }; one integer!",
                "project { expressions { literal { integer: 1 } } }; 1 integer!",
                "project { input { $T } expressions { unresolved_attribute { unparsed_identifier: 's' } } }; s string!",
                "project { input { $T } expressions { unresolved_star {} } }; id long!, s string!, d double",
                "project { input { $T } expressions { expression_string { expression: 'id + 1.5 as x' } } }; x decimal!",
                "project { input { $T } expressions { alias { name: 'n' expr { unresolved_function { function_name: 'upper' "
                        + "arguments { unresolved_attribute { unparsed_identifier: 's' } } } } } } }; n string!",
                "project { input { $T } expressions { cast { expr { unresolved_attribute { unparsed_identifier: 's' } } "
                        + "type_str: 'int' } } }; s integer",
                "filter { input { $T } condition { expression_string { expression: 'id > 1' } } }; "
                        + "id long!, s string!, d double",
                "limit { input { $T } limit: 2 }; id long!, s string!, d double",
                "offset { input { $T } offset: 2 }; id long!, s string!, d double",
                "tail { input { $T } limit: 2 }; id long!, s string!, d double",
                "sort { input { $T } is_global: true order { child { unresolved_attribute { unparsed_identifier: 'd' } } "
                        + "direction: SORT_DIRECTION_DESCENDING null_ordering: SORT_NULLS_LAST } }; "
                        + "id long!, s string!, d double",
                "join { left { $T } right { $T } join_type: JOIN_TYPE_LEFT_OUTER using_columns: 'id' }; "
                        + "id long!, s string!, d double, s string, d double",
                "join { left { $T } right { $T } join_type: JOIN_TYPE_LEFT_SEMI using_columns: 'id' }; "
                        + "id long!, s string!, d double",
                "set_op { left_input { $T } right_input { $T } set_op_type: SET_OP_TYPE_UNION is_all: true }; "
                        + "id long!, s string!, d double",
                "set_op { left_input { $T } right_input { $T } set_op_type: SET_OP_TYPE_EXCEPT }; "
                        + "id long!, s string!, d double",
                "aggregate { input { $T } group_type: GROUP_TYPE_GROUPBY "
                        + "grouping_expressions { unresolved_attribute { unparsed_identifier: 's' } } "
                        + "aggregate_expressions { expression_string { expression: 'sum(id) as total' } } }; "
                        + "s string!, total long",
                "aggregate { input { $T } group_type: GROUP_TYPE_ROLLUP "
                        + "grouping_expressions { unresolved_attribute { unparsed_identifier: 's' } } "
                        + "aggregate_expressions { expression_string { expression: 'count(1) as c' } } }; "
                        + "s string, c long!",
                "aggregate { input { $T } group_type: GROUP_TYPE_PIVOT "
                        + "grouping_expressions { unresolved_attribute { unparsed_identifier: 'id' } } "
                        + "aggregate_expressions { expression_string { expression: 'count(1)' } } "
                        + "pivot { col { unresolved_attribute { unparsed_identifier: 's' } } "
                        + "values { string: 'a' } values { string: 'b' } } }; id long!, a long, b long",
                "deduplicate { input { $T } column_names: 's' }; id long!, s string!, d double",
                "subquery_alias { input { $T } alias: 'q' }; id long!, s string!, d double",
                "to_df { input { $T } column_names: 'x' column_names: 'y' column_names: 'z' }; "
                        + "x long!, y string!, z double",
                "with_columns { input { $T } aliases { name: 'd' expr { literal { boolean: true } } } }; "
                        + "id long!, s string!, d boolean!",
                "with_columns_renamed { input { $T } renames { col_name: 's' new_col_name: 't' } }; "
                        + "id long!, t string!, d double",
                "drop { input { $T } column_names: 's' column_names: 'absent' }; id long!, d double",
                "sample { input { $T } upper_bound: 0.5 seed: 1 }; id long!, s string!, d double",
                "repartition { input { $T } num_partitions: 4 shuffle: true }; id long!, s string!, d double",
                "hint { input { $T } name: 'broadcast' }; id long!, s string!, d double",
                "unpivot { input { $T } ids { unresolved_attribute { unparsed_identifier: 's' } } "
                        + "values { values { unresolved_attribute { unparsed_identifier: 'id' } } } "
                        + "variable_column_name: 'k' value_column_name: 'v' }; s string!, k string!, v long!",
                "fill_na { input { $T } cols: 'd' values { double: 1.0 } }; id long!, s string!, d double!",
                "drop_na { input { $T } cols: 'd' }; id long!, s string!, d double",
                "describe { input { $T } cols: 'id' }; summary string, id string",
                "collect_metrics { input { $T } name: 'm' metrics { expression_string { expression: 'count(1) as c' } } }; "
                        + "id long!, s string!, d double",
                "unresolved_table_valued_function { function_name: 'explode' "
                        + "arguments { expression_string { expression: 'array(1, 2)' } } }; col integer!",
                "local_relation { schema: 'a int, b array<string>' }; a integer, b array",
                "catalog { current_database {} }; value string",
                "catalog { list_databases {} }; name string, catalog string, description string, locationUri string"
            })
    void schemaIsSparks(String relation, String expected) throws TextFormat.ParseException {
        assertThat(schema(relation)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "read { named_table { unparsed_identifier: 'absent' } }; TABLE_OR_VIEW_NOT_FOUND",
                "read { data_source { format: 'parquet' paths: '/not/there' } }; PATH_NOT_FOUND",
                "read { data_source { format: 'nosuchformat' paths: '/' } }; DATA_SOURCE_NOT_FOUND",
                "project { input { $T } expressions { unresolved_attribute { unparsed_identifier: 'x' } } }; "
                        + "UNRESOLVED_COLUMN.WITH_SUGGESTION",
                "project { input { $T } expressions { unresolved_attribute { unparsed_identifier: 's' plan_id: 99 } } }; "
                        + "CANNOT_RESOLVE_DATAFRAME_COLUMN",
                "project { input { $T } expressions { unresolved_function { function_name: 'nofun' } } }; "
                        + "UNRESOLVED_ROUTINE",
                "filter { input { $T } condition { expression_string { expression: 'id' } } }; "
                        + "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN",
                "set_op { left_input { $T } right_input { range { end: 1 step: 1 } } set_op_type: SET_OP_TYPE_UNION }; "
                        + "NUM_COLUMNS_MISMATCH",
                "aggregate { input { $T } group_type: GROUP_TYPE_GROUPBY "
                        + "aggregate_expressions { unresolved_attribute { unparsed_identifier: 's' } } }; "
                        + "MISSING_GROUP_BY",
                "extension {}; CONNECT_INVALID_PLAN.NO_HANDLER_FOR_EXTENSION",
                "cached_local_relation { hash: 'abc' }; CONNECT_INVALID_PLAN.NOT_FOUND_CACHED_LOCAL_RELATION",
                "chunked_cached_local_relation { dataHashes: 'abc' }; "
                        + "CONNECT_INVALID_PLAN.NOT_FOUND_CHUNKED_CACHED_LOCAL_RELATION"
            })
    void errorsHaveSparksCondition(String relation, String condition) {
        assertThatThrownBy(() -> schema(relation)).isInstanceOfSatisfying(EngineException.class, e -> assertThat(
                        e.report().condition().orElse(e.report().message()))
                .isEqualTo(condition));
    }
}
