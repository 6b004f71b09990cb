package dev.kiln.connector.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Looks into Spark's plans by the names of their parts. */
final class Plans {
    private Plans() {}

    /** A part of a plan, which is never null. */
    static Object part(Object plan, String name) {
        Object found = call(plan, name);
        if (found == null) {
            throw new IllegalStateException("A plan without " + name);
        }
        return found;
    }

    static boolean is(Object plan, String name) {
        return (boolean) part(plan, name);
    }

    /** Whether one of Scala's collections is empty. */
    static boolean isEmpty(Object collection) {
        return is(collection, "isEmpty");
    }

    /** Calls a public method; parameters that only newer Sparks have get the values that Spark gives them by default. */
    static @Nullable Object call(Object target, String name, @Nullable Object... arguments) {
        Method method = Arrays.stream(target.getClass().getMethods())
                .filter(one -> one.getName().equals(name) && one.getParameterCount() >= arguments.length)
                .min(Comparator.comparingInt(Method::getParameterCount))
                .orElseThrow(() -> new IllegalStateException(
                        "This Spark's " + target.getClass().getSimpleName() + " has no " + name));
        @Nullable Object[] all = Arrays.copyOf(arguments, method.getParameterCount());
        for (int i = arguments.length; i < all.length; i++) {
            all[i] = call(target, name + "$default$" + (i + 1));
        }
        try {
            method.setAccessible(true);
            return method.invoke(target, all);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Whether a plan has a part, which not every Spark's has, and it isn't empty. */
    static boolean has(Object plan, String name) {
        return Arrays.stream(plan.getClass().getMethods())
                        .anyMatch(one -> one.getName().equals(name) && one.getParameterCount() == 0)
                && !isEmpty(part(plan, name));
    }
}
