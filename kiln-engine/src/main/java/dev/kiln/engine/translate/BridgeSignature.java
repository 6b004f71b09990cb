package dev.kiln.engine.translate;

import static java.util.Objects.requireNonNull;

import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.print.SqlPrinter;
import dev.kiln.sql.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The DuckDB function that evaluates bridged expressions of some types: one function serves all expressions with equal
 * signatures. Its first parameter is the id of the expression, a BIGINT; the others are {@link #arguments()}.
 *
 * @param arguments the carriers of the expression's arguments, without the id
 * @param result the carrier of its value
 * @param volatility whether DuckDB may call it once for equal arguments
 */
public record BridgeSignature(List<SqlType> arguments, SqlType result, Volatility volatility) {
    private static final int NAME_BYTES = 10;

    public BridgeSignature {
        arguments = List.copyOf(arguments);
        requireNonNull(result, "result");
        requireNonNull(volatility, "volatility");
    }

    /** Whether equal arguments give equal values. */
    public enum Volatility {
        PURE,
        VOLATILE
    }

    public static BridgeSignature of(BridgedFunction function) {
        return new BridgeSignature(
                function.arguments().stream().map(TypeMapping::of).toList(),
                TypeMapping.of(function.result()),
                function.deterministic() ? Volatility.PURE : Volatility.VOLATILE);
    }

    /** The name of the function in DuckDB, equal for equal signatures and different for all others. */
    public String name() {
        String text = arguments.stream().map(SqlPrinter::print).collect(Collectors.joining(";", "", "->"))
                + SqlPrinter.print(result);
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        String kind = volatility == Volatility.PURE ? "bridge_" : "bridge_volatile_";
        return kind + HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
