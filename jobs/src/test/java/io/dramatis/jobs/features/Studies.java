package io.dramatis.jobs.features;

import io.dramatis.config.Consent;
import io.dramatis.config.Feature;
import io.dramatis.config.Feature.Kind;
import io.dramatis.config.Feature.Role;
import io.dramatis.config.Feature.Transform;
import io.dramatis.config.Identity;
import io.dramatis.config.Input;
import io.dramatis.config.Key;
import io.dramatis.config.Origin;
import io.dramatis.config.Source;
import io.dramatis.config.Study;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Studies for the tests of this stage. */
public final class Studies {
    public static final int MIN_PEOPLE = 3;

    private Studies() {}

    public static Study of(List<Source> sources, Feature... features) {
        return of(MIN_PEOPLE, sources, features);
    }

    public static Study of(int minPeople, List<Source> sources, Feature... features) {
        return new Study(
                "test",
                1,
                Optional.empty(),
                new Study.Lake.Directories("lake/restricted", "lake/open"),
                new Study.Privacy(new Key.Variable("DRAMATIS_KEY"), 1, minPeople),
                new Identity("customer-id", Map.of(), List.of(), 50, 3),
                new Consent.Blanket("personas", "told so", Optional.empty()),
                sources,
                new Study.Features(0.98, List.of(features)),
                new Study.Mixture(
                        List.of(1, 2), List.of("VVV"), 3, 200, 1e-6, 1e-3, 10, Map.of(), 0.05, 0.8, 0.5, 0.001),
                new Study.Evidence(0.05, 99, 2000, 20, 4000, 0.75, 0.8, 0.15, 0.01, 100, 70),
                new Study.Publish(List.of("natural"), 180, 0.95, 0.3),
                new Study.Retention(90, 90, 400),
                new Study.Processing(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty()),
                Map.of(),
                "00");
    }

    public static Source source(String name, Source.Shape shape, Optional<String> time, Source.Column... columns) {
        return new Source(
                name,
                shape,
                "crm",
                new Input("csv", name + ".csv", Map.of(), origin(name)),
                List.of(),
                "customer_id",
                "customer-id",
                Map.of(),
                time,
                Source.Layout.WIDE,
                Optional.empty(),
                Optional.empty(),
                List.of(columns),
                List.of(),
                false,
                Source.SecondRow.BREACH,
                List.of(),
                0.05,
                0.05,
                origin(name));
    }

    public static Source.Column column(String name, Source.Type type, String... allowed) {
        return column(name, type, false, allowed);
    }

    public static Source.Column column(String name, Source.Type type, boolean identifying, String... allowed) {
        return new Source.Column(
                name,
                name,
                type,
                false,
                List.of(allowed),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Source.Notation.PLAIN,
                List.of(),
                identifying,
                Source.Category.ORDINARY,
                "",
                origin(name));
    }

    /** Starts as a describing feature without filter, window and transform. */
    public static Feature feature(String name, String source, Kind kind) {
        return new Feature(
                name,
                source,
                kind,
                Optional.empty(),
                Optional.empty(),
                Transform.NONE,
                false,
                "crm",
                Role.DESCRIBING,
                "",
                Optional.empty(),
                Optional.empty(),
                "",
                origin(name));
    }

    public static Feature sql(String name, String source, String sql) {
        return feature(name, source, new Kind.Aggregate(sql));
    }

    public static Feature filtered(Feature of, String filter) {
        return copy(of, Optional.of(filter), of.window(), of.transform(), of.absentIsZero(), of.role());
    }

    public static Feature within(Feature of, Duration window) {
        return copy(of, of.filter(), Optional.of(window), of.transform(), of.absentIsZero(), of.role());
    }

    public static Feature transformed(Feature of, Transform transform) {
        return copy(of, of.filter(), of.window(), transform, of.absentIsZero(), of.role());
    }

    public static Feature absentIsZero(Feature of) {
        return copy(of, of.filter(), of.window(), of.transform(), true, of.role());
    }

    public static Feature forming(Feature of) {
        return copy(of, of.filter(), of.window(), of.transform(), of.absentIsZero(), Role.FORMING);
    }

    private static Feature copy(
            Feature of,
            Optional<String> filter,
            Optional<Duration> window,
            Transform transform,
            boolean absentIsZero,
            Role role) {
        return new Feature(
                of.name(),
                of.source(),
                of.kind(),
                filter,
                window,
                transform,
                absentIsZero,
                of.block(),
                role,
                of.unit(),
                of.high(),
                of.low(),
                of.description(),
                of.origin());
    }

    private static Origin origin(String key) {
        return new Origin("study.conf:7", key);
    }
}
