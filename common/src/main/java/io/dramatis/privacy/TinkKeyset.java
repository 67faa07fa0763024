package io.dramatis.privacy;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KmsClients;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import io.dramatis.error.DramatisException;
import java.security.GeneralSecurityException;

/** Reads the primary key of a keyset of Google Tink; its pseudonyms are those of Tink's own {@code PrfSet}. */
final class TinkKeyset {
    private static final String CURE =
            "Make one with Tink's tinkey: tinkey create-keyset --key-template HMAC_SHA256_PRF";

    private TinkKeyset() {}

    /**
     * The bytes of the key.
     *
     * @param json the keyset
     */
    @AccessesPartialKey
    static byte[] key(KeyReference.Keyset reference, String json) {
        KeysetHandle keyset = keyset(reference, json);
        if (keyset.getPrimary().getKey() instanceof HmacPrfKey key
                && key.getParameters().getHashType() == HmacPrfParameters.HashType.SHA256) {
            byte[] bytes = key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
            if (bytes.length < PseudonymKey.MIN_BYTES) {
                throw PseudonymKey.tooShort(reference, bytes.length, CURE);
            }
            return bytes;
        }
        throw PseudonymKey.unusable(
                reference.toString(), "Its primary key is not one of the pseudorandom function HMAC-SHA-256.", CURE);
    }

    private static KeysetHandle keyset(KeyReference.Keyset reference, String json) {
        try {
            PrfConfig.register();
            if (reference.kms().isEmpty()) {
                return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
            }
            AeadConfig.register();
            return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(json, kms(reference), new byte[0]);
        } catch (DramatisException told) {
            throw told;
        } catch (GeneralSecurityException | RuntimeException failure) {
            // Nothing of the text may be told.
            throw PseudonymKey.unusable(
                            reference.toString(),
                            reference.kms().isEmpty()
                                    ? "It is no keyset in the clear: broken, or wrapped with the key of a key management"
                                            + " service."
                                    : "It cannot be unwrapped with " + reference.kms() + ".",
                            reference.kms().isEmpty()
                                    ? "Name what it is wrapped with as dramatis.privacy.keyset-kms, or mend the file."
                                    : "Let the user who runs this use that key, and see that it is the one it was wrapped"
                                            + " with.")
                    .causedBy(failure);
        }
    }

    private static Aead kms(KeyReference.Keyset reference) throws GeneralSecurityException {
        try {
            return KmsClients.getAutoLoaded(reference.kms())
                    .withDefaultCredentials()
                    .getAead(reference.kms());
        } catch (GeneralSecurityException noClient) {
            throw PseudonymKey.unusable(
                            reference.toString(),
                            "No client for " + reference.kms() + " can be used: "
                                    + noClient.getClass().getSimpleName() + ".",
                            "Put Tink's client of that service on the class path (spark-submit --packages), and let its"
                                    + " default credentials be found.")
                    .causedBy(noClient);
        }
    }
}
