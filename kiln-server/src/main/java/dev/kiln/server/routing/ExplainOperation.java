package dev.kiln.server.routing;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Expression;
import dev.kiln.protocol.Project;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SetOperation;
import dev.kiln.spi.Operation;
import dev.kiln.spi.Progress;
import dev.kiln.spi.ResultSink;
import java.util.Optional;

/** An explanation in SQL: what the engine says, unchanged, and below it a row with the route. */
final class ExplainOperation implements Operation {
    private final RoutedOperation explanation;

    ExplainOperation(RoutedOperation explanation) {
        this.explanation = explanation;
    }

    @Override
    public void run(ResultSink sink) {
        explanation.run(response -> sink.accept(response.hasSqlCommandResult() ? withRoute(response) : response));
    }

    private ExecutePlanResponse.Builder withRoute(ExecutePlanResponse.Builder response) {
        Expression route = Expression.newBuilder()
                .setLiteral(Expression.Literal.newBuilder()
                        .setString(explanation.route().section()))
                .build();
        Relation row = Relation.newBuilder()
                .setProject(Project.newBuilder()
                        .addExpressions(Expression.newBuilder()
                                .setAlias(Expression.Alias.newBuilder()
                                        .setExpr(route)
                                        .addName("plan"))))
                .build();
        response.getSqlCommandResultBuilder()
                .setRelation(Relation.newBuilder()
                        .setSetOp(SetOperation.newBuilder()
                                .setLeftInput(response.getSqlCommandResult().getRelation())
                                .setRightInput(row)
                                .setSetOpType(SetOperation.SetOpType.SET_OP_TYPE_UNION)
                                .setIsAll(true)));
        return response;
    }

    @Override
    public void interrupt() {
        explanation.interrupt();
    }

    @Override
    public Optional<Progress> progress() {
        return explanation.progress();
    }

    @Override
    public String description() {
        return explanation.description();
    }

    @Override
    public void close() {
        explanation.close();
    }
}
