package org.intarsia.segmenter;

import java.util.Locale;
import org.intarsia.segmenter.ArchiveOptions.Storage;

/** What a network computes in, chosen when it is loaded. */
public enum Precision {
  /** As the archive is stored: 32 bits, or 64 or 16 where it is stored so. */
  FLOAT32,
  /**
   * 16 bits, eight of them for the exponent: the range of 32 bits with 8 instead of 24 significant
   * bits. On the CPU and on GPUs.
   */
  BFLOAT16,
  /** 16 bits, five of them for the exponent: 11 significant bits up to 65504. CUDA devices only. */
  FLOAT16;

  /** The numbers that an archive which is stored in {@code stored} computes in. */
  Storage storage(Storage stored) {
    return switch (this) {
      case FLOAT32 -> stored;
      case BFLOAT16 -> Storage.BFLOAT16;
      case FLOAT16 -> Storage.FLOAT16;
    };
  }

  /** As it is written on the command line: {@code bfloat16}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
