package io.integrator.webhooks.launcher;

import io.integrator.webhooks.launcher.process.ServiceProcess;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a process showed on {@code /metrics} at a moment.
 *
 * @param types   of each family, by its name
 * @param samples each value, by its series as it is written
 */
record Scrape(Map<String, String> types, Map<String, Double> samples) {

    private static final Pattern SAMPLE = Pattern.compile("([\\w:]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");

    static Scrape of(URI management) {
        return parse(ServiceProcess.get(management.resolve("/metrics")).body());
    }

    static Scrape parse(String text) {
        Map<String, String> types = new TreeMap<>();
        Map<String, Double> samples = new TreeMap<>();
        for (String line : text.lines().toList()) {
            Matcher sample = SAMPLE.matcher(line);
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", -1);
                types.put(words[2], words[3]);
            } else if (sample.matches()) {
                samples.put(line.substring(0, line.lastIndexOf(' ')), value(sample.group(3)));
            }
        }
        return new Scrape(types, samples);
    }

    private static double value(String text) {
        return Double.parseDouble(text.replace("Inf", "Infinity"));
    }

    /** The sum of a family's series whose labels begin as given; of all of them with nothing given. */
    double sum(String name, String... labels) {
        return samples.entrySet().stream()
                .filter(sample -> nameOf(sample.getKey()).equals(name))
                .filter(sample -> Set.of(labels).stream().allMatch(sample.getKey()::contains))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The series of families whose names begin so. */
    Set<String> series(String... prefixes) {
        return samples.keySet().stream()
                .filter(series -> Set.of(prefixes).stream().anyMatch(series::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The labels that a family's series have, each with its values; a bucket's bound is none. */
    Map<String, Set<String>> labels(String family) {
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        samples.keySet().stream()
                .filter(series -> familyOf(nameOf(series)).equals(family))
                .flatMap(series -> LABEL.matcher(series).results())
                .filter(label -> !label.group(1).equals("le"))
                .forEach(label -> labels.computeIfAbsent(label.group(1), unseen -> new TreeSet<>())
                        .add(label.group(2)));
        return labels;
    }

    private String familyOf(String name) {
        return types.containsKey(name) ? name : PART.matcher(name).replaceFirst("");
    }

    private static String nameOf(String series) {
        int labels = series.indexOf('{');
        return labels < 0 ? series : series.substring(0, labels);
    }
}
