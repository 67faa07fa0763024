package io.dramatis.config.reading;

import io.dramatis.config.Feature;
import io.dramatis.config.Identity;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import io.dramatis.config.Study.Evidence;
import io.dramatis.config.Study.Features;
import io.dramatis.config.Study.Mixture;
import io.dramatis.config.Study.Privacy;
import io.dramatis.config.Study.Processing;
import io.dramatis.config.Study.Publish;
import io.dramatis.config.Study.Retention;
import io.dramatis.error.DramatisException;
import io.dramatis.error.Problem;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads a study from a HOCON file over the defaults of {@code reference.conf}.
 *
 * <p>All problems are told at once, in the order of the file. None of them shows a reader's option, or a value that
 * came from the environment.
 */
public final class StudyReader {
    private static final Pattern STUDY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
    private static final Pattern SPAN = Pattern.compile("\\s*(\\d{1,3})\\s*(?:-\\s*(\\d{1,3})\\s*)?");
    private static final List<String> FORMS = List.of("EII", "VII", "EEI", "VVI", "EEE", "VVV");
    private static final int MOST_COMPONENTS = 100;

    private final Reading reading;
    private final ConfigNode root;

    /**
     * What became of a file.
     *
     * @param study present if there is no problem
     * @param problems in the order of the file
     */
    public record Outcome(Optional<Study> study, List<Problem> problems) {}

    private StudyReader(StudyFile file, Findings findings) {
        this.reading = new Reading(file, findings);
        this.root = ConfigNode.root(reading);
    }

    /** Reads a file with the environment of the process. */
    public static Outcome read(Path file) {
        return read(file, System.getenv());
    }

    /**
     * Reads a file that must be right.
     *
     * @throws DramatisException of usage, with a line for each problem
     */
    public static Study study(Path file) {
        Outcome outcome = read(file);
        int count = outcome.problems().size();
        return outcome.study()
                .orElseThrow(() -> DramatisException.usage(
                        file + " has " + (count == 1 ? "a problem" : count + " problems"),
                        outcome.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")),
                        "Mend the file; reference.conf explains every key"));
    }

    static Outcome read(Path file, Map<String, String> environment) {
        Findings findings = new Findings(environment);
        Optional<Study> study =
                StudyFile.open(file, findings).map(opened -> new StudyReader(opened, findings).readStudy());
        return new Outcome(study.filter(read -> findings.isEmpty()), findings.problems());
    }

    /** Every key that reading a file looks at, as reference.conf has it. */
    static TreeSet<String> keysRead(Path file, Map<String, String> environment) {
        Findings findings = new Findings(environment);
        StudyReader reader = new StudyReader(StudyFile.open(file, findings).orElseThrow(), findings);
        reader.readStudy();
        return reader.reading.keysRead();
    }

    private Study readStudy() {
        ConfigNode study = root.node("study");
        Optional<String> name = study.required("name", "Name the study");
        name.filter(text -> !STUDY.matcher(text).matches())
                .ifPresent(text -> study.wrong("name", study.shown(text), "of letters, digits, - and _"));
        ConfigNode defaults = root.node("defaults");
        Identity identity = identity(defaults.node("link"));
        List<Source> sources = sources(identity, defaults);
        // Templates of templates: read through those that build on them.
        defaults.node("input").probe(InputReader::read);
        Study result = new Study(
                name.orElse(""),
                study.integer("seed", Range.ANY),
                asOf(study),
                LakeReader.read(root.node("lake")),
                privacy(root.node("privacy")),
                identity,
                ConsentReader.read(
                        root.node("consent"),
                        defaults.node("ledger"),
                        identity.kinds().keySet(),
                        sources),
                sources,
                features(sources, defaults.node("feature")),
                mixture(root.node("mixture")),
                evidence(root.node("evidence")),
                publish(root.node("publish")),
                retention(root.node("retention")),
                processing(root.node("processing")),
                root.node("spark").plainValues("settings"),
                StudyHash.of(reading.file().study()));
        DisclosureReader.checkFeatures(
                root.node("privacy"),
                result.privacy().disclosure().sensitive(),
                result.features().define());
        reading.unreadKeys();
        return result;
    }

    private static Optional<LocalDate> asOf(ConfigNode study) {
        return study.text("as-of").flatMap(text -> {
            try {
                return Optional.of(LocalDate.parse(text));
            } catch (DateTimeParseException e) {
                study.wrong("as-of", study.shown(text), "a day, such as 2026-01-31");
                return Optional.empty();
            }
        });
    }

    private static Privacy privacy(ConfigNode node) {
        return new Privacy(
                KeyReader.read(node), node.count("epoch", 1), node.count("min-people", 2), DisclosureReader.read(node));
    }

    private Identity identity(ConfigNode linkTemplate) {
        Identity identity = IdentityReader.read(root.node("identity"), linkTemplate);
        linkTemplate.probe(node -> IdentityReader.link(node, identity.kinds().keySet()));
        return identity;
    }

    private List<Source> sources(Identity identity, ConfigNode defaults) {
        ConfigNode column = defaults.node("column");
        SourceReader reader = new SourceReader(identity.kinds().keySet(), defaults.node("join"), column);
        ConfigNode intake = root.node("intake");
        Map<String, ConfigNode> nodes = intake.nodes("sources", Optional.of(defaults.node("source")), Optional.empty());
        if (nodes.isEmpty()) {
            intake.problem("sources", "dramatis.intake.sources is empty", "Declare a source");
        }
        List<Source> sources = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        nodes.forEach((name, node) -> {
            checkCase(node, "sources", seen);
            sources.add(reader.read(node));
        });
        defaults.node("source").probe(reader::read);
        defaults.node("join").probe(SourceReader::join);
        column.probe(node -> ColumnReader.column(node, List.of(), Set.of()));
        return sources;
    }

