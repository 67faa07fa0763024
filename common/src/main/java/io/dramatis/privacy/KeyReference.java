package io.dramatis.privacy;

import io.dramatis.config.Key;
import io.dramatis.error.DramatisException;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * Where the key of the pseudonyms is, never the key itself: it may stand in a plan, a closure or a log. The key is
 * loaded where it is used, on the driver and on each executor, so the same file or variable must be there.
 */
public sealed interface KeyReference extends Serializable {

    /**
     * A file with 64 or more hexadecimal digits, which its owner alone may read.
     *
     * @param path absolute
     */
    record KeyFile(String path) implements KeyReference {
        @Override
        public String toString() {
            return "the key-file " + path;
        }
    }

    /** An environment variable with 64 or more hexadecimal digits. */
    record Variable(String name) implements KeyReference {
        @Override
        public String toString() {
            return "the environment variable " + name;
        }
    }

    /**
     * A keyset of Google Tink in JSON, whose primary key is one of HMAC-SHA-256.
     *
     * @param path absolute
     * @param kms name of the key that it is wrapped with; empty where it is in the clear, and its owner alone may read it
     */
    record Keyset(String path, String kms) implements KeyReference {
        @Override
        public String toString() {
            return "the keyset " + path;
        }
    }

    /** The key that a study names. Nothing is read yet. */
    static KeyReference of(Key key) {
        if (key instanceof Key.Keyset keyset) {
            return new Keyset(absolute(Path.of(keyset.path())), keyset.kms().orElse(""));
        }
        return key instanceof Key.File file ? of(Path.of(file.path())) : new Variable(((Key.Variable) key).name());
    }

    /** The key in a file. Nothing is read yet. */
    static KeyReference of(Path file) {
        return new KeyFile(absolute(file));
    }

    private static String absolute(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }

    /**
     * The key's short public name, 8 hexadecimal digits, to be stored with a run: two runs with different ones have
     * pseudonyms that cannot be compared.
     *
     * @throws DramatisException when the key is missing, malformed, too short or open to others
     */
    default String keyId() {
        return PseudonymKey.load(this).id();
    }
}
