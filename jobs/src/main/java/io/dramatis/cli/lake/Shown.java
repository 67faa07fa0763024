package io.dramatis.cli.lake;

import java.util.Locale;

/** A name as a message may show it: on one line, whatever it holds. */
final class Shown {
    private Shown() {}

    static String of(Object name) {
        StringBuilder shown = new StringBuilder();
        name.toString().codePoints().forEach(point -> {
            boolean isPlain = !Character.isISOControl(point)
                    && Character.getType(point) != Character.FORMAT
                    && Character.getType(point) != Character.LINE_SEPARATOR
                    && Character.getType(point) != Character.PARAGRAPH_SEPARATOR;
            shown.append(isPlain ? Character.toString(point) : String.format(Locale.ROOT, "\\u%04x", point));
        });
        return shown.toString();
    }
}
