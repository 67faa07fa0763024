package io.dramatis.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.dramatis.config.Consent;
import io.dramatis.config.Ledger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledgers of each kind, the minimum age and the explicit purpose. */
class ConsentReaderTest {
    @TempDir
    Path folder;

    private StudyFiles files;

    @BeforeEach
    void files() {
        files = new StudyFiles(folder);
    }

    private List<String> problems(String more) {
        return files.problemsOfSmallAnd(more, Map.of());
    }

    @Test
    void severalLedgersOfEachKind() {
        Consent consent = files.smallAnd("""
                dramatis.defaults.ledger.id = email
                dramatis.consent {
                  basis = null
                  explicit-purpose = health
                  ledger { path = a.csv, source = src, notice-version = notice, objected = [Objected, stop] }
                  ledgers {
                    till { path = b.csv, id = customer-id, granted = ["YES "], refused = [] }
                    sites { kind = tcf, path = c.csv, string = tc, tcf-purposes = [4, 1, 4], tcf-vendor = 755 }
                    browsers { kind = gpc, path = d.csv, at = seen_at, id = cookie }
                  }
                  minimum-age { years = 16, source = crm, column = age, unknown-age = allow }
                }
                """).consent();
        assertThat(consent.ledgers()).extracting(Ledger::name).containsExactly("ledger", "till", "sites", "browsers");
        assertThat(consent.ledgers()).extracting(Ledger::id).containsExactly("email", "customer-id", "email", "cookie");
        Ledger.Statuses one = (Ledger.Statuses) consent.ledgers().get(0).signal();
        assertThat(one.sourceColumn()).contains("src");
        assertThat(one.noticeVersionColumn()).contains("notice");
        assertThat(one.objected()).containsExactly("objected", "stop");
        Ledger.Statuses till = (Ledger.Statuses) consent.ledgers().get(1).signal();
        assertThat(till.granted()).containsExactly("yes");
        assertThat(till.refused()).isEmpty();
        assertThat(consent.ledgers().get(2).signal())
                .isEqualTo(new Ledger.TcString("tc", List.of(1, 4), Optional.of(755)));
        assertThat(consent.ledgers().get(3).signal()).isEqualTo(new Ledger.Gpc("gpc"));
        assertThat(consent.ledgers().get(3).atColumn()).isEqualTo("seen_at");
        assertThat(consent.explicitPurpose()).contains("health");
        assertThat(consent.minimumAge()).hasValueSatisfying(rule -> {
            assertThat(rule.years()).isEqualTo(16);
            assertThat(rule.source()).isEqualTo("crm");
            assertThat(rule.column()).isEqualTo("age");
            assertThat(rule.isUnknownAllowed()).isTrue();
        });
    }

    @Test
    void onlyNamedLedgersAreLedgers() {
        Consent consent = files.smallAnd("dramatis.consent { basis = null, ledgers.till { path = b.csv } }\n")
                .consent();
        assertThat(consent.ledgers()).extracting(Ledger::name).containsExactly("till");
    }

    @Test
    void ledgersThatAreWrong() {
        assertThat(problems("""
                dramatis.consent.basis = null
                dramatis.consent.ledgers.a { kind = tcf, path = x.csv }
                dramatis.consent.ledgers.b { kind = tcf, path = x.csv, tcf-purposes = [0, 25, x], tcf-vendor = many }
                dramatis.consent.ledgers.c { kind = gpc, path = x.csv, status = s }
                dramatis.consent.ledgers.d { path = x.csv, tcf-purposes = [1], signal = s }
                dramatis.consent.ledgers.e { path = x.csv, granted = [ok, Stop], objected = [stop] }
                dramatis.consent.ledgers.f { kind = tfc, path = x.csv }
                """))
                .containsExactly(
                        "+2: dramatis.consent.ledgers.a has no `tcf-purposes`. List the purposes of the framework that must be consented",
                        "+3: dramatis.consent.ledgers.b.tcf-purposes is `0`. It must be a list of whole numbers from 1 to 24",
                        "+3: dramatis.consent.ledgers.b.tcf-purposes is `25`. It must be a list of whole numbers from 1 to 24",
                        "+3: dramatis.consent.ledgers.b.tcf-purposes is `x`. It must be a list of whole numbers from 1 to 24",
                        "+3: dramatis.consent.ledgers.b.tcf-vendor is `many`. It must be a whole number from 1 to 65535",
                        "+4: dramatis.consent.ledgers.c.status is of no use to a ledger of the kind gpc. Leave it out",
                        "+5: dramatis.consent.ledgers.d.tcf-purposes is of no use to a ledger of the kind table. Leave it out",
                        "+5: dramatis.consent.ledgers.d.signal is of no use to a ledger of the kind table. Leave it out",
                        "+6: dramatis.consent.ledgers.e.granted has `stop`, which says no elsewhere. Leave it out of `granted`, or of `refused` and `objected`",
                        "+7: dramatis.consent.ledgers.f.kind is `tfc`. It must be table, tcf or gpc");
    }

    @Test
    void hostileNamesAreRefusedByName() {
        assertThat(problems("""
                dramatis.consent.basis = null
                dramatis.consent.ledgers { "'; drop table x; --" { path = x.csv } }
                dramatis.consent.ledgers { "../../etc" { path = x.csv } }
                dramatis.consent.ledgers { "a`b" { path = x.csv } }
                dramatis.consent.ledgers { "a\\nProblem: none" { path = x.csv } }
                """))
                .hasSize(4)
                .allSatisfy(problem -> assertThat(problem)
                        .contains("The ledger `", "has a name that is not allowed")
                        .doesNotContain("\n"));
    }

    @Test
    void agesAndExplicitPurposesThatAreWrong() {
        assertThat(problems("""
                dramatis.consent.minimum-age { years = 16, source = crn, column = age }
                dramatis.consent.explicit-purpose = health
                """))
                .containsExactly(
                        "+1: dramatis.consent.minimum-age.source names the unknown source `crn`. Did you mean `crm`?",
                        "+2: dramatis.consent.explicit-purpose is of no use without a ledger. Leave it out: that somebody"
                                + " consented explicitly must stand in a ledger");
        assertThat(problems("dramatis.consent.minimum-age { years = 200, source = crm, column = plan }\n"))
                .containsExactly(
                        "+1: dramatis.consent.minimum-age.years is `200`. It must be a whole number from 1 to 120",
                        "+1: dramatis.consent.minimum-age.column names `plan`, which is of the type string. Make it an"
                                + " integer (the year of birth) or a date");
        assertThat(problems("dramatis.consent.minimum-age { years = 16 }\n"))
                .containsExactly(
                        "+1: dramatis.consent.minimum-age has no `source`. Name the source that tells when people were born",
                        "+1: dramatis.consent.minimum-age has no `column`. Name its column with the date or the year of birth");
        assertThat(problems("dramatis.consent { basis = null, explicit-purpose = Personas, ledger.path = x.csv }\n"))
                .singleElement()
                .asString()
                .contains("explicit-purpose is the `purpose` once more");
    }
}
