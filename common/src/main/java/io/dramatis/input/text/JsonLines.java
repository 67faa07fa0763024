package io.dramatis.input.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/** The records of a file with a JSON object a line. */
final class JsonLines extends TextRecords {
    private final JsonObjects objects;
    private final boolean isTranscoded;

    JsonLines(TextRules rules, Split split, Configuration configuration) throws IOException {
        super(rules, split, configuration);
        this.objects = new JsonObjects(rules, summary, "");
        this.isTranscoded = LineStream.isTranscoded(rules.text());
    }

    @Override
    Optional<TextRecord> read() throws IOException {
        while (lines.next()) {
            if (isBlank(lines.bytes(), lines.length())) {
                summary.blank();
            } else {
                return Optional.of(record());
            }
        }
        return Optional.empty();
    }

    private TextRecord record() throws IOException {
        byte[] bytes = lines.bytes();
        int length = lines.length();
        long line = lines.number();
        int text = Utf8.check(bytes, 0, length);
        boolean isText = text < 0 && (!isTranscoded || Utf8.replacement(bytes, 0, length) < 0);
        Optional<Oddity> broken = isText ? Optional.empty() : Optional.of(Oddity.NOT_TEXT);
        OptionalInt column = OptionalInt.empty();
        // A NUL among the first signs would make the parser take the line for UTF-16 or UTF-32.
        if (isText && hasNul(bytes, Math.min(4, length))) {
            broken = Optional.of(Oddity.NO_JSON);
        } else if (isText) {
            try (JsonParser json = JsonObjects.JSON.createParser(bytes, 0, length)) {
                if (json.nextToken() == JsonToken.START_OBJECT) {
                    objects.read(json, line);
                    broken = objects.broken();
                    column = objects.column();
                    if (json.nextToken() != null) {
                        broken = Optional.of(Oddity.JSON_AND_MORE);
                    }
                } else {
                    broken = Optional.of(Oddity.NO_JSON);
                }
            } catch (JsonProcessingException noJson) {
                broken = Optional.of(Oddity.NO_JSON);
            }
        }
        long hash = broken.isPresent() ? RowHash.of(bytes, 0, length, 0) : objects.hash();
        byte[][] values = broken.isPresent() ? new byte[rules.needed().size()][] : objects.values();
        return record(values, broken, column, hash, line, 1);
    }

    private static boolean hasNul(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
