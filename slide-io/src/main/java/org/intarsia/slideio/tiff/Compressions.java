package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.Optional;
import org.intarsia.slideio.codec.BlockCodec;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.codec.Jpeg2000Colors;
import org.intarsia.slideio.codec.JpegColors;
import org.intarsia.tiff.TiffCompression;
import org.intarsia.tiff.TiffTag;

/** The numbers that TIFF gives to compressions and colours. */
final class Compressions {
  private static final int MOST_TABLE_BYTES = 1 << 16;

  private Compressions() {}

  /** The name of a compression that is not read; empty if it is read. */
  static Optional<String> refusal(int compression) {
    return switch (compression) {
      case TiffCompression.NONE,
          TiffCompression.LZW,
          TiffCompression.JPEG,
          TiffCompression.DEFLATE,
          TiffCompression.OLD_DEFLATE,
          TiffCompression.PACK_BITS,
          TiffCompression.APERIO_JPEG2000_YCC,
          TiffCompression.APERIO_JPEG2000_RGB,
          TiffCompression.ZSTD,
          TiffCompression.OLD_ZSTD,
          TiffCompression.WEBP,
          PageParser.JPEG_2000 ->
          Optional.empty();
      case 2, 3, 4, 32771 -> Optional.of("CCITT fax, for black-and-white pages");
      case TiffCompression.OLD_JPEG -> Optional.of("old-style JPEG");
      case 32809 -> Optional.of("ThunderScan");
      case 34661 -> Optional.of("JBIG");
      case 34676, 34677 -> Optional.of("SGI LogLuv");
      case 34887 -> Optional.of("LERC");
      case 34892 -> Optional.of("lossy DNG JPEG");
      case 34925 -> Optional.of("LZMA");
      case 22610, 34934 -> Optional.of("JPEG XR");
      case 50002, 52546 -> Optional.of("JPEG XL");
      default -> Optional.of("unknown");
    };
  }

  /** Whether the decompressed block is packed rows of samples, rather than a decoded picture. */
  static boolean holdsBytes(int compression) {
    return switch (compression) {
      case TiffCompression.NONE, TiffCompression.PACK_BITS -> true;
      default -> mayPredict(compression);
    };
  }

  /** Whether the predictor tag has a meaning. */
  static boolean mayPredict(int compression) {
    return switch (compression) {
      case TiffCompression.LZW,
          TiffCompression.DEFLATE,
          TiffCompression.OLD_DEFLATE,
          TiffCompression.ZSTD,
          TiffCompression.OLD_ZSTD ->
          true;
      default -> false;
    };
  }

  /** What a photometric interpretation is called. */
  static String photometric(long number) {
    return switch ((int) Math.min(number, Integer.MAX_VALUE)) {
      case 0, 1 -> "grey";
      case 2 -> "RGB";
      case 3 -> "palette";
      case 4 -> "transparency mask";
      case 5 -> "CMYK";
      case 6 -> "YCbCr";
      case 8, 9, 10 -> "CIE L*a*b*";
      case 32803 -> "camera raw";
      case 32844, 32845 -> "SGI LogLuv";
      default -> "photometric interpretation " + number;
    };
  }

  /** The decoder of a page's blocks. */
  static BlockCodec codec(CodecSet codecs, PageLayout layout, TiffDirectory page)
      throws IOException {
    return switch (layout.compression()) {
      case TiffCompression.NONE -> codecs.uncompressed();
      case TiffCompression.LZW -> codecs.lzw();
      case TiffCompression.DEFLATE, TiffCompression.OLD_DEFLATE -> codecs.deflate();
      case TiffCompression.PACK_BITS -> codecs.packBits();
      case TiffCompression.ZSTD, TiffCompression.OLD_ZSTD -> codecs.zstd();
      case TiffCompression.WEBP -> codecs.webp();
      case TiffCompression.JPEG -> codecs.jpeg(tables(page), jpeg(layout));
      case TiffCompression.APERIO_JPEG2000_YCC -> codecs.jpeg2000(Jpeg2000Colors.YCBCR);
      case TiffCompression.APERIO_JPEG2000_RGB -> codecs.jpeg2000(Jpeg2000Colors.AS_STORED);
      case PageParser.JPEG_2000 ->
          codecs.jpeg2000(
              layout.color() instanceof SampleColors.DecodedYcbcr
                  ? Jpeg2000Colors.YCBCR
                  : Jpeg2000Colors.AS_STORED);
      default -> throw new IllegalStateException("compression " + layout.compression());
    };
  }

  private static byte[] tables(TiffDirectory page) throws IOException {
    if (page.count(TiffTag.JPEG_TABLES) > MOST_TABLE_BYTES) {
      throw page.wrong(
          TiffTag.JPEG_TABLES, "has " + page.count(TiffTag.JPEG_TABLES) + " bytes of JPEG tables");
    }
    return page.bytes(TiffTag.JPEG_TABLES);
  }

  private static JpegColors jpeg(PageLayout layout) {
    if (layout.blockSamples() == 1) {
      return JpegColors.GREY;
    }
    return layout.color() instanceof SampleColors.DecodedYcbcr ? JpegColors.YCBCR : JpegColors.RGB;
  }
}
