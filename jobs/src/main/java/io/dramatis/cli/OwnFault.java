package io.dramatis.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A fault of ours as it may be told: where it happened, without the messages, which may hold values of people. */
record OwnFault(Throwable failure) {
    private static final String OURS = "io.dramatis.";

    /** Its class, that of its innermost cause, and the first place of ours on the way. */
    String place() {
        List<Throwable> causes = Faults.causes(failure);
        Throwable innermost = causes.get(causes.size() - 1);
        Optional<StackTraceElement> ours = causes.stream()
                .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst();
        return failure.getClass().getName()
                + (innermost == failure ? "" : " (" + innermost.getClass().getName() + ")")
                + ours.map(frame -> " at " + frame.getClassName() + ":" + frame.getLineNumber())
                        .orElse("");
    }

    /** Classes and frames of it and its causes. */
    void print(PrintWriter err) {
        String before = "";
        for (Throwable cause : Faults.causes(failure)) {
            err.println(before + cause.getClass().getName());
            for (StackTraceElement frame : cause.getStackTrace()) {
                err.println("\tat " + frame);
            }
            before = "Caused by: ";
        }
    }
}
