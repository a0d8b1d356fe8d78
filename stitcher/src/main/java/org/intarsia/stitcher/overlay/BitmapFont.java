package org.intarsia.stitcher.overlay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Letters of 5 x 7 pixels, some with two more rows below the line, from a resource of this module.
 *
 * <p><em>Why not a font of the machine.</em> The same overlay has the same bytes everywhere, also
 * on a headless JRE that has no fonts at all. Characters without a drawing are empty boxes.
 */
public final class BitmapFont {
  /** Columns of a letter. */
  public static final int WIDTH = 5;

  /** Rows of a letter: 7 above the line and 2 below it. */
  public static final int HEIGHT = 9;

  private static final String RESOURCE = "font-5x7.txt";
  private static final String[] SPACE = {};
  private static final String[] BOX = {
    "#####", "#...#", "#...#", "#...#", "#...#", "#...#", "#####"
  };

  private final Map<Integer, String[]> letters;

  private BitmapFont(Map<Integer, String[]> letters) {
    this.letters = letters;
  }

  /** Reads the font. */
  public static BitmapFont load() {
    String text;
    try (InputStream in =
        Objects.requireNonNull(BitmapFont.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
    Map<Integer, String[]> letters = new HashMap<>();
    letters.put((int) ' ', SPACE);
    for (String block : text.split("\n\n", -1)) {
      List<String> lines = block.lines().toList();
      String names = lines.get(0);
      for (int i = 0; i < names.length(); i++) {
        int from = i * (WIDTH + 1);
        letters.put(
            (int) names.charAt(i),
            lines.stream()
                .skip(1)
                .map(line -> line.substring(from, from + WIDTH))
                .toArray(String[]::new));
      }
    }
    return new BitmapFont(letters);
  }

  /** Whether a dot of a character is drawn. */
  public boolean isSet(int codePoint, int x, int y) {
    String[] rows = letters.getOrDefault(codePoint, BOX);
    return y < rows.length && rows[y].charAt(x) == '#';
  }

  /** Whether the font has a drawing of a character. */
  public boolean has(int codePoint) {
    return letters.containsKey(codePoint);
  }
}
