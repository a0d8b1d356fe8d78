/** The command line: start with {@link org.intarsia.pipeline.cli.Intarsia}. */
@NullMarked
package org.intarsia.pipeline.cli;

import org.jspecify.annotations.NullMarked;
