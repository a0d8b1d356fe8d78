package org.intarsia.slideio.dicom;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.dicom.DataSetParser.Pixels;

/**
 * One open instance: a level or an associated image, or a part of one.
 *
 * @param header what was read of it before
 * @param bytes of the file; closed with this record
 * @param set its elements
 * @param format of its frames
 * @param index of its frames
 * @param frames how many there are
 * @param firstFrame number of the first frame within the concatenation that this is a part of
 * @param positions of frames that say where they are
 */
record Instance(
    InstanceHeader header,
    InstanceBytes bytes,
    DataSet set,
    FrameFormat format,
    FrameIndex index,
    int frames,
    long firstFrame,
    FramePositions positions)
    implements Closeable {
  private static final int MAX_SIDE = 1 << 28;

  /**
   * Reads all but the pixels.
   *
   * @throws UnsupportedSlideException if it is of a kind that is not read
   * @throws SlideReadException if it is damaged
   */
  static Instance open(InstanceHeader header, DeepSamples deep) throws IOException {
    DicomFile file = DicomFile.open(header.file());
    boolean done = false;
    try {
      Instance instance = open(header, file, deep);
      done = true;
      return instance;
    } finally {
      if (!done) {
        file.close();
      }
    }
  }

  private static Instance open(InstanceHeader header, DicomFile file, DeepSamples deep)
      throws IOException {
    InstanceBytes bytes = file.bytes();
    String name = bytes.name();
    TransferSyntax syntax = file.syntax();
    FramePositions.Builder placed = new FramePositions.Builder(name);
    DataSetParser parser = file.parser(placed, -1);
    DataSet set = parser.parse(syntax);
    if (!file.sopClass(set).equals(SopClasses.WHOLE_SLIDE)) {
      throw new UnsupportedSlideException(
          name, "a DICOM " + SopClasses.nameOf(file.sopClass(set)) + ", no whole-slide image");
    }
    FrameFormat format = FrameFormat.of(name, set, syntax, deep);
    long frames = set.count(DicomTags.NUMBER_OF_FRAMES, 1);
    if (frames < 1 || frames > FramePositions.Builder.MAX_FRAMES) {
      throw new SlideReadException(
          name,
          frames
              + " frames (1 to "
              + FramePositions.Builder.MAX_FRAMES
              + " are possible in one file)");
    }
    Pixels pixels =
        parser.pixels().orElseThrow(() -> new SlideReadException(name, "no pixel data"));
    FramePositions positions = placed.build();
    if (positions.count() != 0 && positions.count() != frames) {
      throw new SlideReadException(
          name, "positions of " + positions.count() + " frames, but " + frames + " frames");
    }
    FrameIndex index = FrameIndex.open(bytes, format, pixels, set, (int) frames);
    Instance instance =
        new Instance(
            header,
            bytes,
            set,
            format,
            index,
            (int) frames,
            set.integer(DicomTags.CONCATENATION_FRAME_OFFSET, 0),
            positions);
    instance.side(instance.width(), "columns");
    instance.side(instance.height(), "rows");
    return instance;
  }

  private void side(long value, String what) throws SlideReadException {
    if (value < 1 || value > MAX_SIDE) {
      throw new SlideReadException(
          name(),
          "impossible: a matrix of "
              + value
              + " "
              + what
              + " (1 to "
              + MAX_SIDE
              + " are possible)");
    }
  }

  String name() {
    return bytes.name();
  }

  /** Columns of the whole image. */
  long width() throws IOException {
    return set.integer(DicomTags.TOTAL_COLUMNS, format.columns());
  }

  /** Rows of the whole image. */
  long height() throws IOException {
    return set.integer(DicomTags.TOTAL_ROWS, format.rows());
  }

  /** Whether frames lie where they say, rather than in the order of tiles. */
  boolean sparse() {
    boolean full = set.text(DicomTags.DIMENSION_ORGANIZATION_TYPE).orElse("").equals("TILED_FULL");
    return !full && positions.count() > 0;
  }

  /** The first item of a sequence within the functional groups that all frames share. */
  List<DataSet> shared(int sequence) {
    List<DataSet> groups = set.items(DicomTags.SHARED_GROUPS);
    return groups.isEmpty() ? List.of() : groups.get(0).items(sequence);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
