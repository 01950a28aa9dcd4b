package io.integrator.webhooks.store;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the schema of a database stands to what a program knows of it. */
public sealed interface SchemaStanding {

    /** It has all that the program needs, and perhaps more, which is no matter. */
    record Sufficient() implements SchemaStanding {

        @Override
        public Optional<String> fault() {
            return Optional.empty();
        }
    }

    /**
     * It lacks what the program needs.
     *
     * @param missing the migrations that are to be applied yet
     */
    record Behind(SortedSet<Integer> missing) implements SchemaStanding {

        @Override
        public Optional<String> fault() {
            return Optional.of("it lacks what this version needs, of migration "
                    + missing.stream().map(Object::toString).collect(Collectors.joining(", "))
                    + ": 'webhooks migrate' of this version brings it up to date");
        }
    }

    /**
     * A later migration took away what the program needs.
     *
     * @param migration the one that did
     * @param needs the migration that a program has to know, to work with it
     */
    record Beyond(int migration, int needs) implements SchemaStanding {

        @Override
        public Optional<String> fault() {
            return Optional.of("it is too new: migration " + migration
                    + " took away what versions use that don't know migration " + needs + ", as this one");
        }
    }

    /** The program isn't let see it, or there is none. */
    record Unseen(String reason) implements SchemaStanding {

        @Override
        public Optional<String> fault() {
            return Optional.of("it can't be seen (" + reason
                    + "): 'webhooks migrate' makes it, and lets a role see it with --grant-to");
        }
    }

    /** Why the program can't work with it, for people; empty when it can. */
    Optional<String> fault();

    /** How a migration that takes something away says, at the begin of its description, which one a program has to know. */
    Pattern NEEDS = Pattern.compile("needs (\\d{1,9})\\b.*");

    /**
     * How a schema stands.
     *
     * @param known what the program has to apply
     * @param applied the descriptions of what has been applied, by number
     */
    static SchemaStanding of(SortedSet<Integer> known, Map<Integer, String> applied) {
        for (Map.Entry<Integer, String> migration : applied.entrySet()) {
            OptionalInt needs = needs(migration.getValue());
            if (needs.isPresent() && !known.contains(needs.getAsInt())) {
                return new Beyond(migration.getKey(), needs.getAsInt());
            }
        }
        SortedSet<Integer> missing = new TreeSet<>(known);
        missing.removeAll(applied.keySet());
        return missing.isEmpty() ? new Sufficient() : new Behind(missing);
    }

    private static OptionalInt needs(String description) {
        Matcher matcher = NEEDS.matcher(description);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }
}
