package io.dramatis.cli.lake;

import io.dramatis.cli.console.Progress;
import io.dramatis.store.LakeScan;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a scan of the bytes of a lake saw, as it is told. */
final class Scanned {
    private Scanned() {}

    /** Names the files that hold something, or could. */
    static void tell(Progress progress, String what, LakeScan.Report scan) {
        scan.found().forEach(file -> progress.note(what + " is still in " + file));
        scan.unreadable().forEach(file -> progress.note("not readable as Parquet: " + file));
    }

    static Map<String, Object> line(LakeScan.Report scan) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("files", scan.files());
        line.put("bytes", scan.bytes());
        line.put("parquetFiles", scan.parquetFiles());
        line.put("found", scan.found().size());
        line.put("unreadable", scan.unreadable().size());
        return line;
    }
}
