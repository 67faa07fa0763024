package io.dramatis.privacy.disclosure;

/**
 * The guard across publications: who compares two of them learns nothing of few people, since a cell whose people
 * changed by 1 to k-1 keeps its old figures.
 *
 * @param minPeople k
 */
public record Guard(int minPeople) {

    /**
     * Whether a cell keeps the figures of the publication that it was compared with.
     *
     * @param changed people who joined it, left it, or have another value in it
     */
    public boolean holds(long changed) {
        return holds(changed, 0);
    }

    /**
     * The same where people were erased since: nobody can tell any more in which cells they were, so each may have lost them.
     *
     * @param changed people who are seen to have
     * @param erased people who may have left besides
     */
    public boolean holds(long changed, long erased) {
        return changed < minPeople && changed + erased > 0;
    }
}
