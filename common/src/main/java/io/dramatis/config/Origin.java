package io.dramatis.config;

import java.io.Serializable;

/** Where in a config file something is said, as {@code file:line}, with the full key. */
public record Origin(String position, String key) implements Serializable {
    @Override
    public String toString() {
        return position + " (" + key + ")";
    }
}
