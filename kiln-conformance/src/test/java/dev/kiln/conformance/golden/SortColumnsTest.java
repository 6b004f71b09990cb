package dev.kiln.conformance.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SortColumnsTest {
    private static final List<String> COLUMNS = List.of("a", "B", "sum(c)", "twice", "twice");

    @Test
    void findsColumnsByNamePlaceAndExpression() {
        assertThat(SortColumns.find("select a order by t.a desc, 2 nulls first", COLUMNS))
                .contains(List.of(0, 1));
        assertThat(SortColumns.find("select a order by SUM( c ), `b` ASC NULLS LAST limit 3", COLUMNS))
                .contains(List.of(2, 1));
    }

    @Test
    void findsNothingWhenAKeyIsNotPlainlyAColumn() {
        assertThat(SortColumns.find("select a from t order by a, b + 1", COLUMNS))
                .isEmpty();
        assertThat(SortColumns.find("select a from t order by twice", COLUMNS)).isEmpty();
        assertThat(SortColumns.find("from t |> order by a |> select b", COLUMNS))
                .isEmpty();
        assertThat(SortColumns.find("select a from t", COLUMNS)).isEmpty();
    }

    @Test
    void overlooksWhatStandsInParenthesesAndQuotes() {
        assertThat(SortColumns.fixesOrder("select 'order by a' from (select a from t order by a)"))
                .isFalse();
        assertThat(SortColumns.find("select ')' from (select a order by b) order by a", COLUMNS))
                .contains(List.of(0));
    }
}
