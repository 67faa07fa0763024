package io.dramatis.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command said: its exit code, and its lines on stdout and stderr. */
record Said(int exitCode, List<String> out, List<String> err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs a command in this process. */
    static Said by(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            int exitCode = Main.run(arguments);
            return new Said(
                    exitCode,
                    said.toString(StandardCharsets.UTF_8).lines().toList(),
                    told.toString(StandardCharsets.UTF_8).lines().toList());
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** The JSON object of the last line. */
    JsonNode last() {
        try {
            return JSON.readTree(out.get(out.size() - 1));
        } catch (JsonProcessingException noJson) {
            throw new AssertionError("The last line is no JSON: " + out, noJson);
        }
    }

    /** All of stderr. */
    String told() {
        return String.join("\n", err) + "\n";
    }
}
