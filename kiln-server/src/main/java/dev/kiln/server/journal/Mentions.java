package dev.kiln.server.journal;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds names in requests: in SQL text and in any other text of the messages. A name is found as a whole word, whatever its
 * case, and wherever it stands, so what is found may mean something else, but nothing is missed.
 */
public final class Mentions {
    /** Texts that can mean names that they don't spell out: they compute them, or list all there are. */
    private static final Pattern UNSPOKEN =
            Pattern.compile("\\bimmediate\\b|\\bidentifier\\b|\\$\\{|\\bshow\\b", Pattern.CASE_INSENSITIVE);

    private static final Set<String> LISTS = Set.of("ListTables", "ListViews", "ListFunctions");

    private Mentions() {}

    /** How a name is compared. */
    public static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Whether a message mentions a name, in its normalized form, or may mean it. */
    public static boolean any(Message message, Collection<String> names) {
        return names.stream().anyMatch(name -> count(message, name) > 0) || meansUnspoken(message);
    }

    /** Whether a message may mean names that it does not spell out. */
    public static boolean meansUnspoken(Message message) {
        return sum(message, text -> UNSPOKEN.matcher(text).find() ? 1 : 0) > 0 || lists(message);
    }

    private static boolean lists(Message message) {
        return LISTS.contains(message.getDescriptorForType().getName())
                || message.getAllFields().values().stream()
                        .flatMap(value -> value instanceof List<?> values ? values.stream() : Stream.of(value))
                        .anyMatch(value -> value instanceof Message below && lists(below));
    }

    /** How often a message mentions a name, which is in its normalized form. */
    public static int count(Message message, String name) {
        // Quoted, such a name is written in another way.
        boolean odd = name.isEmpty() || name.indexOf('`') >= 0;
        return odd ? Integer.MAX_VALUE : sum(message, text -> count(normalized(text), name));
    }

    private static int sum(Message message, ToIntFunction<String> value) {
        long sum = 0;
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            List<?> values = field.getKey().isRepeated() ? (List<?>) field.getValue() : List.of(field.getValue());
            for (Object each : values) {
                if (each instanceof String text) {
                    sum += value.applyAsInt(text);
                } else if (each instanceof Message below) {
                    sum += sum(below, value);
                }
            }
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    private static int count(String text, String word) {
        int found = 0;
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean startsInside = at > 0 && isOfWord(text.charAt(at - 1)) && isOfWord(word.charAt(0));
            boolean endsInside =
                    end < text.length() && isOfWord(text.charAt(end)) && isOfWord(word.charAt(word.length() - 1));
            if (!startsInside && !endsInside) {
                found++;
            }
        }
        return found;
    }

    private static boolean isOfWord(char character) {
        return Character.isLetterOrDigit(character) || character == '_';
    }
}
