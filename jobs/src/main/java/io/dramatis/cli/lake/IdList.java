package io.dramatis.cli.lake;

import io.dramatis.config.Identity;
import io.dramatis.error.DramatisException;
import io.dramatis.privacy.Pseudonyms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A list of people as a user hands it in. Ids become pseudonyms at once: nothing that is told later holds an id.
 *
 * @param entries in the order of the file, one or more
 */
record IdList(List<Entry> entries) {
    private static final String HEADER = "kind,id";
    private static final long MOST_BYTES = 256 << 20;
    private static final int MOST_LINES_TOLD = 20;

    private static final String FIELD = "\\s*+(\"(?:[^\"]|\"\")*+\"|[^\",]*+)\\s*+";

    /** On one line, as CSV has it: a comma or a quote stands in quotes alone. */
    private static final Pattern LINE = Pattern.compile(FIELD + "," + FIELD, Pattern.UNICODE_CHARACTER_CLASS);

    /** @param line of the file, from 1 */
    record Entry(int line, byte[] pseudonym) {}

    /** @param id without the blanks around it */
    private record Fields(String kind, String id) {}

    /**
     * Reads a CSV file with the header {@code kind,id}: a kind of id of the study, and the id as a source has it.
     *
     * @throws DramatisException of usage, with the number of every line that is wrong; none is shown
     */
    static IdList ids(Path file, Map<String, Identity.Kind> kinds, Pseudonyms pseudonyms) {
        return read(
                file,
                Optional.of(HEADER),
                line -> fields(line)
                        .flatMap(fields -> Optional.ofNullable(kinds.get(fields.kind()))
                                .flatMap(kind -> pseudonyms.of(fields.id(), kind))),
                "A line is kind,id: a kind is " + String.join(" or ", kinds.keySet())
                        + "; an id is valid for its kind, on one line, and in double quotes where it holds a comma or"
                        + " a quote, which is then doubled");
    }

    /**
     * Reads a file with a pseudonym a line, as 64 hexadecimal digits.
     *
     * @throws DramatisException of usage, with the number of every line that is wrong; none is shown
     */
    static IdList pseudonyms(Path file) {
        return read(
                file,
                Optional.empty(),
                line -> line.strip().matches("[0-9a-fA-F]{" + 2 * Pseudonyms.LENGTH + "}")
                        ? Optional.of(HexFormat.of().parseHex(line.strip()))
                        : Optional.empty(),
                "A line is a pseudonym: " + 2 * Pseudonyms.LENGTH + " hexadecimal digits, and nothing else");
    }

    /** Line numbers for people: ascending, the first few of them. */
    static String lines(Collection<Integer> lines) {
        String first = new TreeSet<>(lines)
                .stream().limit(MOST_LINES_TOLD).map(String::valueOf).collect(Collectors.joining(", "));
        int more = lines.size() - MOST_LINES_TOLD;
        return (lines.size() == 1 ? "line " : "lines ") + first + (more > 0 ? " and " + more + " more" : "");
    }

    private static IdList read(
            Path file, Optional<String> header, Function<String, Optional<byte[]>> pseudonym, String format) {
        String[] lines = text(file).split("\r\n|\n|\r", -1);
        if (header.isPresent() && !isHeader(lines[0], header.get())) {
            throw refused(file, "its first line is not " + header.get(), "Begin it with that line. " + format);
        }
        List<Entry> entries = new ArrayList<>();
        List<Integer> wrong = new ArrayList<>();
        for (int i = header.isPresent() ? 1 : 0; i < lines.length; i++) {
            if (lines[i].isBlank()) {
                continue;
            }
            int line = i + 1;
            pseudonym
                    .apply(lines[i])
                    .ifPresentOrElse(made -> entries.add(new Entry(line, made)), () -> wrong.add(line));
        }
        if (!wrong.isEmpty()) {
            throw refused(
                    file, lines(wrong) + (wrong.size() == 1 ? " is" : " are") + " not as a list has them", format);
        }
        if (entries.isEmpty()) {
            throw refused(file, "it names nobody", format);
        }
        return new IdList(entries);
    }

    private static boolean isHeader(String line, String header) {
        return fields(line)
                .filter(fields -> header.equals(fields.kind() + "," + fields.id()))
                .isPresent();
    }

    /** The two fields of a line, without quotes; empty where there are others, or quotes are not in order. */
    private static Optional<Fields> fields(String line) {
        Matcher matcher = LINE.matcher(line);
        // What was lost when a file was written anew in another encoding is no id of anybody.
        return !matcher.matches() || line.indexOf('\uFFFD') >= 0
                ? Optional.empty()
                : Optional.of(new Fields(unquoted(matcher.group(1)), unquoted(matcher.group(2))));
    }

    private static String unquoted(String field) {
        return field.startsWith("\"")
                ? field.substring(1, field.length() - 1).replace("\"\"", "\"").trim()
                : field.trim();
    }

    private static String text(Path file) {
        try {
            if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES)) {
                throw refused(file, "it is no file of at most " + (MOST_BYTES >> 20) + " MB", "Name a text file");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException missing) {
            throw refused(file, "there is no such file", "Name the file with the people");
        } catch (CharacterCodingException noText) {
            throw refused(file, "it is no UTF-8 text", "Write it anew as UTF-8");
        } catch (IOException failure) {
            throw refused(
                            file,
                            "reading it failed: " + failure.getClass().getSimpleName(),
                            "Give the user who runs this the right to read it")
                    .causedBy(failure);
        }
    }

    private static DramatisException refused(Path file, String reason, String cure) {
        return DramatisException.usage("The list " + file + " cannot be used", reason, cure);
    }
}
