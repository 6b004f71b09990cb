package dev.kiln.engine.bridge;

import java.math.BigInteger;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.Platform;

/** Writes decimals as whole numbers of the width that their precision asks for. */
final class DecimalWriter extends VectorWriter {
    private final VectorLayout layout;
    private final int precision;
    private final int scale;

    DecimalWriter(DecimalType type) {
        this.layout = VectorLayout.of(type);
        this.precision = type.precision();
        this.scale = type.scale();
    }

    @Override
    void writeValue(SpecializedGetters source, int ordinal, long row) {
        Decimal decimal = source.getDecimal(ordinal, precision, scale);
        if (decimal.precision() != precision || decimal.scale() != scale) {
            decimal = decimal.clone();
            if (!decimal.changePrecision(precision, scale)) {
                writeNull(row);
                return;
            }
        }
        long address = values() + row * layout.width();
        switch (layout) {
            case DECIMAL16 -> Platform.putShort(null, address, (short) decimal.toUnscaledLong());
            case DECIMAL32 -> Platform.putInt(null, address, (int) decimal.toUnscaledLong());
            case DECIMAL64 -> Platform.putLong(null, address, decimal.toUnscaledLong());
            default -> {
                BigInteger unscaled = decimal.toJavaBigDecimal().unscaledValue();
                Platform.putLong(null, address, unscaled.longValue());
                Platform.putLong(null, address + 8, unscaled.shiftRight(64).longValue());
            }
        }
    }
}
