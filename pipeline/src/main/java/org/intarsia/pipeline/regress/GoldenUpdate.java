package org.intarsia.pipeline.regress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.intarsia.slideio.WholeFile;
import org.jspecify.annotations.Nullable;

/**
 * New golden results, and how they differ from the old.
 *
 * <p>Cases that were not run keep what they had. Digests of other kinds of machines are kept where
 * nothing else changed, and dropped otherwise: they would be those of older results.
 */
public final class GoldenUpdate {
  private final Suite suite;
  private final Golden golden;
  private final Map<String, Path> masks;
  private final List<String> changes;

  private GoldenUpdate(Suite suite, Golden golden, Map<String, Path> masks, List<String> changes) {
    this.suite = suite;
    this.golden = golden;
    this.masks = masks;
    this.changes = changes;
  }

  /**
   * Compares; nothing is written yet.
   *
   * @param night outcomes, of all of the suite's cases or some
   */
  public static GoldenUpdate of(Golden old, Night night, Suite whole) {
    List<String> changes = new ArrayList<>();
    Map<String, Path> masks = new LinkedHashMap<>();
    Map<String, Golden.GoldenCase> cases = new LinkedHashMap<>();
    Map<String, CaseOutcome> outcomes = new LinkedHashMap<>();
    night.outcomes().forEach(outcome -> outcomes.put(outcome.name(), outcome));
    for (RegressionCase each : whole.cases()) {
      CaseOutcome outcome = outcomes.get(each.name());
      Optional<Measurement> found = outcome == null ? Optional.empty() : outcome.measurement();
      Optional<Golden.GoldenCase> before = old.of(each.name());
      if (found.isPresent()) {
        Changes lines = new Changes(each.name(), changes);
        cases.put(each.name(), golden(before, found.get(), night.machine(), lines));
        mask(each, found.get(), lines).ifPresent(mask -> masks.put(each.name(), mask));
      } else {
        before.ifPresent(kept -> cases.put(each.name(), kept));
      }
    }
    for (String name : old.cases().keySet()) {
      if (whole.cases().stream().noneMatch(each -> each.name().equals(name))) {
        changes.add(name + ": no longer in the suite, removed");
      }
    }
    return new GoldenUpdate(whole, new Golden(cases), masks, changes);
  }

  /** Lines of one case. */
  private record Changes(String name, List<String> lines) {
    void compare(String what, Object old, Object found) {
      if (!Objects.equals(old, found)) {
        lines.add("%s: %s: %s -> %s".formatted(name, what, old, found));
      }
    }
  }

  private static Golden.GoldenCase golden(
      Optional<Golden.GoldenCase> before, Measurement found, MachineKind machine, Changes lines) {
    lines.compare(
        "model-sha256",
        before.map(Golden.GoldenCase::modelSha256).orElse("none"),
        found.modelSha256());
    Map<String, Long> oldClasses = before.map(Golden.GoldenCase::classes).orElse(Map.of());
    found
        .classes()
        .forEach(
            (name, pixels) ->
                lines.compare(name + " px", text(oldClasses.get(name)), String.valueOf(pixels)));
    Map<String, Double> oldTruth = before.map(Golden.GoldenCase::truthDice).orElse(Map.of());
    found
        .truthDice()
        .forEach(
            (name, dice) ->
                lines.compare("Dice against truth, " + name, text(oldTruth.get(name)), text(dice)));
    boolean same =
        before.isPresent()
            && before.get().modelSha256().equals(found.modelSha256())
            && oldClasses.equals(found.classes())
            && found.golden().map(each -> each.changed() == 0).orElse(true);
    SortedMap<String, Golden.Digests> digests =
        new TreeMap<>(same ? before.orElseThrow().digests() : Map.of());
    Golden.Digests old =
        before.flatMap(each -> each.of(machine)).orElse(new Golden.Digests("none", "none", "none"));
    lines.compare("mask SHA-256", old.mask(), found.digests().mask());
    lines.compare("overlay SHA-256", old.overlay(), found.digests().overlay());
    lines.compare("features SHA-256", old.features(), found.digests().features());
    digests.put(machine.arithmetic(), found.digests());
    before.ifPresent(
        each ->
            each.digests().keySet().stream()
                .filter(kind -> !digests.containsKey(kind))
                .forEach(kind -> lines.compare("digests of " + kind, "kept", "dropped")));
    return new Golden.GoldenCase(found.modelSha256(), found.classes(), found.truthDice(), digests);
  }

  private static String text(@Nullable Number value) {
    return value == null ? "none" : String.format(Locale.ROOT, "%s", value);
  }

  /** The mask to keep, if it is not the one that is kept already. */
  private static Optional<Path> mask(RegressionCase each, Measurement found, Changes lines) {
    boolean kept = each.expectation().mask() == RegressionCase.MaskKeeping.KEPT;
    Optional<MaskDifference> difference = found.golden();
    if (!kept || (difference.isPresent() && difference.get().changed() == 0)) {
      return Optional.empty();
    }
    lines.compare(
        "golden mask",
        difference.isPresent() ? "as it is" : "none",
        difference
            .map(
                by ->
                    by.note().isEmpty()
                        ? String.format(Locale.ROOT, "%.4f%% of pixels changed", 100 * by.changed())
                        : by.note())
            .orElse("new"));
    return Optional.of(found.mask());
  }

  /** What would change, a line each: old and new. */
  public List<String> changes() {
    return List.copyOf(changes);
  }

  /** Writes the masks that changed, and then the golden file. */
  public void write() throws IOException {
    for (Map.Entry<String, Path> mask : masks.entrySet()) {
      Path target = suite.goldenMask(mask.getKey());
      Files.createDirectories(target.toAbsolutePath().getParent());
      WholeFile.write(
          target,
          partial -> Files.copy(mask.getValue(), partial, StandardCopyOption.REPLACE_EXISTING));
    }
    golden.write(suite.goldenFile());
  }
}
