package org.intarsia.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.intarsia.pipeline.roi.RoiSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlideInputsTest {
  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void makeFiles() throws IOException {
    for (String name : List.of("a.svs", "notes.txt", ".b.svs", "d/c.svs", "d/e/f.tif", "d/a.svs")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, name);
    }
  }

  private List<SlideInput> collect(Object... inputs) {
    return SlideInputs.collect(Stream.of(inputs).map(Object::toString).toList(), warnings::add);
  }

  private List<String> found(Object... inputs) {
    return collect(inputs).stream()
        .map(slide -> folder.relativize(slide.file()).toString().replace('\\', '/'))
        .toList();
  }

  private Path list(String... lines) throws IOException {
    return Files.write(folder.resolve("list.csv"), List.of(lines));
  }

  private void refused(String message, Object... inputs) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> collect(inputs))
        .withMessage(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "*.svs,a.svs",
    "**/*.svs,a.svs d/a.svs d/c.svs",
    "d/**/*.tif,d/e/f.tif",
    "d/**,d/a.svs d/c.svs d/e/f.tif",
    "?/[ac].svs,d/a.svs d/c.svs",
    "d/**/e/**/f.*,d/e/f.tif",
  })
  void globsFindSlidesAtAnyDepth(String glob, String expected) {
    assertThat(found(folder + "/" + glob)).containsExactly(expected.split(" ", -1));
  }

  @Test
  void everyInputIsTakenOnceAndSlidesOfOneNameAreToldApart() throws IOException {
    assertThat(found(folder.resolve("d"), folder.resolve("a.svs"), folder))
        .containsExactly("d/a.svs", "d/c.svs", "d/e/f.tif", "a.svs");
    assertThat(collect(folder.resolve("d"), folder).stream().map(SlideInput::name))
        .containsExactly("a", "c", "f", "a-2");
    assertThat(found(folder.resolve("notes.txt"))).containsExactly("notes.txt");
    refused(
        folder.resolve("*.czi")
            + ": matches no slide (looked for files with bif, bmp, btf,"
            + " czi, dcm, jpeg, jpg, mrxs, ndpi, png, qptiff, scn, svs, svslide, tf2, tf8, tif,"
            + " tiff, vms, vmu, vsi)",
        folder.resolve("*.czi"));
    refused(folder.resolve("x.svs") + ": no such file or folder", folder.resolve("x.svs"));
  }

  @Test
  void whatLooksLikeASlideInAFolderIsNotPassedOverInSilence() throws IOException {
    Files.createSymbolicLink(folder.resolve("broken.svs"), folder.resolve("gone.svs"));
    Files.createSymbolicLink(folder.resolve("d/loop"), folder);
    Files.createSymbolicLink(folder.resolve("gone.txt"), folder.resolve("gone"));
    Files.createDirectories(folder.resolve("empty.svs/nothing"));
    Path full = Files.createDirectory(folder.resolve("full.svs"));
    Files.writeString(full.resolve("in.svs"), "in");
    assertThat(found(folder))
        .containsExactly(
            "a.svs",
            "broken.svs",
            "d/a.svs",
            "d/c.svs",
            "d/e/f.tif",
            "empty.svs",
            "full.svs/in.svs");
  }

  @Test
  void listsSayWhatIsWantedOfASlide() throws IOException {
    Files.writeString(folder.resolve("a.xml"), "<Annotations/>");
    Path list =
        list(
            "\uFEFFslide, roi,mpp,label,case,scanner",
            "a.svs,a.xml,0.25,DCIS,p1,x",
            "a.svs,\"10 20,30;40.5\",,DCIS,,y",
            "d/c.svs,,,,,");
    List<SlideInput> slides = collect(folder.resolve("d"), list);
    assertThat(slides.stream().map(SlideInput::name)).containsExactly("a", "c", "f", "a-2");
    SlideWishes wishes = slides.get(3).wishes();
    assertThat(wishes.rois())
        .containsExactly(
            new RoiSource.InFile(folder.resolve("a.xml")), new RoiSource.Box(10, 20, 30, 40.5));
    assertThat(wishes.micronsPerPixel()).isEqualTo(OptionalDouble.of(0.25));
    assertThat(wishes.label()).contains("DCIS");
    assertThat(wishes.owner()).contains("p1");
    assertThat(slides.get(1).wishes()).isEqualTo(SlideWishes.none());
    assertThat(warnings)
        .containsExactly(
            list
                + ": columns that mean nothing here are passed over: scanner (known are [case,"
                + " label, model, mpp, roi, slide])");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "slide,mpp;a.svs,0|, line 2, column mpp: must be more than 0 and less than 1000 um/px, or"
            + " empty, not '0'",
        "slide,roi;a.svs,1 2 3|, line 2, column roi: '1 2 3' is neither a file nor a box 'x y width"
            + " height' in pixels of level 0",
        "slide,roi;a.svs,1 2 0 4|, line 2, column roi: a box is x y width height, with a width and"
            + " a height of more than 0, not 1.0 2.0 0.0 4.0",
        "slide,roi;a.svs,none.xml|, line 2, column roi: 'none.xml' is neither a file nor a box 'x y"
            + " width height' in pixels of level 0",
        "slide,model;a.svs,m.pt|, line 2, column model: no such file: DIR/m.pt; name a TorchScript"
            + " archive, or leave it empty",
        "slide,label;,x|, line 2: column slide is empty; name a file",
        "slide;d|, line 2: DIR/d is a folder; name the slide in it",
        "slide|: the list has no slides",
        "slide,slide;a,b|: column 'slide' comes twice",
        "slide,label;a.svs,x;./a.svs,y|, line 3: slide DIR/a.svs is in DIR/list.csv, line 2 too:"
            + " column label: a slide has one, not 'x' and 'y'",
        "slide,roi;a.svs,1 2 3 4;a.svs,|, line 3: slide DIR/a.svs is in DIR/list.csv, line 2 too:"
            + " column roi: one line wants the whole slide, the other a part; give both an ROI",
      })
  void errorsNameListLineAndMend(String text, String message) throws IOException {
    Path list = list(text.split(";", -1));
    refused(list + message.replace("DIR", folder.toString()), list);
  }
}
