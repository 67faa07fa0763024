package io.dramatis.input;

import io.dramatis.error.DramatisException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** An input that is being read: its rows, and what came of the reading. */
public sealed interface ReadInput permits TextInput, TypedInput {

    /** The needed columns under their names in the file, then {@link InputRows#CORRUPT}, {@link InputRows#ROW} and {@link InputRows#AT}. */
    Dataset<Row> rows();

    /**
     * What came of it. Once all rows were read it costs nothing; before, a reading of the files.
     *
     * @throws DramatisException never: what must end the run is its {@link Account#fault}
     */
    Account account();

    /** Adds the file's name and the line, STRING and LONG, to rows that have {@link InputRows#AT}; null where there is none. */
    Dataset<Row> withPlace(Dataset<Row> rows, String file, String line);

    /**
     * What came of a reading.
     *
     * @param records that the files hold; empty where the format is not made of text
     * @param broken records of them that cannot be taken apart
     * @param example where the first of these is, and why
     * @param fault for which nothing of the input may be used
     */
    record Account(
            Optional<Long> records,
            long broken,
            Optional<String> example,
            List<Note> notes,
            Optional<DramatisException> fault) {

        /** Ends the run where the input was not read to its end, or as its name says. */
        public void requireSound() {
            fault.ifPresent(found -> {
                throw found;
            });
        }
    }
}
