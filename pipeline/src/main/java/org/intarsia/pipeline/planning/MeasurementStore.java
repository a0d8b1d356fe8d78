package org.intarsia.pipeline.planning;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.intarsia.pipeline.batch.Digest;
import org.intarsia.pipeline.batch.Json;

/**
 * Keeps what was measured for later runs, a small file each, in a folder that may be deleted at any
 * time. What cannot be read or written is measured again. Several processes may share the folder.
 */
public final class MeasurementStore {
  private final Path folder;

  private MeasurementStore(Path folder) {
    this.folder = folder;
  }

  /** A store in a folder, which need not be there yet. */
  public static MeasurementStore in(Path folder) {
    return new MeasurementStore(folder);
  }

  /**
   * The user's: {@code INTARSIA_CACHE_DIR}, or {@code intarsia} in {@code XDG_CACHE_HOME}, or in
   * {@code .cache} of the home folder; there {@code plans}.
   *
   * @param environment the environment's variables
   */
  public static MeasurementStore ofUser(Map<String, String> environment) {
    Path base =
        Optional.ofNullable(environment.get("INTARSIA_CACHE_DIR"))
            .filter(each -> !each.isEmpty())
            .map(Path::of)
            .orElseGet(
                () ->
                    Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                        .filter(each -> !each.isEmpty())
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("intarsia"));
    return new MeasurementStore(base.resolve("plans"));
  }

  /**
   * What was kept for this key.
   *
   * @param kind what it is, a word
   * @param key all that it depends on
   */
  <T> Optional<T> find(String kind, String key, Class<T> type) {
    try {
      JsonNode entry = Json.read(Files.readString(file(kind, key)), JsonNode.class);
      return entry.path("key").asText().equals(key)
          ? Optional.of(Json.read(entry.path("value").toString(), type))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private record Entry(String key, Object value) {}

  /** Keeps a value for its key, if the folder can be written. */
  void keep(String kind, String key, Object value) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, kind, ".part");
      try {
        Files.writeString(part, Json.pretty(new Entry(key, value)));
        Files.move(
            part,
            file(kind, key),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      // Not kept: the next run measures again, which its notes say.
      return;
    }
  }

  private Path file(String kind, String key) {
    return folder.resolve(kind + "-" + Digest.of(key).substring(0, 16) + ".json");
  }
}
