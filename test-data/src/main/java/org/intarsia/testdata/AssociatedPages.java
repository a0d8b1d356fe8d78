package org.intarsia.testdata;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.codec.JpegEncoder;
import org.intarsia.testdata.codec.JpegEncoder.Components;
import org.intarsia.testdata.codec.TileEncoder;
import org.intarsia.tiff.TiffDirectoryDraft;
import org.intarsia.tiff.TiffTag;
import org.intarsia.tiff.TiffWriter;

/** The stripped pages of an SVS file that are no levels: thumbnail, label and macro. */
final class AssociatedPages {
  /** Unlike that of a level it ends without a carriage return; OpenSlide insists. */
  private static final String SIGNATURE = Directories.SIGNATURE.replace("\r", "");

  private static final int LABEL_WIDTH = 387;
  private static final int LABEL_HEIGHT = 463;
  private static final int MACRO_WIDTH = 1280;
  private static final int MACRO_HEIGHT = 431;

  private final Directories directories;
  private final TiffWriter out;

  AssociatedPages(Directories directories, TiffWriter out) {
    this.directories = directories;
    this.out = out;
  }

  /** Writes the pages and returns all directories in the order of a scanner's file. */
  List<TiffDirectoryDraft> around(List<TiffDirectoryDraft> levels, Pixels top) throws IOException {
    LevelGrid base = directories.base();
    String reduction =
        base.width() + "x" + base.height() + " -> " + top.width() + "x" + top.height() + " - ";
    List<TiffDirectoryDraft> all = new ArrayList<>();
    all.add(levels.get(0));
    all.add(page(top, Coding.JPEG_RGB, 16, reduction + directories.properties(), 0));
    all.addAll(levels.subList(1, levels.size()));
    String label = "label " + LABEL_WIDTH + "x" + LABEL_HEIGHT;
    all.add(page(label(), Coding.LZW, 7, label, 1));
    String macro = "macro " + MACRO_WIDTH + "x" + MACRO_HEIGHT;
    all.add(page(macro(top), Coding.JPEG_RGB, 16, macro, 9));
    return all;
  }

  private TiffDirectoryDraft page(
      Pixels pixels, Coding coding, int rowsPerStrip, String description, int subfileType)
      throws IOException {
    JpegEncoder jpeg = JpegEncoder.abbreviated(Components.RGB, directories.options().quality());
    TileEncoder encoder = coding == Coding.LZW ? TileEncoder.lzw().differenced() : jpeg;
    int strips = (pixels.height() + rowsPerStrip - 1) / rowsPerStrip;
    long[] offsets = new long[strips];
    long[] lengths = new long[strips];
    for (int i = 0; i < strips; i++) {
      int rows = Math.min(rowsPerStrip, pixels.height() - i * rowsPerStrip);
      byte[] strip = new byte[3 * pixels.width() * rows];
      int from = 3 * pixels.width() * rowsPerStrip * i;
      System.arraycopy(pixels.rgb(), from, strip, 0, strip.length);
      byte[] coded = encoder.encode(strip, pixels.width(), rows);
      offsets[i] = out.append(coded);
      lengths[i] = coded.length;
    }
    TiffDirectoryDraft draft =
        Directories.image(pixels.width(), pixels.height())
            .longs(TiffTag.NEW_SUBFILE_TYPE, subfileType)
            .longs(TiffTag.ROWS_PER_STRIP, rowsPerStrip)
            .offsets(TiffTag.STRIP_OFFSETS, offsets)
            .offsets(TiffTag.STRIP_BYTE_COUNTS, lengths)
            .text(TiffTag.IMAGE_DESCRIPTION, SIGNATURE + description);
    Directories.color(draft, coding);
    if (coding == Coding.LZW) {
      draft.shorts(TiffTag.PREDICTOR, 2);
    } else {
      draft.bytes(TiffTag.JPEG_TABLES, jpeg.tables());
    }
    return draft;
  }

  /** A white label with a square code whose cells follow from the size of the slide. */
  private Pixels label() {
    Pixels label = Pixels.white(LABEL_WIDTH, LABEL_HEIGHT);
    int seed = Noise.fold(directories.base().width() * 31 + directories.base().height());
    int cell = 12;
    for (int y = 0; y < 20 * cell; y++) {
      for (int x = 0; x < 20 * cell; x++) {
        if ((Noise.hash(seed, x / cell, y / cell) & 1) == 1) {
          int at = 3 * ((y + 60) * LABEL_WIDTH + x + 70);
          label.rgb()[at] = 20;
          label.rgb()[at + 1] = 20;
          label.rgb()[at + 2] = 24;
        }
      }
    }
    return label;
  }

  /** The whole glass slide: the label's end on the left, the section on the right. */
  private static Pixels macro(Pixels top) {
    Pixels macro = Pixels.white(MACRO_WIDTH, MACRO_HEIGHT);
    for (int i = 0; i < macro.rgb().length; i++) {
      boolean label = i / 3 % MACRO_WIDTH < 380;
      macro.rgb()[i] = (byte) (label ? 250 : 232);
    }
    int step = 1 + Math.max(top.width() / 800, top.height() / 400);
    int fx = Math.min(step, top.width());
    int fy = Math.min(step, top.height());
    top.reduced(fx, fy).into(macro, 420, 12);
    return macro;
  }
}
