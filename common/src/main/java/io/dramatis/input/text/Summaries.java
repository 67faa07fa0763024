package io.dramatis.input.text;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * The summaries of the splits that were read to their end. A split that is read again, since a task was repeated or a
 * held partition was lost, says the same once more: one summary a split stays.
 */
public final class Summaries extends AccumulatorV2<SplitSummary, Map<Integer, SplitSummary>> {
    private static final long serialVersionUID = 1L;

    private final ConcurrentHashMap<Integer, SplitSummary> summaries = new ConcurrentHashMap<>();

    @Override
    public boolean isZero() {
        return summaries.isEmpty();
    }

    @Override
    public AccumulatorV2<SplitSummary, Map<Integer, SplitSummary>> copy() {
        Summaries copy = new Summaries();
        copy.summaries.putAll(summaries);
        return copy;
    }

    @Override
    public void reset() {
        summaries.clear();
    }

    @Override
    public void add(SplitSummary summary) {
        summaries.put(summary.split(), summary);
    }

    @Override
    public void merge(AccumulatorV2<SplitSummary, Map<Integer, SplitSummary>> other) {
        summaries.putAll(other.value());
    }

    @Override
    public Map<Integer, SplitSummary> value() {
        return Map.copyOf(summaries);
    }
}
