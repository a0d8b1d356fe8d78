package org.intarsia.pipeline.regress;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.slideio.WholeFile;

/**
 * What the cases of a suite are expected to give; written by {@code regress --update}, never by
 * hand.
 *
 * @param cases by name, in the suite's order
 */
public record Golden(Map<String, GoldenCase> cases) {
  private static final String HEADER =
      """
      # Written by 'intarsia regress --update': what the suite of this name gave.
      # Change the suite by hand, and this by the tool.
      """;
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Keeps the order; a file without cases has none. */
  public Golden {
    cases = new LinkedHashMap<>(Objects.requireNonNullElse(cases, Map.of()));
  }

  /**
   * What a case is expected to give.
   *
   * @param modelSha256 digest of the model's archive
   * @param classes pixels by class, in the order of the labels
   * @param truthDice Dice against the truth by class, and their {@code mean}; empty for real slides
   * @param digests of the files, by the {@link MachineKind#arithmetic} that gave them
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record GoldenCase(
      String modelSha256,
      Map<String, Long> classes,
      Map<String, Double> truthDice,
      SortedMap<String, Digests> digests) {
    /** Real slides have no truth, and then no such key. */
    public GoldenCase {
      truthDice = Objects.requireNonNullElse(truthDice, Map.of());
    }

    /** Those of a machine's kind, if it is among them. */
    Optional<Digests> of(MachineKind machine) {
      return Optional.ofNullable(digests.get(machine.arithmetic()));
    }
  }

  /** SHA-256 of a case's files. */
  public record Digests(String mask, String overlay, String features) {}

  /** The case of a name. */
  Optional<GoldenCase> of(String name) {
    return Optional.ofNullable(cases.get(name));
  }

  /**
   * Reads a suite's golden results.
   *
   * @return without cases if there is no such file yet
   * @throws UsageException if the file is damaged; names it, the line and the mend
   */
  public static Golden read(Path file) {
    if (!Files.exists(file)) {
      return new Golden(Map.of());
    }
    try {
      Golden golden = MAPPER.readValue(Files.readString(file), Golden.class);
      for (Map.Entry<String, GoldenCase> each : golden.cases.entrySet()) {
        GoldenCase one = each.getValue();
        if (one == null
            || Stream.of(one.modelSha256, one.classes, one.digests).anyMatch(Objects::isNull)) {
          throw new UsageException(
              "%s, cases.%s: something is missing; run regress --update"
                  .formatted(file, each.getKey()));
        }
      }
      return golden;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new UsageException(
          "%s, line %d: not what regress --update writes: %s; restore it, or write it anew"
              .formatted(file, line, e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw new UsageException("%s: cannot be read (%s)".formatted(file, e), e);
    }
  }

  /** Writes them, whole or not at all. */
  void write(Path file) throws IOException {
    String text = HEADER + MAPPER.writeValueAsString(this);
    WholeFile.write(file, partial -> Files.writeString(partial, text));
  }
}
