package dev.kiln.conformance.client;

import java.lang.reflect.Proxy;
import org.apache.spark.sql.internal.SqlApiConf;
import org.apache.spark.sql.internal.SqlApiConfHelper;

/**
 * Makes the client in this process hand out dates and times as {@code java.time} values, as the setting
 * {@code spark.sql.datetime.java8API.enabled} does inside Spark. The older classes cannot carry every value: they shift
 * dates before 1582 and depend on the process's time zone.
 */
public final class JavaTimeTypes {
    private JavaTimeTypes() {}

    /** Takes effect for all sessions of this process; calling it again changes nothing. */
    public static synchronized void use() {
        SqlApiConf standard = SqlApiConf.get();
        if (standard.datetimeJava8ApiEnabled()) {
            return;
        }
        SqlApiConf changed = (SqlApiConf) Proxy.newProxyInstance(
                SqlApiConf.class.getClassLoader(),
                new Class<?>[] {SqlApiConf.class},
                (proxy, method, arguments) ->
                        method.getName().equals("datetimeJava8ApiEnabled") ? true : method.invoke(standard, arguments));
        SqlApiConfHelper.setConfGetter(() -> changed);
    }
}
