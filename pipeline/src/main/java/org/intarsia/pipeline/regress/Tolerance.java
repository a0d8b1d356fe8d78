package org.intarsia.pipeline.regress;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a result may be from the golden one.
 *
 * <p>Classes of less than a thousandth of the reference's pixels have no Dice of their own: a few
 * pixels would decide it. What happens to them shows in {@code changed} and {@code l1}.
 *
 * @param changed largest share of pixels that differ from the golden mask
 * @param diceMean smallest mean Dice against the golden mask
 * @param diceClass smallest Dice of a class against the golden mask
 * @param truthDrop how much lower than the golden one the mean Dice against the truth may be
 * @param l1 largest sum of the absolute differences of the class fractions, 0 to 2
 * @param chiSquare largest chi-square distance of the class fractions, 0 to 1
 * @param slower how much longer than the median of its history a case may take: 0.3 is 30 %
 */
public record Tolerance(
    double changed,
    double diceMean,
    double diceClass,
    double truthDrop,
    double l1,
    double chiSquare,
    double slower) {
  private static final Tolerance STANDARD =
      new Tolerance(0.0005, 0.998, 0.99, 0.002, 0.001, 0.0001, 0.5);

  /** For results that should be the same but for rounding. */
  public static Tolerance standard() {
    return STANDARD;
  }

  private Map<String, Double> byKey() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("changed", changed);
    values.put("dice-mean", diceMean);
    values.put("dice-class", diceClass);
    values.put("truth-drop", truthDrop);
    values.put("l1", l1);
    values.put("chi-square", chiSquare);
    values.put("slower", slower);
    return values;
  }

  /** The same with what a file says otherwise. */
  Tolerance with(YamlNode node) {
    Map<String, Double> values = byKey();
    node.only(values.keySet().toArray(String[]::new));
    values.replaceAll(
        (key, value) ->
            node.field(key)
                .map(each -> each.number(0, key.equals("slower") ? 100 : 2))
                .orElse(value));
    Double[] v = values.values().toArray(Double[]::new);
    return new Tolerance(v[0], v[1], v[2], v[3], v[4], v[5], v[6]);
  }
}
