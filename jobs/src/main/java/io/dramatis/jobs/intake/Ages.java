package io.dramatis.jobs.intake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.make_date;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.dramatis.config.Source;
import io.dramatis.privacy.LinkedIds;
import io.dramatis.table.Table;
import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** When people were born, as the source says that the study takes it from. */
final class Ages {
    /** DATE: the last day on which the person can have been born; null where it is not known. */
    static final String BORN = "born_on";

    /** Nobody was ever older (122 years); who is said to be has a wrong date. */
    private static final LocalDate EARLIEST = LocalDate.of(1890, 1, 1);

    private static final String ID = "__age_id";

    private Ages() {}

    /** The last day on which somebody can have been born, of a typed value of this column; a year is its last day. */
    static Column lastDay(Source.Type type, Column value) {
        if (type != Source.Type.INTEGER) {
            return value.cast(DataTypes.DateType);
        }
        Column year = value.cast(DataTypes.IntegerType);
        return when(value.between(EARLIEST.getYear(), 9999), make_date(year, lit(12), lit(31)));
    }

    /** By person, the youngest that any sound row says: {@code person_id}, {@link #BORN}. */
    static Dataset<Row> of(Source source, Dataset<Row> judged, Dataset<Row> links) {
        Column born = col(ContractCheck.BORN);
        Dataset<Row> rows = judged.where(col(ContractCheck.BREACH).isNull())
                .select(
                        ContractCheck.id(source.personId()).as(ID),
                        when(born.geq(lit(Date.valueOf(EARLIEST))), born).as(BORN));
        return rows.join(links.select(LinkedIds.ID, Table.PERSON_ID), col(ID).equalTo(col(LinkedIds.ID)), "left")
                .groupBy(coalesce(col(Table.PERSON_ID), col(ID)).as(Table.PERSON_ID))
                .agg(max(BORN).as(BORN));
    }
}
