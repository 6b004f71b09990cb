package dev.kiln.engine.translate.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.sql.print.SqlPrinter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeMappingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boolean|BOOLEAN",
                "tinyint|TINYINT",
                "smallint|SMALLINT",
                "int|INTEGER",
                "bigint|BIGINT",
                "float|FLOAT",
                "double|DOUBLE",
                "decimal(38,18)|DECIMAL(38, 18)",
                "string|VARCHAR",
                "string collate UTF8_LCASE|VARCHAR",
                "char(3)|VARCHAR",
                "varchar(3)|VARCHAR",
                "binary|BLOB",
                "date|DATE",
                "timestamp|TIMESTAMP WITH TIME ZONE",
                "timestamp_ntz|TIMESTAMP",
                "time(6)|BIGINT",
                "interval year to month|INTEGER",
                "interval day to second|BIGINT",
                "interval|INTERVAL",
                "void|INTEGER",
                "variant|STRUCT(\"value\" BLOB, \"metadata\" BLOB)",
                "array<map<string,int>>|MAP(VARCHAR, INTEGER)[]",
                "struct<a:int,A:array<double>>|STRUCT(\"a\" INTEGER, \"A_1\" DOUBLE[])"
            })
    void carriesEveryTypeAndDuckDbKnowsTheCarrier(String spark, String duckdb) throws SQLException {
        String carrier = SqlPrinter.print(TypeMapping.of(DataType.fromDDL(spark)));
        assertThat(carrier).isEqualTo(duckdb);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CAST(NULL AS " + carrier + ")")) {
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void namesFieldsApart() {
        StructType struct = new StructType()
                .add("", DataTypes.IntegerType)
                .add("x", DataTypes.IntegerType)
                .add("X", DataTypes.IntegerType)
                .add("x_1", DataTypes.IntegerType);
        assertThat(TypeMapping.fieldNames(struct)).containsExactly("_", "x", "X_1", "x_1_1");
    }

    @Test
    void refusesWhatHasNoCarrier() {
        assertThat(TypeMapping.find(new StructType())).isEmpty();
        assertThatThrownBy(() -> TypeMapping.of(new ObjectType(String.class)))
                .isInstanceOf(UnsupportedTypeException.class);
    }
}
