package io.dramatis.input.text;

import io.dramatis.config.Input;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * How the files of an input are read.
 *
 * @param needed columns of the file
 * @param separators between the parts of a list, by needed column, where it is another than {@link #SEPARATOR}
 * @param csv how a line is taken apart, of CSV alone
 */
public record TextRules(Kind kind, Input.Text text, List<String> needed, Map<String, String> separators, CsvDialect csv)
        implements Serializable {
    /** Between the parts of a list, as multiple choices are told in text. */
    public static final String SEPARATOR = ";";

    /** The formats that are made of lines. */
    public enum Kind {
        CSV,
        JSON
    }

    String separator(String column) {
        return separators.getOrDefault(column, SEPARATOR);
    }
}
