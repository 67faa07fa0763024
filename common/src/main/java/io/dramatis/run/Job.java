package io.dramatis.run;

/** A stage: reads tables, transforms, writes tables. A rerun with the same run id leaves the same rows. */
public interface Job {

    /** The stage's name: its package, its config key and its flag. */
    String name();

    /** Does the stage's work, whole or not at all a table. */
    Outcome run(RunContext context);

    /**
     * What was done.
     *
     * @param rows written to the stage's main table
     * @param summary a line for people, after the stage's name
     */
    record Outcome(long rows, String summary) {}
}
