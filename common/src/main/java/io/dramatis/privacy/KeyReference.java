package io.dramatis.privacy;

import io.dramatis.config.Study;
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

    /** The key that a study names: its file, or else its environment variable. Nothing is read yet. */
    static KeyReference of(Study.Privacy privacy) {
        return privacy.keyFile()
                .filter(file -> !file.isBlank())
                .map(file -> of(Path.of(file)))
                .orElseGet(() -> new Variable(privacy.keyEnv()));
    }

    /** The key in a file. Nothing is read yet. */
    static KeyReference of(Path file) {
        return new KeyFile(file.toAbsolutePath().normalize().toString());
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
