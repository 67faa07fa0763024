package io.dramatis.consent;

import com.iabtcf.decoder.TCString;
import com.iabtcf.v2.PublisherRestriction;
import com.iabtcf.v2.RestrictionType;
import io.dramatis.config.Ledger;
import java.io.Serial;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * What consent strings of the IAB's Transparency and Consent Framework say, by the IAB's own decoder. Only version 2
 * can say yes; what cannot be decoded is unreadable, and fails nothing.
 */
final class TcStrings implements UDF1<String, String> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int VERSION = 2;

    /** All vendors of the framework, consented one by one, take less. */
    private static final int LONGEST = 16_384;

    private final int[] purposes;
    private final int vendor;

    private TcStrings(Ledger.TcString rules) {
        this.purposes = rules.purposes().stream().mapToInt(Integer::intValue).toArray();
        this.vendor = rules.vendor().orElse(0);
    }

    /** A column of strings to {@link ConsentLedger#SAYS}. */
    static Column says(Column string, Ledger.TcString rules) {
        return functions
                .udf(new TcStrings(rules), DataTypes.StringType)
                .withName("tc_string")
                .apply(string.cast(DataTypes.StringType));
    }

    /** What one string says, under rules. */
    static String says(String string, Ledger.TcString rules) {
        return new TcStrings(rules).call(string);
    }

    @Override
    public String call(String string) {
        if (string == null || string.isBlank() || string.length() > LONGEST) {
            return Reason.UNREADABLE.word();
        }
        try {
            TCString decoded = TCString.decode(string.strip());
            if (decoded.getVersion() != VERSION) {
                return Reason.UNREADABLE.word();
            }
            // Read to its last section, whatever is asked: the decoder looks no further by itself, and a string that
            // was cut is no word of anybody's.
            List<PublisherRestriction> restrictions = decoded.getPublisherRestrictions();
            boolean isOfVendor = vendor == 0 || decoded.getVendorConsent().contains(vendor);
            boolean isYes =
                    decoded.getPurposesConsent().containsAll(purposes) && isOfVendor && !isRestricted(restrictions);
            return isYes ? ConsentLedger.GRANTED : Reason.REFUSED.word();
        } catch (RuntimeException garbage) {
            // Whatever the decoder makes of it: a string from a browser may hold anything.
            return Reason.UNREADABLE.word();
        }
    }

    /** Whether the publisher allows the vendor no consent for one of the purposes. */
    private boolean isRestricted(List<PublisherRestriction> restrictions) {
        for (PublisherRestriction restriction : restrictions) {
            if (restriction.getRestrictionType() != RestrictionType.REQUIRE_CONSENT
                    && restriction.getVendorIds().contains(vendor)) {
                for (int purpose : purposes) {
                    if (restriction.getPurposeId() == purpose) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
