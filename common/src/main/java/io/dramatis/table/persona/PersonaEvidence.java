package io.dramatis.table.persona;

import static io.dramatis.table.Table.optional;
import static io.dramatis.table.Table.required;

import io.dramatis.table.Table;
import io.dramatis.table.model.GroupEvidence;
import org.apache.spark.sql.types.DataTypes;

/** {@code persona_evidence}: what speaks for and against each persona, and against the groups that became none. */
public final class PersonaEvidence {
    public static final String PERSONA_ID = "persona_id";
    public static final String GROUP_INDEX = GroupEvidence.GROUP_INDEX;
    public static final String CHECK_NAME = GroupEvidence.CHECK_NAME;
    public static final String SUBJECT = GroupEvidence.SUBJECT;
    public static final String STATISTIC = GroupEvidence.STATISTIC;
    public static final String THRESHOLD = GroupEvidence.THRESHOLD;
    public static final String IS_PASSED = GroupEvidence.IS_PASSED;
    public static final String PEOPLE_COUNT = GroupEvidence.PEOPLE_COUNT;
    public static final String VERDICT = GroupEvidence.VERDICT;
    public static final String SENTENCE = GroupEvidence.SENTENCE;

    public static final Table TABLE = Table.of(
            Table.Zone.OPEN,
            "persona_evidence",
            "The checks behind each verdict; one row a check and group. Written even when nothing is published.",
            required(Table.RUN_ID, DataTypes.StringType, "The run."),
            optional(
                    PERSONA_ID,
                    DataTypes.StringType,
                    "The persona; empty for a check of all groups together, and for groups that are not published."),
            optional(
                    GROUP_INDEX,
                    DataTypes.IntegerType,
                    "The group in this run, 0 for the largest; empty for a check of all groups together."),
            GroupEvidence.CHECK,
            GroupEvidence.OF_SUBJECT,
            GroupEvidence.OF_STATISTIC,
            GroupEvidence.OF_THRESHOLD,
            GroupEvidence.OF_IS_PASSED,
            optional(
                    PEOPLE_COUNT,
                    DataTypes.LongType,
                    "People that the check is about; empty where they are too few to tell of."),
            GroupEvidence.OF_VERDICT,
            GroupEvidence.OF_SENTENCE,
            Personas.OF_CAUTION);

    private PersonaEvidence() {}
}
