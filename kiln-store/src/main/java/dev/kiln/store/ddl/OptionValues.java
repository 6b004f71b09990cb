package dev.kiln.store.ddl;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options that were given, and how their texts are read. */
final class OptionValues {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([kmg]?)b?", Pattern.CASE_INSENSITIVE);

    private final Map<Option, String> values = new EnumMap<>(Option.class);
    private final Map<String, String> others = new LinkedHashMap<>();

    /**
     * Sorts out what was said.
     *
     * @param options where every name has to be known
     * @param properties where names of options count as such, and others are the user's own
     */
    OptionValues(Map<String, String> options, Map<String, String> properties) {
        options.forEach((name, value) -> {
            Option option = Option.named(name).orElseThrow(() -> {
                String known = String.join(
                        ", ",
                        Arrays.stream(Option.values())
                                .filter(other -> other.refusal().isEmpty())
                                .map(Option::name)
                                .toList());
                return invalid(name, "there is no such option; there are " + known);
            });
            put(option, value);
        });
        properties.forEach((name, value) ->
                Option.named(name).ifPresentOrElse(option -> put(option, value), () -> others.put(name, value)));
    }

    private void put(Option option, String value) {
        option.refusal().ifPresent(reason -> {
            throw invalid(option, reason);
        });
        String before = values.putIfAbsent(option, value.strip());
        if (before != null && !before.equals(value.strip())) {
            throw invalid(option, "it is given twice, as '" + before + "' and as '" + value.strip() + "'");
        }
    }

    /** What is no option. */
    Map<String, String> others() {
        return others;
    }

    boolean has(Option option) {
        return values.containsKey(option);
    }

    Optional<String> text(Option option) {
        return Optional.ofNullable(values.get(option));
    }

    /** Names with commas between them; quotes as in SQL may surround each. */
    Optional<List<String>> names(Option option) {
        return text(option).map(text -> {
            List<String> names = Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .map(name -> name.length() > 2 && name.startsWith("`") && name.endsWith("`")
                            ? name.substring(1, name.length() - 1)
                            : name)
                    .toList();
            if (names.contains("")) {
                throw invalid(option, "'" + text + "' is no list of columns");
            }
            return names;
        });
    }

    Optional<Long> number(Option option, long least, long most) {
        return text(option).map(text -> {
            try {
                return within(option, Long.parseLong(text), text, least, most);
            } catch (NumberFormatException e) {
                throw invalid(option, "'" + text + "' is no whole number");
            }
        });
    }

    /** Bytes, as {@code 25165824}, {@code 24m} or {@code 24 MB}. */
    Optional<Long> size(Option option, long least, long most) {
        return text(option).map(text -> {
            Matcher size = SIZE.matcher(text);
            if (!size.matches()) {
                throw invalid(option, "'" + text + "' is no number of bytes, such as 24m");
            }
            int shift =
                    switch (size.group(2).toLowerCase(Locale.ROOT)) {
                        case "k" -> 10;
                        case "m" -> 20;
                        case "g" -> 30;
                        default -> 0;
                    };
            long bytes = Long.parseLong(size.group(1));
            return within(option, bytes > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : bytes << shift, text, least, most);
        });
    }

    <E extends Enum<E>> Optional<E> choice(Option option, Class<E> type) {
        return text(option).map(text -> {
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equalsIgnoreCase(text)) {
                    return constant;
                }
            }
            String known = String.join(
                    ", ",
                    Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                            .toList());
            throw invalid(option, "'" + text + "' is none of " + known);
        });
    }

    Optional<Boolean> truth(Option option) {
        return text(option).map(text -> {
            if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                return Boolean.parseBoolean(text);
            }
            throw invalid(option, "'" + text + "' is neither true nor false");
        });
    }

    private static long within(Option option, long value, String text, long least, long most) {
        if (value < least || value > most) {
            throw invalid(option, "'" + text + "' is not between " + least + " and " + most);
        }
        return value;
    }

    static StoreException invalid(Option option, String reason) {
        return invalid(option.name(), reason);
    }

    static StoreException invalid(String option, String reason) {
        return new StoreException(
                StoreCondition.INVALID_OPTION, "Option " + option + ": " + reason, Map.of("option", option));
    }
}
