package org.intarsia.slideio.dicom;

import java.util.Set;

/** The data elements that a slide is read from, as 0xGGGGEEEE (DICOM PS3.6). */
final class DicomTags {
  static final int MEDIA_STORAGE_SOP_CLASS = 0x00020002;
  static final int TRANSFER_SYNTAX = 0x00020010;
  static final int IMAGE_TYPE = 0x00080008;
  static final int SOP_CLASS = 0x00080016;
  static final int SOP_INSTANCE = 0x00080018;
  static final int MANUFACTURER = 0x00080070;
  static final int MODEL_NAME = 0x00081090;
  static final int SOFTWARE_VERSIONS = 0x00181020;
  static final int SERIES = 0x0020000E;
  static final int INSTANCE_NUMBER = 0x00200013;
  static final int FRAME_OF_REFERENCE = 0x00200052;
  static final int CONCATENATION = 0x00209161;
  static final int IN_CONCATENATION_NUMBER = 0x00209162;
  static final int IN_CONCATENATION_TOTAL = 0x00209163;
  static final int CONCATENATION_FRAME_OFFSET = 0x00209228;
  static final int DIMENSION_ORGANIZATION_TYPE = 0x00209311;
  static final int SAMPLES_PER_PIXEL = 0x00280002;
  static final int PHOTOMETRIC_INTERPRETATION = 0x00280004;
  static final int PLANAR_CONFIGURATION = 0x00280006;
  static final int NUMBER_OF_FRAMES = 0x00280008;
  static final int ROWS = 0x00280010;
  static final int COLUMNS = 0x00280011;
  static final int PIXEL_SPACING = 0x00280030;
  static final int BITS_ALLOCATED = 0x00280100;
  static final int BITS_STORED = 0x00280101;
  static final int PIXEL_REPRESENTATION = 0x00280103;
  static final int ICC_PROFILE = 0x00282000;
  static final int LOSSY_IMAGE_COMPRESSION = 0x00282110;
  static final int PIXEL_MEASURES = 0x00289110;
  static final int CONTAINER_IDENTIFIER = 0x00400512;
  static final int IMAGED_VOLUME_WIDTH = 0x00480001;
  static final int TOTAL_COLUMNS = 0x00480006;
  static final int TOTAL_ROWS = 0x00480007;
  static final int ABSENT_PIXEL_CIELAB = 0x00480015;
  static final int OPTICAL_PATHS = 0x00480105;
  static final int OPTICAL_PATH_IDENTIFIER = 0x00480106;
  static final int OBJECTIVE_LENS_POWER = 0x00480112;
  static final int OPTICAL_PATH_IDENTIFICATION = 0x00480207;
  static final int PLANE_POSITION_SLIDE = 0x0048021A;
  static final int COLUMN_POSITION = 0x0048021E;
  static final int ROW_POSITION = 0x0048021F;
  static final int NUMBER_OF_OPTICAL_PATHS = 0x00480302;
  static final int FOCAL_PLANES = 0x00480303;
  static final int SHARED_GROUPS = 0x52009229;
  static final int PER_FRAME_GROUPS = 0x52009230;
  static final int EXTENDED_OFFSETS = 0x7FE00001;
  static final int EXTENDED_LENGTHS = 0x7FE00002;
  static final int FLOAT_PIXELS = 0x7FE00008;
  static final int DOUBLE_PIXELS = 0x7FE00009;
  static final int PIXELS = 0x7FE00010;
  static final int ITEM = 0xFFFEE000;
  static final int ITEM_END = 0xFFFEE00D;
  static final int SEQUENCE_END = 0xFFFEE0DD;

  /** Sequences whose items are read; all others are stepped over. */
  static final Set<Integer> SEQUENCES =
      Set.of(
          PIXEL_MEASURES,
          OPTICAL_PATHS,
          OPTICAL_PATH_IDENTIFICATION,
          PLANE_POSITION_SLIDE,
          SHARED_GROUPS,
          PER_FRAME_GROUPS);

  /** Elements of which only the place is kept, because they may be large. */
  static final Set<Integer> PLACES = Set.of(ICC_PROFILE, EXTENDED_OFFSETS, EXTENDED_LENGTHS);

  /** Elements whose value is kept. Nothing that names a patient is among them. */
  static final Set<Integer> VALUES =
      Set.of(
          MEDIA_STORAGE_SOP_CLASS,
          TRANSFER_SYNTAX,
          IMAGE_TYPE,
          SOP_CLASS,
          SOP_INSTANCE,
          MANUFACTURER,
          MODEL_NAME,
          SOFTWARE_VERSIONS,
          SERIES,
          INSTANCE_NUMBER,
          FRAME_OF_REFERENCE,
          CONCATENATION,
          IN_CONCATENATION_NUMBER,
          IN_CONCATENATION_TOTAL,
          CONCATENATION_FRAME_OFFSET,
          DIMENSION_ORGANIZATION_TYPE,
          SAMPLES_PER_PIXEL,
          PHOTOMETRIC_INTERPRETATION,
          PLANAR_CONFIGURATION,
          NUMBER_OF_FRAMES,
          ROWS,
          COLUMNS,
          PIXEL_SPACING,
          BITS_ALLOCATED,
          BITS_STORED,
          PIXEL_REPRESENTATION,
          LOSSY_IMAGE_COMPRESSION,
          CONTAINER_IDENTIFIER,
          IMAGED_VOLUME_WIDTH,
          TOTAL_COLUMNS,
          TOTAL_ROWS,
          ABSENT_PIXEL_CIELAB,
          OPTICAL_PATH_IDENTIFIER,
          OBJECTIVE_LENS_POWER,
          COLUMN_POSITION,
          ROW_POSITION,
          NUMBER_OF_OPTICAL_PATHS,
          FOCAL_PLANES);

  private DicomTags() {}

  /** How people write a tag: {@code (0028,0010)}. */
  static String shown(int tag) {
    return String.format(java.util.Locale.ROOT, "(%04X,%04X)", tag >>> 16, tag & 0xFFFF);
  }
}
