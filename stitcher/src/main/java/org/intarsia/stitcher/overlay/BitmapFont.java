package org.intarsia.stitcher.overlay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;

/**
 * Letters of 5 x 7 pixels, from a resource of this module.
 *
 * <p><em>Why not a font of the machine.</em> The same overlay has the same bytes everywhere, also
 * on a headless JRE that has no fonts at all. Characters without a drawing are empty boxes.
 */
public final class BitmapFont {
  /** Columns of a letter. */
  public static final int WIDTH = 5;

  /** Rows of a letter. */
  public static final int HEIGHT = 7;

  private static final String RESOURCE = "font-5x7.txt";
  private static final Letter BOX =
      new Letter(new String[] {"#####", "#...#", "#...#", "#...#", "#...#", "#...#", "#####"});
  private static final Letter SPACE =
      new Letter(new String[] {".....", ".....", ".....", ".....", ".....", ".....", "....."});

  private final Map<Integer, Letter> letters;

  private record Letter(String[] rows) {}

  private BitmapFont(Map<Integer, Letter> letters) {
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
    Map<Integer, Letter> letters = new HashMap<>();
    letters.put((int) ' ', SPACE);
    Iterator<String> lines = text.lines().filter(line -> !line.isEmpty()).iterator();
    while (lines.hasNext()) {
      String names = lines.next();
      String[][] rows = new String[names.length()][HEIGHT];
      for (int y = 0; y < HEIGHT; y++) {
        String line = lines.next();
        for (int i = 0; i < names.length(); i++) {
          rows[i][y] = line.substring(i * (WIDTH + 1), i * (WIDTH + 1) + WIDTH);
        }
      }
      for (int i = 0; i < names.length(); i++) {
        letters.put((int) names.charAt(i), new Letter(rows[i]));
      }
    }
    return new BitmapFont(letters);
  }

  /** Whether a dot of a character is drawn. */
  public boolean isSet(int codePoint, int x, int y) {
    return letters.getOrDefault(codePoint, BOX).rows()[y].charAt(x) == '#';
  }

  /** Whether the font has a drawing of a character. */
  public boolean has(int codePoint) {
    return letters.containsKey(codePoint);
  }
}
