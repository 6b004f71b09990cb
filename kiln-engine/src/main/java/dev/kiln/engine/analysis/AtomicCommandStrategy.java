package dev.kiln.engine.analysis;

import dev.kiln.engine.interop.Seqs;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import org.apache.spark.sql.execution.command.CreateDataSourceTableAsSelectCommand;
import org.apache.spark.sql.execution.command.DataWritingCommand;
import org.apache.spark.sql.execution.command.DataWritingCommandExec;
import org.apache.spark.sql.execution.command.ExecutedCommandExec;
import org.apache.spark.sql.execution.command.RunnableCommand;
import org.apache.spark.sql.execution.command.SaveAsV1TableCommand;
import org.apache.spark.sql.execution.command.TruncateTableCommand;
import scala.collection.immutable.Seq;

/** Plans the commands that write or remove rows. */
final class AtomicCommandStrategy extends SparkStrategy {
    private final SparkSession session;
    private final CommandEffects effects;

    AtomicCommandStrategy(SparkSession session, CommandEffects effects) {
        this.session = session;
        this.effects = effects;
    }

    @Override
    public Seq<SparkPlan> apply(LogicalPlan plan) {
        if (plan instanceof DataWritingCommand write) {
            return atomic(new DataWritingCommandExec(write, planLater(write.query())));
        }
        if (plan instanceof CreateDataSourceTableAsSelectCommand
                || plan instanceof SaveAsV1TableCommand
                || plan instanceof TruncateTableCommand) {
            return atomic(new ExecutedCommandExec((RunnableCommand) plan));
        }
        return Seqs.empty();
    }

    private Seq<SparkPlan> atomic(SparkPlan command) {
        SparkPlan planned = new AtomicCommandExec(command, session, effects);
        return Seqs.of(planned);
    }
}
