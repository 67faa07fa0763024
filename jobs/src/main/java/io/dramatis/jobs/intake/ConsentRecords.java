package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.unhex;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Consent;
import io.dramatis.config.Source;
import io.dramatis.consent.ConsentDecisions;
import io.dramatis.consent.ConsentLedger;
import io.dramatis.consent.MayConcern;
import io.dramatis.consent.Reason;
import io.dramatis.privacy.LinkedIds;
import io.dramatis.table.Table;
import io.dramatis.table.intake.CleanRows;
import io.dramatis.table.intake.ConsentAccounts;
import io.dramatis.table.intake.ConsentReach;
import io.dramatis.table.intake.Consents;
import io.dramatis.table.intake.IdLinks;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** What a run keeps of people's consent, without those who are not in it. */
final class ConsentRecords {
    private ConsentRecords() {}

    /** Rows of {@link ConsentAccounts}. */
    static Dataset<Row> accounts(Consent consent, Map<Source, Dataset<Row>> decided) {
        return decided.entrySet().stream()
                .flatMap(each -> Stream.of(
                                Optional.of(reasons(each, consent.purpose(), Standing.REASON)),
                                consent.explicitPurpose()
                                        .map(purpose -> reasons(each, purpose, Standing.EXPLICIT_REASON)))
                        .flatMap(Optional::stream))
                .reduce(Dataset::unionByName)
                .orElseThrow()
                .groupBy(ConsentAccounts.SOURCE, ConsentAccounts.PURPOSE, ConsentAccounts.REASON)
                .agg(
                        count_distinct(col(Table.PERSON_ID)).as(ConsentAccounts.PEOPLE_COUNT),
                        count(lit(1)).as(ConsentAccounts.ROW_COUNT));
    }

    private static Dataset<Row> reasons(Map.Entry<Source, Dataset<Row>> source, String purpose, String reason) {
        return source.getValue()
                .where(col(RowFates.FATE).notEqual(RowFates.REJECTED))
                .select(
                        lit(source.getKey().name()).as(ConsentAccounts.SOURCE),
                        lit(purpose).as(ConsentAccounts.PURPOSE),
                        col(reason).as(ConsentAccounts.REASON),
                        col(Table.PERSON_ID));
    }

    /** Everybody of whom a row is used: {@code person_id}. */
    static Dataset<Row> people(Map<Source, Dataset<Row>> decided) {
        return decided.values().stream()
                .map(rows ->
                        rows.where(col(RowFates.FATE).equalTo(RowFates.USED)).select(Table.PERSON_ID))
                .reduce(Dataset::unionByName)
                .orElseThrow()
                .distinct();
    }

    /** Rows of {@link IdLinks}. */
    static Dataset<Row> links(Dataset<Row> links, Dataset<Row> people) {
        return links.where(col(LinkedIds.ID).notEqual(col(Table.PERSON_ID)))
                .join(people, Table.PERSON_ID, "left_semi")
                .select(col(LinkedIds.ID).as(IdLinks.ID), col(Table.PERSON_ID));
    }

    /**
     * Rows of {@link Consents}.
     *
     * @param decisions by purpose
     */
    static Dataset<Row> consents(Map<String, Dataset<Row>> decisions, Dataset<Row> people) {
        return decisions.entrySet().stream()
                .map(each -> each.getValue()
                        .where(col(ConsentDecisions.REASON).equalTo(Reason.CONSENTED.word()))
                        .withColumn(Consents.PURPOSE, lit(each.getKey())))
                .reduce(Dataset::unionByName)
                .orElseThrow()
                .join(people, Table.PERSON_ID, "left_semi")
                .select(Consents.TABLE.schemaWithoutRun().fieldNames()[0], names());
    }

    /** Rows of {@link ConsentReach}, of the people of a run. */
    static Dataset<Row> reach(Persons.Reach reach, Dataset<Row> people) {
        Column none = lit(null).cast(DataTypes.BinaryType);
        Dataset<Row> near = reach.nearIds()
                .join(people, Table.PERSON_ID, "left_semi")
                .select(
                        lit(ConsentReach.NEAR).as(ConsentReach.REACH),
                        col(ConsentLedger.NEAR_ID).as(ConsentReach.ID),
                        none.as(ConsentReach.GROUP_ID),
                        col(Table.PERSON_ID));
        Dataset<Row> members = reach.groups().members().join(people, Table.PERSON_ID, "left_semi");
        Dataset<Row> speakers = reach.groups()
                .groups()
                .join(members.select(MayConcern.GROUP).distinct(), MayConcern.GROUP, "left_semi");
        return near.unionByName(grouped(ConsentReach.MEMBER, members, Table.PERSON_ID))
                .unionByName(grouped(ConsentReach.SPEAKS, speakers, ConsentLedger.ID))
                .distinct();
    }

    /** A group is named by a hash: its own name may be the pseudonym of one of its ids. */
    private static Dataset<Row> grouped(String reach, Dataset<Row> rows, String person) {
        return rows.select(
                lit(reach).as(ConsentReach.REACH),
                lit(null).cast(DataTypes.BinaryType).as(ConsentReach.ID),
                unhex(sha2(col(MayConcern.GROUP), 256)).as(ConsentReach.GROUP_ID),
                col(person).as(Table.PERSON_ID));
    }

    private static String[] names() {
        return Stream.of(Consents.TABLE.schemaWithoutRun().fieldNames()).skip(1).toArray(String[]::new);
    }

    /**
     * Takes the values of special and protected columns from all who did not consent to the explicit purpose. Where
     * the study has none, a special column has no value at all, and a protected one serves audits alone.
     */
    static Dataset<Row> withoutUnasked(Source source, Consent consent, Dataset<Row> rows) {
        Dataset<Row> left = rows;
        Column isExplicit = col(Standing.EXPLICIT_REASON).equalTo(Reason.CONSENTED.word());
        for (Source.Column column : CleanRows.storedColumns(source)) {
            boolean isSpecial = column.category() == Source.Category.SPECIAL;
            boolean isProtected = column.category() == Source.Category.PROTECTED;
            if (isSpecial || (isProtected && consent.explicitPurpose().isPresent())) {
                left = left.withColumn(column.name(), when(isExplicit, col(column.name())));
            }
        }
        return left;
    }
}
