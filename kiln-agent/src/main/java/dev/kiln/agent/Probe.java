package dev.kiln.agent;

/**
 * Says on standard output what the Spark on the class path is: one {@code name=value} per line. Run by {@code kiln
 * engine check}.
 */
public final class Probe {
    private Probe() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        System.out.println("java=" + System.getProperty("java.version"));
        System.out.println("scala=" + call("scala.util.Properties", "versionNumberString"));
        System.out.println("spark=" + call("org.apache.spark.package", "SPARK_VERSION"));
        System.out.println("connect=" + isPresent("org.apache.spark.sql.connect.service.SparkConnectService"));
        System.out.println("ml=" + isPresent("org.apache.spark.ml.Pipeline"));
    }

    /** Scala's compiler makes a static method for every member of an object, on all its versions. */
    private static Object call(String object, String member) throws ReflectiveOperationException {
        return Class.forName(object).getMethod(member).invoke(null);
    }

    private static boolean isPresent(String name) {
        try {
            Class.forName(name, false, Probe.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
