package dev.kiln.store.server.row;

import dev.kiln.store.batch.ColumnDecoder;
import dev.kiln.store.batch.DecodedColumn;
import dev.kiln.store.batch.Layout;
import dev.kiln.store.row.RowFilter;
import dev.kiln.store.type.DataType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.lang.IgniteBiPredicate;

/** A filter, ready to be applied where the rows are. Travels to other servers with its values. */
final class RowCondition implements IgniteBiPredicate<Object, Object> {
    private static final long serialVersionUID = 1L;

    private final List<Term> terms;

    RowCondition(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    /** One condition; {@code values} are objects as rows have them. */
    record Term(String field, boolean inKey, SqlValue value, RowFilter.Comparison comparison, List<Object> values)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        static Term of(RowSchema schema, RowFilter filter) {
            RowSchema.Field field = schema.field(filter.column());
            List<Object> values = new ArrayList<>();
            if (filter.values().length > 0) {
                Layout layout = Layout.of(DataType.of(field.column()));
                DecodedColumn column = ColumnDecoder.decode(filter.values(), layout);
                for (int row = 0; row < column.rows(); row++) {
                    if (!column.isNull(row)) {
                        values.add(field.value().read(column, row));
                    }
                }
            }
            return new Term(field.name(), field.isKey(), field.value(), filter.comparison(), values);
        }

        boolean test(BinaryObject row) {
            Object found = row.field(field);
            if (found == null) {
                return comparison == RowFilter.Comparison.IS_NULL;
            }
            return switch (comparison) {
                case IS_NULL -> false;
                case IS_NOT_NULL -> true;
                case IN -> values.stream().anyMatch(one -> value.compare(found, one) == 0);
                case LESS -> values.stream().anyMatch(one -> value.compare(found, one) < 0);
                case LESS_OR_EQUAL -> values.stream().anyMatch(one -> value.compare(found, one) <= 0);
                case GREATER -> values.stream().anyMatch(one -> value.compare(found, one) > 0);
                case GREATER_OR_EQUAL -> values.stream().anyMatch(one -> value.compare(found, one) >= 0);
            };
        }
    }

    @Override
    public boolean apply(Object key, Object value) {
        for (Term term : terms) {
            if (!term.test((BinaryObject) (term.inKey() ? key : value))) {
                return false;
            }
        }
        return true;
    }
}
