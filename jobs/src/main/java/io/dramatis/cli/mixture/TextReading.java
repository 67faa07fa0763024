package io.dramatis.cli.mixture;

import io.dramatis.config.Input;
import io.dramatis.error.DramatisException;
import java.nio.charset.Charset;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a file of text is taken apart: a study's keys for its inputs, as options of the command line. */
final class TextReading {
    @Option(
            names = "--sep",
            paramLabel = "SIGN",
            description = "CSV: between the values; default: a comma, in a .tsv file a tab.")
    private Optional<String> sep = Optional.empty();

    @Option(names = "--encoding", paramLabel = "NAME", description = "CSV: such as windows-1252; default: UTF-8.")
    private Optional<String> encoding = Optional.empty();

    @Option(
            names = "--multi-line",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "true",
            description = "CSV: values in quotes may hold line breaks.")
    private boolean isMultiLine;

    @Option(
            names = "--skip-rows",
            paramLabel = "N",
            description = "CSV: rows after the header that are no data; default: rows that look so are refused.")
    private Optional<Integer> skipRows = Optional.empty();

    @Option(
            names = "--max-record-lines",
            paramLabel = "N",
            description = "CSV: lines of a record, at most; default: 50.")
    private Optional<Integer> maxRecordLines = Optional.empty();

    @Option(
            names = "--max-record-size",
            paramLabel = "BYTES",
            description = "CSV: bytes of a record, at most; default: 8388608.")
    private Optional<Integer> maxRecordBytes = Optional.empty();

    @Option(
            names = "--max-expansion",
            paramLabel = "N",
            description = "CSV: a packed file may unpack to so many times its size; default: 200.")
    private Optional<Integer> maxExpansion = Optional.empty();

    Optional<String> separator() {
        return sep;
    }

    /** @throws DramatisException of usage, where an option has no meaning */
    Input.Text text() {
        Input.Text usual = Input.Text.DEFAULT;
        return new Input.Text(
                encoding.map(TextReading::charset).orElse(usual.encoding()),
                isMultiLine,
                skipRows.map(rows -> atLeast(0, "--skip-rows", rows)).orElse(usual.skipRows()),
                maxRecordLines
                        .map(lines -> atLeast(1, "--max-record-lines", lines))
                        .orElse(usual.maxRecordLines()),
                maxRecordBytes
                        .map(bytes -> atLeast(1, "--max-record-size", bytes))
                        .orElse(usual.maxRecordBytes()),
                maxExpansion.map(times -> atLeast(1, "--max-expansion", times)).orElse(usual.maxExpansion()));
    }

    private static String charset(String name) {
        try {
            return Charset.forName(name).name();
        } catch (IllegalArgumentException unknown) {
            throw DramatisException.usage(
                            "There is no encoding '" + name + "'",
                            "--encoding names none that Java knows",
                            "Give such as UTF-8, windows-1252 or UTF-16")
                    .causedBy(unknown);
        }
    }

    private static int atLeast(int least, String option, int value) {
        if (value < least) {
            throw DramatisException.usage(
                    option + " is " + value, "it must be " + least + " or more", "Give such a number");
        }
        return value;
    }
}
