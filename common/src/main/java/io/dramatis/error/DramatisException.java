package io.dramatis.error;

import java.io.Serial;

/** The user's fault: told as problem, cause and cure, with no stack trace. Everything else that is thrown is ours. */
public final class DramatisException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String problem;
    private final String reason;
    private final String cure;

    /**
     * @param exitCode how the command ends
     * @param problem what does not work, naming file and line, column or key
     * @param reason why it does not
     * @param cure what to do about it
     */
    public DramatisException(ExitCode exitCode, String problem, String reason, String cure) {
        super(Shown.line(problem) + "\n" + Shown.lines(reason) + "\n" + Shown.lines(cure));
        this.exitCode = exitCode;
        this.problem = Shown.line(problem);
        this.reason = Shown.lines(reason);
        this.cure = Shown.lines(cure);
    }

    /** A fault of the config or the command line. */
    public static DramatisException usage(String problem, String reason, String cure) {
        return new DramatisException(ExitCode.USAGE, problem, reason, cure);
    }

    /** A source that breaks its contract. */
    public static DramatisException contract(String problem, String reason, String cure) {
        return new DramatisException(ExitCode.CONTRACT, problem, reason, cure);
    }

    /** A consent or privacy gate that stays shut. */
    public static DramatisException privacy(String problem, String reason, String cure) {
        return new DramatisException(ExitCode.PRIVACY, problem, reason, cure);
    }

    /** The same fault with what caused it, for the debug log. */
    public DramatisException causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String problem() {
        return problem;
    }

    public String reason() {
        return reason;
    }

    public String cure() {
        return cure;
    }
}
