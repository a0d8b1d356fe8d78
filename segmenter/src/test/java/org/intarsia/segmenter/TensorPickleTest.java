package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorPickleTest {
  /**
   * Four tensors as libtorch writes them, with a memo: the second's class, texts and the third's
   * key are fetched from it. Between them are numbers of each width.
   */
  private static final String FOUR =
      "\u0080\u0002c__torch__\nNet\nq\0)\u0081}("
          + storage("X\7\0\0\0storageq\1", "ctorch\nFloatStorage\nq\2", "X\1\0\0\u00000q\3")
          + storage("h\1", "ctorch\nLongStorage\nq\4", "X\1\0\0\u00001q\5")
          + storage("h\1", "h\2", "X\1\0\0\u00007r\0\1\0\0")
          + storage("h\1", "h\2", "j\0\1\0\0")
          + "X\1\0\0\0aG12345678X\1\0\0\0b\u008a\2xxX\1\0\0\0cM\1\0X\1\0\0\0dJ\1\0\0\0"
          + "X\1\0\0\0e]q\6(K\1K\2e\u0085\u0088\u0089\u0087u"
          + "X\1\0\0\0fNsb.";

  private static String storage(String word, String type, String key) {
    return "X\1\0\0\0t(" + word + type + key + "X\3\0\0\0cpuK\1tQ";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void classesAreFetchedFromTheMemo() throws SegmentationException {
    TensorPickle pickle = TensorPickle.read(bytes(FOUR), "net.pt");
    assertThat(pickle.storages())
        .isEqualTo(Map.of("0", "FloatStorage", "1", "LongStorage", "7", "FloatStorage"));
  }

  @Test
  void onlyTheNamedClassIsRenamed() throws SegmentationException {
    byte[] renamed =
        TensorPickle.read(bytes(FOUR), "net.pt").renamed("FloatStorage", "BFloat16Storage");
    assertThat(renamed)
        .isEqualTo(bytes(FOUR.replace("torch\nFloatStorage", "torch\nBFloat16Storage")));
    assertThat(TensorPickle.read(renamed, "net.pt").storages())
        .containsEntry("7", "BFloat16Storage")
        .containsEntry("1", "LongStorage");
  }

  @Test
  void aPickleCutAnywhereIsDamaged() {
    byte[] whole = bytes(FOUR);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> TensorPickle.read(cut, "net.pt/data.pkl"))
          .isInstanceOf(SegmentationException.class)
          .hasMessageStartingWith("net.pt/data.pkl: not a pickle of torch.jit.save (byte ");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ii, unknown code 0x69",
    "h5., no memo 53",
    "NQ., a persistent id that is no storage",
    "(NNNNtQ., a persistent id that is no storage"
  })
  void whatLibtorchDoesNotWriteIsRefused(String pickle, String reason) {
    assertThatThrownBy(() -> TensorPickle.read(bytes(pickle), "net.pt"))
        .isInstanceOf(SegmentationException.class)
        .hasMessageEndingWith(reason);
  }
}
