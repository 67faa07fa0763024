package io.dramatis.config.reading;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.dramatis.config.Origin;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An object of the config, which remembers what was read of it; what was not is an unknown key.
 *
 * <p>A value of the wrong kind becomes a finding, and something harmless is returned in its place.
 */
final class ConfigNode extends TypedValues {
    private static final ConfigObject NOTHING = ConfigFactory.empty().root();

    private final Reading reading;
    private final List<String> path;
    private final List<String> documented;
    private final ConfigObject own;
    private final Optional<ConfigNode> template;
    private final ConfigObject values;
    private final boolean isObject;
    private final Set<String> read = new TreeSet<>();
    private final Map<String, ConfigNode> children = new HashMap<>();

    /**
     * @param path of keys from the root
     * @param documented the same as reference.conf has it, with {@code *} for a name that the study chose
     * @param own what the study says here; empty if that is no object, which is told already
     * @param template what it says for all such objects
     */
    private ConfigNode(
            Reading reading,
            List<String> path,
            List<String> documented,
            Optional<ConfigObject> own,
            Optional<ConfigNode> template) {
        this.reading = reading;
        this.path = path;
        this.documented = documented;
        this.own = own.orElse(NOTHING);
        this.isObject = own.isPresent();
        this.template = template;
        this.values = template.map(defaults -> over(this.own, defaults.values)).orElse(this.own);
        reading.add(this);
    }

    /** All of a study. */
    static ConfigNode root(Reading reading) {
        List<String> path = List.of(StudyFile.ROOT);
        return new ConfigNode(reading, path, path, Optional.of(reading.file().study()), Optional.empty());
    }

    /** Reads this template as if an object took all of it, so that its keys are known though none does. */
    void probe(Function<ConfigNode, ?> reader) {
        ConfigNode probe = new ConfigNode(reading, path, documented, Optional.of(NOTHING), Optional.of(this));
        reading.findings().quietly(() -> reader.apply(probe));
    }

    /** Every key that nothing read. */
    Stream<Unread> unreadKeys() {
        return own.keySet().stream()
                .filter(key -> !read.contains(key))
                .map(key -> new Unread(
                        this, key, own.get(key).origin(), reading.file().has(StudyFile.with(path, key))));
    }

    /**
     * A key that nothing read.
     *
     * @param isWritten whether the file has it here, and not by way of a substitution
     */
    record Unread(ConfigNode node, String key, ConfigOrigin origin, boolean isWritten) {
        void tell() {
            node.problem(
                    key,
                    String.join(".", node.path) + " has no key `" + key + "`",
                    Words.didYouMean(key, node.read, "It takes " + Words.either(node.read)));
        }
    }

    /** Every key that was read, as reference.conf has it. */
    Stream<String> keysRead() {
        return read.stream().map(key -> String.join(".", documented) + "." + key);
    }

    @Override
    String didYouMean(String written, List<String> known) {
        return findings().didYouMean(written, known, "");
    }

    Findings findings() {
        return reading.findings();
    }

    /** The object's own name. */
    String name() {
        return path.get(path.size() - 1);
    }

    /** Whether the study says it here, and not for all such objects. */
    boolean says(String key) {
        return own.containsKey(key);
    }

    /** Whether the study's own file says it. */
    boolean isWritten(String key) {
        return reading.file().has(StudyFile.with(path, key));
    }

    /** The object's key, or that of one of its keys, from the root: the template's where that says it. */
    String key(String key) {
        return isOfTemplate(key) ? template.get().key(key) : String.join(".", path) + "." + key;
    }

    Origin origin() {
        return new Origin(reading.file().position(path).toString(), String.join(".", path));
    }

    void problem(String key, String what, String cure) {
        reading.findings().add(position(key), what, cure);
    }

    /** A problem with a plain value under a key. */
    void problemBelow(String key, String name, String what, String cure) {
        List<String> place = StudyFile.with(StudyFile.with(path, key), name);
        reading.findings().add(reading.file().has(place) ? reading.file().position(place) : position(key), what, cure);
    }

    /** A problem with the object as a whole. */
    void problemHere(String what, String cure) {
        reading.findings().add(reading.file().position(path), what, cure);
    }

    /** Reads something whose problems count only if it is used; its keys are known either way. */
    <T> T ifUsed(boolean used, Supplier<T> reader) {
        return used ? reader.get() : reading.findings().quietly(reader);
    }

    /** A problem with a value: {@code key is …}, and what it must be. */
    @Override
    void wrong(String key, String value, String must) {
        problem(key, key(key) + " is " + value, "It must be " + must);
    }

    @Override
    String shown(String text) {
        return reading.findings().shown(text);
    }

