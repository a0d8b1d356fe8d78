package org.intarsia.training;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import org.intarsia.tiler.LabelKey;

/** Folders of small pictures and masks for tests. */
final class Pictures {
  private final Path images;
  private final Path masks;
  final List<String> warnings = new ArrayList<>();

  Pictures(Path folder) throws IOException {
    images = Files.createDirectories(folder.resolve("images"));
    masks = Files.createDirectories(folder.resolve("masks"));
  }

  Path images() {
    return images;
  }

  Path masks() {
    return masks;
  }

  /** Writes a picture by a function from column and row to 0xRRGGBB. */
  static Path write(Path file, int width, int height, IntBinaryOperator color) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, color.applyAsInt(x, y));
      }
    }
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }

  /** A picture whose red is 2x, green 2y, blue 30 times its label; and its mask. */
  Pictures add(String name, int width, int height, IntBinaryOperator label) throws IOException {
    write(
        images.resolve(name + ".png"),
        width,
        height,
        (x, y) -> (2 * x & 0xFF) << 16 | (2 * y & 0xFF) << 8 | 30 * label.applyAsInt(x, y));
    write(masks.resolve(name + ".png"), width, height, (x, y) -> label.applyAsInt(x, y) * 0x010101);
    return this;
  }

  LabelledFolder open() throws IOException {
    return open(Optional.empty());
  }

  LabelledFolder open(Optional<LabelKey> key) throws IOException {
    return LabelledFolder.open(
        new LabelledFolder.Place(
            images,
            masks,
            key,
            new LabelledFolder.Unannotated("background", true),
            OptionalDouble.empty(),
            OptionalDouble.empty()),
        warnings::add);
  }
}