    private static void checkCase(ConfigNode node, String nouns, Map<String, String> seen) {
        String before = seen.putIfAbsent(node.name().toLowerCase(Locale.ROOT), node.name());
        if (before != null) {
            node.problemHere(
                    "The " + nouns + " `" + before + "` and `" + node.name() + "` differ in upper and lower case only",
                    "Give one of them another name");
        }
    }

    private Features features(List<Source> sources, ConfigNode template) {
        ConfigNode node = root.node("features");
        FeatureReader reader = new FeatureReader(sources);
        List<Feature> features = new ArrayList<>();
        Map<String, String> givers = new HashMap<>();
        node.nodes("define", Optional.of(template), Optional.empty()).forEach((name, one) -> {
            Feature feature = reader.read(one);
            features.add(feature);
            for (String column : feature.columns()) {
                String before = givers.putIfAbsent(column.toLowerCase(Locale.ROOT), name);
                if (before != null) {
                    one.problemHere(
                            "The features `" + before + "` and `" + name + "` both give the column `" + column + "`",
                            "Give one of them another name");
                }
            }
        });
        template.probe(reader::read);
        if (features.stream().noneMatch(feature -> feature.role() == Feature.Role.FORMING)) {
            node.problem(
                    "define",
                    "No feature in dramatis.features.define is forming",
                    "Say role = forming for the features that make the groups");
        }
        return new Features(node.number("max-correlation", Range.SHARE), features);
    }

    private static Mixture mixture(ConfigNode node) {
        List<String> forms = node.someTexts("forms", "Say " + Words.either(FORMS) + ", or several of them");
        forms.stream()
                .filter(form -> !FORMS.contains(form))
                .forEach(form -> node.wrong("forms", node.shown(form), Words.either(FORMS)));
        ConfigNode blocks = node.node("block-weights");
        Map<String, Double> blockWeights = new TreeMap<>();
        SourceReader.BLOCKS.forEach(block -> blockWeights.put(block, blocks.number(block, Range.over(0))));
        return new Mixture(
                components(node),
                forms.stream().distinct().toList(),
                node.count("starts", 1),
                node.count("max-iterations", 1),
                node.number("tolerance", Range.over(0)),
                node.number("covariance-floor", Range.inside(0, 1)),
                node.count("min-size", 1),
                blockWeights,
                node.number("merge-overlap", Range.SHARE),
                node.number("merge-ridge", Range.SHARE),
                node.number("min-posterior", Range.SHARE),
                node.number("unlike-all", Range.SHARE));
    }

    /** {@code 1-8}, {@code 4}, or a list of such. */
    private static List<Integer> components(ConfigNode node) {
        TreeSet<Integer> all = new TreeSet<>();
        List<String> spans = node.someTexts("k", "Give the numbers of components to try: 1-8, or [2, 4, 6]");
        for (String span : spans) {
            Matcher ends = SPAN.matcher(span);
            int from = ends.matches() ? Integer.parseInt(ends.group(1)) : 0;
            int to = from > 0 && ends.group(2) != null ? Integer.parseInt(ends.group(2)) : from;
            if (from < 1 || to < from || to > MOST_COMPONENTS) {
                node.wrong("k", node.shown(span), "whole numbers from 1 to " + MOST_COMPONENTS + ": 1-8, or [2, 4, 6]");
            } else {
                IntStream.rangeClosed(from, to).forEach(all::add);
            }
        }
        return List.copyOf(all);
    }

    private static Evidence evidence(ConfigNode node) {
        return new Evidence(
                node.number("level", Range.inside(0, 1)),
                node.count("null-sets", 1),
                node.count("test-people", 1),
                node.count("replicates", 1),
                node.count("sample", 1),
                node.number("min-jaccard", Range.SHARE),
                node.number("min-prediction-strength", Range.SHARE),
                node.number("max-overlap", Range.SHARE),
                node.number("min-gain", Range.atLeast(0)),
                node.count("min-people", 1),
                node.count("min-people-per-feature", 1));
    }

    private static Publish publish(ConfigNode node) {
        List<String> known = List.of("natural", "reproducible");
        List<String> verdicts = node.someTexts("verdicts", "Say " + Words.either(known) + ", or both");
        verdicts.stream()
                .filter(verdict -> !known.contains(verdict))
                .forEach(verdict -> node.wrong("verdicts", node.shown(verdict), Words.either(known)));
        if (node.isMissing("valid-for")) {
            node.missing("valid-for", "Give a length of time, such as 180d");
        }
        return new Publish(
                verdicts.stream().distinct().toList(),
                node.days("valid-for").map(length -> (int) length.toDays()).orElse(1),
                node.number("confidence", Range.inside(0, 1)),
                node.number("min-match", Range.SHARE));
    }

    private static Retention retention(ConfigNode node) {
        return new Retention(length(node, "clean"), length(node, "features"), length(node, "memberships"));
    }

    private static Processing processing(ConfigNode node) {
        return new Processing(
                node.text("controller"),
                node.text("officer"),
                node.text("subjects"),
                node.texts("recipients"),
                node.text("transfers"));
    }

    private static int length(ConfigNode node, String key) {
        if (node.isMissing(key)) {
            node.missing(key, "Give a length of time, such as 90d");
        }
        return node.days(key).map(length -> (int) length.toDays()).orElse(1);
    }
}
