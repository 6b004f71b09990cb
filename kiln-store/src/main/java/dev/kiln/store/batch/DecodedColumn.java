package dev.kiln.store.batch;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A column's values in memory, in Arrow's physical layout, as byte arrays and the positions in them where things begin.
 * Immutable by agreement: nobody writes into the arrays, so any number of threads may read. Everything is in little
 * endian, and arrays may be shared among columns and longer than what belongs to one.
 *
 * <p>Strings may be in dictionary form: then {@link #dictionary} has the distinct ones, and {@link #values} has an int
 * per row that says which. The accessors see to that.
 *
 * <p>The accessors don't check the layout, and rows without value have any.
 */
public final class DecodedColumn {
    private final Layout layout;
    private final int rows;
    private final int nulls;
    private final byte[] validity;
    private final int validityAt;
    private final byte[] offsets;
    private final int offsetsAt;
    private final byte[] values;
    private final int valuesAt;
    private final List<DecodedColumn> children;
    private final Optional<DecodedColumn> dictionary;

    DecodedColumn(
            Layout layout,
            Rows rows,
            Section offsets,
            Section values,
            List<DecodedColumn> children,
            Optional<DecodedColumn> dictionary) {
        this.layout = layout;
        this.rows = rows.count();
        this.nulls = rows.nulls();
        this.validity = rows.validity().bytes();
        this.validityAt = rows.validity().at();
        this.offsets = offsets.bytes();
        this.offsetsAt = offsets.at();
        this.values = values.bytes();
        this.valuesAt = values.at();
        this.children = children;
        this.dictionary = dictionary;
    }

    /** A place in memory. */
    record Section(byte[] bytes, int at) {
        static final Section NONE = new Section(new byte[0], 0);

        static Section whole(byte[] bytes) {
            return new Section(bytes, 0);
        }
    }

    /** How many rows there are and which have a value. */
    record Rows(int count, int nulls, Section validity) {}

    public Layout layout() {
        return layout;
    }

    public int rows() {
        return rows;
    }

    public int nulls() {
        return nulls;
    }

    /** From {@link #validityAt} on a bit per row, set where there is a value; empty if none or all are null. */
    public byte[] validity() {
        return validity;
    }

    public int validityAt() {
        return validityAt;
    }

    /**
     * Of strings without dictionary and of lists: from {@link #offsetsAt} on, an int per row and one more. Row {@code i}
     * has the bytes, or elements, from the {@code i}th to the next; the first is 0.
     */
    public byte[] offsets() {
        return offsets;
    }

    public int offsetsAt() {
        return offsetsAt;
    }

    /** The values, from {@link #valuesAt} on: numbers of the layout's width, bytes of strings, or dictionary codes. */
    public byte[] values() {
        return values;
    }

    public int valuesAt() {
        return valuesAt;
    }

    /** The fields of structs; the elements of lists. */
    public List<DecodedColumn> children() {
        return children;
    }

    /** The distinct strings, none of them null, if the column is in dictionary form. */
    public Optional<DecodedColumn> dictionary() {
        return dictionary;
    }

    public boolean isNull(int row) {
        if (nulls == 0) {
            return false;
        }
        return nulls == rows || (validity[validityAt + (row >>> 3)] >>> (row & 7) & 1) == 0;
    }

    public boolean getBoolean(int row) {
        return (values[valuesAt + (row >>> 3)] >>> (row & 7) & 1) != 0;
    }

    public byte getByte(int row) {
        return values[valuesAt + row];
    }

    public short getShort(int row) {
        return LittleEndian.getShort(values, valuesAt + row * 2);
    }

    public int getInt(int row) {
        return LittleEndian.getInt(values, valuesAt + row * 4);
    }

    public long getLong(int row) {
        return LittleEndian.getLong(values, valuesAt + row * 8);
    }

    public float getFloat(int row) {
        return Float.intBitsToFloat(getInt(row));
    }

    public double getDouble(int row) {
        return Double.longBitsToDouble(getLong(row));
    }

    /** A number of 128 bits. */
    public BigInteger getHuge(int row) {
        byte[] bigEndian = new byte[16];
        int at = valuesAt + row * 16;
        for (int i = 0; i < 16; i++) {
            bigEndian[i] = values[at + 15 - i];
        }
        return new BigInteger(bigEndian);
    }

    /** Where a string begins in {@link #data}, or a list's elements in its child. */
    public int start(int row) {
        return dictionary.isPresent()
                ? dictionary.get().start(getInt(row))
                : LittleEndian.getInt(offsets, offsetsAt + row * 4) + (children.isEmpty() ? valuesAt : 0);
    }

    /** How many bytes a string has, or elements a list. */
    public int length(int row) {
        if (dictionary.isPresent()) {
            return dictionary.get().length(getInt(row));
        }
        int at = offsetsAt + row * 4;
        return LittleEndian.getInt(offsets, at + 4) - LittleEndian.getInt(offsets, at);
    }

    /** The array that {@link #start} points into, of strings. */
    public byte[] data() {
        return dictionary.isPresent() ? dictionary.get().data() : values;
    }

    /** A copy of a string's bytes. */
    public byte[] getBytes(int row) {
        int start = start(row);
        return Arrays.copyOfRange(data(), start, start + length(row));
    }
}
