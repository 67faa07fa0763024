package io.dramatis.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dramatis.config.Consent;
import io.dramatis.config.Feature;
import io.dramatis.config.Feature.Kind;
import io.dramatis.config.Feature.Role;
import io.dramatis.config.Feature.Transform;
import io.dramatis.config.Identity;
import io.dramatis.config.Identity.Normalisation;
import io.dramatis.config.Input;
import io.dramatis.config.Key;
import io.dramatis.config.Ledger;
import io.dramatis.config.Origin;
import io.dramatis.config.Secret;
import io.dramatis.config.Source;
import io.dramatis.config.Source.Layout;
import io.dramatis.config.Source.SecondRow;
import io.dramatis.config.Source.Shape;
import io.dramatis.config.Source.Type;
import io.dramatis.config.Study;
import io.dramatis.config.Study.Evidence;
import io.dramatis.config.Study.Lake;
import io.dramatis.config.Study.Mixture;
import io.dramatis.config.Study.Privacy;
import io.dramatis.config.Study.Publish;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyReaderTest {
    @TempDir
    Path folder;

    private StudyFiles files;

    @BeforeEach
    void files() {
        files = new StudyFiles(folder);
    }

    @Test
    void everyDefaultOfAStudy() {
        Study study = files.smallAnd("");
        assertThat(study.name()).isEqualTo("study");
        assertThat(study.seed()).isEqualTo(1);
        assertThat(study.asOf()).isEmpty();
        assertThat(study.lake()).isEqualTo(new Lake.Directories("lake/restricted", "lake/open"));
        assertThat(study.privacy()).isEqualTo(new Privacy(new Key.Variable("DRAMATIS_KEY"), 1, 20));
        assertThat(study.identity().person()).isEqualTo("customer-id");
        assertThat(study.identity().links()).isEmpty();
        assertThat(study.identity().maxIds()).isEqualTo(50);
        assertThat(study.identity().maxPeoplePerId()).isEqualTo(3);
        assertThat(study.identity().kinds().get("cookie")).isEqualTo(new Identity.Kind("cookie", List.of(), ""));
        assertThat(study.consent()).isEqualTo(new Consent.Blanket("personas", "All agreed.", Optional.empty()));
        assertThat(study.features().maxCorrelation()).isEqualTo(0.98);
        assertThat(study.mixture())
                .isEqualTo(new Mixture(
                        List.of(1, 2, 3, 4, 5, 6, 7, 8),
                        List.of("EII", "VII", "EEI", "VVI", "EEE", "VVV"),
                        5,
                        200,
                        1e-6,
                        0.001,
                        10,
                        Map.of("crm", 1.0, "web", 1.0, "survey", 1.0),
                        0.15,
                        0.8,
                        0.5,
                        0.001));
        assertThat(study.evidence()).isEqualTo(new Evidence(0.05, 99, 1500, 20, 4000, 0.75, 0.8, 0.15, 0.01, 100, 70));
        assertThat(study.publish()).isEqualTo(new Publish(List.of("natural"), 180, 0.95, 0.3));
        assertThat(study.sparkSettings()).isEmpty();
        assertThat(study.hash()).matches("[0-9a-f]{64}");
    }

    @Test
    void everyDefaultOfASourceAndAColumn() {
        Source crm = files.smallAnd("").sources().get(0);
        String file = folder + "/x.conf";
        assertThat(crm)
                .usingRecursiveComparison()
                .ignoringFields("columns")
                .isEqualTo(new Source(
                        "crm",
                        Shape.ATTRIBUTES,
                        "crm",
                        new Input("csv", "crm.csv", Map.of(), new Origin(file + ":5", "dramatis.intake.sources.crm")),
                        List.of(),
                        "customer_id",
                        "customer-id",
                        Map.of("email", "e-mail"),
                        Optional.empty(),
                        Layout.WIDE,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of("", "NA", "N/A", "NULL", "null"),
                        false,
                        SecondRow.BREACH,
                        List.of(),
                        0.05,
                        0.05,
                        new Origin(file + ":5", "dramatis.intake.sources.crm")));
        List<String> missing = List.of("", "NA", "N/A", "NULL", "null");
        assertThat(crm.columns())
                .extracting(Source.Column::name)
                .containsExactly("age", "plan", "mail", "spent", "changed");
        assertThat(crm.columns().get(0))
                .isEqualTo(new Source.Column(
                        "age",
                        "age",
                        Type.INTEGER,
                        false,
                        List.of(),
                        Optional.of("18"),
                        Optional.of("110"),
                        Optional.empty(),
                        List.of(),
                        Source.Notation.PLAIN,
                        missing,
                        false,
                        Source.Category.ORDINARY,
                        "",
                        new Origin(file + ":12", "dramatis.intake.sources.crm.columns.age")));
        // Short, and of a column that holds an id.
        assertThat(crm.columns().get(3).type()).isEqualTo(Type.DECIMAL);
        assertThat(crm.columns().get(2).identifying()).isTrue();
    }

    @Test
    void everyDefaultOfAFeature() {
        assertThat(files.smallAnd("").features().define())
                .containsExactly(new Feature(
                        "age",
                        "crm",
                        new Kind.Aggregate("max(age)"),
                        Optional.empty(),
                        Optional.empty(),
                        Transform.NONE,
                        false,
                        "crm",
                        Role.FORMING,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        new Origin(folder + "/x.conf:21", "dramatis.features.define.age")));
    }

    @Test
    void everyKeyCanBeSet() {
        Study study = files.smallAnd("""
                dramatis {
                  study { name = mine-1, seed = 9007199254740993, as-of = 2026-01-31 }
                  lake { restricted-schema = "main.r", open-schema = "main.o" }
                  privacy { key-file = "k", key-env = K, epoch = 2, min-people = 10 }
                  identity {
                    person = email
                    kinds.phone { normalise = [trim, phone], region = GB }
                    links.logins { format = json, path = "l", options { fs.b = 1 }, ids { cookie = c, email = e }, missing = [none] }
                    max-ids = 5
                    max-people-per-id = 1
                  }
                  consent = null
                  consent {
                    purpose = p
                    ledger {
                      path = "c.csv", format = parquet, id = email, person = a, purpose = b, status = c, at = d, expires = e
                      formats = [yyyy], missing = ["-"], without-id = ignore
                      purpose-separators = [/], all-purposes = ["Any "]
                      granted = ["Yes ", yes, OK], kind = table, refused = [no], objected = [Never], source = s
                      notice-version = n
                    }
                    minimum-age.unknown-age = deny
                  }
                  intake.sources.web {
                    shape = events, block = web, path = "w", format = json, time = at, layout = wide
                    person { column = cookie, id = cookie }
                    duplicates = keep, max-rejected = 0, missing = ["-"]
                    columns {
                      at { from = "When", type = timestamp, required = true, formats = ["dd/MM/yyyy"], min = 2020-01-01 }
                      page { pattern = "[a-z]+", missing = [none, null-ish], description = "Page", identifying = true }
                      kind { allowed = [a, b] }
                    }
                    join.pages { path = "pages", on = [page_id], columns = [kind], required = true }
                  }
                  features.max-correlation = 0.9
                  features.define.visits {
                    source = web, sql = "count(*)", filter = "kind = 'a'", window = 30d, transform = signed-log, absent = zero
                    block = survey, role = describing, unit = "visits", high = "often", low = "seldom", description = "How often"
                  }
                  mixture {
                    k = [2, 4, "6-7"], starts = 2, max-iterations = 10, tolerance = 0.5, covariance-floor = 0.1
                    forms = [VVV, EEE, VVV], min-size = 7, block-weights { web = 0.5, survey = 0.25 }
                    merge-overlap = 0.2, merge-ridge = 0.3, min-posterior = 0.6, unlike-all = 0
                  }
                  evidence {
                    level = 0.01, null-sets = 8, test-people = 9, replicates = 1, sample = 2
                    min-jaccard = 0.1, min-prediction-strength = 0.6, max-overlap = 0.2, min-gain = 0.3, min-people = 4
                    min-people-per-feature = 5
                  }
                  publish { verdicts = [reproducible, natural], valid-for = 90d, confidence = 0.9, min-match = 0.5 }
                  spark.settings { spark.driver.memory = 2g, "spark.x" = true }
                }
                """.replace("layout = wide", "second-row = breach"));
        assertThat(study.name()).isEqualTo("mine-1");
        assertThat(study.seed()).isEqualTo(9007199254740993L);
        assertThat(study.asOf()).contains(LocalDate.of(2026, 1, 31));
        assertThat(study.lake()).isEqualTo(new Lake.Schemas("main.r", "main.o"));
        assertThat(study.privacy()).isEqualTo(new Privacy(new Key.File("k"), 2, 10));
        assertThat(study.identity().person()).isEqualTo("email");
        assertThat(study.identity().kinds().get("phone"))
                .isEqualTo(new Identity.Kind("phone", List.of(Normalisation.TRIM, Normalisation.PHONE), "GB"));
        Identity.Link link = study.identity().links().get(0);
        assertThat(link.ids().keySet()).containsExactly("cookie", "email");
        assertThat(link.input().options()).isEqualTo(Map.of("fs.b", new Secret("1")));
        assertThat(link.missing()).containsExactly("none");
        assertThat(study.identity().maxIds()).isEqualTo(5);
        assertThat(study.identity().maxPeoplePerId()).isEqualTo(1);
        assertThat(study.consent())
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*origin")
                .isEqualTo(new Consent.OfLedgers(
                        "p",
                        Optional.empty(),
                        List.of(new Ledger(
                                "ledger",
                                new Input("parquet", "c.csv", Map.of(), link.origin()),
                                "email",
                                "a",
                                "d",
                                List.of("yyyy"),
                                List.of("-"),
                                Ledger.WithoutId.IGNORE,
                                new Ledger.Statuses(
                                        "b",
                                        List.of("/"),
                                        List.of("any"),
                                        "c",
                                        Optional.of("e"),
                                        Optional.of("s"),
                                        Optional.of("n"),
                                        List.of("yes", "ok"),
                                        List.of("no"),
                                        List.of("never")),
                                link.origin())),
                        Optional.empty()));
        assertThat(study.sources()).extracting(Source::name).containsExactly("crm", "web");
        Source web = study.sources().get(1);
        assertThat(web.time()).contains("at");
        assertThat(web.keepDuplicates()).isTrue();
        assertThat(web.maxRejected()).isZero();
        assertThat(web.columns()).extracting(Source.Column::name).containsExactly("at", "page", "kind");
        Source.Column at = web.columns().get(0);
        assertThat(at.from()).isEqualTo("When");
        assertThat(at.required()).isTrue();
        assertThat(at.formats()).containsExactly("dd/MM/yyyy");
        assertThat(at.min()).contains("2020-01-01");
        assertThat(at.missing()).containsExactly("-");
        Source.Column page = web.columns().get(1);
        assertThat(page.pattern()).contains("[a-z]+");
        assertThat(page.missing()).containsExactly("none", "null-ish");
        assertThat(page.identifying()).isTrue();
        assertThat(page.description()).isEqualTo("Page");
        assertThat(web.columns().get(2).allowed()).containsExactly("a", "b");
        Source.Join pages = web.joins().get(0);
        assertThat(pages.on()).containsExactly("page_id");
        assertThat(pages.columns()).containsExactly("kind");
        assertThat(pages.required()).isTrue();
        assertThat(study.features().maxCorrelation()).isEqualTo(0.9);
        Feature visits = study.features().define().get(1);
        assertThat(visits)
                .isEqualTo(new Feature(
                        "visits",
                        "web",
                        new Kind.Aggregate("count(*)"),
                        Optional.of("kind = 'a'"),
                        Optional.of(Duration.ofDays(30)),
                        Transform.SIGNED_LOG,
                        true,
                        "survey",
                        Role.DESCRIBING,
                        "visits",
                        Optional.of("often"),
                        Optional.of("seldom"),
                        "How often",
                        visits.origin()));
        assertThat(study.mixture())
                .isEqualTo(new Mixture(
                        List.of(2, 4, 6, 7),
                        List.of("VVV", "EEE"),
                        2,
                        10,
                        0.5,
                        0.1,
                        7,
                        Map.of("crm", 1.0, "web", 0.5, "survey", 0.25),
                        0.2,
                        0.3,
                        0.6,
                        0));
        assertThat(study.evidence()).isEqualTo(new Evidence(0.01, 8, 9, 1, 2, 0.1, 0.6, 0.2, 0.3, 4, 5));
        assertThat(study.publish()).isEqualTo(new Publish(List.of("reproducible", "natural"), 90, 0.9, 0.5));
        assertThat(study.sparkSettings()).isEqualTo(Map.of("spark.driver.memory", "2g", "spark.x", "true"));
    }

    @Test
    void everyKindOfFeatureFromAnswers() {
        Study study = files.smallAnd("""
                dramatis.intake.sources.survey {
                  shape = answers, block = survey, path = s, layout = long, item = question, value = answer
                  person { column = id, id = customer-id }
                  columns { plan { allowed = [Basic, "Gold +"] }, channels = string, often = string, q1 = integer, q2 = integer }
                }
                dramatis.features.define {
                  plan { source = survey, kind = single, item = plan }
                  channels { source = survey, kind = multiple, item = channels, choices = [Café, "+", "-"], separator = "|" }
                  often { source = survey, kind = ordinal, item = often, levels = [never, always] }
                  trust { source = survey, kind = scale, items = [q1, q2], reversed = [q2], range = [1, 7], min-answered = 1 }
                  spend { source = crm, sql = "sum(spent)", transform = hurdle }
                }
                """);
        Source survey = study.sources().get(1);
        assertThat(survey.layout()).isEqualTo(Layout.LONG);
        assertThat(survey.itemColumn()).contains("question");
        assertThat(survey.valueColumn()).contains("answer");
        List<Feature> features = study.features().define();
        assertThat(features)
                .extracting(Feature::kind)
                .containsExactly(
                        new Kind.Aggregate("max(age)"),
                        new Kind.Single("plan", List.of("Basic", "Gold +")),
                        new Kind.Multiple("channels", List.of("Café", "+", "-"), "|"),
                        new Kind.Ordinal("often", List.of("never", "always")),
                        new Kind.Scale(List.of("q1", "q2"), List.of("q2"), 1, 7, 1),
                        new Kind.Aggregate("sum(spent)"));
        assertThat(features)
                .flatExtracting(Feature::columns)
                .containsExactly(
                        "age",
                        "plan_basic",
                        "plan_gold",
                        "channels_cafe",
                        "channels_2",
                        "channels_3",
                        "often",
                        "trust",
                        "spend_any",
                        "spend_amount");
    }

    @Test
    void defaultsOfTheStudyHoldForAllThatSayNothing() {
        Study study = files.smallAnd("""
                dramatis.defaults {
                  input { format = json, options { encoding = UTF-8 } }
                  source { max-rejected = 0.5, missing = ["?"] }
                  column { required = true, description = "see the wiki" }
                  feature { window = 7d, role = protected }
                }
                dramatis.intake.sources.crm { options { multiLine = true } }
                dramatis.intake.sources.crm.columns { x {}, y { description = "", required = false } }
                """);
        Source crm = study.sources().get(0);
        assertThat(crm.input().format()).isEqualTo("json");
        assertThat(crm.input().options())
                .isEqualTo(Map.of("encoding", new Secret("UTF-8"), "multiLine", new Secret("true")));
        assertThat(crm.maxRejected()).isEqualTo(0.5);
        assertThat(crm.columns())
                .extracting(Source.Column::name, Source.Column::description, Source.Column::required)
                .contains(tuple("x", "see the wiki", true), tuple("y", "", false));
        assertThat(crm.columns().get(0).missing()).containsExactly("?");
        assertThat(study.features().define().get(0).window()).contains(Duration.ofDays(7));
    }

    @Test
    void theEnvironmentGivesPathsAndSecrets() {
        String text = StudyFiles.SMALL + """
                data = "here"
                data = ${?DATA}
                dramatis.intake.sources.crm { path = ${data}"/crm.csv", options { fs.password = ${PASSWORD} } }
                dramatis.mixture.starts = ${?STARTS}
                dramatis.privacy.key-file = ${?KEY_FILE}
                """;
        Study study = files.study(text, Map.of("DATA", "/data", "PASSWORD", "hunter2", "STARTS", "7"));
        assertThat(study.sources().get(0).input().path()).isEqualTo("/data/crm.csv");
        assertThat(study.sources().get(0).input().options().get("fs.password").reveal())
                .isEqualTo("hunter2");
        assertThat(study.mixture().starts()).isEqualTo(7);
        assertThat(study.privacy().key()).isEqualTo(new Key.Variable("DRAMATIS_KEY"));
        assertThat(study.toString()).doesNotContain("hunter2");
        assertThat(files.study(text, Map.of("PASSWORD", "x"))
                        .sources()
                        .get(0)
                        .input()
                        .path())
                .isEqualTo("here/crm.csv");
    }

    @Test
    void inputsWithoutFilesNeedNoPath() {
        Study study = files.smallAnd("""
                dramatis.intake.sources.crm { format = jdbc, path = null, options { url = "jdbc:x", fs { s3 = [] } } }
                dramatis.intake.sources.crm.options.fs.s3 = 5
                dramatis.consent { basis = null, ledger { format = jdbc, options.dbtable = consents } }
                """);
        assertThat(study.sources().get(0).input().path()).isEmpty();
        assertThat(study.sources().get(0).input().options()).containsOnlyKeys("url", "fs.s3");
        assertThat(study.consent()).isInstanceOf(Consent.OfLedgers.class);
    }
}
