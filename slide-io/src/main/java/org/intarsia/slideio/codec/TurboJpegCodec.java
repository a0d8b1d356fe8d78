package org.intarsia.slideio.codec;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** JPEG by libjpeg-turbo. */
final class TurboJpegCodec implements BlockCodec {
  /** A decompressor with native memory for input and output, used by one thread at a time. */
  static final class Workspace {
    private final Pointer handle;
    private Memory input = new Memory(1 << 16);
    private Memory output = new Memory(1 << 18);

    Workspace() {
      handle = TurboJpeg.tjInitDecompress();
      if (handle == null) {
        throw new IllegalStateException("libjpeg-turbo has no memory for a decompressor");
      }
    }

    private void reserve(long in, long out) {
      if (input.size() < in) {
        input.close();
        input = new Memory(in + in / 2);
      }
      if (output.size() < out) {
        output.close();
        output = new Memory(out);
      }
    }

    void destroy() {
      TurboJpeg.tjDestroy(handle);
      input.close();
      output.close();
    }
  }

  private final HandlePool<Workspace> pool;
  private final byte[] tables;
  private final JpegColors colors;

  TurboJpegCodec(HandlePool<Workspace> pool, byte[] tables, JpegColors colors) {
    this.pool = pool;
    this.tables = tables;
    this.colors = colors;
  }

  @Override
  public String name() {
    return "libjpeg-turbo";
  }

  @Override
  public void decode(byte[] encoded, BlockShape shape, byte[] out) throws CodecException {
    JpegStream jpeg = JpegStream.join(tables, encoded, colors);
    jpeg.check(shape);
    Workspace workspace = pool.take().orElseGet(Workspace::new);
    try {
      decode(workspace, jpeg, shape, out);
    } finally {
      pool.giveBack(workspace);
    }
  }

  private static void decode(Workspace workspace, JpegStream jpeg, BlockShape shape, byte[] out)
      throws CodecException {
    int length = jpeg.bytes().length;
    int pitch = shape.rowBytes();
    workspace.reserve(length, (long) pitch * jpeg.height());
    workspace.input.write(0, jpeg.bytes(), 0, length);
    int status =
        TurboJpeg.tjDecompress2(
            workspace.handle,
            workspace.input,
            new NativeLong(length),
            workspace.output,
            jpeg.width(),
            pitch,
            jpeg.height(),
            jpeg.components() == 1 ? TurboJpeg.GREY : TurboJpeg.RGB,
            TurboJpeg.LIMIT_SCANS);
    if (status != 0) {
      throw new CodecException("damaged JPEG: " + TurboJpeg.tjGetErrorStr2(workspace.handle));
    }
    workspace.output.read(0, out, 0, shape.bytes());
  }
}
