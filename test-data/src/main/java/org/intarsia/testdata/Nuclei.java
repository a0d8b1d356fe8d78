package org.intarsia.testdata;

import java.util.EnumSet;
import java.util.Set;
import org.intarsia.testdata.Cell.Look;

/** Places nuclei, red cells and debris on jittered grids, wherever the anatomy has room. */
final class Nuclei {
  private static final double LARGEST_RADIUS = 9;

  /** One kind of cell with its grid. */
  private enum Species {
    BENIGN(50, 7.0, 0.30),
    MALIGNANT(51, 9.4, 0.34),
    SPINDLE(52, 13.5, 0.40),
    LYMPHOCYTE(53, 7.2, 0.32),
    RED_CELL(54, 5.4, 0.30),
    DEBRIS(55, 4.6, 0.40);

    final int salt;
    final double pitch;
    final double jitter;

    Species(int salt, double pitch, double jitter) {
      this.salt = salt;
      this.pitch = pitch;
      this.jitter = jitter;
    }
  }

  private final Landscape landscape;
  private final Fibres fibres;
  private final Scene scene;
  private final NoiseField inflammation;
  private final Site site = new Site();

  Nuclei(Landscape landscape, Fibres fibres, Scene scene) {
    this.landscape = landscape;
    this.fibres = fibres;
    this.scene = scene;
    this.inflammation = new NoiseField(Noise.hash(landscape.seed, 41), 150);
  }

  /** Draws all cells that reach into the block; {@code present} is what its pixels are made of. */
  void draw(Block block, Set<Material> present, Canvas canvas) {
    for (Species species : wanted(present)) {
      int seed = Noise.hash(landscape.seed, species.salt);
      double reach = LARGEST_RADIUS;
      double pitch = species.pitch;
      double x0 = block.xMicrons(0) - reach;
      double y0 = block.yMicrons(0) - reach;
      int i1 = Noise.floor((block.xMicrons(block.side() - 1) + reach) / pitch);
      int j1 = Noise.floor((block.yMicrons(block.side() - 1) + reach) / pitch);
      for (int j = Noise.floor(y0 / pitch); j <= j1; j++) {
        for (int i = Noise.floor(x0 / pitch); i <= i1; i++) {
          int h = Noise.hash(seed, i, j);
          double jitter = species.jitter;
          double x = (i + 0.5 + jitter * Noise.signed(Noise.hash(h, 1))) * pitch;
          double y = (j + 0.5 + jitter * Noise.signed(Noise.hash(h, 2))) * pitch;
          place(species, h, x, y, block, canvas);
        }
      }
    }
  }

  private static Set<Species> wanted(Set<Material> present) {
    EnumSet<Species> wanted = EnumSet.noneOf(Species.class);
    for (Material material : present) {
      switch (material) {
        case BENIGN -> wanted.add(Species.BENIGN);
        case MALIGNANT -> wanted.add(Species.MALIGNANT);
        case COLLAGEN, LOOSE_STROMA, DESMOPLASIA -> {
          wanted.add(Species.SPINDLE);
          wanted.add(Species.LYMPHOCYTE);
        }
        case BLOOD -> wanted.add(Species.RED_CELL);
        case NECROSIS -> wanted.add(Species.DEBRIS);
        case GLASS, LUMEN, FAT, SECRETION -> {}
      }
    }
    return wanted;
  }

  private void place(Species species, int h, double x, double y, Block block, Canvas canvas) {
    double density = species == Species.LYMPHOCYTE ? inflammation.at(x, y) : 1;
    if (density < 0.1) {
      return;
    }
    double wx = landscape.warp.x(x, y);
    double wy = landscape.warp.y(x, y);
    scene.locate(x, y, wx, wy, landscape.fold.at(x, y), site);
    switch (species) {
      case BENIGN -> benign(h, x, y, wx, wy, block, canvas);
      case MALIGNANT -> malignant(h, x, y, block, canvas);
      case SPINDLE -> spindle(h, x, y, wx, wy, block, canvas);
      case LYMPHOCYTE -> lymphocyte(h, x, y, density, block, canvas);
      case RED_CELL -> red(h, x, y, block, canvas);
      case DEBRIS -> debris(h, x, y, block, canvas);
    }
  }

