package io.dramatis.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this code, from the jar. */
final class Version implements IVersionProvider {

    /** Such as {@code 0.1.0}; {@code development} outside a jar. */
    static String code() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"dramatis " + code()};
    }
}
