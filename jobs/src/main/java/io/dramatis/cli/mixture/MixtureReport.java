package io.dramatis.cli.mixture;

import io.dramatis.cli.console.TextTable;
import io.dramatis.error.Shown;
import io.dramatis.evidence.Check;
import io.dramatis.evidence.EvidenceReview;
import io.dramatis.evidence.GroupMeasures;
import io.dramatis.evidence.structure.Split;
import io.dramatis.mixture.Candidate;
import io.dramatis.mixture.Mixture;
import io.dramatis.mixture.MixtureModel;
import io.dramatis.mixture.em.CovarianceForm;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What was found, for a program and for people.
 *
 * @param review of the groups; absent when none was asked for
 * @param rows of the table
 * @param seconds that the fit took
 */
record MixtureReport(
        InputTable table,
        MixtureModel model,
        Optional<EvidenceReview> review,
        long rows,
        Optional<Double> adjustedRandIndex,
        double seconds) {

    /** One JSON object. */
    Map<String, Object> line() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("status", "done");
        line.put("exitCode", 0);
        line.put("rows", rows);
        line.put("columns", model.mixture().columns());
        line.put(
                "candidates",
                model.candidates().stream().map(MixtureReport::candidate).toList());
        Map<String, Object> chosen = new LinkedHashMap<>();
        chosen.put("form", model.chosen().form().name());
        chosen.put("k", model.chosen().k());
        line.put("chosen", chosen);
        line.put("groups", groups());
        line.put("unassigned", model.mixture().unassigned());
        review.ifPresent(evidence -> {
            line.put("verdict", evidence.overall().word());
            line.put("p", evidence.measured().p());
            line.put("smallestDetectable", orNull(evidence.measured().detectable()));
        });
        adjustedRandIndex.ifPresent(index -> line.put("adjustedRandIndex", index));
        line.put("leftOut", table.leftOut());
        line.put("notes", notes());
        line.put("seconds", Math.rint(seconds * 1000) / 1000);
        return line;
    }

    /** Of the table and of the model. */
    private List<String> notes() {
        return Stream.concat(table.notes().stream(), model.notes().stream()).toList();
    }

    private static Map<String, Object> candidate(Candidate candidate) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("form", candidate.form().name());
        line.put("k", candidate.k());
        line.put("logLikelihood", candidate.logLikelihood());
        line.put("df", candidate.df());
        line.put("bic", candidate.bic());
        line.put("icl", candidate.icl());
        line.put("converged", candidate.converged());
        line.put("iterations", candidate.iterations());
        return line;
    }

    private List<Map<String, Object>> groups() {
        Mixture mixture = model.mixture();
        return IntStream.range(0, mixture.groups())
                .mapToObj(group -> {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("size", mixture.groupRows()[group]);
                    line.put("share", (double) mixture.groupRows()[group] / rows);
                    line.put("components", components(group));
                    review.ifPresent(evidence -> figures(evidence, group, line));
                    return line;
                })
                .toList();
    }

    private static void figures(EvidenceReview evidence, int group, Map<String, Object> line) {
        GroupMeasures figures = evidence.measured().groups().get(group);
        line.put("verdict", evidence.verdicts().get(group).word());
        line.put("p", orNull(figures.p()));
        line.put("overlap", figures.overlap());
        line.put("ridge", figures.split().map(Split::ridge).orElse(null));
        line.put("jaccard", finite(figures.stability()));
        line.put("predictionStrength", finite(figures.predictionStrength()));
        line.put("heldOutGain", finite(figures.gain()));
        line.put("effectiveSize", figures.effectivePeople());
        line.put("why", evidence.sentence(group));
    }

    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private List<Integer> components(int group) {
        int[] groupOf = model.mixture().groupOf();
        return IntStream.range(0, groupOf.length)
                .filter(c -> groupOf[c] == group)
                .boxed()
                .toList();
    }

    /** Lines of text. */
    List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add("BIC (2 log-likelihood - df ln n; the largest is chosen)");
        lines.addAll(bics());
        Candidate chosen = model.chosen();
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "Chosen: %s with %d component%s, log-likelihood %.4f, BIC %.4f, ICL %.4f",
                chosen.form(),
                chosen.k(),
                chosen.k() == 1 ? "" : "s",
                chosen.logLikelihood(),
                chosen.bic(),
                chosen.icl()));
        lines.add("");
        List<Row> groups = IntStream.range(0, model.mixture().groups())
                .mapToObj(group -> RowFactory.create(
                        group,
                        model.mixture().groupRows()[group],
                        String.format(
                                Locale.ROOT, "%.1f%%", 100.0 * model.mixture().groupRows()[group] / rows),
                        components(group).stream().map(String::valueOf).collect(Collectors.joining(", "))))
                .toList();
        List<String> told = TextTable.of(List.of("group", "rows", "share", "components"), groups);
        lines.addAll(told.subList(0, told.size() - 1));
        lines.add(model.mixture().unassigned() + " of " + rows
                + " rows are in no group: unlike all, torn between them, or nothing is known");
        review.ifPresent(evidence -> evidence.findings().stream()
                .filter(finding -> finding.group().isEmpty() || finding.check() == Check.VERDICT)
                .map(finding -> (finding.group().isPresent()
                                ? "Group " + finding.group().getAsInt() + ". "
                                : "")
                        + finding.sentence())
                .forEach(lines::add));
        adjustedRandIndex.ifPresent(
                index -> lines.add(String.format(Locale.ROOT, "Adjusted Rand index against the label: %.4f", index)));
        lines.add("");
        if (!table.leftOut().isEmpty()) {
            lines.add(
                    "Not used, being no numbers or no measurements: " + Shown.line(String.join(", ", table.leftOut())));
        }
        notes().forEach(note -> lines.add("Note: " + note));
        lines.add(String.format(Locale.ROOT, "%.1f s", seconds));
        return lines;
    }

    private List<String> bics() {
        List<CovarianceForm> forms = model.candidates().stream()
                .map(Candidate::form)
                .distinct()
                .sorted()
                .toList();
        List<String> header = new ArrayList<>(List.of("k"));
        forms.forEach(form -> header.add(form.name()));
        List<Row> bics = new TreeSet<>(
                        model.candidates().stream().map(Candidate::k).toList())
                .stream()
                        .map(k -> {
                            Object[] cells = new Object[forms.size() + 1];
                            cells[0] = k;
                            for (Candidate candidate : model.candidates()) {
                                if (candidate.k() == k) {
                                    cells[1 + forms.indexOf(candidate.form())] =
                                            new BigDecimal(candidate.bic()).setScale(2, RoundingMode.HALF_EVEN);
                                }
                            }
                            return RowFactory.create(cells);
                        })
                        .toList();
        List<String> lines = TextTable.of(header, bics);
        return lines.subList(0, lines.size() - 1);
    }
}
