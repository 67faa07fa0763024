package io.dramatis.config.reading;

import io.dramatis.config.Key;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where the key is: a file goes before a keyset, and a keyset before the environment. */
final class KeyReader {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private KeyReader() {}

    static Key read(ConfigNode privacy) {
        Optional<String> variable = privacy.required("key-env", "Name the environment variable with the key");
        variable.filter(name -> !VARIABLE.matcher(name).matches())
                // It may be the key itself, by mistake.
                .ifPresent(name -> privacy.wrong("key-env", "no such name", "the name of an environment variable"));
        Optional<String> file = privacy.text("key-file").filter(path -> !path.isBlank());
        Optional<String> keyset = privacy.text("keyset").filter(path -> !path.isBlank());
        Optional<String> kms = privacy.text("keyset-kms").filter(uri -> !uri.isBlank());
        if (file.isPresent() && keyset.isPresent()) {
            privacy.problem("keyset", "dramatis.privacy has both a `key-file` and a `keyset`", "Leave one of them out");
        }
        if (kms.isPresent() && keyset.isEmpty()) {
            privacy.problem(
                    "keyset-kms",
                    "dramatis.privacy.keyset-kms names what a keyset is wrapped with, and there is no `keyset`",
                    "Name the file of the keyset as dramatis.privacy.keyset, or leave this out");
        }
        return file.<Key>map(Key.File::new)
                .or(() -> keyset.map(path -> new Key.Keyset(path, kms)))
                .orElseGet(() -> new Key.Variable(variable.orElse("")));
    }
}
