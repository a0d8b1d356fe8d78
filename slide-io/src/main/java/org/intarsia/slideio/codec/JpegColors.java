package org.intarsia.slideio.codec;

/** What the samples of a JPEG stream mean, as its container says. */
public enum JpegColors {
  /** One component. */
  GREY,
  /** Three components R G B. */
  RGB,
  /** Three components Y Cb Cr. */
  YCBCR,
  /** No container: the stream's own markers decide, as JFIF and libjpeg have it. */
  AS_STORED
}
