package io.integrator.webhooks.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A document of maps, lists and scalars, as YAML has them. */
record Tree(Object root) {

    static Tree read(Path yaml) {
        try {
            return all(Files.readString(yaml)).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a text, but for empty ones. */
    static List<Tree> all(String yaml) {
        List<Tree> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
            if (document != null) {
                documents.add(new Tree(document));
            }
        }
        return documents;
    }

    /** What a path of names leads to; empty, as {@link #isAbsent} tells, when a part of it is missing. */
    Tree at(String... names) {
        Object here = root;
        for (String name : names) {
            here = here instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return new Tree(here);
    }

    boolean isAbsent() {
        return root == null;
    }

    /** A scalar as text. */
    String text() {
        return String.valueOf(root);
    }

    /** A list's items; none when it is absent. */
    List<Tree> items() {
        return root instanceof List<?> list ? list.stream().map(Tree::new).toList() : List.of();
    }

    /** A map's names; none when it is absent. */
    List<String> names() {
        return root instanceof Map<?, ?> map
                ? map.keySet().stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The texts of a list's items. */
    List<String> texts() {
        return items().stream().map(Tree::text).toList();
    }
}
