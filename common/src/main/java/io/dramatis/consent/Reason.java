package io.dramatis.consent;

import java.util.Locale;

/** Why a person is in, or is not. */
public enum Reason {
    CONSENTED,
    EXPIRED,
    /** A word whose time, end or meaning cannot be told. */
    UNREADABLE,
    REFUSED,
    OPT_OUT_SIGNAL,
    OBJECTED,
    NO_ENTRY,
    UNDER_AGE,
    AGE_UNKNOWN,
    WITHDRAWN_BEFORE_PUBLICATION,
    ERASED;

    /** As tables have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
