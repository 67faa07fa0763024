package io.dramatis.error;

/** How a command ends, as an orchestrator sees it. */
public enum ExitCode {
    DONE(0),
    INTERNAL(1),
    USAGE(2),
    CONTRACT(3),
    PRIVACY(4),
    NO_PERSONAS(5);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The process exit code. */
    public int code() {
        return code;
    }
}
