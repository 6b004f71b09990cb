package dev.kiln.store.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.store.type.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColumnChangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer|integer|true",
                "byte|long|true",
                "long|integer|false",
                "integer|double|true",
                "long|double|false",
                "short|float|false",
                "float|double|true",
                "double|float|false",
                "decimal(10,2)|decimal(30,2)|true",
                "decimal(10,2)|decimal(12,4)|false",
                "integer|decimal(12,0)|false",
                "varchar(5)|string|true",
                "date|timestamp_ntz|false",
                "date|integer|false",
                "void|string|true",
                "string|binary|false",
            })
    void onlyWhatReadsBackIsAllowed(String before, String after, boolean allowed) {
        assertThat(ColumnChange.isReadable(DataType.parse(before), DataType.parse(after)))
                .isEqualTo(allowed);
    }
}
