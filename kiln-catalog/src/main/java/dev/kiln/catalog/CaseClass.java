package dev.kiln.catalog;

import dev.kiln.catalog.store.Unchecked;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A case class of Spark's that has more members in some versions than in others, so that no constructor and no {@code copy}
 * can be named for all. Members are named instead; Scala's compiler keeps the names. Safe for use by many threads.
 */
final class CaseClass<T> {
    private final Constructor<T> constructor;

    private CaseClass(Constructor<T> constructor) {
        this.constructor = constructor;
    }

    @SuppressWarnings("unchecked") // a class's own constructors make objects of it
    static <T> CaseClass<T> of(Class<T> type) {
        return new CaseClass<>((Constructor<T>) Arrays.stream(type.getConstructors())
                .max(Comparator.comparingInt(Constructor::getParameterCount))
                .orElseThrow());
    }

    /**
     * Makes an object.
     *
     * @param members all that any version has; those that this version does not have are passed over
     */
    T make(Map<String, Object> members) {
        Parameter[] parameters = constructor.getParameters();
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < arguments.length; i++) {
            String name = parameters[i].getName();
            arguments[i] = Optional.ofNullable(members.get(name))
                    .orElseThrow(() -> new IllegalStateException(
                            constructor.getDeclaringClass().getSimpleName() + " has an unknown member " + name));
        }
        return call(() -> constructor.newInstance(arguments));
    }

    /** The same object but for some members. */
    T copy(T original, Map<String, Object> changes) {
        Map<String, Object> members = new HashMap<>();
        for (Parameter parameter : constructor.getParameters()) {
            members.put(parameter.getName(), member(original, parameter.getName()));
        }
        members.putAll(changes);
        return make(members);
    }

    /** What an object has under a name, if this version has such a member. */
    Optional<Object> find(T object, String name) {
        return Arrays.stream(constructor.getParameters())
                .filter(parameter -> parameter.getName().equals(name))
                .map(parameter -> member(object, name))
                .findAny();
    }

    private Object member(T object, String name) {
        return call(() -> constructor.getDeclaringClass().getMethod(name).invoke(object));
    }

    private interface Call<R> {
        R make() throws ReflectiveOperationException;
    }

    private static <R> R call(Call<R> call) {
        try {
            return call.make();
        } catch (InvocationTargetException e) {
            throw Unchecked.raise(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Spark's catalog is not made as expected", e);
        }
    }
}
