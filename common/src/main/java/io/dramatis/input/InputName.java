package io.dramatis.input;

import io.dramatis.config.Identity;
import io.dramatis.config.Ledger;
import io.dramatis.config.Origin;
import io.dramatis.config.Source;
import io.dramatis.error.DramatisException;
import io.dramatis.error.ExitCode;
import io.dramatis.error.Shown;

/**
 * What an input is called, and how a run ends that cannot read it.
 *
 * @param key in tables: {@code crm}, {@code crm.products}, {@code links.logins}, {@code consent.ledger}; of one that the
 *     command line names the option, {@code --input}
 * @param words in messages, such as "Source crm"
 */
public record InputName(String key, String words, Origin origin, ExitCode fault) {

    public static InputName of(Source source) {
        return new InputName(source.name(), "Source " + source.name(), source.origin(), ExitCode.CONTRACT);
    }

    public static InputName of(Source source, Source.Join join) {
        return new InputName(
                source.name() + "." + join.name(),
                "File " + join.name() + " joined to source " + source.name(),
                join.origin(),
                ExitCode.CONTRACT);
    }

    public static InputName of(Identity.Link link) {
        return new InputName("links." + link.name(), "Id map " + link.name(), link.origin(), ExitCode.CONTRACT);
    }

    /** A ledger that cannot be read whole ends a run for consent's sake. */
    public static InputName of(Ledger ledger) {
        // The one ledger of a study needs no name.
        boolean isOne = ledger.name().equals("ledger");
        return new InputName(
                isOne ? "consent.ledger" : "consent.ledgers." + ledger.name(),
                isOne ? "Consent ledger" : "Consent ledger " + ledger.name(),
                ledger.origin(),
                ExitCode.PRIVACY);
    }

    /** An input that an option of the command line names. */
    public static InputName ofOption(String option, String path) {
        return new InputName(option, "Table " + Shown.line(path), new Origin(option, option), ExitCode.CONTRACT);
    }

    /** How somebody sets a key of the input: in the study, or as an option of that name. */
    String setting(String name, String value) {
        return key.startsWith("--") ? "--" + name + " " + value : name + " = " + value;
    }

    /** The same of an option of the format. */
    String formatSetting(String name, String value) {
        return key.startsWith("--") ? setting(name, value) : "options { " + setting(name, value) + " }";
    }

    /** A key of the input, without a value. */
    String settingName(String name) {
        return key.startsWith("--") ? "--" + name : name;
    }

    /** The name with its place in the config, as messages begin. */
    String place() {
        return words + " (" + origin.position() + ")";
    }

    /** A fault of the input: {@code problem} goes on after its name. */
    DramatisException refused(String problem, String cause, String cure) {
        return new DramatisException(fault, place() + problem, cause, cure);
    }

    /** Whether a doubt about it is a no. */
    boolean isOfConsent() {
        return fault == ExitCode.PRIVACY;
    }
}
