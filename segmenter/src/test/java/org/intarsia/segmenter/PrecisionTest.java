package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.intarsia.segmenter.ArchiveOptions.Layout;
import org.intarsia.segmenter.ArchiveOptions.Storage;
import org.intarsia.segmenter.djl.TorchModule;
import org.intarsia.segmenter.probe.FeatureMaps;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionTest {
  private static final int SIDE = 64;
  private static final int CLASSES = 5;

  @TempDir Path folder;

  private record Answer(byte[] labels, float[] probabilities) {}

  private Path archive(ArchiveOptions options, ModelCard card) throws IOException {
    Network network = new UNet(3, CLASSES, 3, 8).same();
    Path file = folder.resolve("precision-" + System.nanoTime() + ".pt");
    TorchScriptArchive.write(network, Weights.scattered(network, 3), options.withCard(card), file);
    return file;
  }

  private Path archive(ArchiveOptions options) throws IOException {
    return archive(options, Cards.of(CLASSES, Padding.SAME));
  }

  /** Smooth pictures: their probabilities are seldom close to each other. */
  private static byte[] picture(int index) {
    Random random = new Random(index);
    double[] wave = random.doubles(6, 0.02, 0.2).toArray();
    byte[] rgb = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < rgb.length; i++) {
      int c = i % 3;
      int x = i / 3 % SIDE;
      int y = i / 3 / SIDE;
      double phase = wave[c] * x + wave[c + 3] * y;
      rgb[i] = (byte) (128 + 100 * Math.sin(phase));
    }
    return rgb;
  }

  private static Answer answer(Path archive, Precision precision) throws Exception {
    SegmenterSettings settings = SegmenterSettings.cpu(SIDE, 2).withPrecision(precision);
    List<byte[]> labels = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    try (SegmentationModel model = SegmentationModel.load(archive, Optional.empty());
        Segmenter segmenter = model.open(settings);
        TileBatch batch = new TileBatchPool(1, 2, SIDE).lease()) {
      for (int i = 0; i < 2; i++) {
        Region window = new Region(64L * i, 0, SIDE, SIDE);
        batch.add(new Tile(0, i, window, window)).put(picture(i));
      }
      segmenter.segment(
          batch,
          (tile, covered, found) -> {
            byte[] copy = new byte[SIDE * SIDE];
            found.get(copy);
            labels.add(copy);
          });
      segmenter.probabilities(
          batch,
          (tile, covered, found) -> {
            float[] copy = new float[CLASSES * SIDE * SIDE];
            found.get(copy);
            probabilities.add(copy);
          });
      assertThat(leftBehind(archive)).as("the rewritten file is gone once loaded").isEmpty();
    }
    return new Answer(labels.get(1), probabilities.get(1));
  }

  private static List<Path> leftBehind(Path archive) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      String name = String.valueOf(archive.getFileName());
      return files.filter(file -> file.toString().contains("-" + name)).toList();
    }
  }

  private static double largestDifference(float[] one, float[] other) {
    double largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs(one[i] - other[i]));
    }
    return largest;
  }

  private static double agreement(byte[] one, byte[] other) {
    int same = 0;
    for (int i = 0; i < one.length; i++) {
      same += one[i] == other[i] ? 1 : 0;
    }
    return (double) same / one.length;
  }

  /** Trainable archives hold batch normalisation with its statistics. */
  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource({
    "INFERENCE, FLOAT32, CONTIGUOUS",
    "INFERENCE, FLOAT32, CHANNELS_LAST",
    "INFERENCE, FLOAT64, CONTIGUOUS",
    "TRAINABLE, FLOAT32, CONTIGUOUS",
    "TRAINABLE, FLOAT64, CHANNELS_LAST"
  })
  void anArchiveInBfloat16AnswersAlmostTheSame(
      ArchiveOptions.Form form, Storage storage, Layout layout) throws Exception {
    Path file = archive(new ArchiveOptions(form, storage, layout, Optional.empty()));
    Answer exact = answer(file, Precision.FLOAT32);
    Answer rounded = answer(file, Precision.BFLOAT16);
    assertThat(agreement(exact.labels(), rounded.labels())).isGreaterThanOrEqualTo(0.99);
    assertThat(exact.labels()).as("more than one class").contains(0, 1);
    assertThat(largestDifference(exact.probabilities(), rounded.probabilities()))
        .as("it is rounded, but not much")
        .isBetween(1e-5, 0.1);
  }

  /** The archive that ModelExport writes and the one that is made when loading are the same. */
  @Test
  void anArchiveStoredInBfloat16RunsUnchanged() throws Exception {
    ArchiveOptions plain = ArchiveOptions.inference().withLayout(Layout.CHANNELS_LAST);
    Path stored = archive(plain.withStorage(Storage.BFLOAT16));
    Answer asStored = answer(stored, Precision.FLOAT32);
    Answer asked = answer(stored, Precision.BFLOAT16);
    Answer narrowed = answer(archive(plain), Precision.BFLOAT16);
    assertThat(asked).usingRecursiveComparison().isEqualTo(asStored);
    assertThat(narrowed.labels()).isEqualTo(asStored.labels());
    try (SegmentationModel model = SegmentationModel.load(stored, Optional.empty())) {
      assertThat(model.allows(Precision.BFLOAT16)).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"BFLOAT16", "FLOAT16"})
  void narrowedNumbersAreThoseThatAreWrittenNarrow(Storage storage) throws IOException {
    ArchiveOptions plain = ArchiveOptions.inference();
    Path narrowed = folder.resolve("narrowed.pt");
    new NarrowedArchive("net.pt", Storage.FLOAT32, storage).write(archive(plain), narrowed);
    ArchiveContents contents = ArchiveContents.read(narrowed);
    assertThat(contents.stored()).isEqualTo(storage);
    assertThat(contents.card()).contains(Cards.of(CLASSES, Padding.SAME).toJson());
    FeatureMaps input = FeatureMaps.zeros(1, 3, 32, 32);
    Random random = new Random(1);
    for (int i = 0; i < input.values().length; i++) {
      input.values()[i] = random.nextFloat();
    }
    Path written = archive(plain.withStorage(storage));
    try (TorchModule one = TorchModule.load(narrowed, "narrowed.pt", "cpu", Storage.FLOAT32);
        TorchModule two = TorchModule.load(written, "written.pt", "cpu", Storage.FLOAT32)) {
      assertThat(one.forward(input).values()).isEqualTo(two.forward(input).values());
    }
  }

  @Test
  void float16IsForGraphicsCards() throws IOException {
    Path file = archive(ArchiveOptions.inference());
    SegmenterSettings settings = SegmenterSettings.cpu(SIDE, 1).withPrecision(Precision.FLOAT16);
    try (SegmentationModel model = SegmentationModel.load(file, Optional.empty())) {
      assertThatThrownBy(() -> model.open(settings))
          .isInstanceOf(SegmentationException.class)
          .hasMessage(
              model.name()
                  + ": in float16 networks run on CUDA devices only; use --precision bfloat16 or"
                  + " float32, or --device cuda:N");
    }
  }

  @Test
  void numbersThatAreTooLargeAreNamed() throws IOException {
    Network network = new UNet(3, 2, 2, 1).same();
    Weights initial = Weights.initial(network, 1);
    Map<String, double[]> tensors = new HashMap<>();
    initial.names().forEach(name -> tensors.put(name, initial.values(name)));
    Path file = folder.resolve("large.pt");
    tensors.values().forEach(values -> values[0] = 70_000);
    TorchScriptArchive.write(
        network, Weights.of(network, tensors), ArchiveOptions.trainable(), file);
    Path narrowed = folder.resolve("narrowed.pt");
    assertThatThrownBy(
            () ->
                new NarrowedArchive("large.pt", Storage.FLOAT32, Storage.FLOAT16)
                    .write(file, narrowed))
        .isInstanceOf(SegmentationException.class)
        .hasMessage(
            "large.pt: network/data/0 holds 70000.0, but the largest number of float16 is"
                + " 65504.0; use --precision float32");
  }

  @Test
  void codeThatInsistsOnItsTypeIsNamed() throws Exception {
    Path strict = folder.resolve("strict.pt");
    try (ZipFile zip = new ZipFile(archive(ArchiveOptions.inference()).toFile());
        OutputStream out = Files.newOutputStream(strict)) {
      AlignedZip copy = new AlignedZip(out);
      for (ZipEntry entry : zip.stream().toList()) {
        byte[] content = ArchiveContents.content(zip, entry.getName());
        String text = new String(content, StandardCharsets.ISO_8859_1);
        String line = "training = self.training\n";
        copy.entry(
            entry.getName(),
            text.replace(line, line + "    l0 = torch.to(l0, 6)\n")
                .getBytes(StandardCharsets.ISO_8859_1));
      }
      copy.finish();
    }
    assertThat(answer(strict, Precision.FLOAT32).labels()).hasSize(SIDE * SIDE);
    assertThatThrownBy(() -> answer(strict, Precision.BFLOAT16))
        .isInstanceOf(SegmentationException.class)
        .hasMessageStartingWith(
            "strict.pt: the network fails on an input of (2, 3, 64, 64) in bfloat16: ")
        .hasMessageEndingWith("; --precision float32 runs it as it is stored");
  }

  @ParameterizedTest(name = "agreement {0}")
  @CsvSource({"0.9991, true", "0.999, true", "0.9989, false", "-1, false"})
  void theCardsCheckAllows(double agreement, boolean allowed) throws IOException {
    ObjectNode training = ModelCard.untrained();
    if (agreement > 0) {
      training.putObject("export").putObject("bfloat16").put("labelAgreement", agreement);
    }
    ModelCard card = Cards.of(CLASSES, Padding.SAME).withTraining(training);
    assertThat(card.allows(Precision.BFLOAT16)).isEqualTo(allowed);
    assertThat(card.allows(Precision.FLOAT16)).isFalse();
    assertThat(card.allows(Precision.FLOAT32)).isTrue();
    Path file = archive(ArchiveOptions.inference(), card);
    try (SegmentationModel model = SegmentationModel.load(file, Optional.empty())) {
      assertThat(model.allows(Precision.BFLOAT16)).isEqualTo(allowed);
      assertThat(model.allows(Precision.FLOAT32)).isTrue();
    }
  }

  @Test
  void theBarePassTakesEveryPrecisionAndLayout() throws IOException {
    Path file = archive(ArchiveOptions.inference());
    try (SegmentationModel model = SegmentationModel.load(file, Optional.empty())) {
      for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
        for (Layout layout : Layout.values()) {
          try (BarePass pass =
              model.bare(SegmenterSettings.cpu(32, 2).withPrecision(precision), layout)) {
            pass.run();
            pass.run();
          }
        }
      }
    }
  }
}
