package io.dramatis.privacy;

import io.dramatis.error.DramatisException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret key of the pseudonyms. It is neither serializable nor printable: what travels is a {@link KeyReference}.
 *
 * <p>The pseudorandom function is HMAC-SHA-256 (RFC 2104, FIPS 180-4): without the key, nobody can make the pseudonym
 * of a guessed id.
 */
public final class PseudonymKey {
    /** Least length; as long as the function's output. */
    static final int MIN_BYTES = 32;

    /** A longer file is something else, not to be read into memory. */
    private static final long MAX_FILE_BYTES = 64 * 1024;

    private static final String ALGORITHM = "HmacSHA256";

    /** Pseudonyms are made of messages that begin with a length, so no id has this message. */
    private static final byte[] ID_MESSAGE = "dramatis key id".getBytes(StandardCharsets.US_ASCII);

    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");

    private final SecretKeySpec key;

    private PseudonymKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Reads the key.
     *
     * @throws DramatisException when it is missing, malformed, too short or open to others
     */
    static PseudonymKey load(KeyReference reference) {
        return load(reference, name -> Optional.ofNullable(System.getenv(name)));
    }

    /** Reads the key in an environment given. */
    static PseudonymKey load(KeyReference reference, Function<String, Optional<String>> environment) {
        if (reference instanceof KeyReference.KeyFile file) {
            return parsed(reference, content("the key-file", Path.of(file.path()), true));
        }
        if (reference instanceof KeyReference.Keyset keyset) {
            return new PseudonymKey(TinkKeyset.key(
                    keyset,
                    content("the keyset", Path.of(keyset.path()), keyset.kms().isEmpty())));
        }
        String name = ((KeyReference.Variable) reference).name();
        return parsed(
                reference,
                environment
                        .apply(name)
                        .filter(value -> !value.isBlank())
                        .orElseThrow(() -> DramatisException.privacy(
                                "There is no key for the pseudonyms.",
                                "dramatis.privacy.key-file is not given, and the environment variable " + name
                                        + " is not set.",
                                "Make a key with: openssl rand -hex 32 > key; chmod 600 key, and name it as"
                                        + " dramatis.privacy.key-file.")));
    }

    /**
     * Makes a file with a new random key of 32 bytes, which its owner alone may read from the first moment.
     *
     * @throws DramatisException when the file is there already (a key lost is a lake lost) or cannot be written
     */
    public static KeyReference create(Path file) {
        byte[] key = new byte[MIN_BYTES];
        new SecureRandom().nextBytes(key);
        byte[] text = (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer left = ByteBuffer.wrap(text);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (FileAlreadyExistsException e) {
            throw DramatisException.privacy(
                            "The key-file " + file + " is not made.",
                            "It is there already, and pseudonyms made with it would be lost with it.",
                            "Use it, or name another file.")
                    .causedBy(e);
        } catch (IOException | UnsupportedOperationException e) {
            throw DramatisException.privacy(
                            "The key-file " + file + " cannot be made.",
                            "Writing it failed: " + e.getClass().getSimpleName() + ".",
                            "Name a file in a directory that is there and can be written.")
                    .causedBy(e);
        }
        return KeyReference.of(file);
    }

    /** The short public name of the key: the first 8 hexadecimal digits of the HMAC of a fixed text. */
    String id() {
        return HexFormat.of().formatHex(mac().doFinal(ID_MESSAGE), 0, 4);
    }

    /** A new HMAC with this key; for one thread. */
    Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "(key)";
    }

    private static String content(String kind, Path file, boolean isSecret) {
        String what = kind + " " + file;
        if (!Files.exists(file)) {
            throw unusable(
                    what,
                    "There is no such file.",
                    kind.equals("the keyset")
                            ? "Make one with Tink's tinkey: tinkey create-keyset --key-template HMAC_SHA256_PRF"
                            : "Make one with: openssl rand -hex 32 > " + file + "; chmod 600 " + file);
        }
        try {
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
            if (isSecret && !OWNER_ALONE.containsAll(granted)) {
                throw unusable(
                        what,
                        "It is open to group or others (" + PosixFilePermissions.toString(granted) + ").",
                        "chmod 600 " + file);
            }
            // ISO 8859-1 takes every byte, so that a file of another kind is refused as not hexadecimal.
            return Files.isRegularFile(file) && Files.size(file) <= MAX_FILE_BYTES
                    ? Files.readString(file, StandardCharsets.ISO_8859_1)
                    : "not a key";
        } catch (UnsupportedOperationException e) {
            throw unusable(
                            what,
                            "Its file system does not say who may read it.",
                            "Put it on one that does, or give the key in the environment variable of"
                                    + " dramatis.privacy.key-env.")
                    .causedBy(e);
        } catch (IOException e) {
            throw unusable(
                            what,
                            "Reading it failed: " + e.getClass().getSimpleName() + ".",
                            "Let the user who runs this own it, with mode 600.")
                    .causedBy(e);
        }
    }

    private static PseudonymKey parsed(KeyReference reference, String text) {
        String digits = text.strip();
        String cure = "Give 64 or more hexadecimal digits, as made by: openssl rand -hex 32";
        if (digits.isEmpty()) {
            throw tooShort(reference, 0, cure);
        }
        // Nothing of the text may be told: it can be a password that somebody mistook for a key.
        if (!digits.chars().allMatch(digit -> digit < 128 && Character.digit(digit, 16) >= 0)) {
            throw unusable(reference.toString(), "It does not hold hexadecimal digits alone.", cure);
        }
        if (digits.length() % 2 != 0) {
            throw unusable(reference.toString(), "It holds an odd number of hexadecimal digits.", cure);
        }
        byte[] key = HexFormat.of().parseHex(digits);
        if (key.length < MIN_BYTES) {
            throw tooShort(reference, key.length, cure);
        }
        return new PseudonymKey(key);
    }

    static DramatisException tooShort(KeyReference reference, int bytes, String cure) {
        return unusable(
                reference.toString(),
                "Wrong key length: " + bytes + " bytes, at least " + MIN_BYTES + " are needed.",
                cure);
    }

    static DramatisException unusable(String what, String reason, String cure) {
        return DramatisException.privacy("The key of the pseudonyms cannot be used: " + what + ".", reason, cure);
    }
}
