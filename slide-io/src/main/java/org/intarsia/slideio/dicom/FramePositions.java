package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.intarsia.slideio.SlideReadException;

/**
 * Where frames lie that say so themselves, in the order of the frames.
 *
 * @param columns of each frame's left-most pixel, from 1
 * @param rows of each frame's top-most pixel, from 1
 * @param paths each frame's optical path as an index of {@code identifiers}
 * @param identifiers of the optical paths
 */
record FramePositions(int[] columns, int[] rows, int[] paths, List<String> identifiers) {
  /** No frame says where it is. */
  static final FramePositions NONE =
      new FramePositions(new int[0], new int[0], new int[0], List.of());

  int count() {
    return columns.length;
  }

  /** The identifier of a frame's optical path, empty if it has none. */
  String path(int frame) {
    return identifiers.get(paths[frame]);
  }

  /** Gathers the functional groups of one frame after the other. */
  static final class Builder {
    /** The most frames of a file. */
    static final int MAX_FRAMES = 1 << 22;

    private static final int MAX_PATHS = 1000;

    private final String name;
    private final List<String> identifiers = new ArrayList<>();
    private int[] columns = new int[16];
    private int[] rows = new int[16];
    private int[] paths = new int[16];
    private int count;
    private int placed;

    Builder(String name) {
      this.name = name;
    }

    /** The functional groups of the next frame. */
    void accept(DataSet groups, long at) throws IOException {
      if (count == MAX_FRAMES) {
        throw SlideReadException.at(name, at, "groups of more than " + MAX_FRAMES + " frames");
      }
      if (count == columns.length) {
        columns = Arrays.copyOf(columns, 2 * count);
        rows = Arrays.copyOf(rows, 2 * count);
        paths = Arrays.copyOf(paths, 2 * count);
      }
      List<DataSet> position = groups.items(DicomTags.PLANE_POSITION_SLIDE);
      if (!position.isEmpty()
          && position.get(0).has(DicomTags.COLUMN_POSITION)
          && position.get(0).has(DicomTags.ROW_POSITION)) {
        columns[count] = (int) position.get(0).integer(DicomTags.COLUMN_POSITION, 0);
        rows[count] = (int) position.get(0).integer(DicomTags.ROW_POSITION, 0);
        placed++;
      }
      paths[count] = path(groups, at);
      count++;
    }

    private int path(DataSet groups, long at) throws IOException {
      List<DataSet> identification = groups.items(DicomTags.OPTICAL_PATH_IDENTIFICATION);
      String identifier =
          identification.isEmpty()
              ? ""
              : identification.get(0).text(DicomTags.OPTICAL_PATH_IDENTIFIER).orElse("");
      int known = identifiers.indexOf(identifier);
      if (known >= 0) {
        return known;
      }
      if (identifiers.size() == MAX_PATHS) {
        throw SlideReadException.at(name, at, "more than " + MAX_PATHS + " optical paths");
      }
      identifiers.add(identifier);
      return identifiers.size() - 1;
    }

    /** The positions, none unless every frame has one. */
    FramePositions build() {
      return placed == 0 || placed < count
          ? NONE
          : new FramePositions(
              Arrays.copyOf(columns, count),
              Arrays.copyOf(rows, count),
              Arrays.copyOf(paths, count),
              List.copyOf(identifiers));
    }
  }
}
