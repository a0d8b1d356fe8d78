package org.intarsia.pipeline.learning;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.intarsia.segmenter.Loss;
import org.intarsia.segmenter.Optimizer;
import org.intarsia.segmenter.TrainingSession;
import org.intarsia.training.Augmentation;
import org.intarsia.training.ClassBalance;
import org.intarsia.training.LabelledFolder;
import org.intarsia.training.LearningRate;

/**
 * Everything that a user decides about a training.
 *
 * @param data what is learned from
 * @param model what learns
 * @param sampling how patches are chosen
 * @param fitting how weights change
 * @param place where to compute
 * @param loaders threads that make patches
 * @param seed of everything that is random
 */
public record TrainingSettings(
    Data data,
    Model model,
    Sampling sampling,
    Fitting fitting,
    TrainingSession.Place place,
    int loaders,
    long seed) {
  /**
   * What is learned from.
   *
   * @param training pictures and masks
   * @param validation others to validate on; if empty, a part of the training images
   * @param validationPart which part, 0 for none
   */
  public record Data(
      LabelledFolder.Place training,
      Optional<LabelledFolder.Place> validation,
      double validationPart) {}

  /**
   * What learns.
   *
   * @param network name of the network
   * @param width factor of its channels
   * @param levels its resolutions, where one can choose
   * @param start checkpoint of an earlier training to begin with
   * @param title name and license for the card
   */
  public record Model(
      String network, double width, OptionalInt levels, Optional<Path> start, Title title) {}

  /**
   * What the card calls the model.
   *
   * @param name of the model
   * @param license terms of its weights
   */
  public record Title(String name, String license) {}

  /**
   * How patches are chosen.
   *
   * @param patch side in pixels
   * @param stride grid of the positions
   * @param balanced part of the patches around a class drawn evenly
   * @param minimumTissue part of the others that is not background
   * @param background name or label of the class that is no tissue
   * @param augmentation how patches are varied
   */
  public record Sampling(
      int patch,
      int stride,
      double balanced,
      double minimumTissue,
      String background,
      Augmentation augmentation) {}

  /**
   * How weights change.
   *
   * @param rate learning rate of each step, and their number
   * @param optimizer how gradients move weights
   * @param loss what becomes small
   * @param balance class weights in the loss
   * @param borderWeight of U-Net's border term, 0 for none
   * @param borderSigma of that term, in pixels
   * @param gradientNorm longest gradient
   * @param batch patches a step
   * @param validateEvery steps between looks at the validation images
   * @param patience looks without a better mean IoU before it stops
   */
  public record Fitting(
      LearningRate rate,
      Optimizer optimizer,
      Loss loss,
      ClassBalance balance,
      double borderWeight,
      double borderSigma,
      double gradientNorm,
      int batch,
      long validateEvery,
      int patience) {}
}
