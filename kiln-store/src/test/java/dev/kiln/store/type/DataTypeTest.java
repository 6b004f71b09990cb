package dev.kiln.store.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.table.Column;
import dev.kiln.store.type.DataType.Simple;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DataTypeTest {
    @Test
    void simpleTypesWithAndWithoutQuotes() {
        assertThat(DataType.parse("integer")).isEqualTo(Simple.INTEGER);
        assertThat(DataType.parse("\"timestamp_ntz\"")).isEqualTo(Simple.TIMESTAMP_NTZ);
        assertThat(DataType.parse("\"interval day to second\"")).isEqualTo(Simple.DAY_TIME_INTERVAL);
        assertThat(DataType.parse("\"interval month\"")).isEqualTo(Simple.YEAR_MONTH_INTERVAL);
        assertThat(DataType.parse("\"interval\"")).isEqualTo(Simple.CALENDAR_INTERVAL);
        assertThat(DataType.parse("\"decimal(38,18)\"")).isEqualTo(new DataType.Decimal(38, 18));
        assertThat(DataType.parse("\"time(6)\"")).isEqualTo(new DataType.Time(6));
        assertThat(DataType.parse("\"varchar(10)\"")).isEqualTo(new DataType.Text(true));
        assertThat(DataType.parse("\"geometry(OGC:CRS84)\"")).isEqualTo(Simple.SPATIAL);
        assertThat(DataType.parse("\"void\"")).isEqualTo(Simple.VOID);
    }

    @Test
    void nestedTypes() {
        String json = """
                {"type":"struct","fields":[
                  {"name":"m","nullable":true,"metadata":{},"type":
                    {"type":"map","keyType":"string","valueType":"double","valueContainsNull":false}},
                  {"name":"v","nullable":false,"metadata":{},"type":
                    {"type":"udt","class":"x.Vector","pyClass":null,"sqlType":
                      {"type":"array","elementType":"float","containsNull":false}}}]}""";
        assertThat(DataType.parse(json))
                .isEqualTo(new DataType.Struct(List.of(
                        new DataType.Field("m", new DataType.Map(new DataType.Text(true), Simple.DOUBLE, false), true),
                        new DataType.Field("v", new DataType.Array(Simple.FLOAT, false), false))));
    }

    @Test
    void collatedTextHasNoBinaryOrder() {
        assertThat(DataType.parse("\"string collate UTF8_LCASE\"")).isEqualTo(new DataType.Text(false));
        Column column = new Column(
                1,
                "c",
                "\"string\"",
                true,
                Optional.empty(),
                Optional.empty(),
                "{\"__COLLATIONS\":{\"c\":\"icu.UNICODE\"}}");
        assertThat(DataType.of(column)).isEqualTo(new DataType.Text(false));
    }

    @Test
    void whatSparkDoesNotHaveIsRefused() {
        for (String json : List.of("\"number\"", "{\"type\":\"set\"}", "{", "{\"type\":\"array\"}", "\"decimal(1\"")) {
            assertThatThrownBy(() -> DataType.parse(json))
                    .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.condition())
                            .isEqualTo(StoreCondition.UNSUPPORTED_TYPE));
        }
    }
}
