package dev.kiln.store.batch;

import java.util.Arrays;

/** Numbers that are to be encoded, read in blocks, as often as needed. Rows without value repeat another's. */
interface NumberSource {
    /** How many numbers there are. */
    int count();

    /** Copies the numbers from one on, as many as a block has or as there are left. */
    void load(int from, int count, long[] into);

    /** The values of a column; floating ones as their bits. Of 128-bit numbers the lower half. */
    static NumberSource of(FixedBuilder column) {
        return new Column(column);
    }

    /** The first of some numbers. */
    static NumberSource of(int[] numbers, int count) {
        return new Loaded(count, (from, length, into) -> {
            for (int i = 0; i < length; i++) {
                into[i] = numbers[from + i];
            }
        });
    }

    /** The differences between numbers, the first of which comes after 0. */
    static NumberSource differences(int[] ends, int count) {
        return new Loaded(count, (from, length, into) -> {
            int last = from == 0 ? 0 : ends[from - 1];
            for (int i = 0; i < length; i++) {
                int end = ends[from + i];
                into[i] = end - last;
                last = end;
            }
        });
    }

    /** Numbers that were worked out. */
    static NumberSource of(long[] numbers, int count) {
        return new Loaded(count, (from, length, into) -> System.arraycopy(numbers, from, into, 0, length));
    }

    /** Copies numbers as {@link NumberSource#load} does. */
    interface Loading {
        void load(int from, int count, long[] into);
    }

    /** Numbers that lie in an array. */
    record Loaded(int count, Loading loading) implements NumberSource {
        @Override
        public void load(int from, int length, long[] into) {
            loading.load(from, length, into);
        }
    }

    /** The values of a builder. */
    record Column(FixedBuilder column) implements NumberSource {
        @Override
        public int count() {
            return column.rows();
        }

        @Override
        public void load(int from, int count, long[] into) {
            byte[] values = column.values();
            switch (column.layout().width()) {
                case BIT, BYTE -> {
                    for (int i = 0; i < count; i++) {
                        into[i] = values[from + i];
                    }
                }
                case SHORT -> {
                    for (int i = 0; i < count; i++) {
                        into[i] = LittleEndian.getShort(values, (from + i) * 2);
                    }
                }
                case INT -> {
                    for (int i = 0; i < count; i++) {
                        into[i] = LittleEndian.getInt(values, (from + i) * 4);
                    }
                }
                case LONG -> {
                    for (int i = 0; i < count; i++) {
                        into[i] = LittleEndian.getLong(values, (from + i) * 8);
                    }
                }
                case HUGE -> {
                    for (int i = 0; i < count; i++) {
                        into[i] = LittleEndian.getLong(values, (from + i) * 16);
                    }
                }
            }
            if (column.nulls() > 0) {
                fillNulls(from, count, into);
            }
        }

        private void fillNulls(int from, int count, long[] into) {
            int first = 0;
            while (first < count && column.isNull(from + first)) {
                first++;
            }
            if (first == count) {
                Arrays.fill(into, 0, count, 0);
                return;
            }
            long last = into[first];
            for (int i = 0; i < count; i += 64) {
                // Blocks begin at multiples of 64.
                long nulls = column.nullWord((from + i) >>> 6);
                if (nulls == 0) {
                    last = into[Math.min(i + 64, count) - 1];
                    continue;
                }
                for (int j = i; j < Math.min(i + 64, count); j++) {
                    boolean isNull = (nulls >>> j & 1) != 0;
                    last = isNull ? last : into[j];
                    into[j] = last;
                }
            }
        }
    }
}
