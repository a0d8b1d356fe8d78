/** Decision trees and sums of them. */
@NullMarked
package org.intarsia.classifier.learning.trees;

import org.jspecify.annotations.NullMarked;
