package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.intarsia.pipeline.TinyModel;
import org.intarsia.pipeline.batch.Digest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class RegressCommandTest {
  private static final String SUITE =
      """
      name: tests <of> "&"
      defaults: {model: tiny.pt, exact: always, runs: 2}
      cases:
        - name: plain
          synthetic: {seed: 5, size: 200x150, mpp: 1, diagnosis: dcis, format: svs}
          options: {patch: 64, tissue-filter: false}
        - name: absent
          path: "${samples}/x.svs"
          sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        - name: broken
          path: "bro*.svs"
          sha256: DIGEST
      """;

  @TempDir private static Path shared;
  @TempDir private Path folder;
  private Path suite = Path.of("");
  private Path report = Path.of("");

  /** A suite with its golden results, made once. */
  @BeforeAll
  static void make() throws IOException {
    TinyModel.write(shared, 1);
    Path broken = Files.writeString(shared.resolve("broken.svs"), "no slide");
    Path suite = shared.resolve("suite.yaml");
    Files.writeString(suite, SUITE.replace("DIGEST", Digest.of(broken)));
    Object[] accept = {
      "regress", suite, "--output", shared.resolve("report"), "--workers", 1, "--only", "plain"
    };
    Ended shown = intarsia(Stream.concat(Stream.of(accept), Stream.of("--update")).toArray());
    assertThat(shown.code()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("ran      plain")
        .containsPattern("plain: mask SHA-256: none -> [0-9a-f]{64}")
        .contains("plain: golden mask: none -> new", "Nothing is written; the same with --yes");
    assertThat(shared.resolve("suite.golden.yaml")).doesNotExist();
    assertThat(shared.resolve("report/history.jsonl")).doesNotExist();
    Ended written =
        intarsia(Stream.concat(Stream.of(accept), Stream.of("--update", "--yes")).toArray());
    assertThat(written.out()).contains("Written: " + shared.resolve("suite.golden.yaml"));
  }

  @BeforeEach
  void copy() throws IOException {
    for (String name :
        List.of(
            "tiny.pt",
            "tiny.json",
            "broken.svs",
            "suite.yaml",
            "suite.golden.yaml",
            "suite.golden/plain.ome.tiff")) {
      Path target = folder.resolve(name);
      Files.createDirectories(target.getParent());
      Files.copy(shared.resolve(name), target);
    }
    suite = folder.resolve("suite.yaml");
    report = folder.resolve("report");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("suite.yaml"), text);
  }

  private Ended regress(Object... more) {
    return intarsia(
        Stream.concat(
                Stream.of("regress", suite, "--output", report, "--workers", 1), Stream.of(more))
            .toArray());
  }

  private Element junit() throws Exception {
    byte[] text = Files.readAllBytes(report.resolve("junit.xml"));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text))
        .getDocumentElement();
  }

  @Test
  void whatWasAcceptedIsGreen() throws IOException {
    assertThat(Files.readString(folder.resolve("suite.golden.yaml")))
        .startsWith("# Written by 'intarsia regress --update'");
    Ended green = regress("--only", "plain");
    assertThat(green.code()).as(green.out()).isZero();
    assertThat(green.out()).contains("passed   plain", "green: 1 cases, none differs");
    assertThat(regress("--only", "plain", "--update").out()).contains("Nothing changes.");
  }

  @Test
  void oneCaseThatFailsDoesNotEndTheOthers() throws Exception {
    Ended ended = regress();
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out())
        .contains("passed   plain")
        .contains("skipped  absent", "${samples}/x.svs: the folder of samples was not named")
        .contains("error    broken", "broken.svs")
        .contains("RED: 1 of 3 cases");
    Element cases = (Element) junit().getElementsByTagName("testsuite").item(0);
    assertThat(cases.getAttribute("name")).isEqualTo("tests <of> \"&\"");
    assertThat(cases.getAttribute("tests")).isEqualTo("3");
    assertThat(cases.getAttribute("failures")).isEqualTo("0");
    assertThat(cases.getAttribute("errors")).isEqualTo("1");
    assertThat(cases.getAttribute("skipped")).isEqualTo("1");
    assertThat(report.resolve("slides-made")).doesNotExist();
    try (Stream<Path> left = Files.list(report.resolve("cases"))) {
      assertThat(left.map(Path::getFileName).map(Path::toString)).contains("plain");
    }
    String page = Files.readString(report.resolve("report.html"), StandardCharsets.UTF_8);
    assertThat(page)
        .contains("tests &lt;of&gt; &quot;&amp;&quot;", "<svg", "broken.svs", "</html>")
        .doesNotContain("http://", "https://", "src=", "@import", "url(");
    assertThat(Files.readAllLines(report.resolve("history.jsonl"))).hasSize(1);
  }

  @Test
  void anotherModelAndAnotherHaloAreRedAndNameTheFigure() throws Exception {
    Path other = TinyModel.write(Files.createDirectory(folder.resolve("other")), 2);
    Ended model = regress("--only", "plain", "--model", other);
    assertThat(model.code()).isEqualTo(3);
    assertThat(model.out())
        .containsPattern("failed   plain .*model SHA-256 is .*changed pixels is ");
    assertThat(((Element) junit().getElementsByTagName("failure").item(0)).getAttribute("message"))
        .contains("mask SHA-256 is ", ", expected ");
    write(Files.readString(suite).replace("patch: 64", "patch: 64, halo: 0"));
    Ended halo = regress("--only", "plain");
    assertThat(halo.code()).isEqualTo(3);
    assertThat(halo.out())
        .containsPattern("failed   plain .*mask SHA-256 is ")
        .doesNotContain("model SHA-256 is ");
    Ended changes = regress("--only", "plain", "--update");
    assertThat(changes.out()).containsPattern("plain: mask SHA-256: [0-9a-f]{64} -> [0-9a-f]{64}");
  }

  @Test
  void aRequiredSlideThatIsMissingIsAFailure() throws IOException {
    write(Files.readString(suite).replace("x.svs\"", "x.svs\"\n    required: true"));
    assertThat(regress("--only", "absent", "--samples", folder).out())
        .contains("failed   absent", "${samples}/x.svs: no such file");
    Files.writeString(folder.resolve("x.svs"), "another");
    assertThat(regress("--only", "absent", "--samples", folder).out())
        .contains("error    absent", "not the slide of the suite: its SHA-256 is ");
  }

  @Test
  void wrongUsageIsRefused() throws IOException {
    write("name: a\ncases:\n  - name: b\n    synthetic: {sed: 1}\n");
    Ended ended = regress();
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.onlyError())
        .isEqualTo(
            "intarsia: %s, line 4, cases[0].synthetic.sed: no such key; there are seed, size, mpp,"
                    .formatted(suite)
                + " diagnosis, lesion-extent, format");
    assertThat(report).doesNotExist();
    assertThat(regress("--yes").onlyError()).isEqualTo("intarsia: --yes goes with --update");
  }
}
