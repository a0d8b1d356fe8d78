package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardTest {
  private static final String CARD =
      """
      {
        "name": "tissue",
        "version": "1",
        "license": "Apache-2.0",
        "classes": [
          {"name": "background", "color": "#FFFFFF"},
          {"name": "stroma", "color": "#a0b0c0"}
        ],
        "micronsPerPixel": 1.0,
        "patch": 256,
        "halo": 24,
        "stride": 4,
        "padding": "same",
        "normalization": {"scale": 0.00392156862745098, "mean": [0.5, 0.5, 0.5], "std": [1, 1, 1]},
        "output": "logits",
        "background": 0,
        "training": {"metrics": {"mIoU": 0.5}}
      }
      """;

  @Test
  void aCardIsReadFieldByField() throws IOException {
    ModelCard card = ModelCard.parse(CARD, "model.json");
    assertThat(card.name()).isEqualTo("tissue");
    assertThat(card.classes())
        .containsExactly(
            new TissueClass("background", 0xFFFFFF), new TissueClass("stroma", 0xA0B0C0));
    assertThat(card.micronsPerPixel()).hasValue(1.0);
    assertThat(card.padding()).isEqualTo(Padding.SAME);
    assertThat(card.output()).isEqualTo(Output.LOGITS);
    assertThat(card.normalization().mean()).containsExactly(0.5, 0.5, 0.5);
    assertThat(card.sha256()).isEmpty();
    assertThat(card.training().at("/metrics/mIoU").doubleValue()).isEqualTo(0.5);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    ModelCard card = ModelCard.parse(CARD, "model.json").withSha256("ab".repeat(32));
    assertThat(ModelCard.parse(card.toJson(), "copy.json")).isEqualTo(card);
    assertThat(card.toJson()).contains("\"color\" : \"#A0B0C0\"", "\"padding\" : \"same\"");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"stride\": 4 | \"stride\": 0 | stride: must be at least 1 px, not 0",
        "\"stride\": 4 | \"stride\": 1.5 | stride: must be a whole number, not 1.5",
        "\"halo\": 24 | \"halo\": 128 | halo: must be at least 0 and less than half the patch (256"
            + " px), not 128",
        "\"background\": 0 | \"background\": 2 | background: must be the index of one of the 2"
            + " classes, not 2",
        "\"padding\": \"same\" | \"padding\": \"none\" | padding: must be same or valid, not"
            + " \"none\"",
        "\"output\": \"logits\" | \"output\": 3 | output: must be logits or probabilities, not 3",
        "\"#a0b0c0\" | \"red\" | classes[1]: color must be \"#RRGGBB\", not 'red'",
        "\"name\": \"tissue\", | '' | name: is missing",
        "[0.5, 0.5, 0.5] | [0.5] | normalization: mean needs 3 numbers (R, G, B), found 1",
        "[1, 1, 1] | [1, 0, 1] | normalization: std must be positive, not 0.0",
        "\"micronsPerPixel\": 1.0 | \"micronsPerPixel\": -1 | micronsPerPixel: must be positive,"
            + " not -1.0",
        "\"version\": \"1\" | \"verison\": \"1\" | verison: is no field of a model card",
        "\"background\": 0 | \"background\": 0, \"sha256\": \"12\" | sha256: must be 64 lower-case"
            + " hexadecimal digits, not '12'"
      })
  void aWrongFieldIsNamedWithItsMend(String good, String bad, String message) {
    assertThat(CARD).contains(good);
    assertThatThrownBy(() -> ModelCard.parse(CARD.replace(good, bad), "MODEL.json"))
        .isInstanceOf(SegmentationException.class)
        .hasMessage("MODEL.json: " + message);
  }

  @Test
  void oneClassIsNotEnough() {
    String one = CARD.replaceAll("(?s)FFFFFF\"},.*?}", "FFFFFF\"}");
    assertThatThrownBy(() -> ModelCard.parse(one, "MODEL.json"))
        .hasMessage("MODEL.json: classes: at least 2 classes are needed, found 1");
  }

  @Test
  void textThatIsNotJsonIsPlaced() {
    assertThatThrownBy(() -> ModelCard.parse("{\n  name", "MODEL.json"))
        .isInstanceOf(SegmentationException.class)
        .hasMessageStartingWith("MODEL.json: not JSON (line 2, column ");
    assertThatThrownBy(() -> ModelCard.parse(CARD.strip() + "\n{}", "MODEL.json"))
        .isInstanceOf(SegmentationException.class)
        .hasMessageContaining("MODEL.json: not JSON (line ");
    assertThatThrownBy(() -> ModelCard.parse("[]", "MODEL.json"))
        .hasMessage("MODEL.json: a model card is a JSON object {...}");
  }

  @Test
  void aFileIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.json");
    assertThatThrownBy(() -> ModelCard.read(file)).hasMessage(file + ": no such model card");
    Files.writeString(file, CARD.replace("\"stride\": 4", "\"stride\": -4"));
    assertThatThrownBy(() -> ModelCard.read(file))
        .hasMessage("m.json: stride: must be at least 1 px, not -4");
  }
}
