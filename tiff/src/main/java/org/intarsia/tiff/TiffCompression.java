package org.intarsia.tiff;

/** Values of {@link TiffTag#COMPRESSION}. */
public final class TiffCompression {
  public static final int NONE = 1;
  public static final int LZW = 5;
  public static final int OLD_JPEG = 6;
  public static final int JPEG = 7;
  public static final int DEFLATE = 8;
  public static final int PACK_BITS = 32773;

  /** Deflate under the number that Adobe reserved before 8 became official. */
  public static final int OLD_DEFLATE = 32946;

  /** Aperio JPEG 2000, components Y Cb Cr. */
  public static final int APERIO_JPEG2000_YCC = 33003;

  /** Aperio JPEG 2000, components R G B. */
  public static final int APERIO_JPEG2000_RGB = 33005;

  /** Zstandard, as libtiff writes it. */
  public static final int ZSTD = 50000;

  /** Zstandard under the number that was used before. */
  public static final int OLD_ZSTD = 34926;

  public static final int WEBP = 50001;

  private TiffCompression() {}
}