    /** The object under a key; empty where there is none. */
    ConfigNode node(String key) {
        mark(key);
        return children.computeIfAbsent(
                key,
                one -> new ConfigNode(
                        reading,
                        StudyFile.with(path, key),
                        StudyFile.with(documented, key),
                        present(own, key)
                                .map(value -> object(StudyFile.with(path, key), value))
                                .orElse(Optional.of(NOTHING)),
                        template.map(defaults -> defaults.node(key))));
    }

    /**
     * The objects under a key by the names that the study gives them, in the order of the file.
     *
     * @param defaults the template over which each is read
     * @param shortKey key whose value a plain value stands for
     */
    Map<String, ConfigNode> nodes(String key, Optional<ConfigNode> defaults, Optional<String> shortKey) {
        Map<String, ConfigNode> nodes = new LinkedHashMap<>();
        List<String> here = StudyFile.with(path, key);
        ConfigObject all = value(key).flatMap(value -> object(here, value)).orElse(NOTHING);
        for (String name : reading.file().inOrder(here, all.keySet())) {
            ConfigValue value = all.get(name);
            if (!isPresent(value)) {
                continue;
            }
            boolean isShort = shortKey.isPresent() && !(value instanceof ConfigObject);
            nodes.put(
                    name,
                    new ConfigNode(
                            reading,
                            StudyFile.with(here, name),
                            defaults.map(node -> node.documented)
                                    .orElse(StudyFile.with(StudyFile.with(documented, key), "*")),
                            isShort
                                    ? Optional.of(value.atKey(shortKey.get()).root())
                                    : object(StudyFile.with(here, name), value),
                            defaults));
        }
        return nodes;
    }

    /** Plain values by name, in the order of the file; {@code a { b = 1 }} is {@code "a.b" = 1}. */
    Map<String, String> plainValues(String key) {
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, ConfigValue> leaves = new TreeMap<>();
        value(key)
                .flatMap(value -> object(StudyFile.with(path, key), value))
                .orElse(NOTHING)
                .toConfig()
                .entrySet()
                .forEach(entry -> leaves.put(String.join(".", ConfigUtil.splitPath(entry.getKey())), entry.getValue()));
        for (String name : reading.file().inOrder(StudyFile.with(path, key), leaves.keySet())) {
            ConfigValue value = leaves.get(name);
            if (value instanceof ConfigList) {
                wrong(key, "an object with a list for `" + name + "`", "an object of texts, numbers, true and false");
            } else if (isPresent(value)) {
                plain.put(name, value.atKey("it").getString("it"));
            }
        }
        return plain;
    }

    @Override
    Optional<ConfigValue> value(String key) {
        mark(key);
        return present(values, key);
    }

    /** The value, unless it is null or hangs on a substitution that leads nowhere. */
    private Optional<ConfigValue> present(ConfigObject object, String key) {
        return Optional.ofNullable(object.get(key)).filter(this::isPresent);
    }

    @Override
    boolean isPresent(ConfigValue value) {
        return value.valueType() != ConfigValueType.NULL && !reading.findings().isUnknown(value.unwrapped());
    }

    private void mark(String key) {
        read.add(key);
        template.ifPresent(defaults -> defaults.mark(key));
    }

    @Override
    boolean isMissing(String key) {
        mark(key);
        ConfigValue value = values.get(key);
        return value == null || value.valueType() == ConfigValueType.NULL;
    }

    /** The problem that a key is missing. */
    @Override
    void missing(String key, String cure) {
        if (isObject) {
            reading.findings()
                    .add(
                            reading.file().position(StudyFile.with(path, key)),
                            String.join(".", path) + " has no `" + key + "`",
                            cure);
        }
    }

    private Optional<ConfigObject> object(List<String> where, ConfigValue value) {
        if (value instanceof ConfigObject object) {
            return Optional.of(object);
        }
        reading.findings()
                .add(
                        reading.file().position(where),
                        String.join(".", where) + " is " + (value instanceof ConfigList ? "a list" : "a plain value"),
                        "It must be an object, with its keys in { }");
        return Optional.empty();
    }

    /** An object's own values over others; HOCON's own merge stops at an object that has replaced a plain value. */
    private static ConfigObject over(ConfigObject own, ConfigObject others) {
        ConfigObject all = others;
        for (Map.Entry<String, ConfigValue> entry : own.entrySet()) {
            boolean both = entry.getValue() instanceof ConfigObject && all.get(entry.getKey()) instanceof ConfigObject;
            all = all.withValue(
                    entry.getKey(),
                    both
                            ? over((ConfigObject) entry.getValue(), (ConfigObject) all.get(entry.getKey()))
                            : entry.getValue());
        }
        return all;
    }

    private boolean isOfTemplate(String key) {
        return !own.containsKey(key)
                && template.filter(defaults -> defaults.values.containsKey(key)).isPresent();
    }

    private Position position(String key) {
        return isOfTemplate(key) ? template.get().position(key) : reading.file().position(StudyFile.with(path, key));
    }
}
