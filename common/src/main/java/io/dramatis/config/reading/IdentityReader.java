package io.dramatis.config.reading;

import io.dramatis.config.Identity;
import io.dramatis.config.Identity.Kind;
import io.dramatis.config.Identity.Link;
import io.dramatis.config.Identity.Normalisation;
import io.dramatis.config.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the kinds of id, and the id maps. */
final class IdentityReader {
    private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final Set<String> REGIONS = Set.of(Locale.getISOCountries());

    private IdentityReader() {}

    /** @param linkTemplate what the study says for every id map */
    static Identity read(ConfigNode node, ConfigNode linkTemplate) {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        node.nodes("kinds", Optional.empty(), Optional.empty()).forEach((name, kind) -> kinds.put(name, kind(kind)));
        Optional<String> person = node.required("person", "Say which kind of id names a person");
        person.ifPresent(kind -> checkKind(node, "person", kind, kinds.keySet()));
        List<Link> links = new ArrayList<>();
        node.nodes("links", Optional.of(linkTemplate), Optional.empty())
                .values()
                .forEach(link -> links.add(link(link, kinds.keySet())));
        return new Identity(
                person.orElse(""), kinds, links, node.count("max-ids", 2), node.count("max-people-per-id", 1));
    }

    private static Kind kind(ConfigNode node) {
        if (!KIND.matcher(node.name()).matches()) {
            node.problemHere(
                    "The kind of id `" + node.name() + "` has a name that is not allowed",
                    "Take letters, digits, - and _, with a letter first");
        }
        List<String> words =
                Arrays.stream(Normalisation.values()).map(Words::of).toList();
        Set<Normalisation> normalise = new LinkedHashSet<>();
        for (String word : node.texts("normalise")) {
            if (words.contains(word)) {
                normalise.add(Normalisation.values()[words.indexOf(word)]);
            } else {
                node.wrong("normalise", node.shown(word), Words.either(words));
            }
        }
        Optional<String> region = node.text("region");
        if (region.isPresent() && !normalise.contains(Normalisation.PHONE)) {
            node.problem(
                    "region",
                    node.key("region") + " is of no use to an id that is no phone number",
                    "Leave it out, or say normalise = [phone]");
        }
        region.filter(code -> !REGIONS.contains(code))
                .ifPresent(code -> node.wrong("region", node.shown(code), "an ISO 3166 code, such as GB"));
        return new Kind(node.name(), List.copyOf(normalise), region.orElse(""));
    }

    static Link link(ConfigNode node, Set<String> kinds) {
        Input input = InputReader.read(node);
        Map<String, String> ids = ids(node, kinds);
        if (ids.size() < 2) {
            node.problem(
                    "ids",
                    node.key("ids") + " names " + ids.size() + " column" + (ids.size() == 1 ? "" : "s"),
                    "Name two columns or more: an id map says which ids are one person's");
        }
        return new Link(node.name(), input, ids, node.texts("missing"), node.origin());
    }

    /** The columns of a file with ids, by kind. */
    static Map<String, String> ids(ConfigNode node, Set<String> kinds) {
        Map<String, String> ids = node.plainValues("ids");
        Set<String> columns = new LinkedHashSet<>();
        ids.forEach((kind, column) -> {
            if (!kinds.contains(kind)) {
                node.problem(
                        "ids",
                        node.key("ids") + " names the unknown kind of id `" + kind + "`",
                        Words.didYouMean(kind, kinds, "Declare it in dramatis.identity.kinds"));
            }
            if (column.isBlank()) {
                node.problem("ids", node.key("ids") + " has no column for `" + kind + "`", "Name a column of the file");
            } else if (!columns.add(column)) {
                node.problem(
                        "ids",
                        node.key("ids") + " names the column " + node.shown(column) + " twice",
                        "Give each kind of id its own column");
            }
        });
        return ids;
    }

    /** Tells a kind of id that is not declared. */
    static void checkKind(ConfigNode node, String key, String kind, Set<String> kinds) {
        if (!kinds.contains(kind)) {
            node.problem(
                    key,
                    node.key(key) + " names the unknown kind of id " + node.shown(kind),
                    node.findings().didYouMean(kind, kinds, "Declare it in dramatis.identity.kinds"));
        }
    }
}
