package io.integrator.webhooks.launcher.watching;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression reads: whether it is right is for Prometheus to say, which tells neither of a metric nor of a label
 * that isn't there.
 *
 * @param selectors each metric with the labels that it is chosen by, such as {@code up{job!="api",job!=""}}; the last says that
 *                  the label has to be there
 * @param labels    by which series are grouped and matched
 */
record Expression(Set<String> selectors, Set<String> labels) {

    private static final Pattern TOKEN = Pattern.compile("""
            (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) | (?<matchers>\\{(?:"(?:\\\\.|[^"])*"|[^"}])*\\}) | (?<labels>\\([^()"]*\\))
            | "(?:\\\\.|[^"])*" | \\[[^\\]]*\\] | [0-9.][0-9a-zA-Z.]* | (?<other>\\S)""", Pattern.COMMENTS);

    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)\\s*\"(?:\\\\.|[^\"])*\"");

    private static final Set<String> BEFORE_LABELS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "atan2", "inf", "nan");

    static Expression of(String promql) {
        Set<String> selectors = new LinkedHashSet<>();
        Set<String> labels = new LinkedHashSet<>();
        Matcher token = TOKEN.matcher(promql);
        int at = 0;
        while (token.find(at)) {
            at = token.end();
            String name = token.group("name");
            if (name == null) {
                // What stands in brackets is read in its turn.
                at = token.group("labels") != null ? token.start() + 1 : at;
            } else if (BEFORE_LABELS.contains(name)) {
                at = readLabels(promql, at, labels);
            } else if (isMetric(promql, name, at)) {
                at = readSelector(promql, name, at, selectors);
            }
        }
        return new Expression(selectors, labels);
    }

    private static boolean isMetric(String promql, String name, int end) {
        String rest = promql.substring(end).stripLeading();
        boolean called = rest.startsWith("(") || rest.startsWith("by") || rest.startsWith("without");
        return !called && !WORDS.contains(name.toLowerCase(Locale.ROOT));
    }

    private static int readLabels(String promql, int from, Set<String> labels) {
        Matcher next = TOKEN.matcher(promql);
        if (!next.find(from) || next.group("labels") == null) {
            return from;
        }
        String inside = next.group().substring(1, next.group().length() - 1);
        for (String label : inside.split(",", -1)) {
            if (!label.isBlank()) {
                labels.add(label.strip());
            }
        }
        return next.end();
    }

    private static int readSelector(String promql, String name, int from, Set<String> selectors) {
        Matcher next = TOKEN.matcher(promql);
        if (!next.find(from) || next.group("matchers") == null) {
            selectors.add(name);
            return from;
        }
        StringBuilder selector = new StringBuilder(name).append('{');
        MATCHER.matcher(next.group())
                .results()
                .forEach(matcher -> selector.append(matcher.group())
                        .append(',')
                        .append(matcher.group(1))
                        .append("!=\"\","));
        selectors.add(selector.append('}').toString());
        return next.end();
    }
}
