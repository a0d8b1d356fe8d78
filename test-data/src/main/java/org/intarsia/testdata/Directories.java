package org.intarsia.testdata;

import java.nio.ByteOrder;
import java.util.Locale;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.Format;
import org.intarsia.testdata.PyramidOptions.Layout;
import org.intarsia.testdata.PyramidOptions.Prediction;
import org.intarsia.testdata.codec.JpegEncoder;
import org.intarsia.testdata.codec.TileEncoder;
import org.intarsia.tiff.TiffCompression;
import org.intarsia.tiff.TiffDirectoryDraft;
import org.intarsia.tiff.TiffTag;

/** Turns levels and their places in the file into TIFF directories. */
final class Directories {
  private static final int RGB = 2;
  private static final int YCBCR = 6;
  private static final int CENTIMETRE = 3;
  private static final double MICRONS_PER_CENTIMETRE = 10_000;

  /** How Aperio's software signs; readers look for the first word. */
  static final String SIGNATURE = "Aperio Image Library v11.2.1 \r\n";

  private final PyramidOptions options;
  private final LevelGrid base;
  private final TileEncoder encoder;

  Directories(PyramidOptions options, LevelGrid base, TileEncoder encoder) {
    this.options = options;
    this.base = base;
    this.encoder = encoder;
  }

  PyramidOptions options() {
    return options;
  }

  LevelGrid base() {
    return base;
  }

  /** The directory of one level. */
  TiffDirectoryDraft level(LevelPlaces places) {
    LevelGrid grid = places.grid;
    TiffDirectoryDraft draft = image(grid.width(), grid.height());
    boolean reduced = grid.level() > 0 && options.format() != Format.SVS;
    draft.longs(TiffTag.NEW_SUBFILE_TYPE, reduced ? 1 : 0);
    if (options.layout() == Layout.TILES) {
      draft
          .shorts(TiffTag.TILE_WIDTH, grid.tileWidth())
          .shorts(TiffTag.TILE_LENGTH, grid.tileHeight())
          .offsets(TiffTag.TILE_OFFSETS, places.offsets)
          .offsets(TiffTag.TILE_BYTE_COUNTS, places.lengths);
    } else {
      draft
          .longs(TiffTag.ROWS_PER_STRIP, grid.tileHeight())
          .offsets(TiffTag.STRIP_OFFSETS, places.offsets)
          .offsets(TiffTag.STRIP_BYTE_COUNTS, places.lengths);
    }
    color(draft, options.coding());
    if (encoder instanceof JpegEncoder jpeg && options.tables() == PyramidOptions.Tables.SHARED) {
      draft.bytes(TiffTag.JPEG_TABLES, jpeg.tables());
    }
    if (options.prediction() == Prediction.HORIZONTAL) {
      draft.shorts(TiffTag.PREDICTOR, 2);
    }
    describe(draft, grid);
    return draft;
  }

  /** Size and samples of an RGB picture. */
  static TiffDirectoryDraft image(long width, long height) {
    return new TiffDirectoryDraft()
        .longs(TiffTag.IMAGE_WIDTH, width)
        .longs(TiffTag.IMAGE_LENGTH, height)
        .shorts(TiffTag.BITS_PER_SAMPLE, 8, 8, 8)
        .shorts(TiffTag.SAMPLES_PER_PIXEL, 3)
        .shorts(TiffTag.PLANAR_CONFIGURATION, 1);
  }

  /** Sets compression and photometric interpretation. */
  static void color(TiffDirectoryDraft draft, Coding coding) {
    int compression =
        switch (coding) {
          case JPEG_RGB, JPEG_YCBCR_444, JPEG_YCBCR_420 -> TiffCompression.JPEG;
          case NONE -> TiffCompression.NONE;
          case LZW -> TiffCompression.LZW;
          case PACK_BITS -> TiffCompression.PACK_BITS;
          case DEFLATE -> TiffCompression.DEFLATE;
        };
    draft.shorts(TiffTag.COMPRESSION, compression);
    draft.shorts(TiffTag.PHOTOMETRIC, coding.ycbcr() ? YCBCR : RGB);
    if (coding.ycbcr()) {
      int sampling = coding == Coding.JPEG_YCBCR_420 ? 2 : 1;
      draft.shorts(TiffTag.YCBCR_SUBSAMPLING, sampling, sampling);
    }
  }

  private void describe(TiffDirectoryDraft draft, LevelGrid grid) {
    if (options.format() == Format.SVS) {
      draft.text(TiffTag.IMAGE_DESCRIPTION, aperio(grid));
      return;
    }
    double downsample = (double) base.width() / grid.width();
    double perCentimetre = MICRONS_PER_CENTIMETRE / (options.micronsPerPixel() * downsample);
    draft
        .rational(TiffTag.X_RESOLUTION, perCentimetre)
        .rational(TiffTag.Y_RESOLUTION, perCentimetre)
        .shorts(TiffTag.RESOLUTION_UNIT, CENTIMETRE);
    if (options.format() == Format.OME_TIFF && grid.level() == 0) {
      draft.text(TiffTag.IMAGE_DESCRIPTION, omeXml());
    }
  }

  private String aperio(LevelGrid grid) {
    String coding = options.coding().jpeg() ? "JPEG/RGB Q=" + options.quality() : "RGB";
    String tiles =
        String.format(
            Locale.ROOT,
            "%dx%d [0,0 %dx%d] (%dx%d)",
            base.width(),
            base.height(),
            base.width(),
            base.height(),
            base.tileWidth(),
            base.tileHeight());
    String reduced = grid.level() == 0 ? "" : " -> " + grid.width() + "x" + grid.height();
    return SIGNATURE + tiles + reduced + " " + coding + properties();
  }

  /** Aperio's properties, each after a bar. */
  String properties() {
    return String.format(
        Locale.ROOT,
        "|AppMag = %s|StripeWidth = 2040|ScanScope ID = SYNTHETIC|MPP = %.4f",
        number(options.magnification()),
        options.micronsPerPixel());
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%s", value);
  }

  private String omeXml() {
    String schema = "http://www.openmicroscopy.org/Schemas/OME/2016-06";
    boolean big = options.byteOrder() == ByteOrder.BIG_ENDIAN;
    return String.format(
        Locale.ROOT,
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <OME xmlns="%1$s" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
        xsi:schemaLocation="%1$s %1$s/ome.xsd">
        <Instrument ID="Instrument:0"><Objective ID="Objective:0" \
        NominalMagnification="%2$s"/></Instrument>
        <Image ID="Image:0" Name="synthetic biopsy"><ObjectiveSettings ID="Objective:0"/>
        <Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint8" BigEndian="%3$b" \
        Interleaved="true" SizeX="%4$d" SizeY="%5$d" SizeC="3" SizeZ="1" SizeT="1" \
        PhysicalSizeX="%6$s" PhysicalSizeXUnit="µm" PhysicalSizeY="%6$s" PhysicalSizeYUnit="µm">
        <Channel ID="Channel:0:0" SamplesPerPixel="3"/><TiffData IFD="0" PlaneCount="1"/>
        </Pixels></Image></OME>
        """,
        schema,
        number(options.magnification()),
        big,
        base.width(),
        base.height(),
        options.micronsPerPixel());
  }
}
