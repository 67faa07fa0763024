package io.dramatis.input.text;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * The signs of a CSV file (RFC 4180, where nothing else is said).
 *
 * @param delimiter in UTF-8
 * @param quote or {@link #NONE}
 * @param escape before a quote inside quotes: the quote itself, or another sign such as a backslash
 * @param comment first sign of a line that is none, or {@link #NONE}
 * @param hasHeader else the columns are _c0, _c1, …
 * @param isTrimmed whether blanks around a value without quotes are no part of it
 */
public record CsvDialect(byte[] delimiter, int quote, int escape, int comment, boolean hasHeader, boolean isTrimmed)
        implements Serializable {
    /** No such sign. */
    public static final int NONE = Integer.MIN_VALUE;

    /** Commas, double quotes, doubled inside quotes; a header; blanks around values do not count. */
    public static final CsvDialect DEFAULT = new CsvDialect(new byte[] {','}, '"', '"', NONE, true, true);

    /** The same with another delimiter. */
    public CsvDialect withDelimiter(String sign) {
        return new CsvDialect(sign.getBytes(StandardCharsets.UTF_8), quote, escape, comment, hasHeader, isTrimmed);
    }

    /** The delimiter, for people. */
    public String delimiterText() {
        return new String(delimiter, StandardCharsets.UTF_8);
    }
}
