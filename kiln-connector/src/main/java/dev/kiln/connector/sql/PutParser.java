package dev.kiln.connector.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.jspecify.annotations.Nullable;

/**
 * A parser that knows PUT INTO and leaves everything else to another. Spark's interface has methods with types of Scala's
 * that differ between versions, and more of them in newer ones, so it is implemented by name.
 */
public final class PutParser implements InvocationHandler {
    /** No statement of Spark's begins like this. */
    private static final Pattern PUT = Pattern.compile(
            "(?is)^((?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)*)PUT((?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)+INTO\\b.*)$");

    private final ParserInterface parser;

    private PutParser(ParserInterface parser) {
        this.parser = parser;
    }

    /** The other parser with PUT INTO. */
    public static ParserInterface over(ParserInterface parser) {
        return (ParserInterface) Proxy.newProxyInstance(
                PutParser.class.getClassLoader(), new Class<?>[] {ParserInterface.class}, new PutParser(parser));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().startsWith("parsePlan")
                && arguments != null
                && arguments.length > 0
                && arguments[0] instanceof String text) {
            Optional<String> insert = insert(text);
            if (insert.isPresent()) {
                @Nullable Object[] changed = arguments.clone();
                changed[0] = insert.get();
                return PutStatement.of((LogicalPlan) call(method, changed));
            }
        }
        return call(method, arguments);
    }

    /** The same statement with Spark's own word. */
    private static Optional<String> insert(String text) {
        Matcher matcher = PUT.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1) + "INSERT" + matcher.group(2)) : Optional.empty();
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(parser, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
