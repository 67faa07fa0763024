package io.dramatis.error;

/**
 * One finding of a check, among others.
 *
 * @param where file and line, or the source it is about
 * @param what what is wrong
 * @param cure what to do about it
 */
public record Problem(String where, String what, String cure) {

    public Problem {
        where = Shown.line(where);
        what = Shown.line(what);
        cure = Shown.line(cure);
    }

    @Override
    public String toString() {
        return where + ": " + what + ". " + cure;
    }
}
