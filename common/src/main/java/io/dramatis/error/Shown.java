package io.dramatis.error;

/** Text as a log may hold it: what would break a line, or steer a terminal, is written out. */
public final class Shown {
    private Shown() {}

    /** As part of one line. */
    public static String line(String text) {
        return shown(text, false);
    }

    /** As lines; each of its line feeds begins another. */
    static String lines(String text) {
        return shown(text, true);
    }

    private static String shown(String text, boolean hasLines) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\n') {
                shown.append(hasLines ? "\n" : "\\n");
            } else if (point == '\t') {
                shown.append("\\t");
            } else if (point == '\r') {
                shown.append("\\r");
            } else if (isUnseen(point)) {
                shown.append(String.format("\\u%04x", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }

    /** Control characters, line and paragraph separators, and what turns the direction of writing. */
    private static boolean isUnseen(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
