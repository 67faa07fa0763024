package io.dramatis.input;

import io.dramatis.config.Input;
import io.dramatis.config.Secret;
import io.dramatis.error.DramatisException;
import io.dramatis.input.text.CsvDialect;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The options of text formats that Spark's readers have too, under Spark's names. What is not one of them is refused. */
final class TextOptions {
    private final InputName name;
    private final Input input;
    private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    TextOptions(InputName name, Input input) {
        this.name = name;
        this.input = input;
        List<String> known = Input.optionsOf(input.format()).orElseThrow();
        for (Map.Entry<String, Secret> option : input.options().entrySet()) {
            if (option.getKey().startsWith(Input.FILE_SYSTEM)) {
                continue;
            }
            if (known.stream().noneMatch(option.getKey()::equalsIgnoreCase)) {
                throw usage(
                        "has an option that its reader does not know: " + option.getKey(),
                        "It takes " + String.join(", ", known));
            }
            options.put(option.getKey(), option.getValue().reveal());
        }
    }

    private DramatisException usage(String problem, String cure) {
        return DramatisException.usage(
                name.place() + " " + problem, "what is not understood could change what is read", cure);
    }

    /** How files of the input are taken apart. */
    Input.Text text() {
        String encoding = options.getOrDefault(
                "encoding", options.getOrDefault("charset", input.text().encoding()));
        try {
            Charset charset = Charset.forName(encoding);
            encoding = charset.name();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw usage("has an encoding that Java does not know", "Say UTF-8, windows-1252, UTF-16 or another");
        }
        Input.Text text = input.text();
        return new Input.Text(
                encoding,
                flag("multiLine", text.multiLine()),
                text.skipRows(),
                text.maxRecordLines(),
                text.maxRecordBytes(),
                text.maxExpansion());
    }

    CsvDialect dialect() {
        String delimiter = options.getOrDefault("sep", options.getOrDefault("delimiter", ","))
                .replace("\\t", "\t");
        CsvDialect usual = CsvDialect.DEFAULT;
        int quote = sign("quote", usual.quote());
        if (delimiter.isEmpty() || delimiter.contains("\n") || delimiter.indexOf((char) quote) >= 0) {
            throw usage("has a `sep` that cannot part values", "Say ,  ;  | or \\t");
        }
        boolean isLeading = flag("ignoreLeadingWhiteSpace", true);
        if (isLeading != flag("ignoreTrailingWhiteSpace", true)) {
            throw usage("ignores blanks on one side of values only", "Set both options to true or to false");
        }
        return new CsvDialect(
                delimiter.getBytes(StandardCharsets.UTF_8),
                quote,
                sign("escape", quote),
                sign("comment", usual.comment()),
                flag("header", true),
                isLeading);
    }

    /** An ASCII sign; none where the option is empty. */
    private int sign(String option, int usual) {
        String text = options.get(option);
        if (text == null) {
            return usual;
        }
        if (text.isEmpty() || text.equals("\u0000")) {
            return option.equals("escape") ? usual : CsvDialect.NONE;
        }
        if (text.length() > 1 || text.charAt(0) > 127) {
            throw usage("has an option `" + option + "` of more than one sign", "Give one ASCII sign");
        }
        return text.charAt(0);
    }

    private boolean flag(String option, boolean usual) {
        String text = options.getOrDefault(option, String.valueOf(usual)).toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            throw usage("has an option `" + option + "` that is neither true nor false", "Say true or false");
        }
        return text.equals("true");
    }
}
