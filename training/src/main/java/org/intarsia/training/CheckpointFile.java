package org.intarsia.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.intarsia.segmenter.Network;
import org.intarsia.segmenter.OptimizerState;
import org.intarsia.segmenter.Weights;
import org.intarsia.slideio.WholeFile;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints as files: a ZIP of {@code checkpoint.json} and of little-endian 32-bit numbers,
 * {@code weights/NAME}, {@code best/NAME} and {@code optimizer/N/NAME}.
 */
final class CheckpointFile {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckpointFile() {}

  /** Replaces the file in one go: a kill leaves the old one or the new one. */
  static void write(Checkpoint checkpoint, Path file) throws IOException {
    WholeFile.write(
        file,
        partial -> {
          try (ZipOutputStream zip =
              new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(partial)))) {
            zip.setLevel(1);
            zip.putNextEntry(new ZipEntry("checkpoint.json"));
            zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json(checkpoint)));
            zip.closeEntry();
            writeWeights(zip, "weights/", checkpoint.weights());
            if (checkpoint.best().isPresent()) {
              writeWeights(zip, "best/", checkpoint.best().get().weights());
            }
            List<Map<String, float[]>> memories = checkpoint.optimizer().memories();
            for (int i = 0; i < memories.size(); i++) {
              for (var entry : new TreeMap<>(memories.get(i)).entrySet()) {
                writeNumbers(zip, "optimizer/" + i + "/" + entry.getKey(), entry.getValue());
              }
            }
          }
        });
  }

  private static ObjectNode json(Checkpoint checkpoint) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT).put("plan", checkpoint.plan()).put("step", checkpoint.step());
    json.put("lossSum", checkpoint.lossSum()).put("seconds", checkpoint.seconds());
    json.put("optimizerSteps", checkpoint.optimizer().steps());
    json.put("optimizerMemories", checkpoint.optimizer().memories().size());
    checkpoint
        .best()
        .ifPresent(
            best -> json.putObject("best").put("step", best.step()).put("meanIoU", best.meanIou()));
    ArrayNode history = json.putArray("history");
    checkpoint.history().forEach(metrics -> history.add(MetricsJson.write(metrics)));
    return json;
  }

  private static void writeWeights(ZipOutputStream zip, String folder, Weights weights)
      throws IOException {
    for (String name : weights.names()) {
      double[] values = weights.values(name);
      float[] numbers = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        numbers[i] = (float) values[i];
      }
      writeNumbers(zip, folder + name, numbers);
    }
  }

  private static void writeNumbers(ZipOutputStream zip, String name, float[] numbers)
      throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(4, numbers.length)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes.array());
    zip.closeEntry();
  }

  /**
   * Reads a checkpoint.
   *
   * @throws IOException if the file is damaged, or is of another network; names it and the mend
   */
  static Checkpoint read(Path file, Network network) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      JsonNode json = JSON.readTree(bytes(zip, "checkpoint.json"));
      if (json.path("format").asInt() != FORMAT) {
        throw damaged(file, "format " + json.path("format"), null);
      }
      List<Map<String, float[]>> memories = new ArrayList<>();
      for (int i = 0; i < json.path("optimizerMemories").asInt(); i++) {
        memories.add(readFolder(zip, "optimizer/" + i + "/"));
      }
      Optional<Checkpoint.Best> best = Optional.empty();
      if (json.has("best")) {
        best =
            Optional.of(
                new Checkpoint.Best(
                    json.at("/best/step").longValue(),
                    json.at("/best/meanIoU").doubleValue(),
                    readWeights(zip, "best/", network)));
      }
      List<Metrics> history = new ArrayList<>();
      json.path("history").forEach(entry -> history.add(MetricsJson.read(entry)));
      return new Checkpoint(
          json.path("plan").asText(),
          json.path("step").longValue(),
          json.path("lossSum").doubleValue(),
          json.path("seconds").doubleValue(),
          readWeights(zip, "weights/", network),
          new OptimizerState(json.path("optimizerSteps").longValue(), memories),
          best,
          history);
    } catch (ZipException | IllegalArgumentException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static IOException damaged(Path file, String what, @Nullable Throwable cause) {
    return new IOException(
        "%s: not a checkpoint of this network (%s); remove it to start anew".formatted(file, what),
        cause);
  }

  /** The tensors that did best, or the newest ones without validation. */
  static Map<String, double[]> bestTensors(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Map<String, double[]> best = exact(readFolder(zip, "best/"));
      return best.isEmpty() ? exact(readFolder(zip, "weights/")) : best;
    } catch (ZipException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static Weights readWeights(ZipFile zip, String folder, Network network)
      throws IOException {
    return Weights.of(network, exact(readFolder(zip, folder)));
  }

  private static Map<String, double[]> exact(Map<String, float[]> tensors) {
    Map<String, double[]> values = new LinkedHashMap<>();
    tensors.forEach(
        (name, numbers) -> {
          double[] exact = new double[numbers.length];
          for (int i = 0; i < exact.length; i++) {
            exact[i] = numbers[i];
          }
          values.put(name, exact);
        });
    return values;
  }

  private static Map<String, float[]> readFolder(ZipFile zip, String folder) throws IOException {
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
      if (entry.getName().startsWith(folder)) {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(zip, entry.getName()));
        float[] numbers = new float[bytes.capacity() / 4];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
        tensors.put(entry.getName().substring(folder.length()), numbers);
      }
    }
    return tensors;
  }

  private static byte[] bytes(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new ZipException("it has no " + name);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
