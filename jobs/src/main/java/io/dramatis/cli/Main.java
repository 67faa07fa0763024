package io.dramatis.cli;

import io.dramatis.cli.benchmark.BenchmarkCommand;
import io.dramatis.cli.console.Json;
import io.dramatis.cli.lake.EraseCommand;
import io.dramatis.cli.lake.ExportCommand;
import io.dramatis.cli.lake.MaintainCommand;
import io.dramatis.cli.lake.RekeyCommand;
import io.dramatis.cli.mixture.MixtureCommand;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

/** The command line. Results go to stdout, the last line is one JSON object; progress and errors go to stderr. */
@Command(
        name = "dramatis",
        description = "Personas that the data can defend.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            CheckCommand.class,
            RunCommand.class,
            SqlCommand.class,
            EraseCommand.class,
            ExportCommand.class,
            MaintainCommand.class,
            RekeyCommand.class,
            MixtureCommand.class,
            BenchmarkCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:published, or done",
            "1:a fault of ours",
            "2:config or usage",
            "3:a source breaks its contract",
            "4:consent or privacy gate",
            "5:no defensible personas; the last publication stays"
        })
public final class Main {
    private static final String DEBUG = "DRAMATIS_DEBUG";

    private Main() {}

    /** Ends the process with one of {@link ExitCode}. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command and gives its exit code. */
    static int run(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(LocalDate.class, Main::day);
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(command, failure));
        line.setParameterExceptionHandler((failure, parsed) -> {
            CommandLine command = failure.getCommandLine();
            return failed(
                    command,
                    DramatisException.usage(
                            "The command line cannot be understood",
                            failure.getMessage().replace('\n', ' '),
                            "See " + command.getCommandSpec().qualifiedName() + " --help"));
        });
        return line.execute(arguments);
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException noDay) {
            throw new TypeConversionException("'" + text + "' is no day, such as 2026-01-31");
        }
    }

    private static int failed(CommandLine command, Exception failure) {
        PrintWriter err = command.getErr();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("status", "failed");
        ExitCode code = ExitCode.INTERNAL;
        var told = Faults.told(failure);
        if (told.isPresent()) {
            DramatisException fault = told.get();
            code = fault.exitCode();
            err.println("Problem: " + fault.problem());
            err.println("Cause:   " + fault.reason());
            err.println("Cure:    " + fault.cure());
            result.put("exitCode", code.code());
            result.put("problem", fault.problem());
            result.put("cause", fault.reason());
            result.put("cure", fault.cure());
        } else {
            OwnFault own = new OwnFault(failure);
            if ("1".equals(System.getenv(DEBUG))) {
                failure.printStackTrace(err);
            } else {
                own.print(err);
                err.println("Messages are left out, since they may hold data: " + DEBUG + "=1 prints them.");
            }
            err.println("This is a fault of Dramatis, not yours. Nothing was published.");
            result.put("exitCode", code.code());
            result.put("problem", own.place());
        }
        err.flush();
        command.getOut().println(Json.line(result));
        command.getOut().flush();
        return code.code();
    }
}
