package org.intarsia.slideio.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.intarsia.slideio.OpenedSlide;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.UnsupportedSlideException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a folder are a slide, and what it says of itself. */
class DicomFolderTest {
  @TempDir private Path folder;

  private int written;

  private Path write(String name, BufferedImage image, String flavor) throws IOException {
    TestDicom instance = TestDicom.of(image);
    instance.flavor = flavor;
    return write(name, instance);
  }

  private Path write(String name, TestDicom instance) throws IOException {
    instance.instance = "1.2.3." + written++;
    Path file = folder.resolve(name);
    instance.write(file);
    return file;
  }

  private static BufferedImage image(int width, int height) {
    return TestImages.soft(width, height, width);
  }

  private static TestDicom foreign(String sopClass) {
    TestDicom instance = TestDicom.of(image(20, 20));
    instance.sopClass = sopClass;
    instance.series = "1.2.66";
    instance.container = "other";
    return instance;
  }

  @Test
  void levelsComeFirstTheLargestAtTheFront() throws IOException {
    Path small = write("a", image(50, 40), "VOLUME");
    Path large = write("z.dcm", image(200, 160), "VOLUME");
    Path label = write("b.dcm", image(30, 30), "LABEL");
    Path overview = write("c.dcm", image(60, 20), "OVERVIEW");
    Path thumbnail = write("d.dcm", image(25, 20), "THUMBNAIL");
    write("e.dcm", foreign("1.2.840.10008.5.1.4.1.1.66.4"));
    Files.writeString(folder.resolve("notes.txt"), "nothing");
    Files.createDirectory(folder.resolve("more"));
    Files.writeString(folder.resolve(".hidden.dcm"), "nothing");
    List<Path> parts = List.of(large, small, thumbnail, label, overview);
    for (Path named : List.of(folder, small, label)) {
      assertThat(SlideReaders.parts(named)).isEqualTo(parts);
    }
    assertThat(SlideReaders.isSlide(folder)).isTrue();
    OpenedSlide opened = SlideReaders.choose(folder, ReadOptions.defaults());
    assertThat(opened.provider()).isEqualTo("dicom");
    try (SlideReader reader = opened.reader()) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.name()).isEqualTo(folder.getFileName().toString());
      assertThat(metadata.levels()).extracting(PyramidLevel::width).containsExactly(200L, 50L);
      assertThat(metadata.associatedImages()).containsExactly("thumbnail", "label", "macro");
      RgbImage macro = reader.readAssociated("macro");
      assertThat(Arrays.equals(macro.rgb(), TestImages.rgb(image(60, 20)))).isTrue();
    }
  }

  @Test
  void scaleObjectiveAndPropertiesAreShownAndNoPatient() throws IOException {
    TestDicom instance = TestDicom.of(image(200, 160));
    instance.more = set -> set.text(0x00400560, "LO", "unread");
    write("a.dcm", instance);
    write("b.dcm", image(50, 40), "VOLUME");
    try (SlideReader reader = SlideReaders.open(folder)) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.format()).isEqualTo("DICOM whole-slide image");
      assertThat(metadata.codec()).isEqualTo("uncompressed");
      assertThat(metadata.micronsPerPixel().orElse(0)).isCloseTo(0.25, within(1e-12));
      assertThat(metadata.level(1).micronsPerPixel().orElse(0)).isCloseTo(1, within(1e-12));
      assertThat(metadata.magnification()).hasValue(20);
      assertThat(metadata.properties())
          .containsEntry("dicom.Manufacturer", "Intarsia tests")
          .containsEntry("dicom.SeriesInstanceUID", "1.2.3")
          .containsEntry("dicom.ContainerIdentifier", "S1")
          .containsEntry("dicom.TransferSyntaxUID", "1.2.840.10008.1.2.1");
      assertThat(metadata.properties().toString()).doesNotContain("Doe", "patient-77");
    }
  }

  @Test
  void aSeriesForEachLevelIsOneSlideByContainerAndFrameOfReference() throws IOException {
    for (int level = 0; level < 3; level++) {
      TestDicom instance = TestDicom.of(image(200 >> level, 160 >> level));
      instance.series = "1.2.3." + level;
      write(level + ".dcm", instance);
    }
    try (SlideReader reader = SlideReaders.open(folder.resolve("1.dcm"))) {
      assertThat(reader.metadata().levels()).hasSize(3);
      assertThat(reader.metadata().name()).isEqualTo("1.dcm");
    }
  }

  @Test
  void aFolderOfSeveralSlidesIsNoneAndEachFileOpensItsOwn() throws IOException {
    for (int slide = 0; slide < 2; slide++) {
      for (int level = 0; level < 2; level++) {
        TestDicom instance = TestDicom.of(image(100 >> level, 60 + slide));
        instance.series = "1.2." + slide;
        instance.container = "S" + slide;
        write(slide + "-" + level + ".dcm", instance);
      }
    }
    assertThat(SlideReaders.isSlide(folder)).isFalse();
    assertThatThrownBy(() -> SlideReaders.open(folder))
        .isInstanceOf(SlideReadException.class)
        .hasMessageContaining("a folder that is no slide; name a file in it");
    Path named = folder.resolve("1-1.dcm");
    assertThat(SlideReaders.parts(named)).containsExactly(folder.resolve("1-0.dcm"), named);
    try (SlideReader reader = SlideReaders.open(named)) {
      assertThat(reader.metadata().level(0).height()).isEqualTo(61);
    }
  }

  @Test
  void foldersOfOtherThingsAreNoSlides() throws IOException {
    assertThat(SlideReaders.isSlide(folder)).isFalse();
    write("ct.dcm", foreign("1.2.840.10008.5.1.4.1.1.2"));
    assertThat(SlideReaders.isSlide(folder)).isFalse();
    for (int i = 0; i < SlideFolder.PATIENCE; i++) {
      Files.writeString(folder.resolve("a" + i + ".txt"), "text");
    }
    write("slide.dcm", image(50, 40), "VOLUME");
    assertThat(SlideReaders.isSlide(folder)).isFalse();
    try (SlideReader reader = SlideReaders.open(folder.resolve("slide.dcm"))) {
      assertThat(reader.metadata().level(0).width()).isEqualTo(50);
    }
  }

  @Test
  void otherObjectsAreRefusedByName() throws IOException {
    Path ct = write("ct.dcm", foreign("1.2.840.10008.5.1.4.1.1.2"));
    assertThatThrownBy(() -> SlideReaders.open(ct))
        .isInstanceOf(UnsupportedSlideException.class)
        .hasMessage(
            "ct.dcm: not supported: a DICOM CT image (SOP class 1.2.840.10008.5.1.4.1.1.2),"
                + " no whole-slide image");
    assertThat(SlideReaders.parts(ct)).containsExactly(ct);
  }

  @Test
  void ofTheSameSizeTheNamedFileIsShown() throws IOException {
    Path first = write("a.dcm", TestDicom.of(TestImages.soft(64, 48, 1)));
    Path second = write("b.dcm", TestDicom.of(TestImages.soft(64, 48, 2)));
    for (Path named : List.of(first, second)) {
      try (SlideReader reader = SlideReaders.open(named)) {
        byte[] rgb = new byte[3 * 64 * 48];
        reader.read(0, new Region(0, 0, 64, 48), ByteBuffer.wrap(rgb));
        BufferedImage expected = TestImages.soft(64, 48, named.equals(first) ? 1 : 2);
        assertThat(Arrays.equals(rgb, TestImages.rgb(expected))).isTrue();
        String other = named.equals(first) ? "b.dcm" : "a.dcm";
        assertThat(reader.metadata().properties())
            .containsEntry(
                "intarsia.ignored." + other,
                "another focal plane or optical path of the same size");
      }
    }
  }

  @Test
  void aCopyOfAFileIsNotTakenTwice() throws IOException {
    Path file = write("a.dcm", image(64, 48), "VOLUME");
    Files.copy(file, folder.resolve("copy of a.dcm"));
    try (SlideReader reader = SlideReaders.open(folder)) {
      assertThat(reader.metadata().levels()).hasSize(1);
      assertThat(reader.metadata().properties())
          .containsEntry("intarsia.ignored.copy of a.dcm", "a copy of another file");
    }
  }

  @Test
  void withoutAVolumeThereIsNoSlide() throws IOException {
    Path thumbnail = write("t.dcm", image(64, 48), "THUMBNAIL");
    assertThatThrownBy(() -> SlideReaders.open(thumbnail))
        .isInstanceOf(SlideReadException.class)
        .hasMessage(
            "t.dcm: no VOLUME image among the DICOM files of this slide, only THUMBNAIL;"
                + " put all files of the slide into one folder");
  }

  @Test
  void anUnreadableLabelIsLeftOutAndSaid() throws IOException {
    write("a.dcm", image(64, 48), "VOLUME");
    TestDicom label = TestDicom.of(image(30, 30));
    label.flavor = "LABEL";
    label.syntax = TransferSyntax.RLE;
    label.syntaxUid = "1.2.840.10008.1.2.4.80";
    write("label.dcm", label);
    try (SlideReader reader = SlideReaders.open(folder)) {
      assertThat(reader.metadata().associatedImages()).isEmpty();
      assertThat(reader.metadata().properties())
          .containsEntry(
              "intarsia.unreadable.label",
              "label.dcm: not supported: JPEG-LS lossless"
                  + " (transfer syntax 1.2.840.10008.1.2.4.80) in DICOM");
    }
  }

  @Test
  void aDamagedNeighbourIsSaidAndFailsTheFolder() throws IOException {
    Path file = write("a.dcm", image(64, 48), "VOLUME");
    byte[] cut = Arrays.copyOf(Files.readAllBytes(file), 300);
    Files.write(folder.resolve("b.dcm"), cut);
    try (SlideReader reader = SlideReaders.open(file)) {
      assertThat(reader.metadata().properties()).containsKey("intarsia.unreadable.b.dcm");
    }
    assertThatThrownBy(() -> SlideReaders.open(folder))
        .isInstanceOf(SlideReadException.class)
        .hasMessageContaining("b.dcm: ")
        .hasMessageContaining("(at byte ");
  }

  @Test
  void aMissingPartOfAConcatenationIsNamed() throws IOException {
    TestDicom part = TestDicom.of(image(70, 50));
    part.concatenated = true;
    part.firstTile = 4;
    Path file = write("part.dcm", part);
    assertThatThrownBy(() -> SlideReaders.open(file))
        .isInstanceOf(SlideReadException.class)
        .hasMessage(
            "part.dcm: the part of the image with the frames from 0 on is missing; this one begins"
                + " with frame 4");
    part.firstTile = 0;
    part.endTile = 5;
    part.tiling = TestDicom.Tiling.SPARSE;
    Path head = write("part.dcm", part);
    assertThatThrownBy(() -> SlideReaders.open(head))
        .isInstanceOf(SlideReadException.class)
        .hasMessage(
            "part.dcm: one of the 2 parts of this image, of which only 1 are in the folder");
  }
}
