package io.dramatis.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** A line a stage on stderr; on a terminal Spark shows a bar below it while the stage runs. */
final class Progress {
    private final PrintWriter err;

    Progress(PrintWriter err) {
        this.err = err;
    }

    /** Whether somebody watches. */
    static boolean isTerminal() {
        return System.console() != null;
    }

    void stage(String name, long rows, double seconds, String summary) {
        err.printf(Locale.ROOT, "%-9s %,11d rows %7.1f s  %s%n", name, rows, seconds, summary);
        err.flush();
    }

    void note(String text) {
        err.println(text);
        err.flush();
    }
}
