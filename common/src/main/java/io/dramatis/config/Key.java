package io.dramatis.config;

import java.util.Optional;

/** Where a study has the key of its pseudonyms; never the key itself. */
public sealed interface Key {
    /** A file with the key in hexadecimal digits. */
    record File(String path) implements Key {}

    /** An environment variable with the key in hexadecimal digits. */
    record Variable(String name) implements Key {}

    /**
     * A keyset of Google Tink, in JSON.
     *
     * @param kms name of the key that it is wrapped with, in a key management service; empty where it is in the clear
     */
    record Keyset(String path, Optional<String> kms) implements Key {}
}
