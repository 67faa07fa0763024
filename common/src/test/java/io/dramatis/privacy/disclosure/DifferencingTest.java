package io.dramatis.privacy.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Two publications, between which one person left. Who knows that, and the person's persona, guesses the person's answers
 * from the difference; the same guess at somebody who was never in is the control.
 */
class DifferencingTest {
    private static final int PAIRS = 500;
    private static final int K = 20;
    private static final int PERSONAS = 3;
    private static final int FEATURES = 12;

    /** Somebody with a persona and yes (1) or no (0) to each feature. */
    private record Person(int id, int persona, int[] answers) {
        static Person of(int id, int persona, double[][] shares, Random random) {
            return new Person(
                    id,
                    persona,
                    IntStream.range(0, FEATURES)
                            .map(f -> random.nextDouble() < shares[persona][f] ? 1 : 0)
                            .toArray());
        }
    }

    /** A feature of a persona (or of everyone, for {@link #PERSONAS}) as it was published: number and share. */
    private record Cell2(int persona, int feature) {}

    private record Figure(double n, double share) {}

    /** What the last publication was made of, and what it told. */
    private record Publication(List<Person> people, Map<Cell2, Figure> figures, Map<Cell2, List<Person>> measured) {}

    /** How much a publisher does. */
    private enum Care {
        EXACT,
        ROUNDED,
        GUARDED
    }

    @Test
    void whoLeftIsGuessedNoBetterThanWhoWasNeverIn() {
        Accuracy guarded = attack(Care.GUARDED, 0);
        System.out.println("a leaver's answers guessed, and those of somebody never in: " + guarded);
        assertThat(guarded.leaver()).isCloseTo(guarded.control(), within(0.05));
    }

    @Test
    void amongManyWhoComeAndGoNeither() {
        Accuracy churn = attack(Care.GUARDED, 30);
        assertThat(churn.leaver()).isCloseTo(churn.control(), within(0.05));
    }

    /** The attack works where nothing is done against it; rounding alone is not enough. */
    @Test
    void exactFiguresGiveTheLeaverAway() {
        assertThat(attack(Care.EXACT, 0).leaver()).isGreaterThan(0.95);
        Accuracy rounded = attack(Care.ROUNDED, 0);
        assertThat(rounded.leaver() - rounded.control()).isGreaterThan(0.05);
    }

    /** Share of answers guessed. */
    private record Accuracy(double leaver, double control) {
        @Override
        public String toString() {
            return String.format("%.3f against %.3f", leaver, control);
        }
    }

