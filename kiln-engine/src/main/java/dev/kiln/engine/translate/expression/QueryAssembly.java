package dev.kiln.engine.translate.expression;

import dev.kiln.engine.translate.BridgedFunction;
import dev.kiln.engine.translate.RowSource;
import dev.kiln.engine.translate.SourceTable;
import dev.kiln.engine.translate.TextRule;
import dev.kiln.engine.translate.TranslationOptions;
import dev.kiln.spi.UnsupportedReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;

/** What one translation gathers besides its tree. Used by one thread. */
public final class QueryAssembly {
    private static final AtomicLong NEXT_ID = new AtomicLong();

    private final TranslationOptions options;
    private final Map<FunctionKey, BridgedFunction> functions = new HashMap<>();
    private final List<BridgedFunction> functionsInOrder = new ArrayList<>();
    private final List<SourceTable> sources = new ArrayList<>();
    private final Set<UnsupportedReason> reasons = new LinkedHashSet<>();
    private TextRule textRule = TextRule.ANY_BYTES;
    private int aliases;

    public QueryAssembly(TranslationOptions options) {
        this.options = options;
    }

    private record FunctionKey(Expression expression, List<DataType> arguments) {}

    public TranslationOptions options() {
        return options;
    }

    /**
     * Registers an expression; equal deterministic expressions share one function, so that DuckDB can see that calls are
     * equal.
     */
    public BridgedFunction function(Expression bound, List<DataType> arguments) {
        if (!bound.deterministic()) {
            return newFunction(bound, arguments);
        }
        return functions.computeIfAbsent(new FunctionKey(bound, arguments), key -> newFunction(bound, arguments));
    }

    private BridgedFunction newFunction(Expression bound, List<DataType> arguments) {
        BridgedFunction function = new BridgedFunction(NEXT_ID.incrementAndGet(), bound, arguments, options.conf());
        functionsInOrder.add(function);
        return function;
    }

    public SourceTable source(RowSource source) {
        SourceTable table = new SourceTable(NEXT_ID.incrementAndGet(), source);
        sources.add(table);
        return table;
    }

    /** Notes that DuckDB looks for the characters of some text. */
    void requireUtf8() {
        textRule = TextRule.UTF8;
    }

    public TextRule textRule() {
        return textRule;
    }

    /** Notes why the plan cannot be translated. */
    public void refuse(String feature, String explanation) {
        reasons.add(new UnsupportedReason(feature, explanation));
    }

    /** A name that no other item of the query has. */
    public String newAlias() {
        aliases++;
        return "t" + aliases;
    }

    public List<BridgedFunction> functions() {
        return List.copyOf(functionsInOrder);
    }

    public List<SourceTable> sources() {
        return List.copyOf(sources);
    }

    public List<UnsupportedReason> reasons() {
        return List.copyOf(reasons);
    }
}
