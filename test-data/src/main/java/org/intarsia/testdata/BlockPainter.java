package org.intarsia.testdata;

import java.util.Arrays;
import java.util.EnumSet;

/** Paints one block after another into its canvas; for one thread at a time. */
final class BlockPainter {
  /** The optics smear an edge over this many micrometres. */
  private static final double BLUR = 1.8;

  /** The side in pixels of the parts that share a list of glands. */
  private static final int PART = 16;

  private final Landscape landscape;
  private final Stain stain;
  private final Scene scene;
  private final Nuclei nuclei;
  private final Fibres fibres;
  private final Site site = new Site();
  private final EnumSet<Material> present = EnumSet.noneOf(Material.class);
  private final NoiseField wide;
  private final NoiseField coarse;
  private final NoiseField middle;
  private final NoiseField fine;
  private final NoiseField grain;
  private final int fibreSeed;
  final Canvas canvas;

  BlockPainter(Landscape landscape, Stain stain, int side) {
    this.landscape = landscape;
    this.stain = stain;
    this.canvas = new Canvas(side);
    this.scene = new Scene(landscape);
    this.fibres = new Fibres(Noise.hash(landscape.seed, 60));
    this.nuclei = new Nuclei(landscape, fibres, scene);
    wide = new NoiseField(Noise.hash(landscape.seed, 61), 330);
    coarse = new NoiseField(Noise.hash(landscape.seed, 62), 29);
    middle = new NoiseField(Noise.hash(landscape.seed, 63), 8.5);
    fine = new NoiseField(Noise.hash(landscape.seed, 64), 3.1);
    grain = new NoiseField(Noise.hash(landscape.seed, 65), 1.25);
    fibreSeed = Noise.hash(landscape.seed, 66);
  }

  /** Fills the canvas's labels. */
  void label(Block block) {
    scene.enter(block);
    if (scene.glass()) {
      Arrays.fill(canvas.labels, (byte) 0);
      return;
    }
    anatomy(block);
  }

  /** Fills the canvas's labels and colours. */
  void paint(Block block) {
    label(block);
    if (scene.glass()) {
      glass(block);
      return;
    }
    wide.fill(block, canvas.wide);
    coarse.fill(block, canvas.coarse);
    middle.fill(block, canvas.middle);
    fine.fill(block, canvas.fine);
    grain.fill(block, canvas.grain);
    fibres.fill(block, canvas.phase, canvas.scratch);
    Arrays.fill(canvas.cover, 0);
    Arrays.fill(canvas.red, 0);
    nuclei.draw(block, present, canvas);
    for (int pixel = 0; pixel < canvas.material.length; pixel++) {
      shade(block, pixel);
    }
  }

  private void glass(Block block) {
    for (int pixel = 0; pixel < canvas.material.length; pixel++) {
      stain.color(0, 0.012, 0, noise(block, pixel), canvas.rgb, 3 * pixel);
    }
  }

  private int noise(Block block, int pixel) {
    int x = (int) (block.column() * canvas.side + pixel % canvas.side);
    int y = (int) (block.row() * canvas.side + pixel / canvas.side);
    return Noise.hash(stain.noiseSeed(), x, y);
  }

  private void anatomy(Block block) {
    landscape.fold.fill(block, canvas.fold);
    landscape.warp.fill(block, canvas.warpedX, canvas.warpedY, canvas.scratch);
    present.clear();
    int part = Math.min(PART, canvas.side);
    for (int row = 0; row < canvas.side; row += part) {
      for (int column = 0; column < canvas.side; column += part) {
        focus(row, column, part);
        for (int i = 0; i < part * part; i++) {
          locate(block, row + i / part, column + i % part);
        }
      }
    }
    scene.widen();
  }

  private void focus(int row, int column, int part) {
    double x0 = Double.MAX_VALUE;
    double y0 = Double.MAX_VALUE;
    double x1 = -Double.MAX_VALUE;
    double y1 = -Double.MAX_VALUE;
    for (int i = 0; i < part * part; i++) {
      int pixel = (row + i / part) * canvas.side + column + i % part;
      x0 = Math.min(x0, canvas.warpedX[pixel]);
      x1 = Math.max(x1, canvas.warpedX[pixel]);
      y0 = Math.min(y0, canvas.warpedY[pixel]);
      y1 = Math.max(y1, canvas.warpedY[pixel]);
    }
    scene.focus(x0, y0, x1, y1);
  }

  private void locate(Block block, int row, int column) {
    int pixel = row * canvas.side + column;
    double wx = canvas.warpedX[pixel];
    double wy = canvas.warpedY[pixel];
    double x = block.xMicrons(column);
    double y = block.yMicrons(row);
    scene.locate(x, y, wx, wy, canvas.fold[pixel], site);
    canvas.material[pixel] = site.material;
    canvas.depth[pixel] = site.depth;
    canvas.wall[pixel] = site.wall;
    canvas.fibrous[pixel] = site.fibrous;
    canvas.wrap[pixel] = Fibres.wrapped(site);
    canvas.labels[pixel] = (byte) site.material.tissue.label();
    present.add(site.material);
  }

