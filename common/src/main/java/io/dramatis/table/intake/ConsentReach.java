package io.dramatis.table.intake;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.dramatis.table.Table;
import java.util.Map;

/** {@code consent_reach}: under what else than a person's own ids a no concerns them, so that the ledgers can be asked again. */
public final class ConsentReach {
    public static final String REACH = "reach";
    public static final String ID = "id";
    public static final String GROUP_ID = "group_id";

    /** Ids that are a person's but for zeros, case or blanks. */
    public static final String NEAR = "near";

    /** Who speaks for a group of ids that link nobody, and whom it may concern. */
    public static final String SPEAKS = "speaks";

    public static final String MEMBER = "member";

    public static final Table TABLE = Table.of(
                    Table.Zone.RESTRICTED,
                    "consent_reach",
                    "Under what else than their own ids a no in a ledger concerns the people of a run.",
                    Table.required(Table.RUN_ID, StringType, "The run."),
                    Table.required(REACH, StringType, "near, speaks or member."),
                    Table.optional(ID, BinaryType, "near: pseudonym of the loose form of one of the person's ids."),
                    Table.optional(GROUP_ID, BinaryType, "speaks, member: hash that names the group of ids."),
                    Table.required(Table.PERSON_ID, BinaryType, "The person's pseudonym, or that of a shared id."))
            .withChecks(Map.of("reach_is_known", "reach in ('near', 'speaks', 'member')"));

    private ConsentReach() {}
}
