package dev.kiln.engine.analysis;

import dev.kiln.spi.StateChange;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExecuteImmediate;
import org.apache.spark.sql.catalyst.analysis.UnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableOrView;
import org.apache.spark.sql.catalyst.analysis.UnresolvedView;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.AlterViewAs;
import org.apache.spark.sql.catalyst.plans.logical.CacheTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.CompoundBody;
import org.apache.spark.sql.catalyst.plans.logical.CreateVariable;
import org.apache.spark.sql.catalyst.plans.logical.DropFunction;
import org.apache.spark.sql.catalyst.plans.logical.DropVariable;
import org.apache.spark.sql.catalyst.plans.logical.DropView;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.RenameTable;
import org.apache.spark.sql.catalyst.plans.logical.SetVariable;
import org.apache.spark.sql.execution.command.CreateFunctionCommand;
import org.apache.spark.sql.execution.command.CreateSQLFunctionCommand;
import org.apache.spark.sql.execution.command.CreateViewCommand;
import org.apache.spark.sql.execution.command.DropFunctionCommand;
import org.apache.spark.sql.execution.command.ResetCommand;
import org.apache.spark.sql.execution.command.SetCommand;
import org.apache.spark.sql.execution.datasources.CreateTempViewUsing;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Tells what a SQL text would change of its session's state, from the plan that Spark's parser makes of it. */
final class TextChanges {
    /** What queries and most other statements begin with; to parse those would tell nothing. */
    private static final Pattern HARMLESS = Pattern.compile(
            "[\\s(]*(select|with|values|from|insert|show|explain|describe|desc|merge|update|delete)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Set<String> CURRENT_NAMES =
            Set.of("SetCatalogAndNamespace", "SetNamespaceCommand", "SetCatalogCommand", "SetPathCommand");

    private static final Set<String> RESOURCES = Set.of(
            "CacheTable",
            "UncacheTable",
            "ClearCacheCommand",
            "AddJarsCommand",
            "AddFilesCommand",
            "AddArchivesCommand");

    private final ParserInterface parser;
    private final Function<Expression, Optional<String>> computed;

    /** @param computed the text that an expression stands for in the session now, if that is known without a run */
    TextChanges(ParserInterface parser, Function<Expression, Optional<String>> computed) {
        this.parser = parser;
        this.computed = computed;
    }

    StateChange of(String text) {
        if (HARMLESS.matcher(text).matches()) {
            return StateChange.NONE;
        }
        LogicalPlan plan;
        try {
            plan = parser.parsePlan(text);
        } catch (Exception | StackOverflowError e) { // Spark throws checked exceptions here without declaring them
            // Whoever runs it says what is wrong with it.
            return StateChange.NONE;
        }
        return of(plan);
    }

    private StateChange of(LogicalPlan plan) {
        return settings(plan).or(() -> definition(plan)).or(() -> removal(plan)).orElseGet(() -> other(plan));
    }

    private static Optional<StateChange> settings(LogicalPlan plan) {
        if (plan instanceof SetCommand set) {
            boolean assigns = set.kv().isDefined() && set.kv().get()._2().isDefined();
            if (!assigns) {
                return Optional.of(StateChange.NONE);
            }
            Tuple2<String, Option<String>> pair = set.kv().get();
            return Optional.of(new StateChange.Settings(
                    Map.of(pair._1(), Optional.of(pair._2().get()))));
        }
        if (plan instanceof ResetCommand reset) {
            return Optional.of(
                    reset.config().isEmpty()
                            ? new StateChange.AllSettings()
                            : new StateChange.Settings(Map.of(reset.config().get(), Optional.empty())));
        }
        return Optional.empty();
    }

    private static Optional<StateChange> definition(LogicalPlan plan) {
        if (plan instanceof CreateViewCommand view) {
            return defined(Stream.of(name(view.name())));
        }
        if (plan instanceof CreateTempViewUsing view) {
            return defined(Stream.of(name(view.tableIdent())));
        }
        if (plan instanceof CacheTableAsSelect cached) {
            return defined(Stream.of(cached.tempViewNameString()));
        }
        if (plan instanceof CreateVariable variable) {
            return Optional.of(new StateChange.Declaration(CollectionConverters.asJava(variable.names()).stream()
                    .map(TextChanges::nameOf)
                    .flatMap(Optional::stream)
                    .collect(Collectors.toSet())));
        }
        if (plan instanceof CreateFunctionCommand function && function.isTemp()) {
            return defined(Stream.of(function.identifier().funcName()));
        }
        if (plan instanceof CreateSQLFunctionCommand function && function.isTemp()) {
            return defined(Stream.of(function.name().funcName()));
        }
        if (plan instanceof SetVariable variable) {
            return Optional.of(assigned(variable.targetVariables()));
        }
        if (plan instanceof AlterViewAs view) {
            return nameOf(view.child()).map(name -> new StateChange.Alteration(Set.of(name)));
        }
        if (plan instanceof RenameTable rename && rename.isView()) {
            return nameOf(rename.child()).map(name -> new StateChange.Renaming(name, last(rename.newName())));
        }
        return Optional.empty();
    }

    private static Optional<StateChange> removal(LogicalPlan plan) {
        if (plan instanceof DropView view) {
            return removed(nameOf(view.child()));
        }
        if (plan instanceof DropVariable variable) {
            return removed(nameOf(variable.name()));
        }
        if (plan instanceof DropFunctionCommand function) {
            return removed(Optional.of(function.identifier().funcName()));
        }
        if (plan instanceof DropFunction) {
            // of the catalog, not of the session
            return Optional.of(StateChange.NONE);
        }
        return Optional.empty();
    }

    private StateChange other(LogicalPlan plan) {
        if (plan instanceof CompoundBody script) {
            return new ScriptChanges(this::of).of(script);
        }
        if (plan instanceof UnresolvedExecuteImmediate immediate) {
            return immediate.targetVariables().isEmpty()
                    ? textOf(immediate.sqlStmtStr())
                            .map(this::of)
                            .orElseGet(
                                    () -> new StateChange.Unforeseeable("EXECUTE IMMEDIATE of a text that is computed"))
                    : assigned(immediate.targetVariables());
        }
        if (plan instanceof PlanWithUnresolvedIdentifier named) {
            return textOf(named.identifierExpr())
                    .flatMap(this::parts)
                    .map(parts -> of(named.planBuilder().apply(parts, named.children())))
                    .orElseGet(() -> new StateChange.Unforeseeable("a statement about a name that is computed"));
        }
        // commands without parameters are objects, in whose class's name Scala puts a dollar sign
        String kind = plan.getClass().getSimpleName().replace("$", "");
        if (CURRENT_NAMES.contains(kind)) {
            return new StateChange.CurrentNames();
        }
        if (RESOURCES.contains(kind)) {
            return new StateChange.Resources();
        }
        return StateChange.NONE;
    }

    private Optional<Seq<String>> parts(String name) {
        try {
            return Optional.of(parser.parseMultipartIdentifier(name));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private Optional<String> textOf(Expression expression) {
        return expression instanceof Literal literal && literal.value() != null
                ? Optional.of(literal.value().toString())
                : computed.apply(expression);
    }

    private static StateChange assigned(Seq<Expression> variables) {
        return new StateChange.Assignment(CollectionConverters.asJava(variables).stream()
                .filter(UnresolvedAttribute.class::isInstance)
                .map(target -> last(((UnresolvedAttribute) target).nameParts()))
                .collect(Collectors.toSet()));
    }

    private static Optional<StateChange> defined(Stream<String> names) {
        return Optional.of(new StateChange.Definition(names.collect(Collectors.toSet())));
    }

    private static Optional<StateChange> removed(Optional<String> name) {
        return name.map(known -> new StateChange.Removal(Set.of(known)));
    }

    private static Optional<String> nameOf(LogicalPlan reference) {
        if (reference instanceof UnresolvedIdentifier identifier) {
            return Optional.of(last(identifier.nameParts()));
        }
        if (reference instanceof UnresolvedView view) {
            return Optional.of(last(view.multipartIdentifier()));
        }
        if (reference instanceof UnresolvedTableOrView either) {
            return Optional.of(last(either.multipartIdentifier()));
        }
        return Optional.empty();
    }

    private static String name(TableIdentifier identifier) {
        return identifier.table();
    }

    private static String last(Seq<String> parts) {
        return parts.last();
    }
}
