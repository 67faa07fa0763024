package io.dramatis.privacy;

import io.dramatis.config.Identity;
import io.dramatis.config.Study;
import io.dramatis.error.DramatisException;
import java.io.ByteArrayOutputStream;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Keyed pseudonyms: 32 bytes, HMAC-SHA-256 over epoch, domain, purpose, kind of id and normalised id, each preceded by
 * its length so that no two inputs make one message. Pseudonyms of different keys, epochs, domains, purposes or kinds
 * have nothing in common (EDPB Guidelines 01/2025; ENISA 2019).
 */
public final class Pseudonyms {
    /** Length of a pseudonym in bytes. */
    public static final int LENGTH = 32;

    private final KeyReference key;
    private final int epoch;
    private final String domain;
    private final String purpose;

    /**
     * @param key where the key is; it is read at the first row of each task
     * @param epoch of the key, from the config
     * @param domain the study's name
     * @param purpose of the consent
     */
    public Pseudonyms(KeyReference key, int epoch, String domain, String purpose) {
        this.key = key;
        this.epoch = epoch;
        this.domain = domain;
        this.purpose = purpose;
    }

    /** Those of a study's people, by a key that need not be the one that the study names. */
    public static Pseudonyms of(Study study, KeyReference key, int epoch) {
        return new Pseudonyms(key, epoch, study.name(), study.consent().purpose());
    }

    /** Those of a study's people, at its epoch. */
    public static Pseudonyms of(Study study, KeyReference key) {
        return of(study, key, study.privacy().epoch());
    }

    /** Those of a study's people, by the key and at the epoch that it names. */
    public static Pseudonyms of(Study study) {
        return of(study, KeyReference.of(study.privacy().key()));
    }

    /**
     * The pseudonyms of a column of ids of one kind, BINARY; null where the id is null, blank or broken. A row takes
     * about a microsecond (a phone several). A task fails with {@link DramatisException} when its executor lacks the
     * key.
     */
    public Column of(Column id, Identity.Kind kind) {
        UserDefinedFunction function =
                functions.udf(udf(kind), DataTypes.BinaryType).withName("pseudonym");
        return function.apply(id.cast(DataTypes.StringType));
    }

    /**
     * The pseudonyms of the ids' loose forms ({@link LooseIds}), BINARY; null where the id is null, blank or broken.
     * Where an id is loose already it is that of the id itself. For telling ids that nearly meet, never for linking.
     */
    public Column near(Column id, Identity.Kind kind) {
        PseudonymFunction function = function(kind);
        UDF1<String, byte[]> near = text -> text == null ? null : function.near(text);
        return functions
                .udf(near, DataTypes.BinaryType)
                .withName("near_pseudonym")
                .apply(id.cast(DataTypes.StringType));
    }

    /** As {@link #near}, and null where it would be the id's own pseudonym: most ids cost no second one. */
    public Column nearWhereOther(Column id, Identity.Kind kind) {
        PseudonymFunction function = function(kind);
        UDF1<String, byte[]> near = text -> text == null ? null : function.nearWhereOther(text);
        return functions
                .udf(near, DataTypes.BinaryType)
                .withName("near_pseudonym")
                .apply(id.cast(DataTypes.StringType));
    }

    /** The pseudonym of one id; empty when it is blank or broken. */
    public Optional<byte[]> of(String id, Identity.Kind kind) {
        return function(kind).pseudonym(id);
    }

    /** The function alone; it is what a task runs. */
    UDF1<String, byte[]> udf(Identity.Kind kind) {
        return function(kind);
    }

    private PseudonymFunction function(Identity.Kind kind) {
        return new PseudonymFunction(key, prefix(kind.name()), kind);
    }

    private byte[] prefix(String kind) {
        ByteArrayOutputStream prefix = new ByteArrayOutputStream();
        prefix.writeBytes(length(Integer.BYTES));
        prefix.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(epoch).array());
        for (String part : new String[] {domain, purpose, kind}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            prefix.writeBytes(length(bytes.length));
            prefix.writeBytes(bytes);
        }
        return prefix.toByteArray();
    }

    private static byte[] length(int bytes) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array();
    }

    /** What travels to the executors: where the key is, and what is not secret. */
    private static final class PseudonymFunction implements UDF1<String, byte[]> {
        @Serial
        private static final long serialVersionUID = 1L;

        private final KeyReference key;
        private final byte[] prefix;
        private final List<Identity.Normalisation> steps;
        private final String region;

        /** One a thread, never serialized: making one for each row takes four times as long. */
        private transient volatile ThreadLocal<Mac> macs;

        PseudonymFunction(KeyReference key, byte[] prefix, Identity.Kind kind) {
            this.key = key;
            this.prefix = prefix;
            this.steps = List.copyOf(kind.normalise());
            this.region = kind.region();
        }

        @Override
        public byte[] call(String id) {
            return id == null ? null : pseudonym(id).orElse(null);
        }

        Optional<byte[]> pseudonym(String id) {
            return IdNormalisation.normalised(id, steps, region).map(this::pseudonymOfNormalised);
        }

        byte[] near(String id) {
            return IdNormalisation.normalised(id, steps, region)
                    .map(LooseIds::loose)
                    .map(this::pseudonymOfNormalised)
                    .orElse(null);
        }

        byte[] nearWhereOther(String id) {
            Optional<String> normalised = IdNormalisation.normalised(id, steps, region);
            return normalised
                    .map(LooseIds::loose)
                    .filter(loose -> !loose.equals(normalised.get()))
                    .map(this::pseudonymOfNormalised)
                    .orElse(null);
        }

        private byte[] pseudonymOfNormalised(String id) {
            byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
            Mac mac = mac();
            mac.update(prefix);
            mac.update(length(bytes.length));
            return mac.doFinal(bytes);
        }

        private Mac mac() {
            ThreadLocal<Mac> local = macs;
            if (local == null) {
                local = ThreadLocal.withInitial(() -> PseudonymKey.load(key).mac());
                macs = local;
            }
            return local.get();
        }
    }
}
