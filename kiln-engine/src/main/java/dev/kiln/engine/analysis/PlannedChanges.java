package dev.kiln.engine.analysis;

import com.google.protobuf.Message;
import dev.kiln.protocol.Catalog;
import dev.kiln.protocol.Command;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SqlCommand;
import dev.kiln.protocol.WriteStreamOperationStart;
import dev.kiln.spi.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells what a plan would change of its session's state, from its messages and, for SQL, from the parsed text. Nothing is
 * analysed.
 */
final class PlannedChanges {
    private final TextChanges texts;

    PlannedChanges(TextChanges texts) {
        this.texts = texts;
    }

    /** The change of a plan. */
    StateChange of(Plan plan) {
        if (plan.hasCommand()) {
            return of(plan.getCommand());
        }
        List<StateChange> changes = new ArrayList<>();
        MessageTree.anyMatch(plan.getRoot(), message -> {
            changeOf(message, changes);
            return false;
        });
        return combined(changes);
    }

    private StateChange of(Command command) {
        return switch (command.getCommandTypeCase()) {
            case SQL_COMMAND -> of(command.getSqlCommand());
            case CREATE_DATAFRAME_VIEW ->
                defined(command.getCreateDataframeView().getName());
            case REGISTER_FUNCTION -> defined(command.getRegisterFunction().getFunctionName());
            case REGISTER_TABLE_FUNCTION ->
                defined(command.getRegisterTableFunction().getFunctionName());
            case REGISTER_DATA_SOURCE -> defined(command.getRegisterDataSource().getName());
            case WRITE_STREAM_OPERATION_START -> of(command.getWriteStreamOperationStart());
            default -> StateChange.NONE;
        };
    }

    @SuppressWarnings("deprecation") // clients send the text in either place
    private StateChange of(SqlCommand command) {
        if (!command.hasInput()) {
            return texts.of(command.getSql());
        }
        List<StateChange> changes = new ArrayList<>();
        MessageTree.anyMatch(command.getInput(), message -> {
            changeOf(message, changes);
            return false;
        });
        return combined(changes);
    }

    private void changeOf(Message message, List<StateChange> changes) {
        if (message instanceof SQL sql) {
            changes.add(texts.of(sql.getQuery()));
        } else if (message instanceof Catalog catalog) {
            changes.add(of(catalog));
        }
    }

    private static StateChange of(Catalog catalog) {
        return switch (catalog.getCatTypeCase()) {
            case SET_CURRENT_DATABASE, SET_CURRENT_CATALOG -> new StateChange.CurrentNames();
            case DROP_TEMP_VIEW ->
                new StateChange.Removal(Set.of(catalog.getDropTempView().getViewName()));
            case DROP_GLOBAL_TEMP_VIEW ->
                new StateChange.Removal(Set.of(catalog.getDropGlobalTempView().getViewName()));
            case CACHE_TABLE, UNCACHE_TABLE, CLEAR_CACHE -> new StateChange.Resources();
            default -> StateChange.NONE;
        };
    }

    private static StateChange defined(String name) {
        return new StateChange.Definition(Set.of(name));
    }

    private static StateChange of(WriteStreamOperationStart start) {
        return start.getFormat().equals("memory") && !start.getQueryName().isEmpty()
                ? new StateChange.Emergence(
                        Set.of(start.getQueryName()), "the result of the streaming query " + start.getQueryName())
                : StateChange.NONE;
    }

    private static StateChange combined(List<StateChange> changes) {
        List<StateChange> real = changes.stream()
                .filter(change -> !change.equals(StateChange.NONE))
                .toList();
        return switch (real.size()) {
            case 0 -> StateChange.NONE;
            case 1 -> real.get(0);
            default ->
                new StateChange.Several(
                        real.stream()
                                .flatMap(change -> change instanceof StateChange.Several several
                                        ? several.parts().stream()
                                        : Stream.of(change))
                                .toList(),
                        "a plan of several commands");
        };
    }
}
