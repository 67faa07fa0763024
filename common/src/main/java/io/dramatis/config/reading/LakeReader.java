package io.dramatis.config.reading;

import io.dramatis.config.Study.Lake;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where the tables are. */
final class LakeReader {
    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z]\\w*(\\.[A-Za-z]\\w*)?");

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

    private LakeReader() {}

    static Lake read(ConfigNode node) {
        node.required("path", "Give the folder of the tables");
        String restricted = node.required("restricted", "Give the folder of the tables about people")
                .orElse("");
        String open = node.required("open", "Give the folder of the tables about personas")
                .orElse("");
        Optional<String> restrictedSchema = schema(node, "restricted-schema", "open-schema");
        Optional<String> openSchema = schema(node, "open-schema", "restricted-schema");
        if (restrictedSchema.isPresent() && openSchema.isPresent()) {
            checkApart(node, "open-schema", restrictedSchema.get(), openSchema.get());
            return new Lake.Schemas(restrictedSchema.get(), openSchema.get());
        }
        checkApart(node, "open", restricted, open);
        return new Lake.Directories(restricted, open);
    }

    private static Optional<String> schema(ConfigNode node, String key, String other) {
        Optional<String> schema = node.text(key);
        schema.filter(name -> !SCHEMA.matcher(name).matches())
                .ifPresent(name -> node.wrong(key, node.shown(name), "a schema, such as main.personas"));
        if (schema.isPresent() && node.isMissing(other)) {
            node.problem(
                    key,
                    node.key(key) + " stands without `" + other + "`",
                    "Give both, so that access can be given to one alone, or neither");
        }
        return schema;
    }

    /** Two places, neither in the other: else access to one would be access to both. */
    private static void checkApart(ConfigNode node, String key, String restricted, String open) {
        String one = folder(restricted);
        String other = folder(open);
        if (!restricted.isEmpty() && !open.isEmpty() && (one.startsWith(other) || other.startsWith(one))) {
            node.problem(
                    key,
                    node.key(key) + " and that of the restricted tables are not apart",
                    "Take two places, neither in the other, so that access can be given to one alone");
        }
    }

    /** As a disk sees it, so that two spellings of a place are one. */
    private static String folder(String path) {
        String place = path.startsWith("file:") ? path.replaceFirst("^file:/*", "/") : path;
        try {
            String normal = SCHEME.matcher(place).lookingAt()
                    ? URI.create(place).normalize().toString()
                    : Path.of(place).toAbsolutePath().normalize().toString();
            return normal.endsWith("/") ? normal : normal + "/";
        } catch (IllegalArgumentException noPath) {
            // Whoever writes there will say so.
            return path + "/";
        }
    }
}
