package io.dramatis.cli.console;

import io.dramatis.error.Shown;
import java.io.PrintWriter;
import java.util.Locale;

/** A line a stage on stderr; on a terminal Spark shows a bar below it while the stage runs. */
public final class Progress {
    private final PrintWriter err;

    public Progress(PrintWriter err) {
        this.err = err;
    }

    /** Whether somebody watches. */
    public static boolean isTerminal() {
        return System.console() != null;
    }

    public void stage(String name, long rows, double seconds, String summary) {
        err.printf(Locale.ROOT, "%-9s %,11d rows %7.1f s  %s%n", name, rows, seconds, Shown.line(summary));
        err.flush();
    }

    public void note(String text) {
        err.println(Shown.line(text));
        err.flush();
    }
}
