package dev.kiln.store.ddl;

import java.util.List;
import java.util.OptionalInt;

/**
 * A member of PARTITIONED BY, such as {@code bucket(32, k)}.
 *
 * @param name what is done with the columns, such as {@code bucket} or {@code identity}
 * @param number the number that was given, if any
 * @param columns the columns
 */
public record PartitionTransform(String name, OptionalInt number, List<String> columns) {
    public PartitionTransform {
        columns = List.copyOf(columns);
    }

    @Override
    public String toString() {
        String arguments = String.join(", ", columns);
        return name + "(" + (number.isPresent() ? number.getAsInt() + ", " : "") + arguments + ")";
    }
}
