/**
 * How several processes share one output folder: each tells that it is alive, and claims what it
 * works on. Start with {@link org.intarsia.pipeline.claims.Claims}.
 */
@NullMarked
package org.intarsia.pipeline.claims;

import org.jspecify.annotations.NullMarked;
