package io.dramatis.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Key;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymKeyTest {
    private static final String DIGITS = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";

    @TempDir
    private Path directory;

    @Test
    void theIdOfAKeyIsTheStartOfAnHmac() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(DIGITS), "HmacSHA256"));
        String expected = HexFormat.of()
                .formatHex(mac.doFinal("dramatis key id".getBytes(StandardCharsets.US_ASCII)))
                .substring(0, 8);
        assertThat(KeyReference.of(file("\n  " + DIGITS + " \r\n", "rw-------")).keyId())
                .isEqualTo(expected);
        assertThat(fromVariable(DIGITS.toLowerCase(Locale.ROOT)).id()).isEqualTo(expected);
        assertThat(fromVariable(DIGITS + "01").id()).isNotEqualTo(expected);
    }

    @Test
    void aMadeKeyIsItsOwnersAloneAndUsable() throws IOException {
        Path file = directory.resolve("made");
        KeyReference made = PseudonymKey.create(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
        assertThat(made.keyId()).matches("[0-9a-f]{8}");
        assertThat(PseudonymKey.create(directory.resolve("other")).keyId()).isNotEqualTo(made.keyId());
    }

    @Test
    void aKeyThatIsThereIsNotOverwritten() throws IOException {
        Path file = file(DIGITS, "rw-------");
        assertThatThrownBy(() -> PseudonymKey.create(file))
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("It is there already");
        assertThat(Files.readString(file)).isEqualTo(DIGITS);
        assertThatThrownBy(() -> PseudonymKey.create(directory.resolve("no/such/place")))
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("cannot be made");
    }

    @Test
    void aMissingFileIsRefused() {
        refused(directory.resolve("none"), "There is no such file.", "openssl rand -hex 32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rw--w----", "rw-----w-"})
    void aFileOpenToOthersIsRefused(String permissions) throws IOException {
        Path file = file(DIGITS, permissions);
        refused(file, "It is open to group or others (" + permissions + ").", "chmod 600 " + file);
    }

    @Test
    void aShortKeyIsRefusedByItsLengthAlone() throws IOException {
        refused(
                file(DIGITS.substring(2), "rw-------"),
                "Wrong key length: 31 bytes, at least 32 are needed.",
                "64 or more hexadecimal digits");
        refused(file(" \n", "rw-------"), "Wrong key length: 0 bytes, at least 32 are needed.", "64 or more");
        refused(file(DIGITS + "a", "rw-------"), "It holds an odd number of hexadecimal digits.", "64 or more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2-hunter2-hunter2-hunter2-hunter2-hunter2-hunter2-hunter2-hunter2", "0011 2233"})
    void aKeyThatIsNotHexadecimalIsRefusedWithoutBeingTold(String text) throws IOException {
        refused(file(text, "rw-------"), "It does not hold hexadecimal digits alone.", "64 or more");
        assertThatThrownBy(() -> fromVariable(text))
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("the environment variable KEY")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("2233");
    }

    @Test
    void digitsOfOtherScriptsAreNotHexadecimal() throws IOException {
        refused(file("\u0661".repeat(64), "rw-------"), "It does not hold hexadecimal digits alone.", "64 or more");
    }

    @Test
    void aDirectoryOrAHugeFileIsRefused() throws IOException {
        Path place = Files.createDirectory(
                directory.resolve("place"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        refused(place, "It does not hold hexadecimal digits alone.", "64 or more");
        refused(file("00".repeat(40_000), "rw-------"), "It does not hold hexadecimal digits alone.", "64 or more");
    }

    @Test
    void aReferenceIsWhatTheStudyNames() {
        assertThat(KeyReference.of(new Key.File("/run/key"))).isEqualTo(new KeyReference.KeyFile("/run/key"));
        assertThat(KeyReference.of(new Key.Variable("KEY"))).isEqualTo(new KeyReference.Variable("KEY"));
        assertThat(KeyReference.of(new Key.Keyset("/run/keys.json", Optional.of("gcp-kms://a"))))
                .isEqualTo(new KeyReference.Keyset("/run/keys.json", "gcp-kms://a"));
    }

    @Test
    void neitherFileNorVariableIsAPrivacyGate() {
        assertThatThrownBy(() -> new KeyReference.Variable("DRAMATIS_NO_SUCH_KEY").keyId())
                .isInstanceOfSatisfying(
                        DramatisException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.PRIVACY))
                .hasMessageContaining("There is no key for the pseudonyms.")
                .hasMessageContaining("DRAMATIS_NO_SUCH_KEY is not set")
                .hasMessageContaining("dramatis.privacy.key-file");
    }

    @Test
    void aReferenceIsSerializableAndHoldsNoKey() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        KeyReference reference = KeyReference.of(file(DIGITS, "rw-------"));
        assertThat(reference.keyId()).hasSize(8);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(reference);
        }
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContainIgnoringCase(DIGITS);
        assertThat(fromVariable(DIGITS)).hasToString("(key)");
    }

    private void refused(Path file, String reason, String cure) {
        assertThatThrownBy(() -> KeyReference.of(file).keyId()).isInstanceOfSatisfying(DramatisException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.PRIVACY);
            assertThat(e.problem()).contains(file.toString());
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.cure()).contains(cure);
            assertThat(e.getMessage()).doesNotContainIgnoringCase(DIGITS.substring(2));
        });
    }

    private static PseudonymKey fromVariable(String value) {
        return PseudonymKey.load(new KeyReference.Variable("KEY"), name -> Optional.of(value));
    }

    private Path file(String content, String permissions) throws IOException {
        Path file = Files.writeString(Files.createTempFile(directory, "key", ""), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
