package org.intarsia.slideio.codec;

/** What the samples of a JPEG stream mean, as its container says. */
public enum JpegColors {
  /** One component. */
  GREY,
  /** Three components R G B. */
  RGB,
  /** Three components R G B, or Y Cb Cr where the stream has a JFIF marker. */
  RGB_UNLESS_JFIF,
  /** Three components Y Cb Cr. */
  YCBCR,
  /** No container: the stream's own markers decide, as JFIF and libjpeg have it. */
  AS_STORED
}
