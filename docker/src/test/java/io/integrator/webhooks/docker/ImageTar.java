package io.integrator.webhooks.docker;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as {@code docker load} takes it.
 *
 * @param configuration what runs and how
 * @param layers        the entries of each layer, the lowest first
 */
record ImageTar(JsonObject configuration, List<List<TarArchiveEntry>> layers) {

    static ImageTar read(Path file) throws IOException {
        Map<String, byte[]> parts = new HashMap<>();
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                TarArchiveInputStream tar = new TarArchiveInputStream(bytes)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                parts.put(entry.getName(), tar.readAllBytes());
            }
        }
        JsonObject manifest = Tree.all(new String(parts.get("manifest.json"), StandardCharsets.UTF_8)).stream()
                .flatMap(tree -> tree.items().stream())
                .map(tree -> new JsonObject(asMap(tree.root())))
                .findFirst()
                .orElseThrow();
        List<List<TarArchiveEntry>> layers = new ArrayList<>();
        for (Object name : manifest.getJsonArray("Layers")) {
            layers.add(entries(parts.get((String) name)));
        }
        byte[] configuration = parts.get(manifest.getString("Config"));
        return new ImageTar(new JsonObject(new String(configuration, StandardCharsets.UTF_8)), layers);
    }

    /** What a container is told. */
    JsonObject container() {
        return configuration.getJsonObject("config");
    }

    /** Files, not directories, by their paths without the leading slash. */
    Map<String, TarArchiveEntry> files() {
        Map<String, TarArchiveEntry> files = new HashMap<>();
        layers.forEach(entries -> entries.stream()
                .filter(TarArchiveEntry::isFile)
                .forEach(entry -> files.put(entry.getName().replaceFirst("^/", ""), entry)));
        return files;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object json) {
        return (Map<String, Object>) json;
    }

    private static List<TarArchiveEntry> entries(byte[] layer) throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(entry);
            }
        }
        return entries;
    }
}
