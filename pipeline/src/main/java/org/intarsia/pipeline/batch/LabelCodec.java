package org.intarsia.pipeline.batch;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** How the labels of a journal are compressed. */
enum LabelCodec {
  /**
   * Zstandard. <i>Why</i>: on the noise of an untrained network four times as fast as deflate at
   * its fastest, for a smaller file.
   */
  ZSTANDARD {
    @Override
    boolean isThere() {
      try {
        Native.load();
        return true;
      } catch (LinkageError e) {
        return false; // native code, which not every machine loads
      }
    }

    @Override
    OutputStream compress(OutputStream to) throws IOException {
      return new ZstdOutputStreamNoFinalizer(to, 1);
    }

    @Override
    InputStream expand(InputStream from) throws IOException {
      return new ZstdInputStreamNoFinalizer(from);
    }
  },

  /** Deflate, of Java itself. */
  DEFLATE {
    @Override
    OutputStream compress(OutputStream to) {
      Deflater fast = new Deflater(Deflater.BEST_SPEED);
      return new DeflaterOutputStream(to, fast) {
        @Override
        public void close() throws IOException {
          try {
            super.close();
          } finally {
            fast.end();
          }
        }
      };
    }

    @Override
    InputStream expand(InputStream from) {
      return new InflaterInputStream(from);
    }
  };

  /** The faster one that is there. */
  static LabelCodec usual() {
    return ZSTANDARD.isThere() ? ZSTANDARD : DEFLATE;
  }

  /** Whether this machine has it. */
  boolean isThere() {
    return true;
  }

  /** A stream that writes compressed bytes to another, and closes it. */
  abstract OutputStream compress(OutputStream to) throws IOException;

  /** A stream of what was compressed. */
  abstract InputStream expand(InputStream from) throws IOException;
}
