package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.Arrays;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.raster.SharedFile;
import org.intarsia.slideio.tiff.SampleColors.Alpha;
import org.intarsia.slideio.tiff.SampleColors.Lookup;
import org.intarsia.slideio.tiff.SampleColors.WithExtras;
import org.intarsia.tiff.TiffCompression;
import org.intarsia.tiff.TiffTag;

/** What a directory says of its samples: how they lie, and which colours they are. */
final class SampleParser {
  private static final int MOST_BITS = 16;
  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};
  private static final float[] FULL_RANGE = {0, 255, 128, 255, 128, 255};

  private final SharedFile file;
  private final TiffDirectory directory;
  private final int compression;
  private final int samples;
  private final int bits;

  private SampleParser(SharedFile file, TiffDirectory directory, int compression)
      throws IOException {
    this.file = file;
    this.directory = directory;
    this.compression = compression;
    this.samples = (int) Math.min(directory.integerOr(TiffTag.SAMPLES_PER_PIXEL, 1), 1 << 16);
    this.bits = bits();
  }

  /**
   * Reads and checks the tags of the samples.
   *
   * @param compression one that is read
   * @throws UnsupportedSlideException if their kind is not read, or deep and not to be scaled
   */
  static SampleParser of(
      SharedFile file, TiffDirectory directory, int compression, DeepSamples deepSamples)
      throws IOException {
    SampleParser parser = new SampleParser(file, directory, compression);
    parser.check(deepSamples);
    return parser;
  }

  /** Samples of a pixel. */
  int samples() {
    return samples;
  }

  private int bits() throws IOException {
    if (samples < 1) {
      throw wrong(samples + " samples per pixel");
    }
    long[] formats = directory.integers(TiffTag.SAMPLE_FORMAT);
    for (long format : formats) {
      if (format == 2 || format == 3 || format == 5 || format == 6) {
        String kind = format == 3 ? "floating-point" : format == 2 ? "signed" : "complex";
        throw refuse(kind + " samples; Intarsia reads 8-bit RGB");
      }
    }
    long[] depths = directory.integers(TiffTag.BITS_PER_SAMPLE);
    long most = Arrays.stream(depths).max().orElse(1);
    long least = Arrays.stream(depths).min().orElse(1);
    if (least < 1) {
      throw wrong("samples of " + least + " bits");
    }
    if (most != least || most > MOST_BITS) {
      String depth = most == least ? most + "-bit" : least + "- to " + most + "-bit";
      throw refuse(depth + " samples; Intarsia reads 8-bit RGB");
    }
    if (depths.length > 1 && depths.length < samples) {
      throw wrong(samples + " samples per pixel, but bits of " + depths.length + " of them");
    }
    return (int) most;
  }

  private void check(DeepSamples deepSamples) throws SlideReadException {
    if (bits != 8 && !Compressions.holdsBytes(compression)) {
      throw refuse(bits + "-bit samples in " + picture() + "; Intarsia reads 8-bit RGB");
    }
    if (bits > 8 && deepSamples == DeepSamples.REFUSE) {
      throw refuse(bits + "-bit samples; Intarsia reads 8-bit RGB, and these with --scale-16-bit");
    }
  }

  private String picture() {
    return switch (compression) {
      case TiffCompression.JPEG -> "JPEG";
      case TiffCompression.WEBP -> "WebP";
      default -> "JPEG 2000";
    };
  }

  /** How the samples lie in a decompressed block. */
  SamplePacking packing() throws IOException {
    boolean subsampled =
        samples == 3
            && Compressions.holdsBytes(compression)
            && directory.integerOr(TiffTag.PHOTOMETRIC, 1) == 6;
    int stepX = 1;
    int stepY = 1;
    if (subsampled) {
      long[] steps = directory.integers(TiffTag.YCBCR_SUBSAMPLING);
      stepX = step(steps, 0);
      stepY = step(steps, 1);
    }
    int fillOrder = directory.integerOr(TiffTag.FILL_ORDER, 1) == 2 ? 2 : 1;
    SamplePacking packing =
        new SamplePacking(bits, directory.order(), predictor(), stepX, stepY, fillOrder);
    if (packing.isSubsampled() && packing.predictor() == 2) {
      throw refuse("predictor 2 of subsampled YCbCr");
    }
    return packing;
  }

  private int step(long[] steps, int index) throws SlideReadException {
    long step = index < steps.length ? steps[index] : 2;
    if (step != 1 && step != 2 && step != 4) {
      throw wrong("chroma of one sample for " + step + " pixels");
    }
    return (int) step;
  }

  private int predictor() throws IOException {
    long predictor =
        Compressions.mayPredict(compression) ? directory.integerOr(TiffTag.PREDICTOR, 1) : 1;
    if (predictor != 1 && predictor != 2) {
      throw refuse("predictor " + predictor + (predictor == 3 ? " (floating point)" : ""));
    }
    if (predictor == 2 && bits != 8 && bits != 16) {
      throw refuse("predictor 2 of " + bits + "-bit samples");
    }
    return (int) predictor;
  }

  /** What the samples mean. */
  SampleColors color() throws IOException {
    if (!directory.has(TiffTag.PHOTOMETRIC)) {
      throw wrong("no photometric interpretation");
    }
    long photometric = directory.integerOr(TiffTag.PHOTOMETRIC, 1);
    boolean bytes = Compressions.holdsBytes(compression);
    boolean webp = compression == TiffCompression.WEBP;
    if (webp ? photometric != 2 || samples > 4 : !bytes && samples != 1 && samples != 3) {
      throw refuse(picture() + " of " + samples + " samples per pixel");
    }
    if (photometric == 0 || photometric == 1) {
      Alpha alpha = alpha(1);
      if (samples > 2 || (samples == 2 && alpha == Alpha.IGNORED)) {
        throw refuse(samples + " separate channels (fluorescence)");
      }
      return with(photometric == 0 ? Lookup.inverted() : Lookup.grey(), 1);
    }
    if (photometric == 2 && samples >= 3) {
      return with(new SampleColors.Rgb(), 3);
    }
    if (photometric == 3 && bytes) {
      return with(palette(), 1);
    }
    if (photometric == 6 && samples == 3 && bits == 8) {
      return bytes ? ycbcr() : new SampleColors.DecodedYcbcr();
    }
    String depth = bits == 8 ? "" : bits + "-bit ";
    throw refuse(
        depth + Compressions.photometric(photometric) + " of " + samples + " samples per pixel");
  }

  private SampleColors with(SampleColors colors, int colorSamples) throws IOException {
    if (samples == colorSamples) {
      return colors;
    }
    int alphaAt = colorSamples + Math.max(0, alphaIndex());
    return new WithExtras(colors, colorSamples, samples, alpha(colorSamples), alphaAt);
  }

  private Alpha alpha(int colorSamples) throws IOException {
    int index = alphaIndex();
    if (index < 0 || colorSamples + index >= samples) {
      return Alpha.IGNORED;
    }
    return directory.integers(TiffTag.EXTRA_SAMPLES)[index] == 1
        ? Alpha.ASSOCIATED
        : Alpha.UNASSOCIATED;
  }

  /** The first of the further samples that is opacity, or -1. */
  private int alphaIndex() throws IOException {
    long[] kinds = directory.integers(TiffTag.EXTRA_SAMPLES);
    for (int i = 0; i < kinds.length; i++) {
      if (kinds[i] == 1 || kinds[i] == 2) {
        return i;
      }
    }
    return -1;
  }

  private SampleColors palette() throws IOException {
    if (bits > 8) {
      throw refuse("palette of " + bits + "-bit indices");
    }
    long[] map = directory.integers(TiffTag.COLOR_MAP);
    int wanted = 3 << bits;
    if (map.length < wanted) {
      throw wrong("a colour map of " + map.length + " values, not " + wanted);
    }
    return Lookup.palette(map, bits);
  }

  private SampleColors ycbcr() throws IOException {
    float[] weights = reals(TiffTag.YCBCR_COEFFICIENTS, LUMA);
    if (weights[1] == 0) {
      throw wrong("YCbCr without green");
    }
    return YcbcrTables.of(weights, reals(TiffTag.REFERENCE_BLACK_WHITE, FULL_RANGE));
  }

  private float[] reals(int tag, float[] missing) throws IOException {
    double[] values = directory.reals(tag, missing.length);
    if (values.length == 0) {
      return missing.clone();
    }
    float[] narrow = new float[missing.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = i < values.length ? (float) values[i] : Float.NaN;
      if (!Float.isFinite(narrow[i])) {
        throw wrong("tag " + tag + " without " + narrow.length + " finite numbers");
      }
    }
    return narrow;
  }

  private UnsupportedSlideException refuse(String what) {
    return new UnsupportedSlideException(
        file.name(), what + " (at byte " + directory.position() + ")");
  }

  private SlideReadException wrong(String what) {
    return SlideReadException.at(file.name(), directory.position(), "impossible: " + what);
  }
}
