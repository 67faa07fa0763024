package io.dramatis.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import io.dramatis.config.Identity;
import io.dramatis.config.Identity.Normalisation;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinkKeysetTest {
    private static final Identity.Kind CUSTOMER = new Identity.Kind("c", List.of(Normalisation.TRIM), "");

    @TempDir
    private Path directory;

    @BeforeAll
    static void register() throws GeneralSecurityException {
        PrfConfig.register();
        AeadConfig.register();
    }

    /** A key management service of one key, found as Tink finds the real ones. */
    public static final class OneKey implements KmsClient {
        private static final KeysetHandle KEY = made(PredefinedAeadParameters.AES256_GCM);

        @Override
        public boolean doesSupport(String uri) {
            return uri.startsWith("one-key://");
        }

        @Override
        public KmsClient withCredentials(String path) {
            return this;
        }

        @Override
        public KmsClient withDefaultCredentials() {
            return this;
        }

        @Override
        public Aead getAead(String uri) throws GeneralSecurityException {
            if (uri.endsWith("/none")) {
                throw new GeneralSecurityException("no such key");
            }
            return KEY.getPrimitive(RegistryConfiguration.get(), Aead.class);
        }
    }

    @Test
    void pseudonymsAreThoseOfTinksPrf() throws Exception {
        KeysetHandle keys = made(PredefinedPrfParameters.HMAC_SHA256_PRF);
        KeyReference clear =
                new KeyReference.Keyset(file(clear(keys), "rw-------").toString(), "");
        byte[] message = {
            0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 1, 's', 0, 0, 0, 1, 'p', 0, 0, 0, 1, 'c', 0, 0, 0, 2, '1', '2'
        };
        byte[] expected =
                keys.getPrimitive(RegistryConfiguration.get(), PrfSet.class).computePrimary(message, Pseudonyms.LENGTH);
        assertThat(new Pseudonyms(clear, 1, "s", "p").of(" 12", CUSTOMER)).hasValue(expected);

        // The same, wrapped: the file itself is no secret.
        String wrapped = TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                keys, new OneKey().getAead("one-key://a"), new byte[0]);
        KeyReference.Keyset reference =
                new KeyReference.Keyset(file(wrapped, "rw-r--r--").toString(), "one-key://a");
        assertThat(new Pseudonyms(reference, 1, "s", "p").of("12", CUSTOMER)).hasValue(expected);
        assertThat(reference.keyId()).isEqualTo(clear.keyId()).matches("[0-9a-f]{8}");
    }

    @Test
    void whatIsNoUsableKeysetIsRefusedByName() throws Exception {
        String good = clear(made(PredefinedPrfParameters.HMAC_SHA256_PRF));
        refused(file(good, "rw-r-----"), "", "It is open to group or others (rw-r-----).");
        refused(file("{\"secret\": \"hunter2\"}", "rw-------"), "", "It is no keyset in the clear");
        refused(
                file(clear(made(PredefinedPrfParameters.HMAC_SHA512_PRF)), "rw-------"),
                "",
                "Its primary key is not one of the pseudorandom function HMAC-SHA-256.");
        refused(
                file(clear(made(PredefinedAeadParameters.AES256_GCM)), "rw-------"),
                "",
                "Its primary key is not one of the pseudorandom function HMAC-SHA-256.");
        refused(
                file(
                        clear(made(HmacPrfParameters.builder()
                                .setKeySizeBytes(16)
                                .setHashType(HmacPrfParameters.HashType.SHA256)
                                .build())),
                        "rw-------"),
                "",
                "Wrong key length: 16 bytes, at least 32 are needed.");
        refused(directory.resolve("none"), "", "There is no such file.");
        refused(file(good, "rw-------"), "one-key://a", "It cannot be unwrapped with one-key://a.");
        refused(file(good, "rw-------"), "one-key://none", "No client for one-key://none can be used");
        refused(file(good, "rw-------"), "far-kms://key", "No client for far-kms://key can be used");
    }

    private static void refused(Path file, String kms, String reason) {
        assertThatThrownBy(() -> new KeyReference.Keyset(file.toString(), kms).keyId())
                .isInstanceOfSatisfying(DramatisException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.PRIVACY);
                    assertThat(e.problem()).contains("the keyset " + file);
                    assertThat(e.reason()).startsWith(reason);
                    assertThat(e.getMessage()).doesNotContain("hunter2");
                });
    }

    private static KeysetHandle made(Parameters parameters) {
        try {
            AeadConfig.register();
            PrfConfig.register();
            return KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.generateEntryFromParameters(parameters)
                            .withRandomId()
                            .makePrimary())
                    .build();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String clear(KeysetHandle keys) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
    }

    private Path file(String content, String permissions) throws IOException {
        Path file = Files.writeString(Files.createTempFile(directory, "keyset", ".json"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
