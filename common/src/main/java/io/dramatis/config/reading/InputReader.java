package io.dramatis.config.reading;

import io.dramatis.config.Input;
import io.dramatis.config.Secret;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads where data come from. */
final class InputReader {
    /** Formats that are read from files, so that they need a path. */
    private static final Set<String> FILES = Set.of("csv", "json", "parquet", "delta", "orc", "avro", "text", "xml");

    private static final Pattern FORMAT = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

    /** What a record may be raised to: it must fit into memory, with those of other tasks. */
    private static final int LARGEST_RECORD = 256 << 20;

    private InputReader() {}

    static Input read(ConfigNode node) {
        Optional<String> format = node.required("format", "Say csv, json, parquet, delta, or another Spark format");
        format.filter(name -> !FORMAT.matcher(name).matches())
                .ifPresent(name -> node.wrong("format", node.shown(name), "the name of a Spark format"));
        Optional<String> path = node.text("path");
        if (needsPath(node)
                && (node.isMissing("path") || path.filter(String::isBlank).isPresent())) {
            node.missing("path", "Give a file, a folder or a pattern");
        }
        Map<String, Secret> options = new LinkedHashMap<>();
        Optional<List<String>> known = format.flatMap(Input::optionsOf);
        node.plainValues("options").forEach((name, value) -> {
            options.put(name, new Secret(value));
            known.filter(names -> !name.startsWith(Input.FILE_SYSTEM))
                    .filter(names -> names.stream().noneMatch(name::equalsIgnoreCase))
                    .ifPresent(names -> node.problemBelow(
                            "options",
                            name,
                            node.key("options") + " has an option that the reader of " + format.orElse("")
                                    + " does not know: " + node.shown(name),
                            Words.didYouMean(name, names, "It takes " + Words.either(names))));
        });
        return new Input(format.orElse(""), path.orElse(""), options, text(node), node.origin());
    }

    private static Input.Text text(ConfigNode node) {
        String encoding = node.text("encoding").orElse(Input.Text.DEFAULT.encoding());
        if (!isCharset(encoding)) {
            node.wrong("encoding", node.shown(encoding), "an encoding that Java knows, such as UTF-8 or windows-1252");
            encoding = Input.Text.DEFAULT.encoding();
        }
        int skipRows = node.isMissing("skip-rows") ? Input.Text.UNSAID : node.count("skip-rows", 0);
        // A study that replaces a template with null leaves none of these keys.
        Input.Text usual = Input.Text.DEFAULT;
        return new Input.Text(
                encoding,
                node.isMissing("multi-line") ? usual.multiLine() : node.flag("multi-line"),
                skipRows,
                node.isMissing("max-record-lines") ? usual.maxRecordLines() : node.count("max-record-lines", 1),
                node.isMissing("max-record-size")
                        ? usual.maxRecordBytes()
                        : node.bytes("max-record-size", LARGEST_RECORD),
                node.isMissing("max-expansion") ? usual.maxExpansion() : node.count("max-expansion", 1));
    }

    private static boolean isCharset(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalArgumentException noName) {
            return false;
        }
    }

    /** Whether the format is one of files. */
    static boolean needsPath(ConfigNode node) {
        return node.text("format").filter(FILES::contains).isPresent();
    }
}