  private void shade(Block block, int pixel) {
    double coarseAt = canvas.coarse[pixel];
    double middleAt = canvas.middle[pixel];
    double fineAt = canvas.fine[pixel];
    double grainAt = canvas.grain[pixel];
    double hem = 0.02;
    double eos = 0.02;
    double blood = 0;
    switch (canvas.material[pixel]) {
      case GLASS -> hem = 0;
      case FAT -> eos += 0.02 + 0.015 * middleAt;
      case LUMEN -> {
        double edge = Math.max(0, Math.min(0.5, 0.5 + canvas.wall[pixel] / BLUR));
        eos += 0.02 + 0.015 * middleAt + 0.46 * edge;
        hem += 0.25 * edge;
      }
      case COLLAGEN -> {
        eos = collagen(pixel);
        hem = 0.05 + 0.02 * middleAt;
      }
      case LOOSE_STROMA -> {
        double fibrous = canvas.fibrous[pixel];
        eos = collagen(pixel) * (0.62 + 0.38 * fibrous) + 0.04 * (1 - fibrous);
        hem = 0.10 - 0.05 * fibrous + 0.03 * fineAt;
      }
      case DESMOPLASIA -> {
        double fibrous = canvas.fibrous[pixel];
        eos = desmoplasia(pixel);
        if (fibrous > 0) {
          eos += fibrous * (collagen(pixel) - eos);
        }
        hem = 0.19 - 0.13 * fibrous + 0.05 * middleAt + 0.04 * fineAt;
      }
      case BENIGN -> {
        eos = 0.50 + 0.07 * middleAt + 0.05 * fineAt;
        hem = 0.27 + 0.05 * middleAt + 0.05 * grainAt;
      }
      case MALIGNANT -> {
        eos = 0.46 + 0.10 * middleAt + 0.07 * fineAt;
        hem = 0.27 + 0.07 * middleAt + 0.05 * grainAt;
      }
      case SECRETION -> {
        eos = 0.60 + 0.05 * coarseAt + 0.02 * middleAt;
        hem = 0.03;
      }
      case BLOOD -> eos = 0.24 + 0.06 * middleAt + 0.04 * fineAt;
      case NECROSIS -> {
        eos = 0.72 + 0.16 * fineAt + 0.14 * grainAt + 0.10 * middleAt;
        hem = 0.14 + 0.10 * fineAt + 0.08 * middleAt;
      }
    }
    if (canvas.material[pixel].epithelium()) {
      double edge = Math.min(1, 0.5 + canvas.wall[pixel] / BLUR);
      hem *= edge;
      eos *= edge;
    }
    double cover = canvas.cover[pixel];
    hem += cover * (canvas.chromatin[pixel] - hem * 0.5);
    eos *= 1 - 0.45 * cover;
    blood += 0.95 * canvas.red[pixel];
    double thickness = 1 + 0.10 * canvas.wide[pixel] + 0.04 * coarseAt;
    stain.color(
        Math.max(0, hem) * thickness,
        Math.max(0, eos) * thickness,
        blood * thickness,
        noise(block, pixel),
        canvas.rgb,
        3 * pixel);
  }

  private double collagen(int pixel) {
    double phase = canvas.phase[pixel] + canvas.wrap[pixel];
    double bundle = Noise.line(fibreSeed, phase / 12 + 0.25 * canvas.coarse[pixel]);
    double fibril = Noise.line(fibreSeed + 1, phase / 3.2 + 0.3 * canvas.middle[pixel]);
    double eosin =
        0.60
            + 0.17 * bundle
            + 0.10 * fibril
            + 0.05 * canvas.middle[pixel]
            + 0.04 * canvas.grain[pixel];
    double cleft = -0.55 - bundle - 0.45 * canvas.coarse[pixel];
    if (cleft > 0) {
      eosin *= Math.max(0.25, 1 - 4 * cleft);
    }
    double depth = canvas.depth[pixel];
    if (depth > -3 && depth < 0) {
      eosin += 0.14;
    }
    return eosin;
  }

  private double desmoplasia(int pixel) {
    double phase = canvas.phase[pixel] + canvas.wrap[pixel];
    double wave = phase / 6.5 + 0.9 * canvas.middle[pixel] + 0.8 * canvas.coarse[pixel];
    double bundle = Noise.line(fibreSeed + 2, wave);
    return 0.36
        + 0.09 * bundle
        + 0.07 * canvas.fine[pixel]
        + 0.05 * canvas.grain[pixel]
        + 0.06 * canvas.coarse[pixel];
  }
}
