package io.dramatis.config.reading;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One reading of a study file: where things stand, what is wrong, and which objects were looked at. */
final class Reading {
    private final StudyFile file;
    private final Findings findings;
    private final List<ConfigNode> nodes = new ArrayList<>();

    Reading(StudyFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    StudyFile file() {
        return file;
    }

    Findings findings() {
        return findings;
    }

    void add(ConfigNode node) {
        nodes.add(node);
    }

    /** Tells every key that nothing read. */
    void unreadKeys() {
        List<ConfigNode.Unread> unread =
                nodes.stream().flatMap(ConfigNode::unreadKeys).toList();
        Set<Object> told = new HashSet<>();
        // What objects were made of by substitution is told once, where it is written.
        unread.stream().filter(ConfigNode.Unread::isWritten).forEach(one -> {
            told.add(List.of(one.key(), one.origin()));
            one.tell();
        });
        unread.stream()
                .filter(one -> !one.isWritten() && told.add(List.of(one.key(), one.origin())))
                .forEach(ConfigNode.Unread::tell);
    }

    /** Every key that was read, as reference.conf has it. */
    TreeSet<String> keysRead() {
        return nodes.stream().flatMap(ConfigNode::keysRead).collect(Collectors.toCollection(TreeSet::new));
    }
}
