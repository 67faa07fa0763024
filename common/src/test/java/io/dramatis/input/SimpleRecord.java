package io.dramatis.input;

import java.util.List;

/**
 * A record, as two readers may compare it.
 *
 * @param line it begins in
 * @param values of the needed columns, with null for none; nothing of a broken record
 * @param broken why it cannot be used; empty where it can
 */
public record SimpleRecord(String file, long line, List<String> values, String broken) {
    public boolean isBroken() {
        return !broken.isEmpty();
    }
}
