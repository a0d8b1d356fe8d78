package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.intarsia.slideio.DecodeCount;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.WindowPass;
import org.intarsia.slideio.codec.CodecException;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.codec.CodecSet.Preference;
import org.intarsia.slideio.raster.BlockLimits;
import org.intarsia.slideio.raster.DecodedTiles;
import org.intarsia.slideio.raster.DecodedTiles.Use;
import org.intarsia.slideio.raster.ReadStatistics;
import org.intarsia.slideio.raster.RegionCopy;
import org.intarsia.slideio.raster.SharedFile;

/** An open TIFF slide. */
final class TiffSlideReader implements SlideReader {
  private static final long NEVER = Long.MIN_VALUE;

  private final SharedFile file;
  private final CodecSet codecs;
  private final List<LevelImage> levels;
  private final Map<String, LevelImage> associated;
  private final SlideMetadata metadata;
  private final DecodedTiles tiles;
  private long blocks;

  private TiffSlideReader(
      SharedFile file, CodecSet codecs, SlideStructure structure, ReadOptions options)
      throws IOException {
    this.file = file;
    this.codecs = codecs;
    this.levels = new ArrayList<>();
    this.associated = new LinkedHashMap<>();
    ImageOpener opener = new ImageOpener(file, codecs, options.deepSamples());
    for (ImageSource source : structure.levels()) {
      LevelImage level = source.open(opener);
      levels.add(level);
      countBlocks(level);
    }
    for (Map.Entry<String, ImageSource> entry : structure.associated().entrySet()) {
      openAssociated(entry.getKey(), entry.getValue(), opener, structure);
    }
    this.metadata = describe(structure);
    this.tiles = DecodedTiles.of(options, size(levels.get(0)));
  }

  /** Opens the file and reads its directories, no pixels. */
  static TiffSlideReader open(Path path, ReadOptions options) throws IOException {
    SharedFile file = SharedFile.open(path);
    boolean java = options.codecs() == CodecChoice.PURE_JAVA;
    CodecSet codecs = CodecSet.open(java ? Preference.JAVA : Preference.NATIVE);
    boolean done = false;
    try {
      TiffSlideReader reader =
          new TiffSlideReader(file, codecs, StructureParser.parse(file), options);
      done = true;
      return reader;
    } finally {
      if (!done) {
        codecs.close();
        file.close();
      }
    }
  }

  /** An associated image that cannot be read does not make the slide unreadable. */
  private void openAssociated(
      String name, ImageSource source, ImageOpener opener, SlideStructure structure)
      throws IOException {
    try {
      LevelImage image = source.open(opener);
      long pixels = (long) image.width() * image.height();
      if (pixels > BlockLimits.maxWholePixels()) {
        throw new SlideReadException(
            file.name(), pixels + " pixels, more than " + BlockLimits.maxWholePixels());
      }
      countBlocks(image);
      associated.put(name, image);
    } catch (SlideReadException | CodecException e) {
      structure.properties().put("intarsia.unreadable." + name, String.valueOf(e.getMessage()));
    }
  }

  /** Pages may share one table of blocks, which each of them holds for itself. */
  private void countBlocks(LevelImage image) throws SlideReadException {
    blocks += image.blocks().grid().blocks();
    if (blocks > 2 * BlockLimits.maxBlocks()) {
      throw new SlideReadException(
          file.name(),
          blocks + " tiles or strips in all, more than " + 2 * BlockLimits.maxBlocks());
    }
  }

  private SlideMetadata describe(SlideStructure structure) {
    List<PyramidLevel> described = new ArrayList<>();
    int width = levels.get(0).width();
    OptionalDouble mpp = structure.optics().micronsPerPixel();
    for (int i = 0; i < levels.size(); i++) {
      LevelImage level = levels.get(i);
      described.add(
          level.level(
              i,
              mpp.isPresent()
                  ? OptionalDouble.of(mpp.getAsDouble() * width / level.width())
                  : mpp));
    }
    return new SlideMetadata(
        file.name(),
        structure.format(),
        levels.get(0).blocks().codecName(),
        described,
        mpp,
        structure.optics().magnification(),
        structure.background(),
        List.copyOf(associated.keySet()),
        structure.properties());
  }

  private static DecodedTiles.Size size(LevelImage level) {
    BlockGrid grid = level.blocks().grid();
    return new DecodedTiles.Size(grid.columns(), grid.blockWidth(), grid.blockHeight());
  }

  @Override
  public SlideMetadata metadata() {
    return metadata;
  }

  @Override
  public void read(int level, Region region, ByteBuffer rgb) throws IOException {
    read(level, region, NEVER, rgb);
  }

  @Override
  public void read(int level, Region region, WindowPass pass, ByteBuffer rgb) throws IOException {
    metadata.level(level);
    tiles.makeRoom(level, size(levels.get(level)), pass);
    read(level, region, pass.nextRow(), rgb);
  }

  private void read(int level, Region region, long nextRow, ByteBuffer rgb) throws IOException {
    metadata.level(level);
    RegionCopy target = RegionCopy.into(rgb, region, metadata.background());
    if (file.isClosed()) {
      throw new ClosedChannelException();
    }
    LevelImage image = levels.get(level);
    Optional<Region> inside = region.intersect(new Region(0, 0, image.width(), image.height()));
    if (inside.isEmpty() || !inside.get().equals(region)) {
      target.clear();
    }
    if (inside.isPresent()) {
      image.read(
          inside.get(),
          (block, bottom) ->
              tile(level, block, bottom <= nextRow ? Use.LAST : Use.OPEN, target.region()),
          target);
    }
    target.finish();
  }

  private byte[] tile(int level, int block, Use use, Region region) throws IOException {
    BlockImage image = levels.get(level).blocks();
    try {
      return tiles.get((long) level << 32 | block, use, () -> image.decode(block));
    } catch (CodecException | SlideReadException e) {
      throw SlideReadException.in(
          file.name(), level, region, image.place(block) + ": " + e.getMessage(), e);
    }
  }

  @Override
  public RgbImage readAssociated(String name) throws IOException {
    LevelImage image = associated.get(name);
    if (image == null) {
      throw new IllegalArgumentException(
          file.name() + " has no image '" + name + "', only " + associated.keySet());
    }
    if (file.isClosed()) {
      throw new ClosedChannelException();
    }
    try {
      return new RgbImage(image.width(), image.height(), image.whole(metadata.background()));
    } catch (CodecException e) {
      throw new SlideReadException(file.name(), "image '" + name + "': " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<DecodeCount> decodeCount() {
    return Optional.of(tiles.decodeCount());
  }

  /** What was read so far. */
  ReadStatistics statistics() {
    return tiles.statistics();
  }

  @Override
  public void close() throws IOException {
    file.close();
    tiles.clear();
    codecs.close();
  }
}
