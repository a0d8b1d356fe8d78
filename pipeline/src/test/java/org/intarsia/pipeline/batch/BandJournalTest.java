package org.intarsia.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.intarsia.pipeline.MaskInMemory;
import org.intarsia.pipeline.TileFaults;
import org.intarsia.stitcher.MaskBand;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.TileGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandJournalTest {
  private static final TileGrid GRID = new TileGrid(37, 50, 16, new Halo(4, 4));

  @TempDir private Path folder;

  private static byte[] labels(int row) {
    byte[] labels = new byte[37 * 16];
    new Random(0x9E3779B97F4A7C15L * (row + 1)).nextBytes(labels);
    return labels;
  }

  private static MaskBand band(int row) {
    return new MaskBand(row, 16L * row, 37, GRID.rowHeight(row), labels(row));
  }

  private Path journal(String key, TileFaults faults, int bands) throws IOException {
    return journal(key, LabelCodec.usual(), faults, bands);
  }

  private Path journal(String key, LabelCodec codec, TileFaults faults, int bands)
      throws IOException {
    Path file = folder.resolve("journal");
    try (BandJournal journal = BandJournal.create(file, key, codec, faults)) {
      for (int row = 0; row < bands; row++) {
        journal.accept(band(row));
      }
    }
    return file;
  }

  private static int replay(Path file, MaskInMemory mask, TileFaults faults) throws IOException {
    return BandJournal.replay(file, "key", GRID, mask, faults);
  }

  private static TileFaults none() {
    return TileFaults.of(TileFaults.Policy.BACKGROUND);
  }

  private static void checkBands(MaskInMemory mask, int bands) {
    for (int row = 0; row < bands; row++) {
      int from = row * 16 * 37;
      int length = 37 * GRID.rowHeight(row);
      assertThat(Arrays.copyOfRange(mask.labels(), from, from + length))
          .isEqualTo(Arrays.copyOf(labels(row), length));
    }
  }

  @ParameterizedTest(name = "{0} bands")
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void bandsComeBackAsTheyWere(int bands) throws IOException {
    Path file = journal("key", none(), bands);
    MaskInMemory mask = new MaskInMemory(37, 50);
    assertThat(BandJournal.bands(file, "key")).isEqualTo(bands);
    assertThat(replay(file, mask, none())).isEqualTo(bands);
    checkBands(mask, bands);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(LabelCodec.class)
  void withEachCodecTheyComeBack(LabelCodec codec) throws IOException {
    assertThat(codec.isThere()).isTrue();
    Path file = journal("key", codec, none(), 3);
    MaskInMemory mask = new MaskInMemory(37, 50);
    assertThat(BandJournal.bands(file, "key")).isEqualTo(3);
    assertThat(replay(file, mask, none())).isEqualTo(3);
    checkBands(mask, 3);
  }

  /** Wherever a kill cuts the file, the bands that were whole come back and nothing else. */
  @Test
  void aFileThatIsCutAnywhereGivesItsWholeBands() throws IOException {
    byte[] whole = Files.readAllBytes(journal("key", none(), 3));
    int most = 0;
    for (int length = 0; length <= whole.length; length++) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      MaskInMemory mask = new MaskInMemory(37, 50);
      int bands = replay(cut, mask, none());
      assertThat(BandJournal.bands(cut, "key")).isEqualTo(bands);
      assertThat(bands).isGreaterThanOrEqualTo(most);
      assertThat(bands).isEqualTo(length == whole.length ? 3 : Math.min(bands, 2));
      most = bands;
      checkBands(mask, bands);
    }
    assertThat(most).isEqualTo(3);
  }

  /** A byte that the disk has changed ends the journal before the band that it is in. */
  @Test
  void aChangedByteIsNoticed() throws IOException {
    byte[] whole = Files.readAllBytes(journal("key", none(), 3));
    for (int at = 0; at < whole.length; at += 7) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x10;
      MaskInMemory mask = new MaskInMemory(37, 50);
      int bands = replay(Files.write(folder.resolve("changed"), changed), mask, none());
      assertThat(bands).isLessThan(3);
      checkBands(mask, bands);
    }
  }

  @Test
  void ofAnotherPlanOrSlideItGivesNothing() throws IOException {
    Path file = journal("another key", none(), 3);
    assertThat(BandJournal.bands(file, "key")).isZero();
    assertThat(replay(file, new MaskInMemory(37, 50), none())).isZero();
    Path missing = folder.resolve("missing");
    assertThat(BandJournal.bands(missing, "key")).isZero();
    assertThat(replay(missing, new MaskInMemory(37, 50), none())).isZero();
  }

  @Test
  void tilesThatCouldNotBeReadComeBackToo() throws IOException {
    TileFaults faults = none();
    faults.add(new TileFaults.Fault(1, 2, "tile 17 is no JPEG"));
    faults.add(new TileFaults.Fault(2, 0, "of a band that is not finished"));
    Path file = journal("key", faults, 2);
    TileFaults seen = none();
    assertThat(replay(file, new MaskInMemory(37, 50), seen)).isEqualTo(2);
    assertThat(seen.all()).isEqualTo(List.of(new TileFaults.Fault(1, 2, "tile 17 is no JPEG")));
  }

  @Test
  void aSinkThatFailsIsHeard() throws IOException {
    Path file = journal("key", none(), 3);
    MaskInMemory full =
        new MaskInMemory(37, 50) {
          @Override
          public void accept(MaskBand band) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThatThrownBy(() -> replay(file, full, none())).hasMessage("disk full");
  }
}
