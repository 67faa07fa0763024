package io.dramatis.input.text;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The records of some pieces as rows: the needed columns in UTF-8, BINARY; why the record is broken, STRING; its hash,
 * LONG; its place, LONG, see {@link #SPLIT_SHIFT}.
 */
public final class PieceRows implements Iterator<Row>, Closeable {
    public static final String BROKEN = "broken";
    public static final String HASH = "hash";
    public static final String AT = "at";

    /** A place is the split's ordinal, shifted by so many bits, and the line in it. */
    public static final int SPLIT_SHIFT = 40;

    private final TextRules rules;
    private final Iterator<Piece> pieces;
    private final Configuration configuration;
    private final Consumer<SplitSummary> summaries;
    private Optional<Piece> piece = Optional.empty();
    private Optional<TextRecords> records = Optional.empty();
    private Optional<TextRecord> next = Optional.empty();

    /** @param summaries takes that of each split that was read to its end */
    public PieceRows(
            TextRules rules, Iterator<Piece> pieces, Configuration configuration, Consumer<SplitSummary> summaries) {
        this.rules = rules;
        this.pieces = pieces;
        this.configuration = configuration;
        this.summaries = summaries;
    }

    /** The name of a needed column, whatever signs its own has. */
    public static String column(int needed) {
        return "c" + needed;
    }

    public static StructType schema(TextRules rules) {
        StructType schema = new StructType();
        for (int i = 0; i < rules.needed().size(); i++) {
            schema = schema.add(column(i), DataTypes.BinaryType);
        }
        return schema.add(BROKEN, DataTypes.StringType)
                .add(HASH, DataTypes.LongType)
                .add(AT, DataTypes.LongType);
    }

    /** Reads a split to its end, for its summary alone. */
    public static SplitSummary summary(TextRules rules, Piece piece, Configuration configuration) {
        try (TextRecords records = TextRecords.open(rules, piece.split(), piece.head(), configuration)) {
            while (records.next().isPresent()) {
                // The summary is wanted.
            }
            return records.summary();
        } catch (IOException failure) {
            return TextRecords.damaged(rules, piece.split(), failure);
        }
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty()) {
            if (records.isEmpty() && !open()) {
                return false;
            }
            if (records.isPresent()) {
                next = records.get().next();
                if (next.isEmpty()) {
                    summaries.accept(records.get().summary());
                    close();
                }
            }
        }
        return true;
    }

    /** Opens the next piece; false where there is none. */
    private boolean open() {
        if (!pieces.hasNext()) {
            return false;
        }
        piece = Optional.of(pieces.next());
        Split split = piece.get().split();
        try {
            records = Optional.of(TextRecords.open(rules, split, piece.get().head(), configuration));
        } catch (IOException failure) {
            summaries.accept(TextRecords.damaged(rules, split, failure));
        }
        return true;
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        TextRecord record = next.orElseThrow();
        next = Optional.empty();
        Split split = piece.orElseThrow().split();
        int needed = rules.needed().size();
        Object[] row = new Object[needed + 3];
        System.arraycopy(record.values(), 0, row, 0, needed);
        long hash = record.hash();
        for (Map.Entry<String, String> constant : split.constants().entrySet()) {
            byte[] value = constant.getValue().getBytes(StandardCharsets.UTF_8);
            hash += RowHash.of(value, 0, value.length, RowHash.seed(constant.getKey()));
        }
        row[needed] = record.broken().map(Oddity::words).orElse(null);
        row[needed + 1] = hash;
        row[needed + 2] = ((long) split.ordinal() << SPLIT_SHIFT) | record.line();
        return RowFactory.create(row);
    }

    @Override
    public void close() {
        try {
            if (records.isPresent()) {
                records.get().close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            records = Optional.empty();
        }
    }
}
