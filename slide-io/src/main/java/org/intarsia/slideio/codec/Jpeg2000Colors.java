package org.intarsia.slideio.codec;

/** What the components of a JPEG 2000 block mean, as its container says. */
public enum Jpeg2000Colors {
  /** One component, or three components R G B. */
  AS_STORED,
  /** Three components Y Cb Cr, the chroma possibly subsampled (Aperio's compression 33003). */
  YCBCR
}
