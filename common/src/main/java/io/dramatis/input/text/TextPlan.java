package io.dramatis.input.text;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * How the files of an input are shared out among tasks.
 *
 * @param tasks the pieces of each
 * @param fileOf the place of the file that each split is of
 */
public record TextPlan(List<List<Piece>> tasks, List<Integer> fileOf) {
    private static final long MOST_BYTES = 128L << 20;
    private static final long LEAST_BYTES = 4L << 20;

    /**
     * @param heads of the files, in their order
     * @param parallelism tasks that run at once
     */
    public static TextPlan of(
            TextRules rules, FileListing listing, List<CsvHead> heads, Configuration configuration, int parallelism) {
        long total = listing.files().stream().mapToLong(file -> file.getLen()).sum();
        long target = Math.max(LEAST_BYTES, Math.min(MOST_BYTES, total / Math.max(1, parallelism) + 1));
        return of(rules, listing, heads, configuration, target);
    }

    /** @param target bytes of a split, at most */
    public static TextPlan of(
            TextRules rules, FileListing listing, List<CsvHead> heads, Configuration configuration, long target) {
        List<List<Piece>> tasks = new ArrayList<>();
        List<Integer> fileOf = new ArrayList<>();
        List<Piece> task = new ArrayList<>();
        long inTask = 0;
        for (int f = 0; f < listing.files().size(); f++) {
            var file = listing.files().get(f);
            long length = file.getLen();
            boolean isWhole = !LineStream.isSplittable(file.getPath(), rules, configuration);
            long here;
            for (long start = 0; start < Math.max(1, length); start += Math.max(1, here)) {
                // The first has all of the header and the rows to skip, however long they are.
                long size = start == 0 ? Math.max(target, heads.get(f).bytes()) : target;
                here = isWhole ? length : Math.min(size, length - start);
                Split split = new Split(
                        fileOf.size(),
                        f,
                        file.getPath().toUri().toString(),
                        start,
                        here,
                        length,
                        listing.constants().get(f));
                fileOf.add(f);
                if (!task.isEmpty() && inTask + here > target) {
                    tasks.add(task);
                    task = new ArrayList<>();
                    inTask = 0;
                }
                task.add(new Piece(split, heads.get(f)));
                inTask += here;
            }
        }
        if (!task.isEmpty()) {
            tasks.add(task);
        }
        return new TextPlan(tasks, fileOf);
    }
}
