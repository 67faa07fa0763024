package io.dramatis.cli.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;

/** scikit-learn's GaussianMixture, in a process of its own. */
final class ScikitLearn {
    private ScikitLearn() {}

    /**
     * Fits each k.
     *
     * @param plain the rows as 64-bit numbers
     * @param arguments rows, columns, least and greatest k, iterations
     */
    static Contestant fit(Path plain, List<Long> arguments, PrintWriter err) throws IOException {
        Contestant found = new Contestant(new TreeMap<>(), new TreeMap<>());
        Path script = plain.resolveSibling("fit.py");
        try (InputStream in = ScikitLearn.class.getResourceAsStream("/benchmark/sklearn_mixture.py")) {
            Files.copy(in, script);
        }
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of("python3", script, plain), arguments.stream())
                        .map(String::valueOf)
                        .toList());
        String threads = Integer.toString(Runtime.getRuntime().availableProcessors());
        List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
                .forEach(name -> builder.environment().put(name, threads));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        ObjectMapper mapper = new ObjectMapper();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode fit = mapper.readTree(line);
                found.seconds().put(fit.get("k").asInt(), fit.get("seconds").asDouble());
                found.logLikelihood()
                        .put(fit.get("k").asInt(), fit.get("logLikelihood").asDouble());
                err.printf(
                        Locale.ROOT,
                        "scikit-learn k = %d: %.1f s%n",
                        fit.get("k").asInt(),
                        fit.get("seconds").asDouble());
                err.flush();
            }
        }
        return found;
    }

    /** Whether {@code python3} has it. */
    static boolean isThere() throws IOException {
        try {
            return new ProcessBuilder("python3", "-c", "import sklearn")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
