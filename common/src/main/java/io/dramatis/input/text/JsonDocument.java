package io.dramatis.input.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/** The records of a JSON file that is one document: a list of objects, or objects one after the other. */
final class JsonDocument extends TextRecords {
    /** Stands for what is no text; no text has it, so that it is told from a U+FFFD of the file. */
    private static final String NO_TEXT = "\uFFFF";

    private final JsonObjects objects;
    private final Bounded bytes;
    private final JsonParser json;

    JsonDocument(TextRules rules, Split split, Configuration configuration) throws IOException {
        super(rules, split, configuration);
        this.objects =
                new JsonObjects(rules, summary, LineStream.isTranscoded(rules.text()) ? NO_TEXT + "\uFFFD" : NO_TEXT);
        this.bytes = new Bounded(lines.rest());
        this.json = JsonObjects.JSON.createParser(new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .replaceWith(NO_TEXT)));
    }

    @Override
    Optional<TextRecord> read() throws IOException {
        try {
            bytes.limit(rules.text().maxRecordBytes());
            JsonToken token = json.nextToken();
            while (isOfRoot(token)) {
                token = json.nextToken();
            }
            return token == null ? Optional.empty() : record(token);
        } catch (JsonProcessingException broken) {
            long line =
                    broken.getLocation() == null ? line() : broken.getLocation().getLineNr();
            summary.stopAt(Stop.Reason.NO_JSON_DOCUMENT, line, "");
        } catch (LineStream.Refused refused) {
            summary.stopAt(refused.reason(), line(), "");
        } catch (IOException damaged) {
            summary.stopAt(Stop.Reason.DAMAGED, line(), said(damaged));
        }
        return Optional.empty();
    }

    /** The brackets around all objects. */
    private boolean isOfRoot(JsonToken token) {
        boolean isBegin = token == JsonToken.START_ARRAY
                && json.getParsingContext().getParent().inRoot();
        return isBegin
                || (token == JsonToken.END_ARRAY && json.getParsingContext().inRoot());
    }

    private long line() {
        return json.currentTokenLocation().getLineNr();
    }

    private Optional<TextRecord> record(JsonToken token) throws IOException {
        long line = line();
        long begin = json.currentTokenLocation().getCharOffset();
        if (token != JsonToken.START_OBJECT) {
            json.skipChildren();
            return Optional.of(record(
                    new byte[rules.needed().size()][],
                    Optional.of(Oddity.NO_JSON),
                    OptionalInt.empty(),
                    begin,
                    line,
                    0));
        }
        objects.read(json, line);
        if (json.currentLocation().getCharOffset() - begin > rules.text().maxRecordBytes()) {
            summary.stopAt(Stop.Reason.RECORD_TOO_LONG, line, "");
            return Optional.empty();
        }
        return Optional.of(record(objects.values(), objects.broken(), objects.column(), objects.hash(), line, 0));
    }

    /** Bytes of a record, and of those that were read ahead of it; a list within an object has no end of its own. */
    private static final class Bounded extends FilterInputStream {
        private static final long AHEAD = 1 << 16;

        private long left;

        Bounded(InputStream in) {
            super(in);
        }

        void limit(long bytesOfRecord) {
            left = bytesOfRecord + AHEAD;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new LineStream.Refused(Stop.Reason.RECORD_TOO_LONG);
            }
            return read;
        }
    }
}
