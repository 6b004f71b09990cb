package dev.kiln.engine.translate.function;

import java.util.Locale;

/** The words around the tables. */
final class FunctionsPageText {
    static final String HEADER = """
            # Functions on the embedded engine

            Every function of Spark 4.2.0's registries, made by `FunctionsPageTest` from the registries themselves. *Native*
            functions are DuckDB's or are made of DuckDB's, proven equal; *bridged* ones are computed by Catalyst's own code
            inside DuckDB's query, at the cost of a call per vector; *native or bridged* depends on the types of the arguments.
            Said of the examples in Spark's documentation with their constants turned into columns: other argument types may be
            bridged where these are native. Constants are computed by Catalyst in any case. What is *unsupported* goes to a Spark
            engine where the session allows it.

            | evaluated | functions |
            | --- | --- |
            """;

    private FunctionsPageText() {}

    static String title(String group) {
        String words = group.replace("_funcs", "").replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
