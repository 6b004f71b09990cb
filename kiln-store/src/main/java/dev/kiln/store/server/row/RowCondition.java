package dev.kiln.store.server.row;

import dev.kiln.store.batch.ColumnDecoder;
import dev.kiln.store.batch.DecodedColumn;
import dev.kiln.store.batch.Layout;
import dev.kiln.store.row.RowFilter;
import dev.kiln.store.type.DataType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.query.IndexQueryCriteriaBuilder;
import org.apache.ignite.cache.query.IndexQueryCriterion;
import org.apache.ignite.lang.IgniteBiPredicate;

/** A filter, ready to be applied where the rows are. Travels to other servers with its values. */
final class RowCondition implements IgniteBiPredicate<Object, Object> {
    private static final long serialVersionUID = 1L;

    private final List<Term> terms;

    private RowCondition(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    static RowCondition of(RowSchema schema, List<RowFilter> filters) {
        return new RowCondition(
                filters.stream().map(filter -> Term.of(schema, filter)).toList());
    }

    List<Term> terms() {
        return terms;
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

        boolean isIn() {
            return comparison == RowFilter.Comparison.IN;
        }

        /** Whether Ignite's indexes find equal values by it: of floating numbers, Spark takes both zeros for one. */
        boolean isIndexed() {
            return switch (value.kind()) {
                case REAL, DOUBLE, VARBINARY -> false;
                default -> true;
            };
        }

        /** The same as a range in an index, if indexes have Spark's order. */
        Optional<IndexQueryCriterion> range() {
            if (!isIndexed() || value.kind() == SqlValue.Kind.VARCHAR || values.isEmpty()) {
                return Optional.empty();
            }
            Object bound = values.get(0);
            return switch (comparison) {
                case LESS -> Optional.of(IndexQueryCriteriaBuilder.lt(field, bound));
                case LESS_OR_EQUAL -> Optional.of(IndexQueryCriteriaBuilder.lte(field, bound));
                case GREATER -> Optional.of(IndexQueryCriteriaBuilder.gt(field, bound));
                case GREATER_OR_EQUAL -> Optional.of(IndexQueryCriteriaBuilder.gte(field, bound));
                case IN, IS_NULL, IS_NOT_NULL -> Optional.empty();
            };
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
