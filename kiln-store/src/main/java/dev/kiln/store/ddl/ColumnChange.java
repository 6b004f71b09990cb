package dev.kiln.store.ddl;

import dev.kiln.store.table.Column;
import dev.kiln.store.table.TableSpec;
import dev.kiln.store.type.DataType;
import dev.kiln.store.type.DataType.Simple;
import java.util.List;
import java.util.Optional;

/** Which changes of a column leave its batches readable. */
public final class ColumnChange {
    private static final List<Simple> WHOLE = List.of(Simple.BYTE, Simple.SHORT, Simple.INTEGER, Simple.LONG);

    private ColumnChange() {}

    /**
     * Checks that every column which stays can still be read from the batches that there are.
     *
     * @throws dev.kiln.store.StoreException {@code INVALID_OPTION} if one can't, {@code UNSUPPORTED_TYPE}
     */
    public static void check(TableSpec before, TableSpec after) {
        for (Column column : after.columns()) {
            Optional<Column> old = before.columns().stream()
                    .filter(one -> one.id() == column.id())
                    .findFirst();
            DataType type = DataType.of(column);
            if (old.isPresent() && !isReadable(DataType.of(old.get()), type)) {
                throw OptionValues.invalid(
                        "alter",
                        "column " + column.name() + " of type "
                                + old.get().type() + " can't become " + column.type()
                                + "; numbers may get more digits before the point, and that is all");
            }
        }
    }

    /** Whether values that were written as one type are, with more room, values of another. */
    static boolean isReadable(DataType written, DataType wanted) {
        if (written.equals(wanted) || written == Simple.VOID) {
            return true;
        }
        if (written instanceof DataType.Decimal old && wanted instanceof DataType.Decimal now) {
            return old.scale() == now.scale() && old.precision() <= now.precision();
        }
        if (written instanceof DataType.Text && wanted instanceof DataType.Text) {
            return true;
        }
        if (written instanceof DataType.Time && wanted instanceof DataType.Time) {
            return true;
        }
        if (written == Simple.FLOAT) {
            return wanted == Simple.DOUBLE;
        }
        int from = WHOLE.indexOf(written);
        // A double has every int, not every long.
        return from >= 0 && (WHOLE.indexOf(wanted) > from || wanted == Simple.DOUBLE && written != Simple.LONG);
    }
}
