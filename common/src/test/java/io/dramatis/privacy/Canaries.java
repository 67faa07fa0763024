package io.dramatis.privacy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A search for secrets in all bytes of a directory; written apart from the one that an erasure runs. */
public final class Canaries {
    private Canaries() {}

    /** The forms of the key in a file. */
    public static Map<String, byte[]> ofKey(Path key) throws IOException {
        return forms(HexFormat.of().parseHex(Files.readString(key).strip()));
    }

    /** A secret in each way in which it may be written down: raw, hexadecimal, base64 and decimal. */
    public static Map<String, byte[]> forms(byte[] secret) {
        Map<String, byte[]> forms = new TreeMap<>();
        String hex = HexFormat.of().formatHex(secret);
        forms.put("raw " + hex, secret);
        List<String> texts = List.of(
                hex,
                hex.toUpperCase(Locale.ROOT),
                HexFormat.ofDelimiter(" ").withUpperCase().formatHex(secret),
                Base64.getEncoder().withoutPadding().encodeToString(secret),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
                new BigInteger(1, secret).toString(),
                Arrays.toString(secret),
                Arrays.toString(secret).replace(" ", ""));
        texts.forEach(text -> forms.put(text, text.getBytes(StandardCharsets.UTF_8)));
        return forms;
    }

    /** Which forms are where. */
    public static List<String> found(Path place, Map<String, byte[]> forms) throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(place)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            // One character a byte, so that indexOf finds bytes.
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            forms.forEach((name, form) -> {
                if (content.contains(new String(form, StandardCharsets.ISO_8859_1))) {
                    found.add(name + " in " + place.relativize(file));
                }
            });
        }
        return found;
    }
}
