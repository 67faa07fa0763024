package io.dramatis.privacy;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.config.Identity;
import io.dramatis.config.Identity.Normalisation;
import io.dramatis.error.DramatisException;
import io.dramatis.spark.SparkSessions;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessions.class)
class PseudonymsTest {
    private static final Identity.Kind CUSTOMER =
            new Identity.Kind("customer-id", List.of(Normalisation.TRIM, Normalisation.LOWER_CASE), "");
    private static final Identity.Kind EMAIL = new Identity.Kind("email", List.of(Normalisation.EMAIL), "");

    @TempDir
    private Path directory;

    private KeyReference key;

    @BeforeEach
    void makeKey() {
        key = PseudonymKey.create(directory.resolve("key"));
    }

    @Test
    void isTheHmacOfTheLengthPrefixedParts() throws Exception {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(message);
        out.writeInt(4);
        out.writeInt(7);
        for (String part : List.of("caf\u00e9", "personas", "customer-id", "c-1")) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        String digits = Files.readString(directory.resolve("key")).strip();
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(digits), "HmacSHA256"));
        assertThat(new Pseudonyms(key, 7, "caf\u00e9", "personas").of(" C-1 ", CUSTOMER))
                .hasValueSatisfying(pseudonym ->
                        assertThat(pseudonym).hasSize(Pseudonyms.LENGTH).isEqualTo(mac.doFinal(message.toByteArray())));
    }

    @Test
    void keyEpochDomainPurposeAndKindEachSetPseudonymsApart() {
        KeyReference other = PseudonymKey.create(directory.resolve("other"));
        List<Pseudonyms> all = List.of(
                new Pseudonyms(key, 1, "ab", "c"),
                new Pseudonyms(other, 1, "ab", "c"),
                new Pseudonyms(key, 2, "ab", "c"),
                new Pseudonyms(key, 1, "a", "bc"),
                new Pseudonyms(key, 1, "abc", ""),
                new Pseudonyms(key, 1, "ab", "d"));
        Set<String> seen = new HashSet<>();
        for (Pseudonyms pseudonyms : all) {
            for (int id = 0; id < 1_000; id++) {
                for (Identity.Kind kind : List.of(CUSTOMER, EMAIL)) {
                    seen.add(HexFormat.of()
                            .formatHex(pseudonyms.of(id + "@x", kind).orElseThrow()));
                }
            }
        }
        assertThat(seen).hasSize(all.size() * 2_000);
    }

    @Test
    void aColumnHasThePseudonymsOfItsIdsAndNullForTheRest(SparkSession spark) {
        Pseudonyms pseudonyms = new Pseudonyms(key, 1, "study", "personas");
        Dataset<Row> ids = spark.createDataset(
                        Arrays.asList("Ann@x.org", " ann@X.org", "bob@x.org", "", "  ", "nobody", null),
                        Encoders.STRING())
                .toDF("email");
        Dataset<Row> rows = ids.select(pseudonyms.of(col("email"), EMAIL).as("id"));
        assertThat(rows.schema().apply("id").dataType()).isEqualTo(DataTypes.BinaryType);
        List<byte[]> found =
                rows.collectAsList().stream().map(row -> (byte[]) row.get(0)).toList();
        byte[] ann = pseudonyms.of("ann@x.org", EMAIL).orElseThrow();
        byte[] bob = pseudonyms.of("bob@x.org", EMAIL).orElseThrow();
        assertThat(found).containsExactly(ann, ann, bob, null, null, null, null);
    }

    @Test
    void idsThatNearlyMeetHaveOneNearPseudonymAndLooseOnesTheirOwn(SparkSession spark) {
        Pseudonyms pseudonyms = new Pseudonyms(key, 1, "study", "personas");
        Identity.Kind number = new Identity.Kind("number", List.of(), "");
        Dataset<Row> ids = spark.createDataset(Arrays.asList("007", "7", "C 7", "", null), Encoders.STRING())
                .toDF("id");
        List<Row> rows = ids.select(pseudonyms.near(col("id"), number), pseudonyms.nearWhereOther(col("id"), number))
                .collectAsList();
        byte[] seven = pseudonyms.of("7", number).orElseThrow();
        byte[] letter = pseudonyms.of("c7", number).orElseThrow();
        assertThat(rows.stream().map(row -> (byte[]) row.get(0))).containsExactly(seven, seven, letter, null, null);
        assertThat(rows.stream().map(row -> (byte[]) row.get(1))).containsExactly(seven, null, letter, null, null);
    }

    @Test
    void aNumberIsTheIdThatItIsWrittenAs(SparkSession spark) {
        Pseudonyms pseudonyms = new Pseudonyms(key, 1, "study", "personas");
        Row row = spark.range(12, 13)
                .select(pseudonyms.of(col("id"), CUSTOMER).as("id"))
                .head();
        assertThat((byte[]) row.get(0)).isEqualTo(pseudonyms.of("12", CUSTOMER).orElseThrow());
    }

    @Test
    void withoutItsKeyNothingHasAPseudonym() throws IOException {
        Files.delete(directory.resolve("key"));
        Pseudonyms pseudonyms = new Pseudonyms(key, 1, "study", "personas");
        assertThatThrownBy(() -> pseudonyms.of("12", CUSTOMER))
                .isInstanceOf(DramatisException.class)
                .hasMessageContaining("There is no such file.");
    }
}
