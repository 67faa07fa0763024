package io.dramatis.jobs.publish;

import io.dramatis.jobs.publish.figures.Trait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Labels from the most telling traits, in the words of the config; no two personas share one. */
final class PersonaLabels {
    private static final int TRAITS = 2;

    private PersonaLabels() {}

    /** @param traits of each group; a label takes its two that differ most from everyone, or more where two labels agree */
    static Map<Integer, String> of(Map<Integer, List<Trait>> traits) {
        Map<Integer, List<String>> words = new TreeMap<>();
        traits.forEach((group, ofGroup) -> words.put(group, tellingWords(ofGroup)));
        Map<Integer, Integer> lengths = new TreeMap<>();
        words.keySet().forEach(group -> lengths.put(group, TRAITS));
        while (true) {
            Map<String, List<Integer>> holders = new LinkedHashMap<>();
            words.forEach((group, ofGroup) -> holders.computeIfAbsent(
                            label(group, ofGroup, lengths.get(group)), key -> new ArrayList<>())
                    .add(group));
            List<Integer> clashing = holders.values().stream()
                    .filter(groups -> groups.size() > 1)
                    .flatMap(List::stream)
                    .toList();
            if (clashing.isEmpty()) {
                Map<Integer, String> labels = new TreeMap<>();
                holders.forEach((label, groups) -> labels.put(groups.get(0), label));
                return labels;
            }
            clashing.forEach(group -> lengths.merge(group, 1, Integer::sum));
        }
    }

    private static List<String> tellingWords(List<Trait> traits) {
        Set<String> words = new LinkedHashSet<>();
        traits.stream()
                .filter(trait -> trait.difference().isPresent())
                .sorted(Comparator.comparingDouble(
                        trait -> -Math.abs(trait.difference().orElseThrow())))
                .forEach(trait ->
                        words.add(trait.feature().words(trait.difference().orElseThrow() > 0)));
        return List.copyOf(words);
    }

    private static String label(int group, List<String> words, int length) {
        String joined = String.join(", ", words.subList(0, Math.min(length, words.size())));
        // Two groups alike in all that may be told: the number tells them apart.
        String told = length > words.size() ? (joined + " (" + (group + 1) + ")").strip() : joined;
        return told.substring(0, 1).toUpperCase(Locale.ROOT) + told.substring(1);
    }
}
