package dev.kiln.spark.distribution;

import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.stream.Stream;

/** What Spark gives to the virtual machines that it starts itself, and Kiln to those that it starts for Spark. */
final class JavaFlags {
    private static final String VECTORS = "jdk.incubator.vector";

    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.cs",
            "java.base/sun.security.action",
            "java.base/sun.util.calendar",
            "java.security.jgss/sun.security.krb5");

    private static final List<String> OTHERS = List.of(
            "-Djdk.reflect.useDirectMethodHandle=false",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-Dio.netty.allocator.type=pooled",
            "-Dio.netty.handler.ssl.defaultEndpointVerificationAlgorithm=NONE",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");

    private JavaFlags() {}

    static List<String> forThisJava() {
        // A missing module ends a virtual machine at its start, where an unknown option is passed over.
        Stream<String> vectors = ModuleFinder.ofSystem().find(VECTORS).isPresent()
                ? Stream.of("--add-modules=" + VECTORS)
                : Stream.empty();
        return Stream.of(
                        Stream.of("-XX:+IgnoreUnrecognizedVMOptions"),
                        vectors,
                        OPENED.stream().map(opened -> "--add-opens=" + opened + "=ALL-UNNAMED"),
                        OTHERS.stream())
                .flatMap(flags -> flags)
                .toList();
    }
}
