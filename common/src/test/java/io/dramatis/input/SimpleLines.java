package io.dramatis.input;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The physical lines of a file, all of it at once. */
final class SimpleLines {
    private SimpleLines() {}

    /**
     * A line without its end.
     *
     * @param isText whether all of it is text of the encoding
     */
    record Line(String text, boolean isText) {}

    static List<Line> of(byte[] bytes, Charset charset) {
        List<Line> lines = new ArrayList<>();
        if (!charset.equals(StandardCharsets.UTF_8)) {
            String text = new String(bytes, charset);
            pieces(text).forEach(line -> lines.add(new Line(line, !line.contains("\uFFFD"))));
        } else {
            for (String line : pieces(new String(bytes, StandardCharsets.ISO_8859_1))) {
                lines.add(utf8(line.getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
        if (!lines.isEmpty() && lines.get(0).text().startsWith("\uFEFF")) {
            Line first = lines.get(0);
            lines.set(0, new Line(first.text().substring(1), first.isText()));
        }
        return lines;
    }

    private static Line utf8(byte[] line) {
        try {
            return new Line(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(line))
                            .toString(),
                    true);
        } catch (CharacterCodingException noText) {
            return new Line(new String(line, StandardCharsets.UTF_8), false);
        }
    }

    /** At each LF, CR and CRLF; nothing after the last is no line. */
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (sign == '\n' || sign == '\r') {
                pieces.add(text.substring(from, i));
                if (sign == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
                from = i + 1;
            }
        }
        if (from < text.length()) {
            pieces.add(text.substring(from));
        }
        return pieces;
    }
}
