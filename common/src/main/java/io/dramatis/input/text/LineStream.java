package io.dramatis.input.text;

import io.dramatis.config.Input;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.io.input.ReaderInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.util.LineReader;

/**
 * The lines of a split, in UTF-8, without their ends (LF, CR or CRLF); the first split's without a byte order mark. As
 * Hadoop's text input has it, a split other than a file's first begins after the first end of a line in it, and the last
 * line of a split may end in the next.
 */
final class LineStream implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long EXPANSION_FLOOR_BYTES = 1 << 20;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private static final String CODECS_KEY = "io.compression.codecs";

    /** By their setting: looking for all codecs takes longer than reading a small file. */
    private static final Map<String, CompressionCodecFactory> CODECS = new ConcurrentHashMap<>();

    private final Text line = new Text();
    private final Input.Text rules;
    private final InputStream raw;
    private final InputStream utf8;
    private final LineReader lines;
    private final long end;
    private long position;
    private long number;

    /** A line that no reader can hold, or a file that unpacks to too much. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final Stop.Reason reason;

        Refused(Stop.Reason reason) {
            super(reason.name());
            this.reason = reason;
        }

        Stop.Reason reason() {
            return reason;
        }
    }

    private LineStream(Split split, Input.Text rules, Configuration configuration) throws IOException {
        this.rules = rules;
        Path path = new Path(URI.create(split.path()));
        Optional<CompressionCodec> codec = codec(path, configuration);
        FSDataInputStream opened = path.getFileSystem(configuration).open(path);
        this.raw = opened;
        Counted packed = new Counted(opened);
        try {
            InputStream bytes = codec.isEmpty() ? opened : new Unpacked(unpacked(codec.get(), packed), packed, rules);
            Charset charset = Charset.forName(rules.encoding());
            boolean isWhole = codec.isPresent() || isTranscoded(rules);
            this.end = isWhole ? Long.MAX_VALUE : split.end();
            if (!isWhole) {
                opened.seek(split.start());
                position = split.start();
            }
            InputStream text = isTranscoded(rules) ? inUtf8(bytes, charset) : bytes;
            this.utf8 = split.start() == 0 ? withoutMark(text) : text;
            this.lines = new LineReader(utf8, BUFFER_BYTES);
            if (split.start() > 0) {
                skipPartial(split);
            }
        } catch (IOException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    static LineStream open(Split split, Input.Text rules, Configuration configuration) throws IOException {
        return new LineStream(split, rules, configuration);
    }

    /** Whether a file can be read in pieces. */
    static boolean isSplittable(Path path, TextRules rules, Configuration configuration) {
        return !rules.text().multiLine()
                && !isTranscoded(rules.text())
                && codec(path, configuration).isEmpty();
    }

    /** How a file is packed, by its name. */
    static Optional<CompressionCodec> codec(Path path, Configuration configuration) {
        CompressionCodecFactory known = CODECS.computeIfAbsent(
                configuration.get(CODECS_KEY, ""), none -> new CompressionCodecFactory(configuration));
        return Optional.ofNullable(known.getCodec(path));
    }

    /** Some codecs are made of a native library, which is not everywhere. */
    private static InputStream unpacked(CompressionCodec codec, InputStream packed) throws IOException {
        try {
            return codec.createInputStream(packed);
        } catch (RuntimeException | LinkageError missing) {
            throw new IOException(missing.getMessage(), missing);
        }
    }

    /** Whether the file is brought into UTF-8 on the way, so that it is read in one piece. */
    static boolean isTranscoded(Input.Text rules) {
        return !Charset.forName(rules.encoding()).equals(StandardCharsets.UTF_8);
    }

    /** What is no text of the encoding becomes U+FFFD, which the records are searched for. */
    private static InputStream inUtf8(InputStream bytes, Charset charset) throws IOException {
        return ReaderInputStream.builder()
                .setReader(new InputStreamReader(
                        bytes,
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPLACE)
                                .onUnmappableCharacter(CodingErrorAction.REPLACE)))
                .setCharset(StandardCharsets.UTF_8)
                .get();
    }

    private InputStream withoutMark(InputStream bytes) throws IOException {
        PushbackInputStream first = new PushbackInputStream(bytes, MARK.length);
        byte[] begin = first.readNBytes(MARK.length);
        if (Arrays.equals(begin, MARK)) {
            position += MARK.length;
        } else if (begin.length > 0) {
            first.unread(begin);
        }
        return first;
    }

    /** To the first end of a line; bounded, since a line longer than a split is the first split's to refuse. */
    private void skipPartial(Split split) throws IOException {
        position += lines.readLine(line, 0, (int) Math.min(Integer.MAX_VALUE, split.length() + 1));
    }

    /**
     * The next line: its bytes are {@link #bytes}, up to {@link #length}.
     *
     * @return false at the end of the split
     */
    boolean next() throws IOException {
        return position <= end && read();
    }

    /** The next line though it begins in the next split: a record that goes on. */
    boolean nextOfRecord() throws IOException {
        return read();
    }

    private boolean read() throws IOException {
        int limit = rules.maxRecordBytes();
        int consumed = lines.readLine(line, limit + 1, limit + 2);
        if (consumed == 0) {
            return false;
        }
        position += consumed;
        number++;
        if (line.getLength() > limit) {
            throw new Refused(Stop.Reason.RECORD_TOO_LONG);
        }
        return true;
    }

    byte[] bytes() {
        return line.getBytes();
    }

    int length() {
        return line.getLength();
    }

    /** The line's number in the split, from 1. */
    long number() {
        return number;
    }

    /** The first byte of the file that was not read yet; of the file in UTF-8 where it is brought into it. */
    long position() {
        return position;
    }

    /** All of the file, for a reader that finds its own records; {@link #next} must not have been called. */
    InputStream rest() {
        return utf8;
    }

    @Override
    public void close() throws IOException {
        lines.close();
        raw.close();
    }

    /** Counts bytes as they are taken. */
    private static class Counted extends FilterInputStream {
        long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count += Math.max(0, read);
            return read;
        }
    }

    /** What a packed file unpacks to; it ends where that is too much. */
    private static final class Unpacked extends Counted {
        private final Counted packed;
        private final long most;

        Unpacked(InputStream in, Counted packed, Input.Text rules) {
            super(in);
            this.packed = packed;
            this.most = rules.maxExpansion();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            if (super.count > EXPANSION_FLOOR_BYTES && super.count / Math.max(1, packed.count) > most) {
                throw new Refused(Stop.Reason.EXPANDS_TOO_MUCH);
            }
            return read;
        }
    }
}