  private void benign(int h, double x, double y, double wx, double wy, Block block, Canvas canvas) {
    if (site.material != Material.BENIGN || site.wall < 2.2 || Noise.unit(h, 3) > 0.96) {
      return;
    }
    double[] d = {0, 0};
    Gland gland = site.gland;
    if (gland != null) {
      gland.addInward(wx, wy, 1, d);
    }
    double size = Noise.between(3.0, 3.7, Noise.unit(h, 4));
    double dark = Noise.between(1.15, 1.5, Noise.unit(h, 5));
    if (site.depth < 2.6) {
      new Cell(x, y, size * 1.25, 1.5, -d[1], d[0], dark * 1.25, Look.SMOOTH).draw(block, canvas);
      return;
    }
    new Cell(x, y, size, size * 0.74, d[0], d[1], dark, Look.SMOOTH).draw(block, canvas);
  }

  private void malignant(int h, double x, double y, Block block, Canvas canvas) {
    if (site.material != Material.MALIGNANT || site.wall < 2.4 || site.depth < 1.2) {
      return;
    }
    double[] d = Directions.of(Noise.hash(h, 6));
    double spread = Noise.unit(h, 4);
    double size = Noise.between(4.0, 6.9, spread * spread);
    double shape = Noise.between(0.66, 0.98, Noise.unit(h, 7));
    boolean clumped = Noise.unit(h, 8) < 0.35;
    double dark = clumped ? Noise.between(1.3, 1.75, Noise.unit(h, 5)) : 1.3;
    Look look = clumped ? Look.CLUMPED : Look.VESICULAR;
    new Cell(x, y, size, size * shape, d[0], d[1], dark, look).draw(block, canvas);
  }

  private void spindle(
      int h, double x, double y, double wx, double wy, Block block, Canvas canvas) {
    if (!site.material.stroma() || site.depth > -1.2) {
      return;
    }
    boolean plump = site.material == Material.DESMOPLASIA;
    double share = plump ? 0.85 : site.material == Material.LOOSE_STROMA ? 0.72 : 0.42;
    if (Noise.unit(h, 3) > share * (1 + 0.6 * inflammation.at(y, x))) {
      return;
    }
    double[] across = fibres.across(x, y, wx, wy, site);
    double length = Noise.between(plump ? 4.5 : 4.0, plump ? 8 : 8.5, Noise.unit(h, 4));
    double slender = Noise.between(0.9, 1.6, Noise.unit(h, 5));
    double width = plump ? 1.75 * slender : slender;
    double dark = Noise.between(0.95, plump ? 1.35 : 1.7, Noise.unit(h, 7));
    double[] off = Directions.of(Noise.hash(h, 8));
    double ux = -across[1] + 0.22 * off[0];
    double uy = across[0] + 0.22 * off[1];
    double unit = 1 / Math.sqrt(ux * ux + uy * uy);
    new Cell(x, y, length, width, ux * unit, uy * unit, dark, Look.CLUMPED).draw(block, canvas);
  }

  private void lymphocyte(int h, double x, double y, double density, Block block, Canvas canvas) {
    double share = density * density * (site.material == Material.COLLAGEN ? 0.35 : 0.9);
    if (!site.material.stroma() || site.depth > -2.5 || Noise.unit(h, 3) > share) {
      return;
    }
    double size = Noise.between(2.6, 3.2, Noise.unit(h, 4));
    new Cell(x, y, size, size * 0.93, 1, 0, 1.85, Look.CLUMPED).draw(block, canvas);
  }

  private void red(int h, double x, double y, Block block, Canvas canvas) {
    if (site.material != Material.BLOOD || Noise.unit(h, 3) > 0.9) {
      return;
    }
    double[] d = Directions.of(Noise.hash(h, 6));
    double size = Noise.between(2.7, 3.4, Noise.unit(h, 4));
    double shape = Noise.between(0.75, 1, Noise.unit(h, 7));
    new Cell(x, y, size, size * shape, d[0], d[1], 0, Look.RED).draw(block, canvas);
  }

  private void debris(int h, double x, double y, Block block, Canvas canvas) {
    if (site.material != Material.NECROSIS || Noise.unit(h, 3) > 0.40) {
      return;
    }
    double[] d = Directions.of(Noise.hash(h, 6));
    double spread = Noise.unit(h, 4);
    double size = Noise.between(0.7, 2.6, spread * spread);
    double dark = Noise.between(0.7, 1.7, Noise.unit(h, 5));
    new Cell(x, y, size, size * 0.8, d[0], d[1], dark, Look.CLUMPED).draw(block, canvas);
  }
}
