package io.dramatis.config.reading;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A study file over the defaults, resolved, and where in it everything stands. */
final class StudyFile {
    static final String ROOT = "dramatis";

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??([^}]*)}");

    private final String name;
    private final List<String> lines;
    private final ConfigObject parsed;
    private final ConfigObject resolved;

    private StudyFile(String name, List<String> lines, ConfigObject parsed, ConfigObject resolved) {
        this.name = name;
        this.lines = lines;
        this.parsed = parsed;
        this.resolved = resolved;
    }

    /** Reads a file; empty if it is no HOCON at all, with the problem among the findings. */
    static Optional<StudyFile> open(Path file, Findings findings) {
        String name = file.toString();
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            ConfigParseOptions options =
                    ConfigParseOptions.defaults().setAllowMissing(false).setSyntax(ConfigSyntax.CONF);
            Config parsed = ConfigFactory.parseFile(file.toFile(), options);
            checkRoot(parsed, name, findings);
            Config reference = ConfigFactory.parseResources(StudyFile.class.getClassLoader(), "reference.conf")
                    .withOnlyPath(ROOT);
            Optional<Config> resolved = resolved(parsed.withFallback(reference), name, lines, findings);
            if (resolved.isEmpty()) {
                return Optional.empty();
            }
            StudyFile study =
                    new StudyFile(name, lines, parsed.root(), resolved.get().root());
            if (study.resolved.get(ROOT) instanceof ConfigObject) {
                return Optional.of(study);
            }
            findings.add(study.position(List.of(ROOT)), "`dramatis` is no object", "Put the study in `dramatis { }`");
        } catch (ConfigException.Parse e) {
            findings.add(position(e, name), syntax(e.getMessage()), "Mend the line, or one shortly before it");
        } catch (ConfigException.IO e) {
            findings.add(
                    position(e, name),
                    "A file that it includes cannot be read",
                    "Give its path from the including file");
        } catch (ConfigException e) {
            // Its own words may hold values.
            findings.add(
                    position(e, name),
                    "An object, a list and a plain value are joined to one value",
                    "Join objects with objects, lists with lists, and texts with texts");
        } catch (CharacterCodingException e) {
            findings.add(new Position(0, name, 0), "The file is not UTF-8 text", "Save it as UTF-8");
        } catch (IOException e) {
            findings.add(
                    new Position(0, name, 0),
                    Files.exists(file) ? "The file cannot be read" : "There is no such file",
                    "Give the path of a study file that you may read, relative to the working directory");
        }
        return Optional.empty();
    }

    /** Resolves all, or tells every substitution that leads nowhere. */
    private static Optional<Config> resolved(Config config, String name, List<String> lines, Findings findings) {
        while (true) {
            try {
                return Optional.of(config.resolve(resolving(findings)));
            } catch (ConfigException.UnresolvedSubstitution e) {
                Matcher substitution = SUBSTITUTION.matcher(e.getMessage());
                String what = substitution.find() ? substitution.group(1) : "";
                boolean circle = e.getMessage().contains("cycle");
                findings.add(
                        firstUse(what, lines, name).orElse(position(e, name)),
                        "`${" + what + "}` " + (circle ? "refers to itself" : "has no value"),
                        circle
                                ? "Take it out of the circle"
                                : "Set it in the environment or in the file, or write `${?" + what
                                        + "}` where it may be absent");
                if (circle || !findings.takeAsUnknown(what)) {
                    return Optional.empty();
                }
            }
        }
    }

    /** The first line with the substitution: the parser tells any of them. */
    private static Optional<Position> firstUse(String substitution, List<String> lines, String name) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int use = line.indexOf("${" + substitution + "}");
            if (use >= 0 && !line.substring(0, use).matches("\\s*(#|//).*")) {
                return Optional.of(new Position(0, name, i + 1));
            }
        }
        return Optional.empty();
    }

    private static ConfigResolveOptions resolving(Findings findings) {
        return ConfigResolveOptions.noSystem().appendResolver(findings.resolver());
    }

    /** Beside {@code dramatis} a file may have variables of its own, if it uses them. */
    private static void checkRoot(Config parsed, String name, Findings findings) {
        String text = parsed.root().render(ConfigRenderOptions.concise());
        parsed.root().forEach((key, value) -> {
            boolean used = Pattern.compile("\\$\\{\\??\"?" + Pattern.quote(key) + "[\".}]")
                    .matcher(text)
                    .find();
            if (!key.equals(ROOT) && !used) {
                findings.add(
                        Position.of(value.origin(), name).orElse(new Position(0, name, 0)),
                        "`" + key + "` is no key of a study, and nothing in the file refers to it",
                        Words.didYouMean(key, List.of(ROOT), "Put the study in `dramatis { }`"));
            }
        });
    }

    private static Position position(ConfigException e, String name) {
        String file = Optional.ofNullable(e.origin())
                .map(origin -> origin.withLineNumber(-1).description())
                .orElse(name);
        int line = Optional.ofNullable(e.origin())
                .map(origin -> Math.max(0, origin.lineNumber()))
                .orElse(0);
        return new Position(file.equals(name) ? 0 : 1, file, line);
    }

    /** What the parser says, without the text that it quotes. */
    private static String syntax(String message) {
        if (message.contains("end of file")) {
            return "The file ends before a { or [ is closed, or after a key without a value";
        }
        if (message.contains("newline")) {
            return "A value is missing, or a quoted text does not end on its line";
        }
        if (message.contains("unbalanced close brace")) {
            return "There is a } too many";
        }
        if (message.contains("not allowed outside quotes") || message.contains("got ':'")) {
            return "A text with such a character must stand in double quotes";
        }
        if (message.contains("escape sequence")) {
            return "A backslash in double quotes must be doubled";
        }
        if (message.contains("include")) {
            return "`include` must be followed by a file name in double quotes";
        }
        return "This is not HOCON: a key, an = or {, a comma, a quote or a bracket is missing or too many";
    }

    /** All under {@code dramatis}. */
    ConfigObject study() {
        return (ConfigObject) resolved.get(ROOT);
    }

    /** Where the key stands, or the closest object around it that the file has. */
    Position position(List<String> path) {
        for (int length = path.size(); length > 0; length--) {
            Optional<Position> position = exactPosition(path.subList(0, length));
            if (position.isPresent()) {
                return position.get();
            }
        }
        return new Position(0, name, 0);
    }

    /** Whether the file itself has the key there, and not by way of a substitution. */
    boolean has(List<String> path) {
        return walk(parsed, path).isPresent();
    }

    /** Names in the order in which they stand in the file under a key. */
    List<String> inOrder(List<String> path, Collection<String> names) {
        return names.stream()
                .sorted(Comparator.<String, Position>comparing(one -> position(with(path, one)))
                        .thenComparingInt(one -> column(position(with(path, one)), one))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    static List<String> with(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return List.copyOf(longer);
    }

    /** The parser keeps lines only, so the place of a key in its line is looked up. */
    private int column(Position position, String key) {
        if (position.included() > 0 || position.line() == 0 || position.line() > lines.size()) {
            return 0;
        }
        Matcher place = Pattern.compile("(?<![\\w-])\"?" + Pattern.quote(key) + "\"?\\s*[={:+.]")
                .matcher(lines.get(position.line() - 1));
        return place.find() ? place.start() : 0;
    }

    private Optional<Position> exactPosition(List<String> path) {
        // As parsed, a value that is a substitution stands where it is written; resolved, where its target is.
        Optional<ConfigValue> written = walk(parsed, path);
        Optional<Position> target = walk(resolved, path).flatMap(value -> Position.of(value.origin(), name));
        if (written.filter(StudyFile::isSubstitution).isEmpty()) {
            return written.flatMap(value -> Position.of(value.origin(), name)).or(() -> target);
        }
        Position first = Position.of(written.get().origin(), name).orElseThrow();
        Position last = Position.lastOf(written.get().origin(), name).orElse(first);
        boolean isEarlierValue = target.filter(one -> one.compareTo(first) >= 0 && one.compareTo(last) < 0)
                .isPresent();
        return isEarlierValue ? target : Optional.of(last);
    }

    private static boolean isSubstitution(ConfigValue value) {
        try {
            return value.valueType() == null;
        } catch (ConfigException.NotResolved e) {
            return true;
        }
    }

    private static Optional<ConfigValue> walk(ConfigObject root, List<String> path) {
        try {
            ConfigValue value = root;
            for (String key : path) {
                value = value instanceof ConfigObject object ? object.get(key) : null;
            }
            return Optional.ofNullable(value);
        } catch (ConfigException.NotResolved e) {
            return Optional.empty();
        }
    }
}
