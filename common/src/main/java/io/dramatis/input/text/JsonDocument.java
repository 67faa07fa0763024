package io.dramatis.input.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The records of a JSON file that is one document: a list of objects, or objects one after the other. */
final class JsonDocument extends TextRecords {
    private final JsonObjects objects;
    private final JsonParser json;

    JsonDocument(TextRules rules, Split split, Configuration configuration) throws IOException {
        super(rules, split, configuration);
        this.objects = new JsonObjects(rules, summary);
        this.json = JsonObjects.JSON.createParser(lines.rest());
    }

    @Override
    Optional<TextRecord> read() throws IOException {
        long line = 1;
        try {
            JsonToken token = json.nextToken();
            while (token == JsonToken.START_ARRAY
                    && json.getParsingContext().getParent().inRoot()) {
                token = json.nextToken();
            }
            while (token == JsonToken.END_ARRAY && json.getParsingContext().inRoot()) {
                token = json.nextToken();
            }
            if (token == null) {
                return Optional.empty();
            }
            line = json.currentTokenLocation().getLineNr();
            long begin = json.currentTokenLocation().getByteOffset();
            if (token != JsonToken.START_OBJECT) {
                json.skipChildren();
                return Optional.of(record(
                        objects.values(), Optional.of(Oddity.NO_JSON), java.util.OptionalInt.empty(), begin, line, 0));
            }
            objects.read(json, line);
            if (json.currentLocation().getByteOffset() - begin > rules.text().maxRecordBytes()) {
                summary.stopAt(Stop.Reason.RECORD_TOO_LONG, line, "");
                return Optional.empty();
            }
            return Optional.of(record(objects.values(), objects.broken(), objects.column(), objects.hash(), line, 0));
        } catch (JsonProcessingException broken) {
            long where =
                    broken.getLocation() == null ? line : broken.getLocation().getLineNr();
            summary.stopAt(Stop.Reason.NO_JSON_DOCUMENT, where, "");
            return Optional.empty();
        }
    }
}
