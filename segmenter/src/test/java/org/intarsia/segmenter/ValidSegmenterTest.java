package org.intarsia.segmenter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ValidSegmenterTest extends SegmenterContract {
  @TempDir Path folder;
  private SegmentationModel model;

  @BeforeEach
  void load() throws IOException {
    Network network = new UNet(3, 5, 3, 4).valid();
    Path file = folder.resolve("net.pt");
    TorchScriptArchive.write(
        network,
        Weights.scattered(network, 3),
        ArchiveOptions.inference().withCard(Cards.of(5, Padding.VALID)),
        file);
    model = SegmentationModel.load(file, Optional.empty());
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Override
  protected Segmenter open(int capacity) throws IOException {
    return model.open(SegmenterSettings.cpu(window(), capacity));
  }

  @Override
  protected int window() {
    return 60;
  }
}
