package org.intarsia.segmenter;

import java.util.Locale;
import java.util.Optional;

/**
 * How a network is written.
 *
 * @param form for training or for inference
 * @param storage width of the stored numbers, which is also that of the computation
 * @param layout order of the numbers in memory
 * @param card a model card to put inside, as {@code extra/card.json}
 */
public record ArchiveOptions(Form form, Storage storage, Layout layout, Optional<ModelCard> card) {
  /** What the archive is for. */
  public enum Form {
    /** Batch normalisation with running statistics that training updates; training flag set. */
    TRAINABLE,
    /** Batch normalisation folded into the convolutions, dropout gone; training flag off. */
    INFERENCE
  }

  /** Width of the stored numbers. */
  public enum Storage {
    /** 32 bits: the usual choice. */
    FLOAT32(4, 6, "FloatStorage", Float.MAX_VALUE),
    /** 64 bits: where rounding must not matter. */
    FLOAT64(8, 7, "DoubleStorage", Double.MAX_VALUE),
    /**
     * 16 bits, eight of them for the exponent: half the memory, and several times faster on
     * processors that compute in it. Input and output stay in 32 bits. For inference.
     */
    BFLOAT16(2, 15, "BFloat16Storage", 0x1.FEp127),
    /**
     * 16 bits, five of them for the exponent: up to 65504, for CUDA devices. Input and output stay
     * in 32 bits. For inference.
     */
    FLOAT16(2, 5, "HalfStorage", 65504);

    private final int bytes;
    private final int torchNumber;
    private final String torchName;
    private final double largest;

    Storage(int bytes, int torchNumber, String torchName, double largest) {
      this.bytes = bytes;
      this.torchNumber = torchNumber;
      this.torchName = torchName;
      this.largest = largest;
    }

    /** Bytes a number. */
    public int bytes() {
      return bytes;
    }

    /** What the type is called in TorchScript code. */
    int torchNumber() {
      return torchNumber;
    }

    /** What storages of the type are called in pickles. */
    String torchName() {
      return torchName;
    }

    /** As people write it: {@code bfloat16}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The largest finite number. */
    double largest() {
      return largest;
    }
  }

  /** Order of the numbers in memory. */
  public enum Layout {
    /** Channel after channel. */
    CONTIGUOUS,
    /** All channels of a pixel beside each other; input and output keep the other order. */
    CHANNELS_LAST
  }

  /** For inference in 32 bits, without a card. */
  public static ArchiveOptions inference() {
    return new ArchiveOptions(Form.INFERENCE, Storage.FLOAT32, Layout.CONTIGUOUS, Optional.empty());
  }

  /** For training in 32 bits, without a card. */
  public static ArchiveOptions trainable() {
    return new ArchiveOptions(Form.TRAINABLE, Storage.FLOAT32, Layout.CONTIGUOUS, Optional.empty());
  }

  /** The same with another width. */
  public ArchiveOptions withStorage(Storage wanted) {
    return new ArchiveOptions(form, wanted, layout, card);
  }

  /** The same in another order. */
  public ArchiveOptions withLayout(Layout wanted) {
    return new ArchiveOptions(form, storage, wanted, card);
  }

  /** The same with a card inside. */
  public ArchiveOptions withCard(ModelCard inside) {
    return new ArchiveOptions(form, storage, layout, Optional.of(inside));
  }
}
