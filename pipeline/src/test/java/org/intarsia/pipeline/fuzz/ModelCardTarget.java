package org.intarsia.pipeline.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.Normalization;
import org.intarsia.segmenter.Output;
import org.intarsia.segmenter.Padding;
import org.intarsia.segmenter.SegmentationException;
import org.intarsia.segmenter.TissueClass;

/**
 * The parser of model cards; a card that is read must be written and read again the same, its
 * free-form history apart.
 */
final class ModelCardTarget implements FuzzTarget {
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|-?[0-9.eE+]+|true|false|null|[\\[\\]{},:]");
  private static final List<String> TOKENS =
      List.of(
          "0",
          "-1",
          "1e400",
          "1e-400",
          "2147483647",
          "2147483648",
          "99999999999999999999",
          "0.5",
          "null",
          "true",
          "\"\"",
          "\"same\"",
          "\"x\"",
          "[",
          "]",
          "{",
          "}",
          ",",
          ":",
          "[]",
          "{}",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "NaN",
          "[[[[[[[[",
          "\"#FF00zz\"",
          "\"classes\"");

  @Override
  public String name() {
    return "model-card";
  }

  @Override
  public List<byte[]> seeds() {
    ModelCard card =
        new ModelCard(
            "net",
            "1",
            "Apache-2.0",
            List.of(new TissueClass("a", 0xFF0000), new TissueClass("b", 0x00FF00)),
            OptionalDouble.of(0.5),
            256,
            32,
            16,
            Padding.SAME,
            new Normalization(1 / 255.0, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
            Output.LOGITS,
            0,
            "",
            ModelCard.untrained());
    String small =
        "{\"name\":\"n\",\"classes\":[{\"name\":\"a\",\"color\":\"#000000\"},"
            + "{\"name\":\"b\",\"color\":\"#ffffff\"}],"
            + "\"normalization\":{\"scale\":1,\"mean\":[0,0,0],\"std\":[1,1,1]}}";
    return List.of(
        card.toJson().getBytes(StandardCharsets.UTF_8),
        card.withSha256("0".repeat(64)).toJson().getBytes(StandardCharsets.UTF_8),
        small.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public byte[] restructure(byte[] input, RandomGenerator random) {
    String text = new String(input, StandardCharsets.UTF_8);
    List<MatchResult> tokens = TOKEN.matcher(text).results().limit(2000).toList();
    if (tokens.isEmpty()) {
      return seeds().get(0);
    }
    MatchResult token = tokens.get(random.nextInt(tokens.size()));
    MatchResult other = tokens.get(random.nextInt(tokens.size()));
    String replacement =
        switch (random.nextInt(4)) {
          case 0 -> other.group();
          case 1 -> token.group().repeat(1 + random.nextInt(3));
          default -> TOKENS.get(random.nextInt(TOKENS.size()));
        };
    String changed = text.substring(0, token.start()) + replacement + text.substring(token.end());
    return changed.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Class<? extends IOException> refusal() {
    return SegmentationException.class;
  }

  @Override
  public void run(byte[] input) throws IOException {
    ModelCard card = ModelCard.parse(new String(input, StandardCharsets.UTF_8), "card.json");
    ModelCard again = ModelCard.parse(card.toJson(), "card.json");
    if (!again
        .withTraining(ModelCard.untrained())
        .equals(card.withTraining(ModelCard.untrained()))) {
      throw new IllegalStateException("written and read again, the card differs");
    }
  }
}
