package io.dramatis.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyProblemsTest {
    @TempDir
    Path folder;

    private StudyFiles files;

    @BeforeEach
    void files() {
        files = new StudyFiles(folder);
    }

    /** One line of config after the small study, and the one problem that it makes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
study.name = "a b" | dramatis.study.name is `a b`. It must be of letters, digits, - and _
study.name = "" | dramatis.study has no `name`. Name the study
study.name = [a] | dramatis.study.name is a list. It must be a text
study.seed = 1.5 | dramatis.study.seed is `1.5`. It must be a whole number
study.seed = one | dramatis.study.seed is `one`. It must be a whole number
study.seed = 99999999999999999999 | dramatis.study.seed is `99999999999999999999`. It must be a whole number
study.as-of = 2026-02-30 | dramatis.study.as-of is `2026-02-30`. It must be a day, such as 2026-01-31
study.as_of = 2026-02-03 | dramatis.study has no key `as_of`. Did you mean `as-of`?
study = 5 | dramatis.study is a plain value. It must be an object, with its keys in { }
lake.open = "lake/restricted/open" | dramatis.lake.open and that of the restricted tables are not apart. Take two places, neither in the other, so that access can be given to one alone
lake.open = "./lake/open/../restricted" | dramatis.lake.open and that of the restricted tables are not apart. Take two places, neither in the other, so that access can be given to one alone
retention.clean = 90 | dramatis.retention.clean is `90`. It must be a length of time of a day or more, such as 365d
lake.open-schema = "main.o" | dramatis.lake.open-schema stands without `restricted-schema`. Give both, so that access can be given to one alone, or neither
lake { open-schema = "a b", restricted-schema = "main.r" } | dramatis.lake.open-schema is `a b`. It must be a schema, such as main.personas
privacy.min-people = 1 | dramatis.privacy.min-people is `1`. It must be a whole number of at least 2
privacy.epoch = 0 | dramatis.privacy.epoch is `0`. It must be a whole number of at least 1
privacy.key-env = "0f-0f" | dramatis.privacy.key-env is no such name. It must be the name of an environment variable
privacy { key-file = k, keyset = s } | dramatis.privacy has both a `key-file` and a `keyset`. Leave one of them out
privacy.keyset-kms = "kms://k" | dramatis.privacy.keyset-kms names what a keyset is wrapped with, and there is no `keyset`. Name the file of the keyset as dramatis.privacy.keyset, or leave this out
identity.person = client | dramatis.identity.person names the unknown kind of id `client`. Declare it in dramatis.identity.kinds
identity.person = e-mail | dramatis.identity.person names the unknown kind of id `e-mail`. Did you mean `email`?
identity.max-ids = 1 | dramatis.identity.max-ids is `1`. It must be a whole number of at least 2
identity.max-people-per-id = 0 | dramatis.identity.max-people-per-id is `0`. It must be a whole number of at least 1
identity.kinds.email.normalise = [mail] | dramatis.identity.kinds.email.normalise is `mail`. It must be trim, lower-case, email or phone
identity.kinds.email.region = GB | dramatis.identity.kinds.email.region is of no use to an id that is no phone number. Leave it out, or say normalise = [phone]
identity.kinds.tel { normalise = [phone], region = UK } | dramatis.identity.kinds.tel.region is `UK`. It must be an ISO 3166 code, such as GB
identity.kinds."a b" {} | The kind of id `a b` has a name that is not allowed. Take letters, digits, - and _, with a letter first
identity.links.x { path = p, ids { email = a } } | dramatis.identity.links.x.ids names 1 column. Name two columns or more: an id map says which ids are one person's
identity.links.x { path = p, ids { email = a, cookie = a } } | dramatis.identity.links.x.ids names the column `a` twice. Give each kind of id its own column
identity.links.x { path = p, ids { email = a, cooky = b } } | dramatis.identity.links.x.ids names the unknown kind of id `cooky`. Did you mean `cookie`?
identity.links.x { ids { email = a, cookie = b } } | dramatis.identity.links.x has no `path`. Give a file, a folder or a pattern
consent.ledger.path = "c.csv" | dramatis.consent has both a `basis` and a `ledger.path`. Give either the words of the consent under which all data were collected, or a ledger
consent.basis = null | dramatis.consent has neither a `basis` nor a `ledger.path`. Give either the words of the consent under which all data were collected, or a ledger
consent.basis = " " | dramatis.consent.basis is blank. It must be the words of the consent under which all data were collected
consent { basis = null, ledger { path = p, id = e-mail } } | dramatis.consent.ledger.id names the unknown kind of id `e-mail`. Did you mean `email`?
consent { basis = null, ledger { path = p, granted = [] } } | dramatis.consent.ledger has no `granted`. List the statuses that say yes
consent { basis = null, ledger { path = p, formats = [YYYY-MM-dd] } } | dramatis.consent.ledger.formats is `YYYY-MM-dd`. It must be a pattern of dates that Spark parses, such as yyyy-MM-dd HH:mm:ss
consent { basis = null, ledger { path = p, at = "" } } | dramatis.consent.ledger has no `at`. Name a column of the ledger
consent.purpse = x | dramatis.consent has no key `purpse`. Did you mean `purpose`?
intake.sources.crm.shape = attribute | dramatis.intake.sources.crm.shape is `attribute`. It must be attributes, events or answers. Did you mean `attributes`?
intake.sources.crm.shape = events | dramatis.intake.sources.crm has no `time`. Name the column with the time of an event
intake.sources.crm.block = shop | dramatis.intake.sources.crm.block is `shop`. It must be crm, web or survey
intake.sources.crm.format = "c s v" | dramatis.intake.sources.crm.format is `c s v`. It must be the name of a Spark format
intake.sources.crm.options { SEP = ";", delimeter = ";" } | dramatis.intake.sources.crm.options has an option that the reader of csv does not know: `delimeter`. Did you mean `delimiter`?
intake.sources.crm { format = json, options { sep = ";" } } | dramatis.intake.sources.crm.options has an option that the reader of json does not know: `sep`. It takes multiLine, encoding or charset
intake.sources.crm.path = " " | dramatis.intake.sources.crm has no `path`. Give a file, a folder or a pattern
intake.sources.crm.max-rejectd = 0.1 | dramatis.intake.sources.crm has no key `max-rejectd`. Did you mean `max-rejected`?
intake.sources.crm.max-rejected = 5 | dramatis.intake.sources.crm.max-rejected is `5`. It must be a number from 0 to 1
intake.sources.crm.duplicates = maybe | dramatis.intake.sources.crm.duplicates is `maybe`. It must be drop or keep
intake.sources.crm.second-row = latest | dramatis.intake.sources.crm has no `time`. Name the column that says which row is the latest
intake.sources.crm.tie-break = [plan] | dramatis.intake.sources.crm.tie-break is of no use where a second row is a breach. Leave it out, or say second-row = latest
intake.sources.crm { second-row = latest, time = changed, tie-break = [pln] } | dramatis.intake.sources.crm.tie-break names `pln`, which is no column of the source. Did you mean `plan`?
intake.sources.crm { second-row = latest, time = changed, tie-break = [mail] } | dramatis.intake.sources.crm.tie-break names `mail`, which identifies people. Take another column: an identifying one is never stored
intake.sources.crm.time = chnged | dramatis.intake.sources.crm.time names `chnged`, which is no column of the source. Did you mean `changed`?
intake.sources.crm.time = age | dramatis.intake.sources.crm.time names `age`, which is of the type integer. Make it a date or a timestamp
intake.sources.crm.time = mail | dramatis.intake.sources.crm.time names `mail`, which identifies people. Take another column: an identifying one is never stored
intake.sources.crm.person.id = customer | dramatis.intake.sources.crm.person.id names the unknown kind of id `customer`. Did you mean `customer-id`?
intake.sources.crm.person.column = null | dramatis.intake.sources.crm.person has no `column`. Name the column of the file with the person's id
intake.sources.crm.ids.phone = tel | dramatis.intake.sources.crm.ids names the unknown kind of id `phone`. Declare it in dramatis.identity.kinds
intake.sources.crm.ids.customer-id = other | dramatis.intake.sources.crm.ids names a column for `customer-id`, as `person` does. Name each kind of id once
intake.sources.crm.ids.cookie = customer_id | dramatis.intake.sources.crm.ids names the column `customer_id`, as `person` does. Give each kind of id its own column
intake.sources.crm.layout = long | dramatis.intake.sources.crm.layout is of no use to the shape attributes. Leave it out, or say shape = answers
intake.sources.crm.item = q | dramatis.intake.sources.crm.item is of no use without the long layout of answers. Leave it out, or say shape = answers and layout = long
intake.sources.crm { shape = answers, layout = long, value = v } | dramatis.intake.sources.crm has no `item`. In the long layout, name the column of the item and that of its value
intake.sources.crm.columns.run_id = string | The column `run_id` has a name that every table uses itself. Give it another name, and its name in the file as `from`
intake.sources.crm.columns."post code" = string | The column `post code` has a name that is not allowed. Take letters, digits and _, with a letter first, and give its name in the file as `from`
intake.sources.crm.columns.Age = integer | The columns `age` and `Age` differ in upper and lower case only. Give one of them another name, and its name in the file as `from`
intake.sources.crm.columns.x = integr | dramatis.intake.sources.crm.columns.x.type is `integr`. It must be string, integer, decimal, boolean, date or timestamp. Did you mean `integer`?
intake.sources.crm.columns.x { requird = true } | dramatis.intake.sources.crm.columns.x has no key `requird`. Did you mean `required`?
intake.sources.crm.columns.x { required = maybe } | dramatis.intake.sources.crm.columns.x.required is `maybe`. It must be false or true
intake.sources.crm.columns.age.min = young | dramatis.intake.sources.crm.columns.age.min is `young`. It must be a number
intake.sources.crm.columns.age.min = 111 | dramatis.intake.sources.crm.columns.age.max is `110`, which is below `min`. It must be at least as large as `min`
intake.sources.crm.columns.changed { type = date, min = 2026 } | dramatis.intake.sources.crm.columns.changed.min is `2026`. It must be a date, such as 2026-01-31
intake.sources.crm.columns.plan.min = 1 | dramatis.intake.sources.crm.columns.plan.min is of no use to the type string. Leave it out, or take the type integer, decimal, date or timestamp
intake.sources.crm.columns.age.allowed = [1, two] | dramatis.intake.sources.crm.columns.age.allowed is `two`. It must be a list of values of the type integer
intake.sources.crm.columns.plan.pattern = "[a-z" | dramatis.intake.sources.crm.columns.plan.pattern is `[a-z` (unclosed character class). It must be a regular expression as Java writes them
intake.sources.crm.columns.age.pattern = "x" | dramatis.intake.sources.crm.columns.age.pattern is of no use to the type integer. Leave it out, or take the type string
intake.sources.crm.columns.plan.formats = [yyyy] | dramatis.intake.sources.crm.columns.plan.formats is of no use to the type string. Leave it out, or take the type date or timestamp
intake.sources.crm.columns.x { type = date, formats = [dd/bb] } | dramatis.intake.sources.crm.columns.x.formats is `dd/bb`. It must be a pattern of dates that Spark parses, such as yyyy-MM-dd HH:mm:ss
intake.sources.crm.max-unmatched = 5 | dramatis.intake.sources.crm.max-unmatched is `5`. It must be a number from 0 to 1
intake.sources.crm.columns.x { allowed = [AS, EU, NA] } | dramatis.intake.sources.crm.columns.x.allowed has `NA`, which counts as missing too, by the `missing` of its source. Say `missing` for the column without it, or leave it out of `allowed`
intake.sources.crm.columns.x { type = decimal, allowed = [1, 2.50], missing = ["2.5"] } | dramatis.intake.sources.crm.columns.x.allowed has `2.50`, which counts as missing too. Say `missing` for the column without it, or leave it out of `allowed`
intake.sources.crm.columns.x { allowed = [a, "none\u00a0"], missing = [none] } | dramatis.intake.sources.crm.columns.x.allowed has `none `, which counts as missing too. Say `missing` for the column without it, or leave it out of `allowed`
intake.sources.crm.columns.x { type = decimal, allowed = ["730D"] } | dramatis.intake.sources.crm.columns.x.allowed is `730D`. It must be a list of values of the type decimal
intake.sources.crm.columns.x { type = date, allowed = [2025-02-30] } | dramatis.intake.sources.crm.columns.x.allowed is `2025-02-30`. It must be a list of values of the type date
intake.sources.crm.columns.x { type = decimal, decimal-mark = ";" } | dramatis.intake.sources.crm.columns.x.decimal-mark is `;`. It must be . or ,. Did you mean `,`?
intake.sources.crm.columns.x { type = decimal, grouping = "_" } | dramatis.intake.sources.crm.columns.x.grouping is `_`. It must be a point, a comma, an apostrophe, a blank, or empty
intake.sources.crm.columns.x { type = decimal, decimal-mark = ",", grouping = "," } | dramatis.intake.sources.crm.columns.x.grouping is `,`, as `decimal-mark` is. It must be another sign
intake.sources.crm.columns.plan.decimal-mark = "," | dramatis.intake.sources.crm.columns.plan.decimal-mark is of no use to the type string. Leave it out, or take the type integer or decimal
intake.sources.crm.columns.x { type = date, not-a-number = missing } | dramatis.intake.sources.crm.columns.x.not-a-number is of no use to the type date. Leave it out, or take the type integer or decimal
intake.sources.crm.columns.age.max = 0x10 | dramatis.intake.sources.crm.columns.age.max is `0x10`. It must be a number
intake.sources.crm.join.p { path = p, columns = [spent] } | dramatis.intake.sources.crm.join.p has no `on`. Name the columns that both files have
intake.sources.crm.join.p { path = p, on = [k] } | dramatis.intake.sources.crm.join.p has no `columns`. Name the columns to take from the joined file
intake.sources.crm.join.p { path = p, on = [k], columns = [spend] } | dramatis.intake.sources.crm.join.p.columns takes `spend`, which no column of the source is read from. Did you mean `spent`?
intake.sources.crm.join.p { path = p, on = [spent], columns = [spent] } | dramatis.intake.sources.crm.join.p.columns takes `spent`, which is in `on`. Leave it out: the source has it
intake.sources.crm.join { p { path = p, on = [k], columns = [age] }, q { path = q, on = [k], columns = [age] } } | dramatis.intake.sources.crm.join.q.columns takes `age`, as the join `p` does. Take it from one of them
intake.sources."c-r" = ${dramatis.intake.sources.crm} | The source `c-r` has a name that is not allowed. Take letters, digits and _, with a letter first
intake.sources.CRM = ${dramatis.intake.sources.crm} | The sources `crm` and `CRM` differ in upper and lower case only. Give one of them another name
features.define.age.role = described | dramatis.features.define.age.role is `described`. It must be forming, describing or protected. Did you mean `describing`?
features.define.age.role = describing | No feature in dramatis.features.define is forming. Say role = forming for the features that make the groups
features.define.b { source = crmm, sql = "1" } | dramatis.features.define.b.source names the unknown source `crmm`. Did you mean `crm`?
features.define.b { sql = "1" } | dramatis.features.define.b has no `source`. Name the source that it is made of
features.define.b { source = crm } | dramatis.features.define.b has no `sql`. Give a Spark SQL aggregate over the person's rows, or another kind
features.define.AGE { source = crm, sql = "1" } | The features `age` and `AGE` both give the column `AGE`. Give one of them another name
features.define.b_any { source = crm, sql = "1" }, dramatis.features.define.b { source = crm, sql = "1", transform = hurdle } | The features `b_any` and `b` both give the column `b_any`. Give one of them another name
features.define.person_id { source = crm, sql = "1" } | The feature `person_id` has a name that every table uses itself. Give it another name
features.define.b_modelled { source = crm, sql = "1" } | The feature `b_modelled` ends in `_modelled`, as transformed features do. Give it another name
features.define.b { source = crm, sql = "1", items = [age] } | dramatis.features.define.b.items is of no use to the kind sql. Leave it out, or take the kind scale
features.define.b { source = crm, sql = "1", window = 30 } | dramatis.features.define.b.window is `30`. It must be a length of time of a day or more, such as 365d
features.define.b { source = crm, sql = "1", window = 2 years } | dramatis.features.define.b.window is `2 years`. It must be a length of time of a day or more, such as 365d
features.define.b { source = crm, sql = "1", transform = logp1 } | dramatis.features.define.b.transform is `logp1`. It must be none, log1p, signed-log, yeo-johnson or hurdle
features.define.b { source = crm, sql = "1", absent = 0 } | dramatis.features.define.b.absent is `0`. It must be missing or zero
features.define.b { source = crm, kind = single, item = plane } | dramatis.features.define.b.item names `plane`, which is no column of the source `crm`. Did you mean `plan`?
features.define.b { source = crm, kind = single, item = mail, choices = [x] } | dramatis.features.define.b.item names `mail`, which identifies people. Take another column: an identifying one is never stored
features.define.b { source = crm, kind = single, item = plan, choices = [golden] } | dramatis.features.define.b.choices has `golden`, which the column `plan` does not allow. Did you mean `gold`?
features.define.b { source = crm, kind = single, item = age } | dramatis.features.define.b has no `choices`. List them here, or as `allowed` of the column
features.define.b { source = crm, kind = single, item = plan, choices = [gold, gold] } | dramatis.features.define.b.choices has `gold` twice. Leave one out
features.define.b { source = crm, kind = single, item = plan, transform = log1p } | dramatis.features.define.b.transform is of no use to the kind single, which gives 0 and 1. Leave it out
features.define.b { source = crm, kind = single, item = age, choices = [1, "1.0"] } | dramatis.features.define.b.choices has `1` and `1.0`, which mean the same. Leave one out
features.define.b { source = crm, kind = single, item = age, choices = [1, two] } | dramatis.features.define.b.choices has `two`, which is no integer as the column `age` is. Write it as a value of that type, or make the column a string
features.define.b { source = crm, kind = single, item = notes, choices = [AS, NA] }, dramatis.intake.sources.crm.columns.notes = string | dramatis.features.define.b.choices has `NA`, which the column `notes` counts as missing. Say `missing` for the column without it, or leave it out here
features.define.b { source = crm, kind = single, item = notes, choices = ["Caf\u00e9", " Cafe\u0301"] }, dramatis.intake.sources.crm.columns.notes = string | dramatis.features.define.b.choices has `Café` and ` Café`, which mean the same. Leave one out
features.define.b { source = crm, kind = multiple, item = notes, choices = [a, "b;c"] }, dramatis.intake.sources.crm.columns.notes = string | dramatis.features.define.b.choices has `b;c`, which holds the separator `;`: no answer can be it. Take another `separator`, in the file too, or another word for the choice
features.define.b { source = crm, kind = multiple, item = notes }, dramatis.intake.sources.crm.columns.notes { allowed = [a, "b;c"] } | dramatis.features.define.b.item names a column that allows `b;c`, which holds the separator `;`: no answer can be it. Take another `separator`, in the file too, or another word for the choice
features.define { b { source = crm, kind = multiple, item = notes, choices = [x] }, c { source = crm, kind = multiple, item = notes, choices = [y], separator = "/" } }, dramatis.intake.sources.crm.columns.notes = string | dramatis.features.define.c.separator is `/`, where the feature `b` takes `;` for the column `notes`. Take one separator for the column
features.define.b { source = crm, kind = ordinal, item = age, levels = [1, "2", " 1"] } | dramatis.features.define.b.levels has `1` and ` 1`, which mean the same. Leave one out
features.define.b { source = crm, kind = ordinal, item = plan, levels = [basic, NULL] } | dramatis.features.define.b.levels has `NULL`, which the column `plan` counts as missing. Say `missing` for the column without it, or leave it out here
features.define.b { source = crm, kind = multiple, item = age, choices = [1] } | dramatis.features.define.b.item names `age`, which is of the type integer. Make it of the type string
features.define.b { source = crm, kind = multiple, item = plan, separator = "" } | dramatis.features.define.b.separator is empty. It must be what stands between the choices of one answer
features.define.b { source = crm, kind = ordinal, item = plan, levels = [basic, glod] } | dramatis.features.define.b.levels has `glod`, which the column `plan` does not allow. Add it to the `allowed` of the column, or leave it out
features.define.b { source = crm, kind = ordinal, item = plan } | dramatis.features.define.b.item names `plan`, which is no number, without `levels`. Give the words from low to high as `levels`, or make the column an integer
features.define.b { source = crm, kind = ordinal, item = plan, levels = gold } | dramatis.features.define.b.levels is a list of one. It must be a list of two words or more, from low to high
features.define.b { source = crm, kind = scale, range = [1, 7] } | dramatis.features.define.b has no `items`. Name the columns whose mean is taken
features.define.b { source = crm, kind = scale, items = [age, plan], range = [1, 7] } | dramatis.features.define.b.items names `plan`, which is of the type string. Make it of the type integer or decimal
features.define.b { source = crm, kind = scale, items = [age], range = [7, 1] } | dramatis.features.define.b.range is no such range. It must be the lowest and the highest answer, such as [1, 7]
features.define.b { source = crm, kind = scale, items = [age] } | dramatis.features.define.b has no `range`. Give the lowest and the highest answer, such as [1, 7]
features.define.b { source = crm, kind = scale, items = [age], range = [1, 7], reversed = [spent] } | dramatis.features.define.b.reversed names `spent`, which is none of the `items`. Name it in `items` too
features.define.b { source = crm, kind = scale, items = [age], range = [1, 7], min-answered = 2 } | dramatis.features.define.b.min-answered is `2`. It must be a number from 0 to 1
features.max-correlation = 2 | dramatis.features.max-correlation is `2`. It must be a number from 0 to 1
mixture.k = 0-3 | dramatis.mixture.k is `0-3`. It must be whole numbers from 1 to 100: 1-8, or [2, 4, 6]
mixture.k = [2, many] | dramatis.mixture.k is `many`. It must be whole numbers from 1 to 100: 1-8, or [2, 4, 6]
mixture.k = [] | dramatis.mixture has no `k`. Give the numbers of components to try: 1-8, or [2, 4, 6]
mixture.starts = 0 | dramatis.mixture.starts is `0`. It must be a whole number of at least 1
mixture.forms = [VVV, EVE] | dramatis.mixture.forms is `EVE`. It must be EII, VII, EEI, VVI, EEE or VVV
mixture.block-weights.web = 0 | dramatis.mixture.block-weights.web is `0`. It must be a number over 0
mixture.block-weights.shop = 2 | dramatis.mixture.block-weights has no key `shop`. It takes crm, survey or web
mixture.tolerance = 0 | dramatis.mixture.tolerance is `0`. It must be a number over 0
mixture.covariance-floor = 1 | dramatis.mixture.covariance-floor is `1`. It must be a number between 0 and 1
mixture.starts = null | dramatis.mixture has no `starts`. Give a whole number of at least 1
evidence.min-gain = -1 | dramatis.evidence.min-gain is `-1`. It must be a number of at least 0
publish.verdicts = [naturl] | dramatis.publish.verdicts is `naturl`. It must be natural or reproducible
publish.verdicts = [] | dramatis.publish has no `verdicts`. Say natural or reproducible, or both
publish.valid-for = 12h | dramatis.publish.valid-for is `12h`. It must be a length of time of a day or more, such as 365d
spark.settings."spark.x" = [hush] | dramatis.spark.settings is an object with a list for `spark.x`. It must be an object of texts, numbers, true and false
defaults.column.typ = integer | dramatis.defaults.column has no key `typ`. Did you mean `type`?
defaults.join.colums = [a] | dramatis.defaults.join has no key `colums`. Did you mean `columns`?
defaults.link.idss {} | dramatis.defaults.link has no key `idss`. Did you mean `ids`?
defaults.source.max-rejected = 2 | dramatis.defaults.source.max-rejected is `2`. It must be a number from 0 to 1
defaults.input.formt = json | dramatis.defaults.input has no key `formt`. Did you mean `format`?
mixtur.k = 3 | dramatis has no key `mixtur`. Did you mean `mixture`?
publish.colour = red | dramatis.publish has no key `colour`. It takes confidence, min-match, valid-for or verdicts
study.name = ${NO_SUCH_NAME} | `${NO_SUCH_NAME}` has no value. Set it in the environment or in the file, or write `${?NO_SUCH_NAME}` where it may be absent
study.name = {} [] | An object, a list and a plain value are joined to one value. Join objects with objects, lists with lists, and texts with texts
""")
    void eachProblem(String line, String message) {
        List<String> problems = files.problemsOfSmallAnd("dramatis." + line + "\n", Map.of());
        assertThat(problems).hasSize(1);
        // The position is either that of the line or, where what is missing or wrong is further up, a line of the
        // study.
        assertThat(problems.get(0)).matches("(\\+1|x\\.conf:\\d+): .*").endsWith(": " + message);
    }

    @Test
    void linesAreThoseOfTheKeyOrOfTheObjectAroundIt() {
        assertThat(files.problems("""
                        dramatis {
                          identity.kinds.customer-id {}
                          consent {
                            purpose = x
                          }
                          intake.sources {
                            a {
                              shape = attributes
                              block = crm
                              path = p
                              person {
                                column = c
                              }
                            }
                            b {
                              shape = attributs, block = crm, path = p
                              person = { column = c, id = customer-id }
                              columns {
                                x = 5
                                y = [
                                  1
                                ]
                              }
                            }
                          }
                          features {
                            define {}
                          }
                        }
                        """, Map.of()))
                .containsExactly(
                        "x.conf:3: dramatis.consent has neither a `basis` nor a `ledger.path`. Give either the words of the"
                                + " consent under which all data were collected, or a ledger",
                        "x.conf:11: dramatis.intake.sources.a.person has no `id`. Say which kind of id the column holds",
                        "x.conf:16: dramatis.intake.sources.b.shape is `attributs`. It must be attributes, events or"
                                + " answers. Did you mean `attributes`?",
                        "x.conf:19: dramatis.intake.sources.b.columns.x.type is `5`. It must be string, integer, decimal,"
                                + " boolean, date or timestamp",
                        "x.conf:20: dramatis.intake.sources.b.columns.y.type is a list. It must be a text",
                        "x.conf:27: No feature in dramatis.features.define is forming. Say role = forming for the features"
                                + " that make the groups");
    }

    @Test
    void anEmptyStudyLacksAllThatHasNoDefault() {
        assertThat(files.problems("", Map.of()))
                .containsExactlyInAnyOrder(
                        "x.conf: dramatis.identity.person names the unknown kind of id `customer-id`. Declare it in"
                                + " dramatis.identity.kinds",
                        "x.conf: dramatis.intake.sources is empty. Declare a source",
                        "x.conf: dramatis.consent has neither a `basis` nor a `ledger.path`. Give either the words of the"
                                + " consent under which all data were collected, or a ledger",
                        "x.conf: No feature in dramatis.features.define is forming. Say role = forming for the features"
                                + " that make the groups");
    }

    @Test
    void everySubstitutionThatLeadsNowhereIsToldAndNothingIsTakenForItsValue() {
        assertThat(files.problemsOfSmallAnd("""
                        dramatis.intake.sources.crm.path = ${DATA}"/crm.csv"
                        dramatis.mixture { k = ${K}, starts = ${STARTS}, starts_ = 1 }
                        dramatis.study.name = ${NAME}
                        dramatis.features.define.age.source = ${DATA}
                        """, Map.of("NAME", "known")))
                .containsExactlyInAnyOrder(
                        "+1: `${DATA}` has no value. Set it in the environment or in the file, or write `${?DATA}` where it"
                                + " may be absent",
                        "+2: `${K}` has no value. Set it in the environment or in the file, or write `${?K}` where it may be"
                                + " absent",
                        "+2: `${STARTS}` has no value. Set it in the environment or in the file, or write `${?STARTS}` where"
                                + " it may be absent",
                        "+2: dramatis.mixture has no key `starts_`. Did you mean `starts`?");
    }

    @Test
    void aCircleOfSubstitutions() {
        assertThat(files.problemsOfSmallAnd("a = ${b}\nb = ${a}\n", Map.of()))
                .singleElement()
                .asString()
                .matches("\\+\\d: `\\$\\{[ab]}` refers to itself\\. Take it out of the circle");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            a { b = hunter2 | +2: The file ends before a { or [ is closed, or after a key without a value. Mend the line, or one shortly before it
            a = "hunter2 | +1: A value is missing, or a quoted text does not end on its line. Mend the line, or one shortly before it
            a = hunter2 } | +1: There is a } too many. Mend the line, or one shortly before it
            a = hunter2:8080 | +1: A text with such a character must stand in double quotes. Mend the line, or one shortly before it
            a = "hunter2\\q" | +1: A backslash in double quotes must be doubled. Mend the line, or one shortly before it
            include hunter2 | +1: `include` must be followed by a file name in double quotes. Mend the line, or one shortly before it
            a = [hunter2,,2] | +1: This is not HOCON: a key, an = or {, a comma, a quote or a bracket is missing or too many. Mend the line, or one shortly before it
            """)
    void syntaxIsToldWithItsLineAndWithoutTheText(String line, String message) {
        assertThat(files.problemsOfSmallAnd(line + "\n", Map.of())).containsExactly(message);
    }

    @Test
    void aFileThatCannotBeRead() throws IOException {
        Path absent = folder.resolve("absent.conf");
        assertThat(StudyReader.read(absent).problems())
                .singleElement()
                .hasToString(
                        absent + ": There is no such file. Give the path of a study file that you may read, relative"
                                + " to the working directory");
        assertThat(StudyReader.read(folder).problems())
                .singleElement()
                .hasToString(
                        folder + ": The file cannot be read. Give the path of a study file that you may read, relative"
                                + " to the working directory");
        Path latin = Files.write(folder.resolve("latin.conf"), new byte[] {'a', '=', (byte) 0xE9});
        assertThat(StudyReader.read(latin).problems())
                .singleElement()
                .hasToString(latin + ": The file is not UTF-8 text. Save it as UTF-8");
    }

    @Test
    void includedFilesAreNamed() throws IOException {
        Files.writeString(folder.resolve("part.conf"), "\ndramatis.mixture.starts = 0\n");
        assertThat(files.problems(
                        "include \"part.conf\"\n" + StudyFiles.SMALL + "dramatis.mixture.tolerance = 0\n", Map.of()))
                .containsExactly(
                        "x.conf:" + (StudyFiles.nextLine() + 1)
                                + ": dramatis.mixture.tolerance is `0`. It must be a number over 0",
                        "part.conf:2: dramatis.mixture.starts is `0`. It must be a whole number of at least 1");
        assertThat(files.problemsOfSmallAnd("include required(\"nope.conf\")\n", Map.of()))
                .singleElement()
                .asString()
                .endsWith(": A file that it includes cannot be read. Give its path from the including file");
    }

    @Test
    void keysBesideTheStudyMustBeUsed() {
        assertThat(files.problemsOfSmallAnd(
                        "dramatos.study.name = x\nunused = 1\nused = q\ndramatis.study.name = ${used}\n", Map.of()))
                .containsExactly(
                        "+1: `dramatos` is no key of a study, and nothing in the file refers to it. Did you mean `dramatis`?",
                        "+2: `unused` is no key of a study, and nothing in the file refers to it. Put the study in"
                                + " `dramatis { }`");
    }

    @Test
    void noProblemTellsASecret() {
        assertThat(files.problemsOfSmallAnd("""
                        dramatis.intake.sources.crm { options { password = [hunter2] }, options_ { password = hunter2 } }
                        dramatis.mixture.starts = ${STARTS}
                        dramatis.study.name = "a "${STARTS}
                        dramatis.features.define.age { source = ${SOURCE}, window = ${STARTS} }
                        dramatis.intake.sources.crm.options = hunter2
                        """, Map.of("STARTS", "hunter2", "SOURCE", "crmhunter2")))
                .containsExactlyInAnyOrder(
                        "+1: dramatis.intake.sources.crm has no key `options_`. Did you mean `options`?",
                        "+2: dramatis.mixture.starts is (from the environment). It must be a whole number of at least"
                                + " 1",
                        "+3: dramatis.study.name is (from the environment). It must be of letters, digits, - and _",
                        "+4: dramatis.features.define.age.source names the unknown source (from the environment). Declare it"
                                + " in dramatis.intake.sources",
                        "+4: dramatis.features.define.age.window is (from the environment). It must be a length of time of"
                                + " a day or more, such as 365d",
                        "+5: dramatis.intake.sources.crm.options is a plain value. It must be an object, with its keys in"
                                + " { }")
                .noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void manyProblemsMakeOneException() {
        Path file = files.file(StudyFiles.SMALL + "dramatis.mixture.starts = 0\ndramatis.study.seed = x\n");
        int line = StudyFiles.nextLine();
        assertThatThrownBy(() -> StudyReader.study(file)).isInstanceOfSatisfying(DramatisException.class, fault -> {
            assertThat(fault.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(fault.problem()).isEqualTo(file + " has 2 problems");
            assertThat(fault.reason())
                    .isEqualTo(file + ":" + line
                            + ": dramatis.mixture.starts is `0`. It must be a whole number of at least 1\n"
                            + file + ":" + (line + 1)
                            + ": dramatis.study.seed is `x`. It must be a whole number");
            assertThat(fault.cure()).isEqualTo("Mend the file; reference.conf explains every key");
        });
        Path other = files.file(StudyFiles.SMALL + "dramatis.mixture.starts = 0\n");
        assertThatThrownBy(() -> StudyReader.study(other)).hasMessageStartingWith(other + " has a problem\n");
    }
}
