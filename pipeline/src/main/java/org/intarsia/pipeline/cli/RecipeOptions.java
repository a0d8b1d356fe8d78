package org.intarsia.pipeline.cli;

import java.util.Locale;
import org.intarsia.pipeline.cli.Recipe.AugmentationName;
import org.intarsia.pipeline.cli.Recipe.OptimizerName;
import org.intarsia.pipeline.cli.Recipe.ScheduleName;
import org.intarsia.pipeline.learning.TrainingSettings;
import org.intarsia.segmenter.Loss;
import org.intarsia.segmenter.Optimizer;
import org.intarsia.training.ClassBalance;
import org.intarsia.training.LearningRate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a network is trained. */
final class RecipeOptions {
  /** Losses, as users call them. */
  enum LossName {
    CROSS_ENTROPY,
    DICE,
    BOTH;

    Loss loss() {
      return switch (this) {
        case CROSS_ENTROPY -> Loss.CROSS_ENTROPY;
        case DICE -> Loss.DICE;
        case BOTH -> Loss.BOTH;
      };
    }

    /** As users write it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final int VALIDATIONS = 20;

  @Option(
      names = "--recipe",
      paramLabel = "tissue|unet|breast-biopsy",
      description = "Defaults of the options below. Default: tissue.")
  private Recipe recipe = Recipe.TISSUE;

  @Option(names = "--steps", paramLabel = "N", description = "Steps. Default: 2000.")
  private long steps = 2000;

  @Option(names = "--batch", paramLabel = "N", description = "Patches a step: 8, 1, 10.")
  private @Nullable Integer batch;

  @Option(names = "--patch", paramLabel = "PX", description = "Side of a patch. Default: 256.")
  private int patch = 256;

  @Option(
      names = "--stride",
      paramLabel = "PX",
      description = "Grid of the patches' positions. Default: 1, anywhere.")
  private int stride = 1;

  @Option(
      names = "--balanced",
      paramLabel = "PART",
      description = "Part of the patches around a class drawn evenly: 0.5, 0, 0.")
  private @Nullable Double balanced;

  @Option(
      names = "--minimum-tissue",
      paramLabel = "PART",
      description = "Part of the other patches that is not background. Default: 0.1.")
  private double minimumTissue = 0.1;

  @Option(
      names = "--background",
      paramLabel = "CLASS",
      description = "Class that is no tissue and no object. Default: 0.")
  private String background = "0";

  @Option(
      names = "--augmentation",
      paramLabel = "none|flips|tissue|unet",
      description = "How patches are varied: tissue, unet, flips.")
  private @Nullable AugmentationName augmentation;

  @Option(
      names = "--loss",
      paramLabel = "cross-entropy|dice|both",
      description = "Default: cross-entropy.")
  private LossName loss = LossName.CROSS_ENTROPY;

  @Option(
      names = "--class-balance",
      paramLabel = "none|log-102|log-110|fourth-root|inverse",
      description = "Weights of the classes in the loss: fourth-root, inverse, log-102.")
  private @Nullable ClassBalance balance;

  @Option(
      names = "--border-weight",
      paramLabel = "W0",
      description = "Weight of gaps between objects, as in the U-Net paper: 0, 10, 0.")
  private @Nullable Double borderWeight;

  @Option(
      names = "--border-sigma",
      paramLabel = "PX",
      description = "How wide these gaps are. Default: 5.")
  private double borderSigma = 5;

  @Option(
      names = "--optimizer",
      paramLabel = "sgd|nesterov|adam",
      description = "Adam is AdamW: adam, sgd, nesterov.")
  private @Nullable OptimizerName optimizer;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "Of sgd and nesterov: -, 0.99, 0.9.")
  private @Nullable Double momentum;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Largest rate: 0.003, 0.001, 0.0005.")
  private @Nullable Double learningRate;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description = "Decay of the kernels: 0.0001, 0, 0.0005.")
  private @Nullable Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "constant|stairs|polynomial|cosine",
      description =
          "How the rate falls: cosine, constant, constant. Stairs are tenths at each third of the"
              + " steps; polynomial has the power 0.9.")
  private @Nullable ScheduleName schedule;

  @Option(
      names = "--warmup",
      paramLabel = "PART",
      description = "Part of the steps in which the rate rises: 0.05, 0, 0.")
  private @Nullable Double warmup;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "Longest gradient, 0 for any: 5, 0, 0.")
  private @Nullable Double clip;

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      description = "Steps between validations. Default: a twentieth of the steps.")
  private @Nullable Long validateEvery;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Stop after so many validations without a better mean IoU. Default: never.")
  private int patience = Integer.MAX_VALUE;

  private static <T> T or(@Nullable T wish, T recommended) {
    return wish == null ? recommended : wish;
  }

  TrainingSettings.Sampling sampling() {
    return new TrainingSettings.Sampling(
        patch,
        stride,
        or(balanced, recipe.look().balanced()),
        minimumTissue,
        background,
        or(augmentation, recipe.look().augmentation()).augmentation());
  }

  TrainingSettings.Fitting fitting() {
    double longest = or(clip, recipe.descent().clip());
    return new TrainingSettings.Fitting(
        rate(),
        optimizer(),
        loss.loss(),
        or(balance, recipe.look().balance()),
        or(borderWeight, recipe.look().borderWeight()),
        borderSigma,
        longest == 0 ? Double.POSITIVE_INFINITY : longest,
        or(batch, recipe.look().batch()),
        or(validateEvery, Math.max(1, steps / VALIDATIONS)),
        patience);
  }

  private LearningRate rate() {
    LearningRate.Decay decay =
        switch (or(schedule, recipe.descent().schedule())) {
          case CONSTANT -> new LearningRate.Decay.Constant();
          case STAIRS -> new LearningRate.Decay.Stairs(Math.max(1, steps / 3), 0.1);
          case POLYNOMIAL -> new LearningRate.Decay.Polynomial(0.9);
          case COSINE -> new LearningRate.Decay.Cosine();
        };
    long rise = Math.round(steps * or(warmup, recipe.descent().warmup()));
    return new LearningRate(or(learningRate, recipe.descent().learningRate()), decay, rise, steps);
  }

  private Optimizer optimizer() {
    double decay = or(weightDecay, recipe.descent().weightDecay());
    double mass = or(momentum, recipe.descent().momentum());
    return switch (or(optimizer, recipe.descent().optimizer())) {
      case SGD -> new Optimizer.Sgd(mass, Optimizer.Momentum.HEAVY_BALL, decay);
      case NESTEROV -> new Optimizer.Sgd(mass, Optimizer.Momentum.NESTEROV, decay);
      case ADAM -> Optimizer.adam(decay);
    };
  }
}
