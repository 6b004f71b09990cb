package dev.kiln.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kiln completion}: what bash and zsh need to complete the command line. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh; use it with: source <(kiln completion)")
final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().print(AutoComplete.bash("kiln", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