    private static Accuracy attack(Care care, int others) {
        int right = 0;
        int rightOfControl = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            Random random = new Random(pair);
            double[][] shares = new double[PERSONAS][FEATURES];
            for (double[] ofPersona : shares) {
                for (int f = 0; f < FEATURES; f++) {
                    ofPersona[f] = 0.15 + 0.7 * random.nextDouble();
                }
            }
            List<Person> before = new ArrayList<>();
            int people = 120 + random.nextInt(600);
            for (int i = 0; i < people; i++) {
                before.add(Person.of(i, random.nextInt(PERSONAS), shares, random));
            }
            Person leaver = before.get(random.nextInt(people));
            Person control = Person.of(-1, leaver.persona(), shares, random);
            List<Person> after = new ArrayList<>(before);
            after.remove(leaver);
            for (int i = 0; i < others; i++) {
                after.remove(random.nextInt(after.size()));
                after.add(Person.of(people + i, random.nextInt(PERSONAS), shares, random));
            }
            Publication first = publish(before, Optional.empty(), care);
            Publication second = publish(after, Optional.of(first), care);
            for (int f = 0; f < FEATURES; f++) {
                int guess = guess(first, second, leaver.persona(), f);
                right += guess == leaver.answers()[f] ? 1 : 0;
                rightOfControl += guess == control.answers()[f] ? 1 : 0;
            }
        }
        double all = (double) PAIRS * FEATURES;
        return new Accuracy(right / all, rightOfControl / all);
    }

    /** By the change of the number with a yes in the persona, or else in everyone; by the persona's share if none tells. */
    private static int guess(Publication first, Publication second, int persona, int f) {
        for (int who : new int[] {persona, PERSONAS}) {
            Figure then = first.figures().get(new Cell2(who, f));
            Figure now = second.figures().get(new Cell2(who, f));
            if (then != null && now != null && !then.equals(now)) {
                double lost = then.n() * then.share() - now.n() * now.share();
                double share = then.share();
                // One yes less, or the same with one person less: whichever is nearer.
                if (then.n() != now.n()) {
                    return Math.abs(lost - 1) < Math.abs(lost) ? 1 : 0;
                }
                return now.share() < share ? 1 : 0;
            }
        }
        Figure then = first.figures().get(new Cell2(persona, f));
        return then != null && then.share() >= 0.5 ? 1 : 0;
    }

    /** As the publish stage does: rules, totals, rounding, and the guard with the run that was measured. */
    private static Publication publish(List<Person> people, Optional<Publication> last, Care care) {
        Map<Cell2, Figure> figures = new HashMap<>();
        Map<Cell2, List<Person>> measured = new HashMap<>();
        Set<Cell2> heldCells = care == Care.GUARDED ? held(people, last) : Set.of();
        List<FeatureCells> cells = new ArrayList<>();
        for (int f = 0; f < FEATURES; f++) {
            int feature = f;
            List<Boolean> held = IntStream.range(0, PERSONAS)
                    .mapToObj(persona -> heldCells.contains(new Cell2(persona, feature)))
                    .toList();
            cells.add(new FeatureCells(
                    "f" + f,
                    Optional.empty(),
                    true,
                    false,
                    IntStream.range(0, PERSONAS)
                            .mapToObj(persona -> cell(people, persona, feature))
                            .toList(),
                    Cell.NONE,
                    List.of(),
                    held));
        }
        Map<String, Disclosure.Decision> decisions = new Disclosure(Rules.of(K)).of(cells);
        for (int f = 0; f < FEATURES; f++) {
            FeatureCells feature = cells.get(f);
            for (int who = 0; who <= PERSONAS; who++) {
                Cell2 key = new Cell2(who, f);
                Cell cell = who == PERSONAS
                        ? feature.everyone()
                        : feature.personas().get(who);
                boolean isHeld = heldCells.contains(key);
                boolean isTold = who == PERSONAS
                        ? decisions.get("f" + f).everyone().isEmpty()
                        : decisions.get("f" + f).personas().get(who).isEmpty();
                if (isHeld) {
                    Optional.ofNullable(last.orElseThrow().figures().get(key)).ifPresent(old -> figures.put(key, old));
                    measured.put(key, last.orElseThrow().measured().get(key));
                } else {
                    measured.put(key, people);
                    if (care == Care.EXACT) {
                        figures.put(key, new Figure(cell.n(), cell.mean()));
                    } else if (isTold) {
                        double unit =
                                who == PERSONAS ? Rounding.totalUnit(1, cell.n(), K) : Rounding.shareUnit(cell.n());
                        figures.put(key, new Figure(Rounding.count(cell.n(), K), Rounding.to(cell.mean(), unit)));
                    }
                }
            }
        }
        return new Publication(people, figures, measured);
    }

    private static Cell cell(List<Person> people, int persona, int f) {
        Cell cell = Cell.NONE;
        for (Person person : people) {
            if (person.persona() == persona) {
                cell = cell.plus(person.answers()[f]);
            }
        }
        return cell;
    }

    private static Set<Cell2> held(List<Person> people, Optional<Publication> last) {
        Guard guard = new Guard(K);
        // All features of a persona are mostly of one run: it is compared once.
        Map<List<Object>, Long> changed = new HashMap<>();
        Set<Cell2> held = new HashSet<>();
        last.ifPresent(before -> before.measured().forEach((cell, then) -> {
            boolean isHeld = IntStream.of(cell.persona(), PERSONAS)
                    .anyMatch(who -> guard.holds(changed.computeIfAbsent(
                            List.of(System.identityHashCode(then), who), any -> changed(people, then, who))));
            if (isHeld) {
                held.add(cell);
            }
        }));
        return held;
    }

    /** People who are in one and not in the other. */
    private static long changed(List<Person> now, List<Person> then, int persona) {
        Map<Integer, Integer> sides = new HashMap<>();
        now.forEach(person -> sides.merge(person.id(), isIn(person, persona) ? 1 : 0, Integer::sum));
        then.forEach(person -> sides.merge(person.id(), isIn(person, persona) ? -1 : 0, Integer::sum));
        return sides.values().stream().filter(side -> side != 0).count();
    }

    private static boolean isIn(Person person, int persona) {
        return persona == PERSONAS || person.persona() == persona;
    }
}
